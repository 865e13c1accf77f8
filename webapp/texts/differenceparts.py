"""A difference in parts that a browser can carry: nothing that changed is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from webapp.texts.difference import Line, Run

#: Longest stretch of a difference on one page, in characters.
PART_SIZE = 40_000
#: Of a longer stretch without a change so much is kept, at its beginning and at its end.
_KEPT = 1_000


@dataclass(frozen=True, kw_only=True)
class DifferencePart:
    """One part of a difference, and where it stands among the others (from 1)."""

    number: int
    parts: int
    lines: tuple[Line, ...]


def difference_part(lines: Sequence[Line], asked: str) -> DifferencePart:
    """The part with the number that was asked for; the first or last for one that there is not."""
    parts: list[list[Line]] = [[]]
    room = PART_SIZE
    for line in lines:
        for piece in _pieces(line):
            size = sum(len(run.text) for run in piece.runs)
            if size > room and parts[-1]:
                parts.append([])
                room = PART_SIZE
            parts[-1].append(piece)
            room -= size
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    number = min(max(wanted, 1), len(parts))
    return DifferencePart(number=number, parts=len(parts), lines=tuple(parts[number - 1]))


def _pieces(line: Line) -> Iterator[Line]:
    """The line, or where it is too long for a page, one after the other."""
    runs: list[Run] = []
    room = PART_SIZE
    for run in line.runs:
        for short in _short(run):
            if len(short.text) > room and runs:
                yield replace(line, runs=tuple(runs))
                runs, room = [], PART_SIZE
            runs.append(short)
            room -= len(short.text)
    if runs or not line.runs:
        yield replace(line, runs=tuple(runs))


def _short(run: Run) -> Iterator[Run]:
    """An unchanged run without its middle, a changed one in stretches that a page can hold."""
    if not run.changed and len(run.text) > 4 * _KEPT:
        yield Run(text=run.text[:_KEPT])
        yield Run(text="", omitted=len(run.text) - 2 * _KEPT)
        yield Run(text=run.text[-_KEPT:])
        return
    for start in range(0, len(run.text), PART_SIZE):
        yield Run(text=run.text[start : start + PART_SIZE], changed=run.changed)
