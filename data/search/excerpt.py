"""The stretch of a text that shows why it was found. Pure."""

import re
from collections.abc import Sequence

from data.search.words import Wanted, hits

#: Letters shown before the first word found, and in all.
_BEFORE, _SHOWN = 80, 260
#: Where the search for a good stretch ends: a page of fifty long laws must stay quick.
READ = 100_000

#: Signs that turn what follows round, to the end of the paragraph; an excerpt has one paragraph only.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")

Parts = list[tuple[str, bool]]


def excerpt(text: str, wanted: Wanted) -> Parts:
    """Pieces of the first stretch with the most different words; True marks what was asked for.

    Empty when none of the words stands in the part that is looked at.
    """
    found = list(hits(text[:READ], wanted))
    if not found:
        return []
    start = _best(text, found)
    begin, end = _from_word(text, max(start - _BEFORE, 0)), min(start - _BEFORE + _SHOWN, len(text))
    parts: Parts = [("… ", False)] if begin else []
    at = begin
    for left, right in _joined(found):
        if left >= begin and right <= end:
            parts += [(text[at:left], False), (text[left:right], True)]
            at = right
    parts.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [(bare, asked) for piece, asked in parts if (bare := _TURNS.sub("", piece))]


def _best(text: str, found: Sequence[tuple[int, int]]) -> int:
    """Where the stretch begins that has the most different words; the first of equals."""
    best, most = found[0][0], 0
    first = 0
    for last, (start, _) in enumerate(found):
        while found[first][0] < start - _SHOWN + 2 * _BEFORE:
            first += 1
        different = len({text[a:b].casefold() for a, b in found[first : last + 1]})
        if different > most:
            best, most = found[first][0], different
    return best


def _from_word(text: str, begin: int) -> int:
    """The next beginning of a word, if one is near."""
    space = text.find(" ", begin, begin + 20) if begin else -1
    return space + 1 if space >= 0 else begin


def _joined(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping pairs of letters as one."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
