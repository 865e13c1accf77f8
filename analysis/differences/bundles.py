"""Gaps between what is the same, paired; and what belongs together told as one passage."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analysis.differences.moves import Move
from analysis.differences.pairing import ALIKE, Bundle, Side, similarity
from analysis.differences.relaid import pair


def bundles_of(
    old: Side, new: Side, matched: Sequence[tuple[int, int]], moved: Sequence[Move]
) -> list[Bundle]:
    """Everything that is neither matched nor moved, in pairs where it is alike."""
    gone = {move.i + at for move in moved for at in range(move.length)}
    come = {move.j + at for move in moved for at in range(move.length)}
    left = _Rest(old, gone)
    right = _Rest(new, come)
    found: list[Bundle] = []
    i = j = 0
    for end, stop in [*matched, (len(old.units), len(new.units))]:
        if end > i or stop > j:
            gap = Bundle(left.place(i), left.place(end), right.place(j), right.place(stop))
            for bundle in pair(left.side, right.side, gap):
                found += _original(bundle, left, right)
        i, j = end + 1, stop + 1
    return _beside_moves(old, new, found, moved)


class _Rest:
    """One side without the units that moved away, and the way back to the numbers of all units."""

    def __init__(self, side: Side, without: set[int]) -> None:
        self.kept = [at for at in range(len(side.units)) if at not in without]
        self._without = sorted(without)
        self.side = Side(side.text, [side.units[at] for at in self.kept])

    def place(self, at: int) -> int:
        """The number of unit ``at`` here (of the next one that is left)."""
        return at - bisect_right(self._without, at - 1)

    def runs(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The units ``begin`` to ``end`` here as runs of all units."""
        at = begin
        while at < end:
            last = at
            while last + 1 < end and self.kept[last + 1] == self.kept[last] + 1:
                last += 1
            yield self.kept[at], self.kept[last] + 1
            at = last + 1

    def first(self, at: int) -> int:
        """The number of unit ``at`` here among all units."""
        return self.kept[at] if at < len(self.kept) else self.edge(at)

    def edge(self, at: int) -> int:
        """The number among all units behind the unit before ``at`` here."""
        return self.kept[at - 1] + 1 if at else 0


def _original(bundle: Bundle, left: _Rest, right: _Rest) -> Iterator[Bundle]:
    if bundle.paired or bundle.spans:
        # A pair around something that moved away or in is told with it.
        yield replace(
            bundle, i=left.first(bundle.i), end=left.edge(bundle.end),
            j=right.first(bundle.j), stop=right.edge(bundle.stop),
        )  # fmt: skip
        return
    i, j = left.edge(bundle.i), right.edge(bundle.j)
    for begin, end in left.runs(bundle.i, bundle.end):
        yield Bundle(begin, end, j, j)
    for begin, stop in right.runs(bundle.j, bundle.stop):
        yield Bundle(i, i, begin, stop)


def _beside_moves(
    old: Side, new: Side, bundles: Iterable[Bundle], moved: Sequence[Move]
) -> list[Bundle]:
    """A sentence amended within an article that moved: its neighbours tell that it is one."""
    single = [one for bundle in bundles for one in _singles(bundle)]
    gone = {one.i for one in single if one.end > one.i and not (one.paired or one.spans)}
    come = {one.j for one in single if one.stop > one.j and not (one.paired or one.spans)}
    pairs: list[Bundle] = []
    for move in moved:
        for i, j in ((move.i - 1, move.j - 1), (move.i + move.length, move.j + move.length)):
            if (
                i in gone
                and j in come
                and (similarity(old.tokens(i, i + 1), new.tokens(j, j + 1)) >= ALIKE)
            ):
                pairs.append(Bundle(i, i + 1, j, j + 1))
                gone.discard(i)
                come.discard(j)
    kept = [one for one in single if one.paired or one.spans or (one.i in gone and one.end > one.i)
            or (one.j in come and one.stop > one.j)]  # fmt: skip
    return sorted([*kept, *pairs], key=lambda one: (one.j, one.i))


def _singles(bundle: Bundle) -> Iterator[Bundle]:
    if bundle.paired or bundle.spans:
        yield bundle
        return
    for i in range(bundle.i, bundle.end):
        yield Bundle(i, i + 1, bundle.j, bundle.j)
    for j in range(bundle.j, bundle.stop):
        yield Bundle(bundle.i, bundle.i, j, j + 1)


def runs(old: Side, new: Side, bundles: Sequence[Bundle]) -> list[Bundle]:
    """Neighbours that were all added, or all removed, as one; each article for itself."""
    found: list[Bundle] = []
    for bundle in bundles:
        unit_like = found and not found[-1].spans and not bundle.spans
        if unit_like and not bundle.paired and not found[-1].paired:
            last = found[-1]
            added = last.i == last.end and bundle.i == bundle.end == last.end
            if added and last.stop == bundle.j and not new.units[bundle.j].headed:
                found[-1] = Bundle(last.i, last.end, last.j, bundle.stop)
                continue
            removed = last.j == last.stop and bundle.j == bundle.stop == last.stop
            if removed and last.end == bundle.i and not old.units[bundle.i].headed:
                found[-1] = Bundle(last.i, bundle.end, last.j, last.stop)
                continue
        found.append(bundle)
    return found
