"""Where in a text a date in words may stand: around the names of months."""

from collections.abc import Iterator
from functools import cache

import ahocorasick

from analysis.folding import WORDS

_SEPARATORS = " .,/-"
#: No link between day, month and year ("of", "من شهر") is longer, and no day or year with its signs.
_LINK, _NUMBER = 30, 40


def around_months(folded: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of the stretches, apart and in order, that hold every date with such a name.

    A date has a day or a year before its month and behind it, parted by signs, perhaps a link,
    and signs again.
    """
    start = end = -1
    for first, last in _named(folded, names):
        low, high = _back(folded, first), _forth(folded, last)
        if low > end:
            if end >= 0:
                yield start, end
            start = low
        end = max(end, high)
    if end >= 0:
        yield start, end


def _named(folded: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The names, but for those inside another word: "mar" in "market"."""
    for last, size in _automaton(names).iter(folded):
        first, end = last - size + 1, last + 1
        behind = end < len(folded) and _is_letter(folded[end])
        if not behind and not (first > 0 and _parts(folded[first - 1], folded[first])):
            yield first, end


def _parts(before: str, first: str) -> bool:
    """Whether a letter makes the name behind it a piece of a word; an m may stand for "year"."""
    together = WORDS[first] and (before.isascii() or not first.isascii())
    return before != "m" and _is_letter(before) and together


def _is_letter(char: str) -> bool:
    """Of a script with spaces between words."""
    return WORDS[char] and not char.isdigit()


@cache
def _automaton(names: tuple[str, ...]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    return automaton


def _back(text: str, at: int) -> int:
    """Where a date may begin at the earliest whose month begins at ``at``."""
    at = max(_over_signs_back(text, at) - _LINK, 0)
    return max(_over_signs_back(text, at) - _NUMBER, 0)


def _forth(text: str, at: int) -> int:
    """Where a date may end at the latest whose month ends at ``at``, with what must not follow it."""
    for width in (_LINK, _NUMBER, _NUMBER):
        while at < len(text) and text[at] in _SEPARATORS:
            at += 1
        at += width
    return min(at, len(text))


def _over_signs_back(text: str, at: int) -> int:
    while at > 0 and text[at - 1] in _SEPARATORS:
        at -= 1
    return at
