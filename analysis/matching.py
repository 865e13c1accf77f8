"""Finds many patterns in one pass: an Aho-Corasick automaton over their rarest letters.

The automaton says where a pattern may be; the pattern's own expression, compiled when
first needed, says whether it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import ahocorasick

from analysis.folding import Folded, is_word
from analysis.patterns import Pattern, parse

Payload = TypeVar("Payload")
#: How far, in characters, a pattern may reach to both sides of its key.
_REACH = 220


@dataclass(frozen=True)
class Hit(Generic[Payload]):
    """One match: ``folded.text[start:end]``, the pattern as written, and what hangs on it."""

    start: int
    end: int
    pattern: str
    payload: Payload
    groups: Mapping[str, str]


@dataclass(frozen=True)
class _Entry(Generic[Payload]):
    pattern: Pattern
    payload: Payload
    slots: Mapping[str, str]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern.expression(self.slots))


class Matcher(Generic[Payload]):
    """Finds all of many patterns in one pass. Picklable only by rebuilding; build once per process."""

    def __init__(
        self, patterns: Iterable[tuple[str, Payload]], slots: Mapping[str, str] | None = None
    ) -> None:
        keys: dict[str, list[_Entry[Payload]]] = {}
        for source, payload in patterns:
            pattern = parse(source)
            pattern.check(slots or {})
            entry = _Entry(pattern, payload, slots or {})
            for key in pattern.literals():
                keys.setdefault(key, []).append(entry)
        self._automaton = ahocorasick.Automaton()
        for key, group in keys.items():
            self._automaton.add_word(key, (len(key), group))
        self._empty = not keys
        if keys:
            self._automaton.make_automaton()

    def any(self, folded: Folded, raw: str) -> bool:
        """Whether anything matches at all."""
        return next(self.find(folded, raw), None) is not None

    def find(
        self, folded: Folded, raw: str, start: int = 0, end: int | None = None
    ) -> Iterator[Hit[Payload]]:
        """Every match that begins in ``start:end`` of the folded text; longer ones are not preferred."""
        if self._empty:
            return
        text = folded.text
        stop = len(text) if end is None else min(end, len(text))
        seen: set[tuple[int, int, int]] = set()
        for last, (size, group) in self._automaton.iter(text, start, stop):
            first = last - size + 1
            for entry in group:
                hit = _verify(entry, text, folded, raw, first, last + 1)
                if hit is not None and (mark := (hit.start, hit.end, id(entry))) not in seen:
                    seen.add(mark)
                    yield hit


def _verify(
    entry: _Entry[Payload], text: str, folded: Folded, raw: str, first: int, end: int
) -> Hit[Payload] | None:
    pattern = entry.pattern
    if pattern.literal:
        if first and is_word(text[first]) and is_word(text[first - 1]):
            return None
        if end < len(text) and is_word(text[end - 1]) and is_word(text[end]):
            return None
        if pattern.exact:
            here, there = folded.span(first, end)
            if raw[here:there] != pattern.exact:
                return None
        return Hit(first, end, pattern.source, entry.payload, {})
    window = max(first - _REACH, 0)
    for match in entry.regex.finditer(text, window, min(end + _REACH, len(text))):
        if match.start() <= first and match.end() >= end:
            return Hit(match.start(), match.end(), pattern.source, entry.payload, match.groupdict())
        if match.start() > first:
            break
    return None


def longest(hits: Iterable[Hit[Payload]]) -> list[Hit[Payload]]:
    """Without the matches that lie inside a longer one, in order of position."""
    kept: list[Hit[Payload]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept
