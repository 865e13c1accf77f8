"""Quotes where they stand: cuts a text into marked and plain pieces. Pure; offsets stay exact."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

#: How much of the text around a quote is shown on each side, in characters.
CONTEXT = 360


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch to be marked: ``text[start:end]``. Of two on one place the stronger shows."""

    start: int
    end: int
    style: str
    """The class of the mark: ``evidence``, or a finding's group."""
    title: str = ""
    strength: int = 0
    anchor: str = ""
    """The name by which a link can jump to it."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text under one mark, or under none (``span`` is None)."""

    text: str
    span: Span | None = None
    first: bool = False
    """Whether the mark begins here: the place that a link can jump to."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A part of the text with its pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool

    @property
    def anchor(self) -> int:
        """Where its first quote begins in the text."""
        return next((piece.span.start for piece in self.pieces if piece.span), self.start)


def pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """``text[start:end]`` in runs. The runs put together give that slice again, exactly."""
    inside = sorted(
        (span for span in spans if span.start < end and span.end > start),
        key=lambda span: (span.strength, -span.start, span.end),
    )
    borders = sorted(
        {start, end} | {min(max(at, start), end) for s in inside for at in (s.start, s.end)}
    )
    owners: list[Span | None] = [None] * (len(borders) - 1)
    for span in inside:  # the weakest first: the stronger paint over them
        left = bisect_left(borders, max(span.start, start))
        right = bisect_left(borders, min(span.end, end))
        owners[left:right] = [span] * (right - left)
    return tuple(_runs(text, borders, owners))


def _runs(text: str, borders: list[int], owners: list[Span | None]) -> Iterator[Piece]:
    seen: set[Span] = set()
    for owner, stretch in groupby(zip(owners, pairwise(borders), strict=True), itemgetter(0)):
        ends = [at for _, pair in stretch for at in pair]
        yield Piece(
            text=text[ends[0] : ends[-1]],
            span=owner,
            first=owner is not None and owner not in seen,
        )
        if owner is not None:
            seen.add(owner)


def passages(
    text: str, spans: Sequence[Span], blocks: Sequence[tuple[int, int]], *, context: int = CONTEXT
) -> list[Passage]:
    """Each quote with what stands around it; quotes near each other share one passage.

    A passage begins and ends with a block of the text where one does within ``context``
    characters, else between two words.
    """
    windows: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        left, right = _window(text, span, blocks, context)
        if windows and left <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(right, windows[-1][1]))
        else:
            windows.append((left, right))
    return [
        Passage(
            start=left,
            end=right,
            pieces=pieces(text, left, right, spans),
            cut_before=bool(text[:left].strip()),
            cut_after=bool(text[right:].strip()),
        )
        for left, right in windows
    ]


def _window(
    text: str, span: Span, blocks: Sequence[tuple[int, int]], context: int
) -> tuple[int, int]:
    low, high = max(0, span.start - context), min(len(text), span.end + context)
    starts = [start for start, _ in blocks if low <= start <= span.start]
    ends = [end for _, end in blocks if span.end <= end <= high]
    left = min(starts) if starts else _next_gap(text, low, span.start)
    right = max(ends) if ends else _last_gap(text, high, span.end)
    return left, right


def _next_gap(text: str, low: int, start: int) -> int:
    if low == 0:
        return 0
    gap = next((i for i in range(low, start) if text[i].isspace()), None)
    return low if gap is None else gap + 1


def _last_gap(text: str, high: int, end: int) -> int:
    if high == len(text):
        return high
    return next((i for i in range(high, end, -1) if text[i - 1].isspace()), high + 1) - 1
