"""Folding: one plain spelling of a text for matching, with every offset kept exact.

Lower case, no diacritics, Turkish dotless i as i, one letter for the variants of Arabic
(أ إ آ ا, ى ي, ة ه, the shaped forms of old PDFs), full-width forms and other scripts'
digits as ASCII, traditional Chinese characters as simplified ones, one space for any run
of white space, a line feed where a paragraph ends. Soft hyphens, zero-width characters,
line-end hyphens, the spaces around Han characters and kana go, and so does the apostrophe
that Italian gazettes write for an accent (``entrera' in vigore``). A folded position
leads back to the raw text through :meth:`Folded.span`.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.letters import ATTACHING, CJK, HANGUL, INVISIBLE, SPACELESS, letter_by_letter
from analysis.quickfold import fold_at_once

_WORD = re.compile(rf"[^\W_{SPACELESS}]")
#: What is not one character to one: removed, joined or widened.
_SPECIAL = re.compile(
    rf"(?P<cut>-[{INVISIBLE}]*\n\s*(?=[^\W\d_]))"
    rf"|(?P<cjk>(?<=[{CJK}])(?:[ \n]+(?=[{CJK}])|[ ]+(?=\d))|(?<=\d)[ ]+(?=[{CJK}]))"
    rf"|(?P<paragraph>[ ]*\n[ ]*\n\s*)"
    rf"|(?P<space>[ \n]{{2,}}|\n)"
    rf"|(?P<gone>[{INVISIBLE}]+)"
    rf"|(?P<hyphen>(?<=[^\W\d_])-(?=[^\W_]))"
    rf"|(?P<accent>(?<=[aeiou])'(?=[ \n.,;:)]|$))"
    rf"|(?P<ligature>[\ufb00-\ufb06\ufef5-\ufefc])"
)
#: A seam between a letter of a script without spaces and one of a script with them, with or
#: without a space; and before the particles attached to a Korean date or a Latin word.
SEAM = "\x01"
_SPECIAL_WITH_SEAMS = re.compile(
    rf"(?P<seam>(?<=[{CJK}])[ ]*(?=[^\W\d_{SPACELESS}])|(?<=[^\W\d_{SPACELESS}])[ ]*(?=[{CJK}])"
    rf"|(?<=[{SPACELESS}])(?=[^\W\d_{SPACELESS}])|(?<=[^\W\d_{SPACELESS}])(?=[{SPACELESS}])"
    rf"|(?<=[{ATTACHING}])(?=[a-z])|(?<=[a-z])(?=[{ATTACHING}])"
    rf"|(?:(?<=\d[년월일])|(?<=\d[년월] 말))(?=[{HANGUL}]))|{_SPECIAL.pattern}"
)
_HAS_SPACELESS = re.compile(rf"[{SPACELESS}{ATTACHING}]")
#: From so many characters on, folding in columns is quicker than piece by piece.
_WORTHWHILE = 400
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LIGATURES |= {chr(code): "لا" for code in range(0xFEF5, 0xFEFD)}


class _Words(dict[str, bool]):
    """Character → whether it belongs to a word of a script that puts spaces between words."""

    def __missing__(self, char: str) -> bool:
        self[char] = _WORD.match(char) is not None
        return self[char]


WORDS: Mapping[str, bool] = _Words()


@dataclass(frozen=True)
class Folded:
    """A folded text, or a stretch of one.

    ``_starts`` and ``_raw`` are parallel: folded and raw position of each run in the whole text;
    ``_first`` and ``_raw_first`` are where the stretch begins in it.
    """

    text: str
    raw_length: int
    _starts: Sequence[int]
    _raw: Sequence[int]
    _first: int = 0
    _raw_first: int = 0

    def raw(self, position: int) -> int:
        """Position in the raw text of the character at ``position`` in the folded one."""
        position += self._first
        index = bisect_right(self._starts, position) - 1
        there = self._raw[index] + position - self._starts[index]
        return min(there - self._raw_first, self.raw_length)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw ``(start, end)`` of the folded slice ``start:end``; empty slices stay empty."""
        first = self.raw(start)
        return (first, self.raw(end - 1) + 1) if end > start else (first, first)

    def find(self, raw_position: int) -> int:
        """First folded position whose raw position is not before ``raw_position``."""
        raw_position += self._raw_first
        index = max(bisect_right(self._raw, raw_position) - 1, 0)
        offset = self._starts[index] + max(raw_position - self._raw[index], 0)
        if index + 1 < len(self._starts):
            offset = min(offset, self._starts[index + 1])
        return min(max(offset - self._first, 0), len(self.text))

    def cut(self, start: int, end: int) -> "Folded":
        """The folding of the raw slice ``start:end``, as it stands in this text."""
        first, last = self.find(start), self.find(end)
        return Folded(
            self.text[first:last],
            end - start,
            self._starts,
            self._raw,
            self._first + first,
            self._raw_first + start,
        )


def fold(text: str) -> Folded:
    """Fold ``text``. Linear in its length."""
    if len(text) >= _WORTHWHILE:
        quick = fold_at_once(text)
        if quick is not None:
            return Folded(quick[0], len(text), quick[1], quick[2])
    plain = letter_by_letter(text)
    spaceless = _HAS_SPACELESS.search(plain)
    return _fold_by_pieces(plain, _SPECIAL_WITH_SEAMS if spaceless else _SPECIAL)


def _fold_by_pieces(plain: str, special: re.Pattern[str]) -> Folded:
    pieces: list[str] = []
    starts, raw = [0], [0]
    length = position = 0
    for match in special.finditer(plain):
        piece = _replacement(match)
        pieces.append(plain[position : match.start()])
        length += match.start() - position
        for offset, char in enumerate(piece):
            pieces.append(char)
            starts.append(length + offset)
            raw.append(match.start())
        length += len(piece)
        position = match.end()
        starts.append(length)
        raw.append(position)
    pieces.append(plain[position:])
    return Folded("".join(pieces), len(plain), starts, raw)


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "ligature":
        return _LIGATURES[match.group()]
    if kind in ("cut", "cjk", "gone", "accent"):
        return ""
    if kind == "seam":
        return SEAM
    return "\n" if kind == "paragraph" else " "
