"""Folding in columns: what :mod:`analysis.folding` does to each character, by numpy at once.

A long text has a line break or a hyphen every few dozen characters, and dozens of different
letters with marks; taking them one by one costs more than everything else that is done to a
text without topic words.
"""

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.letters import ATTACHING, INVISIBLE, SPACELESS, letter_by_letter

_SPACE, _BREAK, _HYPHEN, _APOSTROPHE = 32, 10, 45, 39
#: What a character is. The last: of a script, or a sign, that only the slow way knows.
_OTHER, _LETTER, _DIGIT, _GONE, _SLOW = 0, 1, 2, 3, 4
_PLANE = 0x10000
_BY_PIECES = re.compile(rf"[{SPACELESS}{ATTACHING}\ufb00-\ufb06\x1c-\x1f]")
#: A small sigma is another one at the end of a word.
_SIGMA = ord("Σ")
_LATIN_I, _CYRILLIC_I = ord("i"), ord("і")
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint32]


@cache
def _letters() -> Codes:
    """The plain letter of each character of the basic plane."""
    return np.array([ord(_plain(chr(code))) for code in range(_PLANE)], dtype=np.uint32)


def _plain(char: str) -> str:
    return char if "\ud800" <= char <= "\udfff" else letter_by_letter(char)


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character of the basic plane is."""
    table = np.zeros(_PLANE, dtype=np.uint8)
    for code in range(_PLANE):
        category = unicodedata.category(chr(code))
        if category[0] == "L":
            table[code] = _LETTER
        elif category[0] == "N" and chr(code).isalnum():
            table[code] = _DIGIT if chr(code).isdecimal() else _LETTER
    for known, kind in ((rf"[{INVISIBLE}]", _GONE), (_BY_PIECES.pattern, _SLOW)):
        every = re.finditer(known, "".join(map(chr, range(_PLANE))))
        table[[ord(match.group()) for match in every]] = kind
    return table


def fold_at_once(text: str) -> tuple[str, list[int], list[int]] | None:
    """The folded text, and folded and raw positions where the distance between them changes.

    None for what must be folded piece by piece: scripts without spaces, ligatures, the odd separator.
    """
    codes = _codes(text)
    kinds = _kinds()[np.minimum(codes, _PLANE - 1)]
    kinds[codes >= _PLANE] = _beyond(codes[codes >= _PLANE])
    if (kinds == _SLOW).any() or _parted_by_the_unseen(codes, kinds):
        return None
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


def _codes(text: str) -> Codes:
    """The plain letters of a text, as numbers."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    if len(codes) and (codes.max() >= _PLANE or (codes == _SIGMA).any()):
        text = letter_by_letter(text)
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").copy()
    plain: Codes = _letters()[codes]
    _mend_ukrainian(plain)
    return plain


def _mend_ukrainian(codes: Codes) -> None:
    """A Latin i beside a Cyrillic letter becomes the Cyrillic one: older acts write змiн."""
    cyrillic = (codes >= ord("а")) & (codes <= _CYRILLIC_I)
    if not cyrillic.any():
        return
    cyrillic &= (codes <= ord("я")) | (codes == ord("є")) | (codes == _CYRILLIC_I)
    beside = np.zeros_like(cyrillic)
    beside[1:] |= cyrillic[:-1]
    beside[:-1] |= cyrillic[1:]
    codes[beside & (codes == _LATIN_I)] = _CYRILLIC_I


def _parted_by_the_unseen(codes: Codes, kinds: NDArray[np.uint8]) -> bool:
    """Whether an invisible sign stands behind a hyphen, where a line may end."""
    hyphens = np.flatnonzero(codes[:-1] == _HYPHEN)
    return bool((kinds[hyphens + 1] == _GONE).any())


def _written(codes: Codes, keep: Flags) -> tuple[str, list[int], list[int]]:
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
    codes: Codes,
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


def _accents(codes: Codes) -> NDArray[np.int64]:
    """Where an apostrophe stands for an accent: behind a vowel that ends a word."""
    signs = np.flatnonzero(codes == _APOSTROPHE)
    signs = signs[signs > 0]
    after = np.append(codes, _SPACE)[signs + 1]
    closed = np.isin(after, [ord(sign) for sign in " \n.,;:)"])
    found: NDArray[np.int64] = signs[np.isin(codes[signs - 1], [*map(ord, "aeiou")]) & closed]
    return found


def _beyond(codes: Codes) -> NDArray[np.uint8]:
    """Kinds of characters beyond the basic plane, of which few occur."""
    return np.array(
        [_LETTER if chr(code).isalnum() else _OTHER for code in codes.tolist()], dtype=np.uint8
    )
