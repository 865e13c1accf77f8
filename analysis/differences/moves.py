"""What stands elsewhere with the same words: moved, or a list whose items only changed their order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from analysis.differences.align import Pairs
from analysis.differences.units import Unit

#: Fewer signs than this may be equal by chance (``Repealed.``).
_LEAST_SIGNS = 8
#: An item of a list is a line of its own, and short.
_LONGEST_ITEM = 150


#: A sentence at the same place that is so alike is its other version.
_LIKELIER = 0.8
_MOST_PARTNERS = 20
_SENTENCE_END = (".", "!", "?", ";", "。", "！", "？", "；")


@dataclass(frozen=True, slots=True)
class Move:
    """Units ``old[i:i + length]`` stand at ``new[j:j + length]`` now.

    ``shuffled``: only within one list of short lines, whose order means nothing.
    """

    i: int
    j: int
    length: int
    shuffled: bool


def moves(old: Sequence[Unit], new: Sequence[Unit], matched: Pairs) -> list[Move]:
    """Blocks out of order, in the order of the old text.

    A block grows from a passage that each text has exactly once, over equal neighbours. It may
    take a repeated sentence from its match: align the rest again without the moved blocks.
    """
    blocks = _Blocks(old, new, matched)
    lists = _Lists(old, new)
    found: list[Move] = []
    for i, j in blocks.seeds():
        if not blocks.free(i, j):
            continue
        first, second, length = blocks.around(i, j)
        shuffled = lists.same(i, j)
        signs = sum(len(old[first + at].key) for at in range(length))
        if shuffled or (
            signs >= _LEAST_SIGNS and not (length == 1 and blocks.changed_in_place(i, j))
        ):
            found.append(Move(first, second, length, shuffled))
            blocks.take(first, second, length)
    return found


class _Blocks:
    """What is left of two texts beside their matches, and the equal blocks in it."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit], matched: Pairs) -> None:
        self._old, self._new = old, new
        self._edges = [(-1, -1), *matched, (len(old), len(new))]
        self._left = set(range(len(old))) - {i for i, _ in matched}
        self._right = set(range(len(new))) - {j for _, j in matched}
        self._taken: tuple[set[int], set[int]] = set(), set()
        self._before = Counter(unit.key for unit in old)
        self._after = Counter(unit.key for unit in new)

    def seeds(self) -> list[tuple[int, int]]:
        """Passages that each text has once, at places that do not match."""
        place = {self._new[j].key: j for j in self._right if self._after[self._new[j].key] == 1}
        keys = [(i, self._old[i].key) for i in sorted(self._left)]
        return [(i, place[key]) for i, key in keys if self._before[key] == 1 and key in place]

    def free(self, i: int, j: int) -> bool:
        """Whether neither unit is matched, or taken by a block."""
        return i in self._left and j in self._right

    def around(self, i: int, j: int) -> tuple[int, int, int]:
        """Where the block begins on both sides, and its length."""
        behind = 1
        while self._equal(i + behind, j + behind) and (
            self.free(i + behind, j + behind) or self._repeated_within(i + behind, j + behind)
        ):
            behind += 1
        before = 0
        while (
            not self._old[i - before].headed
            and self._equal(i - before - 1, j - before - 1)
            and (
                self.free(i - before - 1, j - before - 1)
                or self._old[i - before - 1].key.endswith("#")
            )
        ):
            before += 1
        return i - before, j - before, before + behind

    def take(self, i: int, j: int, length: int) -> None:
        """These units belong to a block now."""
        for side, free, at in ((0, self._left, i), (1, self._right, j)):
            self._taken[side].update(range(at, at + length))
            free.difference_update(range(at, at + length))

    def changed_in_place(self, i: int, j: int) -> bool:
        """Whether either sentence has a likelier partner at its own place: one that was amended."""
        at = bisect_left(self._edges, j, key=lambda edge: edge[1])
        here = range(self._edges[at - 1][0] + 1, self._edges[at][0])
        at = bisect_left(self._edges, i, key=lambda edge: edge[0])
        there = range(self._edges[at - 1][1] + 1, self._edges[at][1])
        key = self._old[i].key
        partners = [self._old[one].key for one in here if one in self._left]
        partners += [self._new[one].key for one in there if one in self._right]
        return any(
            Indel.normalized_similarity(key, partner, score_cutoff=_LIKELIER) > 0
            for partner in partners[:_MOST_PARTNERS]
        )

    def _equal(self, i: int, j: int) -> bool:
        inside = 0 <= i < len(self._old) and 0 <= j < len(self._new)
        return (
            inside
            and self._old[i].key == self._new[j].key
            and i not in self._taken[0]
            and j not in self._taken[1]
        )

    def _repeated_within(self, i: int, j: int) -> bool:
        """A repeated sentence of the same article, which a match elsewhere took by chance."""
        old, new = self._old[i], self._new[j]
        begins = old.headed or new.headed or old.apart or new.apart
        return not begins and max(self._before[old.key], self._after[old.key]) > 1


class _Lists:
    """The runs of short lines in both texts, and which of them are one list in another order."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self._old, self._items_before = _runs(old)
        self._new, self._items_after = _runs(new)
        self._same: dict[tuple[int, int], bool] = {}

    def same(self, i: int, j: int) -> bool:
        """Whether both units stand in one list, most of whose items both texts have."""
        before, after = self._old.get(i), self._new.get(j)
        if before is None or after is None:
            return False
        if (before, after) not in self._same:
            left, right = self._items_before[before], self._items_after[after]
            shared = (left & right).total()
            self._same[before, after] = shared >= 3 and 2 * shared >= max(
                left.total(), right.total()
            )
        return self._same[before, after]


def _runs(units: Sequence[Unit]) -> tuple[dict[int, int], list[Counter[str]]]:
    """Unit → number of its list, and the items of each list."""
    where: dict[int, int] = {}
    lists: list[Counter[str]] = []
    for at, unit in enumerate(units):
        if not _is_item(unit):
            continue
        if at - 1 not in where:
            lists.append(Counter())
        where[at] = len(lists) - 1
        lists[-1][unit.key] += 1
    return where, lists


def _is_item(unit: Unit) -> bool:
    short = unit.end - unit.start <= _LONGEST_ITEM
    return short and unit.whole and unit.mark is None and not unit.key.endswith(_SENTENCE_END)
