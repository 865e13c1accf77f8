"""What changed between two texts, block by block and then word by word. Pure; never slow on big texts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from analysis.differences.align import align
from analysis.differences.typography import key

#: Above this many pairs of words to compare, or with a longer word, only what a block begins and ends with
#: is compared.
_MOST_PAIRS = 4_000_000
_LONGEST_WORD = 1_000
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
#: Unchanged blocks kept on each side of a change.
_AROUND = 1

Kind = Literal["same", "old", "new", "gap"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A few words of one line; ``changed`` ones are marked."""

    text: str
    changed: bool = False
    omitted: int = 0
    """So many unchanged characters are left out here, where the whole is too much for a page."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One block of the difference; of a ``gap`` only ``skipped`` blocks are told."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    skipped: int = 0


def difference(old: str, new: str) -> list[Line]:
    """The blocks (lines of text) taken out and put in, with one unchanged block around each."""
    before = [block for block in old.splitlines() if block.strip()]
    after = [block for block in new.splitlines() if block.strip()]
    lines: list[Line] = []
    for tag, left, right in _opcodes(before, after):
        if tag == "equal":
            lines += [Line(kind="same", runs=(Run(text=block),)) for block in left]
        else:
            lines += _replaced(left, right)
    return _folded(lines)


def _opcodes(
    before: Sequence[str], after: Sequence[str]
) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    """Blocks that are the same but for layout and typography are equal, as they are no news."""
    numbers: dict[str, int] = {}
    keys = [
        [numbers.setdefault(key(block), len(numbers)) for block in side] for side in (before, after)
    ]
    found: list[tuple[str, Sequence[str], Sequence[str]]] = []
    i = j = 0
    for a, b in [*align(keys[0], keys[1]), (len(before), len(after))]:
        if a > i or b > j:
            found.append(("replace", before[i:a], after[j:b]))
        found.append(("equal", before[a : a + 1], ()))
        i, j = a + 1, b + 1
    return found


def _replaced(left: Sequence[str], right: Sequence[str]) -> list[Line]:
    """Blocks that stand in each other's place are compared word by word."""
    lines: list[Line] = []
    for old, new in zip(left, right, strict=False):
        old_runs, new_runs = _words(old, new)
        lines += [Line(kind="old", runs=old_runs), Line(kind="new", runs=new_runs)]
    lines += [Line(kind="old", runs=(Run(text=block),)) for block in left[len(right) :]]
    lines += [Line(kind="new", runs=(Run(text=block),)) for block in right[len(left) :]]
    return lines


def _words(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    if len(left) * len(right) > _MOST_PAIRS or max(map(len, left + right)) > _LONGEST_WORD:
        return _ends(old, new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.4:  # two different sentences: word marks would only be noise
        return (Run(text=old),), (Run(text=new),)
    olds: list[Run] = []
    news: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if j > i:
            olds.append(Run(text="".join(left[i:j]), changed=tag != "equal"))
        if m > k:
            news.append(Run(text="".join(right[k:m]), changed=tag != "equal"))
    return tuple(olds), tuple(news)


def _ends(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """What both begin and end with is unchanged, all between is not."""
    most = min(len(old), len(new))
    start = _largest(most, lambda n: old[:n] == new[:n])
    end = _largest(most - start, lambda n: old[len(old) - n :] == new[len(new) - n :])
    sides = (
        (Run(text=text[:start]), Run(text=text[start : len(text) - end], changed=True),
         Run(text=text[len(text) - end :]))
        for text in (old, new)
    )  # fmt: skip
    olds, news = (tuple(run for run in side if run.text) for side in sides)
    return olds, news


def _largest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to ``most`` for which it holds; it holds for all below that, and for 0."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _folded(lines: Sequence[Line]) -> list[Line]:
    """Long stretches without a change become one gap that tells how many blocks it hides."""
    changed = [place for place, line in enumerate(lines) if line.kind != "same"]
    near = {place + step for place in changed for step in range(-_AROUND, _AROUND + 1)}
    found: list[Line] = []
    for place, line in enumerate(lines):
        if place in near:
            found.append(line)
        elif found and found[-1].kind == "gap":
            found[-1] = Line(kind="gap", skipped=found[-1].skipped + 1)
        else:
            found.append(Line(kind="gap", skipped=1))
    return found if changed else []
