"""What stands elsewhere with the same words: moved, or a list whose items only changed their order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.differences.units import Unit

#: Fewer signs than this may be equal by chance (``Repealed.``).
_LEAST_SIGNS = 8
#: An item of a list is a line of its own, and short.
_LONGEST_ITEM = 150


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


def moves(
    old: Sequence[Unit],
    new: Sequence[Unit],
    keys: tuple[Sequence[int], Sequence[int]],
    matched: Sequence[tuple[int, int]],
) -> list[Move]:
    """Blocks out of order, in the order of the old text; ``keys`` are the units' as numbers.

    A block grows from a passage that each text has exactly once, over equal neighbours.
    """
    before, after = keys
    left = set(range(len(old))) - {i for i, _ in matched}
    right = set(range(len(new))) - {j for _, j in matched}
    counted, counts = Counter(before), Counter(after)
    place = {after[j]: j for j in right if counts[after[j]] == 1}
    lists = _Lists(old, new)
    found: list[Move] = []
    for i in sorted(left):
        j = place.get(before[i], -1)
        if counted[before[i]] != 1 or i not in left or j not in right:
            continue
        first, second, length = _grown(before, after, (i, j), (left, right))
        shuffled = lists.same(i, j)
        if not shuffled and sum(len(old[first + at].key) for at in range(length)) < _LEAST_SIGNS:
            continue
        found.append(Move(first, second, length, shuffled))
        left -= set(range(first, first + length))
        right -= set(range(second, second + length))
    return found


def _grown(
    old: Sequence[int],
    new: Sequence[int],
    seed: tuple[int, int],
    free: tuple[set[int], set[int]],
) -> tuple[int, int, int]:
    """Where the block around a seed begins on both sides, and its length."""
    left, right = free
    i, j = seed
    while i - 1 in left and j - 1 in right and old[i - 1] == new[j - 1]:
        i, j = i - 1, j - 1
    length = seed[0] - i + 1
    while i + length in left and j + length in right and old[i + length] == new[j + length]:
        length += 1
    return i, j, length


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
