"""Which of several equal alignments people mean: repeated sentences and headings stay with theirs.

When two articles end with the same sentence, ``[end, heading, text]`` and ``[heading, text,
end]`` are both what was put in between; people mean the second.
"""

from collections import Counter
from collections.abc import Sequence

from analysis.differences.align import Pairs, align
from analysis.differences.moves import Move
from analysis.differences.units import Unit

#: Passages with shorter keys never anchor the alignment: ``#``, ``article#``.
_LEAST_ANCHOR = 12


def match(old: Sequence[Unit], new: Sequence[Unit], moved: Sequence[Move] = ()) -> Pairs:
    """Which units are the same, in order, beside those that moved."""
    gone = {move.i + at for move in moved for at in range(move.length)}
    come = {move.j + at for move in moved for at in range(move.length)}
    before = [at for at in range(len(old)) if at not in gone]
    after = [at for at in range(len(new)) if at not in come]
    left, right = [old[at] for at in before], [new[at] for at in after]
    numbers: dict[str, int] = {}
    keys = [[numbers.setdefault(unit.key, len(numbers)) for unit in side] for side in (left, right)]
    weak = {number for key, number in numbers.items() if len(key) < _LEAST_ANCHOR}
    found = _settle(left, right, align(keys[0], keys[1], weak))
    return [(before[i], after[j]) for i, j in _without_chance(left, right, found)]


def _without_chance(old: Sequence[Unit], new: Sequence[Unit], matched: Pairs) -> Pairs:
    """The same pairs but those that are alike by chance, which pairing looks at again.

    By chance: a sentence that is repeated in a text and has no matched neighbour, and a
    heading of only a number whose article is another.
    """
    before = Counter(unit.key for unit in old)
    after = Counter(unit.key for unit in new)
    kept = set(matched)
    for i, j in reversed(matched):
        key = old[i].key
        if before[key] == after[key] == 1:
            continue
        behind = (i + 1, j + 1) in kept or (i + 1, j + 1) == (len(old), len(new))
        if not behind and (key.endswith("#") or (i - 1, j - 1) not in kept):
            kept.discard((i, j))
    return [place for place in matched if place in kept]


def _settle(old: Sequence[Unit], new: Sequence[Unit], matched: Pairs) -> Pairs:
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
    while _slides(units, found, (at, steps), side):
        steps += 1
        if _worth(units[begin + steps]) > most:
            best, most = steps, _worth(units[begin + steps])
    for step in range(best):
        i, j = found[at + step]
        found[at + step] = (i, begin + step) if side else (begin + step, j)


def _slides(units: Sequence[Unit], found: Pairs, run: tuple[int, int], side: int) -> bool:
    """Whether the run before ``found[at]``, moved down by some steps, can move by one more."""
    at, steps = run
    here = at + steps
    if here == len(found) - 1:
        return False
    if steps and found[here] != (found[here - 1][0] + 1, found[here - 1][1] + 1):
        return False
    return units[found[at - 1][side] + 1 + steps].key == units[found[here][side]].key


def _worth(unit: Unit) -> int:
    """How well a passage begins something new."""
    return 3 * unit.headed + 2 * unit.apart + unit.whole
