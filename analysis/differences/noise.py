"""Which differences are no news. Each rule is one function; all are stated in :mod:`analysis.diff`."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from analysis.differences.pairing import Bundle, Side
from analysis.differences.typography import key
from analysis.differences.units import Unit
from analysis.differences.values import Token, hunks
from analysis.differences.volatile import is_counter, is_stamp, masked, names_counter

_PARTS = re.compile(r"[|·•\t\n]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_BROKEN_WORD = re.compile(r"[^\W\d_][-‐\u00ad]\s*\n")
_DIGITS = re.compile(r"\D+")

#: (word or sign before it, number in the old text) → number in the new one.
Renumbered = Mapping[tuple[str, str], str]


def renumbered(
    old: Sequence[Unit], new: Sequence[Unit], matched: Sequence[tuple[int, int]]
) -> dict[tuple[str, str], str]:
    """How the numbers of articles and lines moved on; only those that have a word or sign."""
    found: dict[tuple[str, str], str] = {}
    for i, j in matched:
        before, after = old[i].mark, new[j].mark
        if before and after and before[0][0] and before[1] != after[1]:
            found[before[0][0], before[1]] = after[1]
    return found


def is_noise(old: Side, new: Side, bundle: Bundle, numbers: Renumbered) -> bool:
    """Whether what stands in a bundle differs in nothing that a reader would call a change."""
    if bundle.layout:
        return True
    if bundle.spans:
        before, after = old.text[slice(*bundle.spans[:2])], new.text[slice(*bundle.spans[2:])]
        return _same_but_for_the_page(before, after)
    if not bundle.paired:
        side, other, begin, end, place = (
            (old, new, bundle.i, bundle.end, bundle.j)
            if bundle.end > bundle.i
            else (new, old, bundle.j, bundle.stop, bundle.i)
        )
        return all(_is_furniture(side, at) for at in range(begin, end)) or (
            end == begin + 1 and _is_heading_of(side.units[begin], other.units[place : place + 1])
        )
    if old.key(bundle.i, bundle.end) == new.key(bundle.j, bundle.stop):
        return True
    before = old.text[slice(*old.span(bundle.i, bundle.end))]
    after = new.text[slice(*new.span(bundle.j, bundle.stop))]
    single = (bundle.end - bundle.i, bundle.stop - bundle.j) == (1, 1)
    return (
        _same_but_for_the_page(before, after)
        or _only_references(old, new, bundle, numbers)
        or (single and _is_furniture(old, bundle.i) and _is_furniture(new, bundle.j))
    )


def _same_but_for_the_page(before: str, after: str) -> bool:
    return _only_hyphenation(before, after) or _only_page_furniture(before, after)


def _is_heading_of(unit: Unit, following: Sequence[Unit]) -> bool:
    """``Article 5`` in a line of its own, where the other text has it before the article's words."""
    return unit.key.endswith("#") and any(
        other.mark == unit.mark and not other.key.endswith("#") for other in following
    )


def _is_furniture(side: Side, at: int) -> bool:
    """A stamp, a counter, or a number that only counts pages, in a line of its own."""
    unit = side.units[at]
    if not unit.whole:
        return False
    text = side.text[unit.start : unit.end]
    if unit.key == "#":
        return True
    if text.strip().isdecimal() or (len(text) < 20 and not any(map(str.isalpha, text))):
        around = [side.units[near] for near in (at - 1, at + 1) if 0 <= near < len(side.units)]
        return any(names_counter(side.text[near.start : near.end]) for near in around)
    return is_stamp(text) or is_counter(text)


def _only_hyphenation(old: str, new: str) -> bool:
    """A word was broken at the end of a line, or no longer is."""
    if not (_BROKEN_WORD.search(old) or _BROKEN_WORD.search(new)):
        return False
    return _HYPHEN.sub("", key(old)) == _HYPHEN.sub("", key(new))


def _only_page_furniture(old: str, new: str) -> bool:
    """Session values, clocks, stamps and counters, each part of a line for itself."""
    before, after = _PARTS.split(masked(old)), _PARTS.split(masked(new))
    if len(before) != len(after):
        return False
    return all(
        key(left) == key(right)
        or (is_stamp(left) and is_stamp(right))
        or (is_counter(left) and is_counter(right) and _grew(left, right))
        for left, right in zip(before, after, strict=True)
    )


def _grew(old: str, new: str) -> bool:
    """A counter only counts up."""
    return int(_DIGITS.sub("", old) or 0) <= int(_DIGITS.sub("", new) or 0)


def _only_references(old: Side, new: Side, bundle: Bundle, numbers: Renumbered) -> bool:
    """``see Article 7`` became ``see Article 8`` because that article is now the eighth."""
    left, right = old.tokens(bundle.i, bundle.end), new.tokens(bundle.j, bundle.stop)
    if not numbers or [_blank(token) for token in left] != [_blank(token) for token in right]:
        return False
    before = {token.start: prior for prior, token in pairwise(left)}
    for olds, news in hunks(left, right):
        for one, other in zip(olds, news, strict=False):
            label = before.get(one.start)
            if label is None or numbers.get((label.key.casefold(), one.key)) != other.key:
                return False
        if len(olds) != len(news):
            return False
    return True


def _blank(token: Token) -> str:
    return "0" if token.kind == "number" else token.key
