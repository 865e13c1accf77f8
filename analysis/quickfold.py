"""Folding in columns: what :mod:`analysis.folding` does to each character, by numpy at once.

A long text has a line break or a hyphen every few dozen characters, and dozens of different
letters with marks; taking them one by one costs more than everything else that is done to a
text without topic words.
"""

import re
import unicodedata
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.letters import ATTACHING, INVISIBLE, SPACELESS, letter_by_letter

_SPACE, _BREAK, _HYPHEN, _APOSTROPHE = 32, 10, 45, 39
_OTHER, _LETTER, _DIGIT = 0, 1, 2
_PLANE = 0x10000
#: In place of a character: it is left out; it is of a script, or a sign, that only the slow way knows.
_GONE, _SLOW = 0xFFFF, 0xFFFE
_BY_PIECES = re.compile(rf"[{SPACELESS}{ATTACHING}\ufb00-\ufb06\x1c-\x1f\ud800-\udfff\ufffe\uffff]")
#: A small sigma is another one at the end of a word.
_SIGMA = ord("Σ")
_LATIN_I, _CYRILLIC_I = ord("i"), ord("і")
Codes = NDArray[Any]
"""Characters as numbers."""
Positions = NDArray[np.int64]


@cache
def _letters() -> NDArray[np.uint16]:
    """The plain letter of each character of the basic plane, or what is to become of it."""
    every = "".join(map(chr, range(_PLANE)))
    table = np.array([ord(_plain(char)) for char in every], dtype=np.uint16)
    for known, fate in ((rf"[{INVISIBLE}]", _GONE), (_BY_PIECES.pattern, _SLOW)):
        table[[ord(match.group()) for match in re.finditer(known, every)]] = fate
    return table


def _plain(char: str) -> str:
    return char if "\ud800" <= char <= "\udfff" else letter_by_letter(char)


@cache
def _kind(char: str) -> int:
    """Letter, digit or other."""
    category = unicodedata.category(char)
    if category[0] == "L":
        return _LETTER
    if category[0] == "N" and char.isalnum():
        return _DIGIT if char.isdecimal() else _LETTER
    return _LETTER if ord(char) >= _PLANE and char.isalnum() else _OTHER


def fold_at_once(text: str) -> tuple[str, list[int], list[int]] | None:
    """The folded text, and folded and raw positions where the distance between them changes.

    None for what must be folded piece by piece: scripts without spaces, ligatures, the odd separator.
    """
    codes = _codes(text)
    hyphens = np.flatnonzero(codes == _HYPHEN)
    if (codes == _SLOW).any() or _parted_by_the_unseen(codes, hyphens):
        return None
    breaks = np.flatnonzero(codes == _BREAK)
    blank = (codes == _SPACE) | (codes == _BREAK)
    again = np.flatnonzero(blank[1:] & blank[:-1]) + 1
    first, end = _runs(again)
    dropped = [
        again,
        _accents(codes),
        *_joined(codes, breaks, first, end),
        np.flatnonzero(codes == _GONE),
    ]
    inner = hyphens[_between(codes, hyphens)]
    paragraphs = np.searchsorted(breaks, end) - np.searchsorted(breaks, first) > 1
    codes[breaks] = codes[inner] = _SPACE
    codes[first[paragraphs]] = _BREAK
    return _written(codes, np.unique(np.concatenate(dropped)))


def _codes(text: str) -> Codes:
    """The plain letters of a text; signs of what is to be done in place of some."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(codes) == len(text) and not (codes == _SIGMA).any():
        plain: Codes = _letters().take(codes)
        _mend_ukrainian(plain)
        return plain
    text = letter_by_letter(text)
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.where(wide < _PLANE, _letters().take(np.minimum(wide, _PLANE - 1)), wide)


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


def _parted_by_the_unseen(codes: Codes, hyphens: Positions) -> bool:
    """Whether an invisible sign stands behind a hyphen, where a line may end."""
    return bool((codes[hyphens[hyphens < len(codes) - 1] + 1] == _GONE).any())


def _runs(again: Positions) -> tuple[Positions, Positions]:
    """Where runs of several blanks begin and end; ``again``: the blanks behind another one."""
    if not len(again):
        return again, again
    gaps = np.flatnonzero(np.diff(again) != 1)
    first = again[np.concatenate(([0], gaps + 1))] - 1
    end = again[np.concatenate((gaps, [len(again) - 1]))] + 1
    return first, end


def _joined(
    codes: Codes, breaks: Positions, first: Positions, end: Positions
) -> tuple[Positions, Positions]:
    """Hyphens and line ends between the parts of one word: ``regis-`` / ``tration``."""
    breaks = breaks[breaks > 0]
    breaks = breaks[codes[breaks - 1] == _HYPHEN]
    behind = breaks + 1
    if len(first):
        run = np.minimum(np.searchsorted(first, breaks), len(first) - 1)
        behind = np.where(first[run] == breaks, end[run], behind)
    inside = behind < len(codes)
    breaks, behind = breaks[inside], behind[inside]
    joined = breaks[_kinds(codes, behind) == _LETTER]
    return joined - 1, joined


def _between(codes: Codes, hyphens: Positions) -> NDArray[np.bool_]:
    """Which hyphens stand between a letter and a letter or digit."""
    inside = (hyphens > 0) & (hyphens < len(codes) - 1)
    before = _kinds(codes, np.maximum(hyphens - 1, 0)) == _LETTER
    after = _kinds(codes, np.minimum(hyphens + 1, len(codes) - 1)) != _OTHER
    found: NDArray[np.bool_] = inside & before & after
    return found


def _kinds(codes: Codes, positions: Positions) -> NDArray[np.uint8]:
    """What the characters at some few places are."""
    return np.array([_kind(chr(code)) for code in codes[positions].tolist()], dtype=np.uint8)


def _accents(codes: Codes) -> Positions:
    """Where an apostrophe stands for an accent: behind a vowel that ends a word."""
    signs = np.flatnonzero(codes == _APOSTROPHE)
    signs = signs[signs > 0]
    after = np.append(codes, _SPACE)[signs + 1]
    closed = np.isin(after, [ord(sign) for sign in " \n.,;:)"])
    found: Positions = signs[np.isin(codes[signs - 1], [*map(ord, "aeiou")]) & closed]
    return found


def _written(codes: Codes, dropped: Positions) -> tuple[str, list[int], list[int]]:
    """The text without what is dropped, and where its stretches begin, folded and raw."""
    length = len(codes)
    keep = np.ones(length, dtype=bool)
    keep[dropped] = False
    encoding = "utf-16-le" if codes.dtype.itemsize == 2 else "utf-32-le"
    text = codes[keep].tobytes().decode(encoding)
    last = np.flatnonzero(np.diff(dropped, append=length + 1) != 1)
    raw = dropped[last] + 1
    starts = raw - (last + 1)
    inside = (raw < length) & (len(text) > 0)
    begin = [] if inside.any() and starts[0] == 0 else [0]
    return (
        text,
        [*begin, *starts[inside].tolist(), len(text)],
        [*begin, *raw[inside].tolist(), length],
    )
