"""A text as units: sentences, or lines where lines are shorter, each with the key that counts.

A line break inside a sentence is white space: the line is long, does not end a sentence, and
the next begins with a small letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.differences.numbering import Enumerator, Form, counting, enumerator
from analysis.differences.typography import key

_LINE = re.compile(r"[^\n\x0b\x0c\x85\u2028\u2029]+")
_END = re.compile(r"[.!?;]+[\"')\]»”’]*(?=\s)|[。！？；]+[」』）”’]*")
_ENDED = (".", "!", "?", ";", ":", "。", "！", "？", "；", "：")
#: ``5.``, ``(a).``, ``Article 5.``: what stands behind belongs to it.
_ONLY_ENUMERATOR = re.compile(
    r"\W*(?:[^\W\d_]{1,20}\.?\s+)?"
    r"(?:\d\w{0,3}(?:\.\w{1,3})*|[^\W\d_]|[ivxlcdm]{1,5}|[IVXLCDM]{1,5})[.)\]]+"
)
#: ``Art. 5``, ``No. 7``, ``lit. a``: a short word with a capital, or a single letter.
_ABBREVIATION = re.compile(r"(?:^|[^\w])(?:[^\W\d_]|[A-Z][a-z]{1,2})\.$")
_DAY_BEFORE_MONTH = re.compile(r"\s+[^\W\d_]+\.?\s+\d{4}")
_LONG_LINE = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """``text[start:end]``; ``key`` is without its enumerator, ``whole`` says it is a whole line."""

    start: int
    end: int
    key: str
    mark: tuple[Form, str] | None
    whole: bool
    apart: bool
    """A blank line stands before it, or it begins the text."""

    @property
    def headed(self) -> bool:
        """Begins with a word or sign and a number, as articles do."""
        return self.mark is not None and bool(self.mark[0][0])


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    first: bool
    last: bool
    apart: bool
    mark: Enumerator | None = None


def both(old: str, new: str) -> tuple[list[Unit], list[Unit]]:
    """The units of two texts; what counts in one of them counts in the other."""
    texts = [(text, _marked(text)) for text in (old, new)]
    counts = [counting(piece.mark for piece in pieces if piece.mark) for _, pieces in texts]
    forms = {form for form, _ in counts[0] | counts[1]}
    left, right = (
        [unit for piece in pieces if (unit := _unit(text, piece, own, forms)).key]
        for (text, pieces), own in zip(texts, counts, strict=True)
    )
    return left, right


def _marked(text: str) -> list[_Piece]:
    pieces = list(_pieces(text))
    for piece in pieces:
        if piece.first:
            piece.mark = enumerator(text[piece.start : piece.end])
    return pieces


def _unit(text: str, piece: _Piece, counts: set[tuple[Form, str]], forms: set[Form]) -> Unit:
    mark = piece.mark
    if mark and ((mark.form, mark.number) in counts or (mark.form in forms and mark.firm)):
        begin, number = piece.start + mark.end, (mark.form, mark.number)
        # An enumerator counts only where nothing else stands in its place: an article's heading.
        label = mark.form[0] + "#"
    else:
        begin, number, label = piece.start, None, ""
    shape = key(text[begin : piece.end]) or label
    return Unit(piece.start, piece.end, shape, number, piece.first and piece.last, piece.apart)


def _pieces(text: str) -> Iterator[_Piece]:
    for start, end, apart in _blocks(text):
        first = True
        for left, right in _sentences(text, start, end):
            yield _Piece(left, right, first, right == end, apart and first)
            first = False


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Lines without the white space around them; those that break inside a sentence are joined."""
    held: tuple[int, int, bool] | None = None
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.end() - (len(line) - len(line.rstrip()))
        if start >= end:
            continue
        if held is not None and _goes_on(text, held[1], start):
            held = (held[0], end, held[2])
            continue
        apart = held is None or text.count("\n", held[1], start) > 1
        if held is not None:
            yield held
        held = (start, end, apart)
    if held is not None:
        yield held


def _goes_on(text: str, end: int, start: int) -> bool:
    if text.count("\n", end, start) > 1 or not text[start].islower() or text[end - 1] in _ENDED:
        return False
    if text[end - 1] in "-‐\u00ad" and text[end - 2 : end - 1].isalpha():
        return True
    return end - 1 - text.rfind("\n", 0, end) >= _LONG_LINE


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _END.finditer(text, start, end):
        if match.end() >= end or not _ends_here(text, at, match):
            continue
        yield at, match.end()
        at = match.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        yield at, end


def _ends_here(text: str, at: int, match: re.Match[str]) -> bool:
    if match.end() - at <= 30 and _ONLY_ENUMERATOR.fullmatch(text, at, match.end()):
        return False
    if match.group() != ".":
        return True
    following = text[match.end() : match.end() + 40]
    if following.lstrip()[:1].islower():
        return False
    if text[match.start() - 1].isdigit() and _DAY_BEFORE_MONTH.match(following):
        return False
    return _ABBREVIATION.search(text, max(at, match.start() - 5), match.end()) is None
