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
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from analysis.quickfold import fold_at_once

#: Scripts written without spaces between words (Thai, Lao, Myanmar, Khmer, kana, Han).
SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_WORD = re.compile(rf"[^\W_{SPACELESS}]")
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_HANGUL = "\uac00-\ud7a3"
ARABIC = "\u0620-\u064a\u0671-\u06d3"
#: Scripts that attach their particles to Latin letters: IMEI를, الـIMEI.
_ATTACHING = f"{_HANGUL}{ARABIC}"
_INVISIBLE = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0300-\u036f\u064b-\u065f\u0670\u0640"
)
#: What is not one character to one: removed, joined or widened.
_SPECIAL = re.compile(
    rf"(?P<cut>-[{_INVISIBLE}]*\n\s*(?=[^\W\d_]))"
    rf"|(?P<cjk>(?<=[{_CJK}])(?:[ \n]+(?=[{_CJK}])|[ ]+(?=\d))|(?<=\d)[ ]+(?=[{_CJK}]))"
    rf"|(?P<paragraph>[ ]*\n[ ]*\n\s*)"
    rf"|(?P<space>[ \n]{{2,}}|\n)"
    rf"|(?P<gone>[{_INVISIBLE}]+)"
    rf"|(?P<hyphen>(?<=[^\W\d_])-(?=[^\W_]))"
    rf"|(?P<accent>(?<=[aeiou])'(?=[ \n.,;:)]|$))"
    rf"|(?P<ligature>[\ufb00-\ufb06\ufef5-\ufefc])"
)
#: A seam between a letter of a script without spaces and one of a script with them, with or
#: without a space; and before the particles attached to a Korean date or a Latin word.
SEAM = "\x01"
_SPECIAL_WITH_SEAMS = re.compile(
    rf"(?P<seam>(?<=[{_CJK}])[ ]*(?=[^\W\d_{SPACELESS}])|(?<=[^\W\d_{SPACELESS}])[ ]*(?=[{_CJK}])"
    rf"|(?<=[{SPACELESS}])(?=[^\W\d_{SPACELESS}])|(?<=[^\W\d_{SPACELESS}])(?=[{SPACELESS}])"
    rf"|(?<=[{_ATTACHING}])(?=[a-z])|(?<=[a-z])(?=[{_ATTACHING}])"
    rf"|(?:(?<=\d[년월일])|(?<=\d[년월] 말))(?=[{_HANGUL}]))|{_SPECIAL.pattern}"
)
_HAS_SPACELESS = re.compile(rf"[{SPACELESS}{_ATTACHING}]")
_SIMPLE = {
    "。": ".", "；": ";", "！": "!", "？": "?", "؟": "?", "؛": ";",
    "\t": " ", "\r": " ", "\f": "\n", "\v": "\n", "\u2028": "\n", "\u2029": "\n",
    "‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "ı": "i", "ø": "o", "đ": "d", "ł": "l",
    # Written either way at the end of Arabic words; and the Persian letters that some keyboards give.
    "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "،": ",",
}  # fmt: skip
#: From so many characters on, folding in columns is quicker than piece by piece.
_WORTHWHILE = 400
#: What only the slow way knows: ligatures, invisible signs at a line-end hyphen, odd separators.
_RARE = re.compile(rf"[\ufb00-\ufb06\x1c-\x1f]|-[{_INVISIBLE}]")
_HANZI = Path(__file__).parents[1] / "data" / "seed" / "hanzi.toml"
#: Older Ukrainian acts write a Latin i among Cyrillic letters: змiн, вiд.
_CYRILLIC_I = re.compile("[\u0430-\u044f\u0454\u0456]i|i[\u0430-\u044f\u0454\u0456]")
_LATIN_I = re.compile("(?<=[\u0430-\u044f\u0454\u0456])i|i(?=[\u0430-\u044f\u0454\u0456])")
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LIGATURES |= {chr(code): "لا" for code in range(0xFEF5, 0xFEFD)}


@cache
def is_word(char: str) -> bool:
    """Whether a character belongs to a word of a script that puts spaces between words."""
    return _WORD.match(char) is not None


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters of Chinese → simplified ones."""
    pairs = "".join(tomllib.loads(_HANZI.read_text(encoding="utf-8"))["pairs"].split())
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@lru_cache(maxsize=65536)
def _plain(char: str) -> str:
    """The one character that stands for ``char``; itself where there is no plainer one."""
    if char in _SIMPLE:
        return _SIMPLE[char]
    if char > "\u2fff" and char in _simplified():
        return _simplified()[char]
    if char.isspace():
        return " "
    digit = unicodedata.digit(char, None)
    if digit is not None and unicodedata.category(char) == "Nd":
        return str(digit)
    code = ord(char)
    if 0xFB50 <= code <= 0xFEFF and len(shaped := unicodedata.normalize("NFKC", char)) == 1:
        return _SIMPLE.get(shaped) or (_plain(shaped) if shaped != char else char)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0).lower()
    if code < 0x0700 or 0x1E00 <= code < 0x2000:
        base, *marks = list(unicodedata.normalize("NFD", char))
        if marks and all(unicodedata.category(mark) == "Mn" for mark in marks):
            return _SIMPLE.get(base, base)
    return char


@dataclass(frozen=True)
class Folded:
    """A folded text. ``_starts`` and ``_raw`` are parallel: folded and raw position of each run."""

    text: str
    raw_length: int
    _starts: Sequence[int]
    _raw: Sequence[int]

    def raw(self, position: int) -> int:
        """Position in the raw text of the character at ``position`` in the folded one."""
        index = bisect_right(self._starts, position) - 1
        return min(self._raw[index] + position - self._starts[index], self.raw_length)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw ``(start, end)`` of the folded slice ``start:end``; empty slices stay empty."""
        first = self.raw(start)
        return (first, self.raw(end - 1) + 1) if end > start else (first, first)

    def find(self, raw_position: int) -> int:
        """First folded position whose raw position is not before ``raw_position``."""
        index = max(bisect_right(self._raw, raw_position) - 1, 0)
        offset = self._starts[index] + max(raw_position - self._raw[index], 0)
        limit = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        return min(offset, limit)


def fold(text: str) -> Folded:
    """Fold ``text``. Linear in its length."""
    plain = _letter_by_letter(text)
    spaceless = _HAS_SPACELESS.search(plain)
    if len(plain) >= _WORTHWHILE and not spaceless and not _RARE.search(plain):
        quick, starts, raw = fold_at_once(plain)
        return Folded(quick, len(text), starts, raw)
    return _fold_by_pieces(plain, _SPECIAL_WITH_SEAMS if spaceless else _SPECIAL)


def _letter_by_letter(text: str) -> str:
    """Small and plain, each character still in its place."""
    plain = text.replace("İ", "i").lower()
    for char in set(plain):
        if char > "\x7f" or char in "\t\r\f\v`":
            better = _plain(char)
            if better != char:
                plain = plain.replace(char, better)
    return _LATIN_I.sub("і", plain) if _CYRILLIC_I.search(plain) else plain


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
