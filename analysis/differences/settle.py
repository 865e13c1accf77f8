"""Where an insertion begins, if it could begin at several places: at an article's heading.

When two articles end with the same sentence, ``[end, heading, text]`` and ``[heading, text,
end]`` are both what was put in between; people mean the second.
"""

from collections.abc import Sequence

from analysis.differences.units import Unit

Pairs = list[tuple[int, int]]


def settle(old: Sequence[Unit], new: Sequence[Unit], matched: Pairs) -> Pairs:
    """The same pairs, with insertions and removals moved down to the best beginning."""
    found = [(-1, -1), *matched, (len(old), len(new))]
    for at in range(1, len(found)):
        (i, j), (end, stop) = found[at - 1], found[at]
        if end == i + 1 and stop > j + 1:
            _slide(new, found, at, 1)
        elif stop == j + 1 and end > i + 1:
            _slide(old, found, at, 0)
    return found[1:-1]


def _slide(units: Sequence[Unit], found: Pairs, at: int, side: int) -> None:
    """Move the run before ``found[at]`` down while its first key equals the one behind it."""
    begin = found[at - 1][side] + 1
    steps = 0
    best, most = 0, _worth(units[begin])
    while at + steps + 1 < len(found) and _slides(units, found, at + steps, begin + steps, side):
        steps += 1
        if _worth(units[begin + steps]) > most:
            best, most = steps, _worth(units[begin + steps])
    for step in range(best):
        i, j = found[at + step]
        found[at + step] = (i, begin + step) if side else (begin + step, j)


def _slides(units: Sequence[Unit], found: Pairs, at: int, begin: int, side: int) -> bool:
    behind, other = found[at][side], 1 - side
    follows = found[at + 1][other] == found[at][other] + 1 and found[at + 1][side] == behind + 1
    last = at + 1 == len(found) - 1
    return units[begin].key == units[behind].key and (follows or last)


def _worth(unit: Unit) -> int:
    """How well a passage begins something new."""
    return 3 * unit.headed + 2 * unit.apart + unit.whole
