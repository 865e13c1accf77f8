"""Texts whose lines break elsewhere: compared word by word, told in the new text's passages."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from analysis.differences.align import align
from analysis.differences.pairing import Bundle, Side, best, unpaired
from analysis.differences.values import Token, words

#: A gap of which more than this share differs was rewritten, not laid out anew.
_MOST_CHANGED = 0.3
#: Word by word must report this much less to be preferred.
_LESS = 0.8

Hunk = tuple[int, int, int, int]


def pair(old: Side, new: Side, gap: Bundle) -> list[Bundle]:
    """The gap as bundles: of both ways to read it, the one that reports less.

    Passage by passage first; word by word where that leaves passages over, or would take long.
    """
    rows, columns = gap.end - gap.i, gap.stop - gap.j
    if not gap.paired:
        return [gap]
    if rows * columns == 1:
        return best(old, new, gap)
    if old.key(gap.i, gap.end) == new.key(gap.j, gap.stop):
        return [Bundle(gap.i, gap.end, gap.j, gap.stop, layout=True)]
    plain = best(old, new, gap)
    parts = Words(old, new, gap).cuts()
    worded = [bundle for part in parts for bundle in _part(old, new, part)]
    return worded if _told(old, new, worded) < _LESS * _told(old, new, plain) else plain


def _one_to_one(bundle: Bundle) -> bool:
    return (bundle.end - bundle.i, bundle.stop - bundle.j) == (1, 1)


def _part(old: Side, new: Side, part: Bundle) -> list[Bundle]:
    if not part.paired:
        return unpaired(part)
    if old.key(part.i, part.end) == new.key(part.j, part.stop):
        return [Bundle(part.i, part.end, part.j, part.stop, layout=True)]
    if not _one_to_one(part) and (relaid := Words(old, new, part).relaid()) is not None:
        return relaid
    return best(old, new, part)


def _told(old: Side, new: Side, bundles: Sequence[Bundle]) -> int:
    """How many signs of both texts would be reported."""
    total = 0
    for bundle in bundles:
        if bundle.layout:
            continue
        if bundle.spans:
            start, end, begin, stop = bundle.spans
        else:
            (start, end), (begin, stop) = (
                old.span(bundle.i, bundle.end), new.span(bundle.j, bundle.stop)
            )  # fmt: skip
            if old.key(bundle.i, bundle.end) == new.key(bundle.j, bundle.stop):
                continue
        total += end - start + stop - begin
    return total


class Words:
    """A gap's words on both sides, and which of them are the same."""

    def __init__(self, old: Side, new: Side, gap: Bundle) -> None:
        numbers: dict[str, int] = {}
        self.old, self.old_edges, left = _side(old, gap.i, gap.end, numbers)
        self.new, self.new_edges, right = _side(new, gap.j, gap.stop, numbers)
        self.gap = gap
        self.matched = align(left, right)

    def cuts(self) -> list[Bundle]:
        """The gap, cut where both sides have an edge between the same two words."""
        gap, same = self.gap, set(self.matched)
        before = {place: gap.i + at for at, place in enumerate(self.old_edges)}
        after = {place: gap.j + at for at, place in enumerate(self.new_edges)}
        found: list[Bundle] = []
        i, j = gap.i, gap.j
        for a, b in self.matched:
            if (a - 1, b - 1) in same and a in before and b in after:
                found.append(Bundle(i, before[a], j, after[b]))
                i, j = before[a], after[b]
        return [*found, Bundle(i, gap.end, j, gap.stop)]

    def relaid(self) -> list[Bundle] | None:
        """What differs in a gap that was laid out anew; None where it rather was rewritten."""
        whole = len(self.old) + len(self.new)
        if whole - 2 * len(self.matched) > _MOST_CHANGED * whole:
            return None
        layout = Bundle(self.gap.i, self.gap.end, self.gap.j, self.gap.stop, layout=True)
        return [layout, *(self._bundle(hunk) for hunk in self._widened())]

    def _hunks(self) -> list[Hunk]:
        found: list[Hunk] = []
        i = j = 0
        for a, b in [*self.matched, (len(self.old), len(self.new))]:
            if a > i or b > j:
                found.append((i, a, j, b))
            i, j = a + 1, b + 1
        return found

    def _widened(self) -> list[Hunk]:
        """Each hunk to the edges of its passages in the new text, and the same words in the old."""
        edges = [*self.new_edges, len(self.new)]
        partner = {b: a for a, b in self.matched}
        found: list[Hunk] = []
        for i, end, j, stop in self._hunks():
            alone = j == stop and j in edges
            begin = j if alone else edges[bisect_right(edges, min(j, len(self.new) - 1)) - 1]
            last = stop if alone else edges[bisect_left(edges, max(stop, begin + 1))]
            hunk = (
                partner.get(begin, i) if begin < j else i,
                partner.get(last - 1, end - 1) + 1 if last > stop else end,
                begin,
                last,
            )
            if found and (hunk[2] < found[-1][3] or hunk[0] < found[-1][1]):
                prior = found[-1]
                hunk = (prior[0], max(prior[1], hunk[1]), prior[2], max(prior[3], hunk[3]))
                found[-1] = hunk
            else:
                found.append(hunk)
        return found

    def _bundle(self, hunk: Hunk) -> Bundle:
        i, end, j, stop = hunk
        gap = self.gap
        return Bundle(
            gap.i + max(bisect_right(self.old_edges, i) - 1, 0), gap.i + bisect_left(self.old_edges, end),
            gap.j + max(bisect_right(self.new_edges, j) - 1, 0), gap.j + bisect_left(self.new_edges, stop),
            spans=(*_span(self.old, i, end), *_span(self.new, j, stop)),
        )  # fmt: skip


def _span(found: Sequence[Token], begin: int, end: int) -> tuple[int, int]:
    if begin == end:
        place = found[begin - 1].end if begin else found[0].start if found else 0
        return place, place
    return found[begin].start, found[end - 1].end


def _side(
    side: Side, begin: int, end: int, numbers: dict[str, int]
) -> tuple[list[Token], list[int], list[int]]:
    """The words, where each unit begins among them, and the words as numbers."""
    found: list[Token] = []
    edges = []
    for unit in side.units[begin:end]:
        edges.append(len(found))
        found += words(side.text[unit.start : unit.end], unit.start)
    return found, edges, [numbers.setdefault(word.key, len(numbers)) for word in found]
