"""Folding in columns: what :mod:`analysis.folding` does to white space and hyphens, by numpy at once.

A long text has a line break or a hyphen every few dozen characters; taking them one by one
costs more than everything else that is done to a text without topic words.
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

_SPACE, _BREAK, _HYPHEN, _APOSTROPHE = 32, 10, 45, 39
_OTHER, _LETTER, _DIGIT, _GONE = 0, 1, 2, 3
_PLANE = 0x10000
_UNSEEN = (
    (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0xFEFF, 0xFEFF),
    (0x300, 0x36F), (0x64B, 0x65F), (0x670, 0x670), (0x640, 0x640),
)  # fmt: skip
Flags = NDArray[np.bool_]


@cache
def _kinds() -> NDArray[np.uint8]:
    """Letter, digit, invisible or other, for each character of the basic plane."""
    table = np.zeros(_PLANE, dtype=np.uint8)
    for code in range(_PLANE):
        category = unicodedata.category(chr(code))
        if category[0] == "L":
            table[code] = _LETTER
        elif category[0] == "N" and chr(code).isalnum():
            table[code] = _DIGIT if chr(code).isdecimal() else _LETTER
    for first, last in _UNSEEN:
        table[first : last + 1] = _GONE
    return table


def fold_at_once(plain: str) -> tuple[str, list[int], list[int]]:
    """The folded text, and folded and raw positions where the distance between them changes.

    ``plain`` has small plain letters, in scripts with spaces only, without ligatures.
    """
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").copy()
    kinds = _kinds()[np.minimum(codes, _PLANE - 1)]
    kinds[codes >= _PLANE] = _beyond(codes[codes >= _PLANE])
    blank = (codes == _SPACE) | (codes == _BREAK)
    keep = kinds != _GONE
    begins, ends = _runs(blank)
    breaks = _counts(codes == _BREAK, begins, ends)
    keep &= ~blank
    keep[begins] = True
    joins = _joins(codes, kinds, begins, ends)
    keep[_accents(codes)] = False
    hyphens = np.flatnonzero(codes == _HYPHEN)
    codes[begins] = np.where(breaks > 1, _BREAK, _SPACE)
    keep[begins[joins]] = False
    keep[begins[joins] - 1] = False
    inner = hyphens[_between(hyphens, kinds)]
    codes[inner] = _SPACE
    return _written(codes, keep)


def _written(codes: NDArray[np.uint32], keep: Flags) -> tuple[str, list[int], list[int]]:
    raw = np.flatnonzero(keep)
    text = codes[raw].tobytes().decode("utf-32-le", "surrogatepass")
    jumps = np.flatnonzero(np.diff(raw) != 1) + 1
    starts = np.concatenate(([0], jumps))
    there = raw[starts] if len(raw) else np.zeros(1, dtype=np.int64)
    return text, [*starts.tolist(), len(raw)], [*there.tolist(), len(codes)]


def _runs(flags: Flags) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where runs of True begin and end."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _counts(flags: Flags, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many are True in each run."""
    total = np.concatenate(([0], np.cumsum(flags)))
    counted: NDArray[np.int64] = total[ends] - total[begins]
    return counted


def _joins(
    codes: NDArray[np.uint32],
    kinds: NDArray[np.uint8],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Flags:
    """Which runs are a line end between a hyphen and a letter: ``regis-`` / ``tration``."""
    inside = (begins > 0) & (ends < len(codes))
    before = codes[np.maximum(begins - 1, 0)] == _HYPHEN
    after = kinds[np.minimum(ends, len(codes) - 1)] == _LETTER
    joined: Flags = inside & before & after & (codes[begins] == _BREAK)
    return joined


def _between(hyphens: NDArray[np.int64], kinds: NDArray[np.uint8]) -> Flags:
    """Which hyphens stand between a letter and a letter or digit."""
    inside = (hyphens > 0) & (hyphens < len(kinds) - 1)
    before = kinds[np.maximum(hyphens - 1, 0)] == _LETTER
    after = kinds[np.minimum(hyphens + 1, len(kinds) - 1)]
    found: Flags = inside & before & ((after == _LETTER) | (after == _DIGIT))
    return found


def _accents(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Where an apostrophe stands for an accent: behind a vowel that ends a word."""
    signs = np.flatnonzero(codes == _APOSTROPHE)
    signs = signs[signs > 0]
    after = np.append(codes, _SPACE)[signs + 1]
    closed = np.isin(after, [ord(sign) for sign in " \n.,;:)"])
    found: NDArray[np.int64] = signs[np.isin(codes[signs - 1], [*map(ord, "aeiou")]) & closed]
    return found


def _beyond(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Kinds of characters beyond the basic plane, of which few occur."""
    return np.array(
        [_LETTER if chr(code).isalnum() else _OTHER for code in codes.tolist()], dtype=np.uint8
    )
