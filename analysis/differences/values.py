"""Words, numbers and dates of a passage, and which of the numbers and dates changed.

Dates are recognised by their shape (a day, a word, a year), so in any language that has
letters; of Chinese, Japanese and Korean the signs for year, month and day are known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from analysis.differences.types import Value
from analysis.differences.typography import key

_WORD = r"[^\W\d_]"
_YEAR = r"(?:1[34]|19|20|25)\d\d(?!\d)"
_LINK = rf"(?:{_WORD}{{1,3}}\s+)?"
_DAY = r"(?<![\d.,])[0-3]?\d(?:st|nd|rd|th|er|º|ª|°)?\.?"
_MONTH = rf"{_WORD}{{3,}}\.?"
DATE = (
    rf"{_DAY}\s+{_LINK}{_MONTH},?\s+{_LINK}{_YEAR}"
    rf"|{_MONTH}\s+{_DAY},\s+{_YEAR}"
    rf"|(?<![\d.])(?:19|20)\d\d(?P<sep>[-/.])[01]?\d(?P=sep)[0-3]?\d(?!\d)"
    rf"|(?<![\d.])[0-3]?\d(?P<mark>[-/.])[0-3]?\d(?P=mark)(?:19|20)?\d\d(?!\d)"
    r"|\d{1,4}\s?[年년]\s?\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日號号일])?"
)
NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
#: Scripts without spaces between words: each sign is a token.
_SINGLE = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
_TOKEN = re.compile(
    rf"(?P<date>{DATE})|(?P<number>{NUMBER})|(?P<word>{_SINGLE}|(?:(?!{_SINGLE}){_WORD})+"
    r"|[^\w\s]|_)",
)
_DATE = re.compile(DATE)
_PLAIN_TOKEN = re.compile(rf"{_SINGLE}|(?:(?!{_SINGLE}){_WORD})+|\d+|[^\w\s]|_")
#: More tokens than this on both sides together are not aligned word by word.
_MOST_CELLS = 100_000_000

TokenKind = Literal["date", "number", "word"]


@dataclass(frozen=True, slots=True)
class Token:
    """A date, number, word or sign at ``start``; ``key`` is what counts of it."""

    kind: TokenKind
    text: str
    start: int
    key: str

    @property
    def end(self) -> int:
        """Behind the last sign."""
        return self.start + len(self.text)


def _key(found: str) -> str:
    # Most words are plain; folding each would cost more than all the rest.
    return found if found.isascii() and found.isalnum() else key(found)


def tokens(text: str, offset: int = 0) -> Iterator[Token]:
    """The tokens of a passage that begins at ``offset``; white space and invisible signs are none."""
    for match in _TOKEN.finditer(text):
        found = match.group()
        shape = _key(found)
        if shape:
            kind: TokenKind = "date" if match["date"] else "number" if match["number"] else "word"
            yield Token(kind, found, offset + match.start(), shape)


def words(text: str, offset: int = 0) -> Iterator[Token]:
    """The words, runs of digits and signs: a line break within a date does not change them."""
    for match in _PLAIN_TOKEN.finditer(text):
        shape = _key(match.group())
        if shape:
            yield Token("word", match.group(), offset + match.start(), shape)


def begins_with_date(text: str) -> bool:
    """Whether a day stands at the very beginning: ``1. Mai 2027`` is no first item of a list."""
    return _DATE.match(text) is not None


def hunks(
    old: Sequence[Token], new: Sequence[Token]
) -> list[tuple[Sequence[Token], Sequence[Token]]]:
    """What differs, word by word: the tokens of each side, at least one of them not empty."""
    if len(old) * len(new) > _MOST_CELLS:
        return [(old, new)]
    found: list[tuple[Sequence[Token], Sequence[Token]]] = []
    left = right = 0
    codes = LCSseq.opcodes([token.key for token in old], [token.key for token in new])
    for code in codes:
        if code.tag != "equal":
            continue
        if code.src_start > left or code.dest_start > right:
            found.append((old[left : code.src_start], new[right : code.dest_start]))
        left, right = code.src_end, code.dest_end
    if left < len(old) or right < len(new):
        found.append((old[left:], new[right:]))
    return found


def changed_values(
    old: Sequence[Token], new: Sequence[Token]
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """Numbers, and dates, that changed between two versions of one passage."""
    numbers: list[Value] = []
    dates: list[Value] = []
    for left, right in hunks(old, new):
        numbers += _paired(left, right, "number")
        dates += _paired(left, right, "date")
    return tuple(numbers), tuple(dates)


def _paired(old: Sequence[Token], new: Sequence[Token], kind: TokenKind) -> list[Value]:
    """In their order; what has no partner stands alone."""
    left = [token for token in old if token.kind == kind]
    right = [token for token in new if token.kind == kind]
    rows: list[tuple[Token | None, Token | None]] = list(zip(left, right, strict=False))
    rows += [(token, None) for token in left[len(right) :]]
    rows += [(None, token) for token in right[len(left) :]]
    return [
        Value(
            old=before.text if before else "",
            new=after.text if after else "",
            old_start=before.start if before else None,
            new_start=after.start if after else None,
        )
        for before, after in rows
    ]
