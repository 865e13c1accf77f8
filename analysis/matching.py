"""Finds many patterns in one pass: an Aho-Corasick automaton over their rarest letters.

The automaton says where a pattern may be; the pattern's own expression, compiled when
first needed, says whether it is.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import ahocorasick

from analysis.edges import Edges, edges
from analysis.folding import Folded, is_word
from analysis.patterns import Mark, Pattern, Text, parse

Payload = TypeVar("Payload")
#: No unit of time, with the space behind it, is longer.
_UNIT = 30
#: What ``<n> <unit>`` takes of the most characters that may stand before a key.
_SLOTS = 142


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
    def literal(self) -> bool:
        return self.pattern.literal

    @cached_property
    def width(self) -> int:
        return self.pattern.width

    @cached_property
    def beside(self) -> re.Pattern[str] | None:
        """One of these letters stands near the key of every match, if the pattern has others."""
        letters = self.pattern.beside
        return re.compile("|".join(map(re.escape, sorted(letters)))) if letters else None

    @cached_property
    def guard(self) -> re.Pattern[str] | None:
        """What must stand before the key, quick to look for: the unit in ``<n> <unit> (in|per) …``."""
        shape = [part.name if isinstance(part, Mark) else "" for part in self.pattern.parts[:5]]
        if shape[:3] != ["n", "", "unit"] or any(shape[3:]):
            return None
        if self.pattern.parts[1] != Text(" "):  # ``<n> consecutive <unit>``: the key comes first
            return None
        return re.compile(self.slots["unit"])

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern.expression(self.slots))


class Matcher(Generic[Payload]):
    """Finds all of many patterns in one pass. Picklable only by rebuilding; build once per process."""

    def __init__(
        self, patterns: Iterable[tuple[str, Payload]], slots: Mapping[str, str] | None = None
    ) -> None:
        keys: dict[str, list[tuple[_Entry[Payload], int, Edges]]] = {}
        for source, payload in patterns:
            pattern = parse(source)
            pattern.check(slots or {})
            entry = _Entry(pattern, payload, slots or {})
            apart = edges(pattern)
            for key, before in pattern.literals().items():
                keys.setdefault(key, []).append((entry, before, apart[key]))
        self._automaton = ahocorasick.Automaton()
        for key, group in keys.items():
            self._automaton.add_word(key, (len(key), _by_edges(group)))
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
        for last, (size, groups) in self._automaton.iter(text, start, stop):
            first = last - size + 1
            cut = 2 * _within(text, first) + _within(text, last + 1)
            for entry, before in groups[cut]:
                if entry.literal:
                    hit = _literal(entry, folded, raw, first, last + 1)
                else:
                    hit = _matched(entry, text, first, before)
                if hit is not None and (mark := (hit.start, hit.end, id(entry))) not in seen:
                    seen.add(mark)
                    yield hit


def _by_edges(
    group: Iterable[tuple[_Entry[Payload], int, Edges]],
) -> tuple[list[tuple[_Entry[Payload], int]], ...]:
    """What a key may be part of: at both edges of a word, cut behind, cut before, inside one."""
    return tuple(
        [(entry, before) for entry, before, (left, right) in group
         if not (left and cut_before) and not (right and cut_behind)]
        for cut_before in (False, True)
        for cut_behind in (False, True)
    )  # fmt: skip


def _within(text: str, position: int) -> bool:
    """Whether a word goes on across the position."""
    return 0 < position < len(text) and is_word(text[position]) and is_word(text[position - 1])


def _literal(
    entry: _Entry[Payload], folded: Folded, raw: str, first: int, end: int
) -> Hit[Payload] | None:
    exact = entry.pattern.exact
    if exact:
        here, there = folded.span(first, end)
        if raw[here:there] != exact and not _spelled(raw, here, there, exact):
            return None
    return Hit(first, end, entry.pattern.source, entry.payload, {})


def _spelled(raw: str, start: int, end: int, exact: str) -> bool:
    """Whether the letters are the same in Unicode's composed form, with the marks that follow the last."""
    while end < len(raw) and unicodedata.combining(raw[end]):
        end += 1
    return unicodedata.normalize("NFC", raw[start:end]) == unicodedata.normalize("NFC", exact)


def _matched(entry: _Entry[Payload], text: str, key: int, before: int) -> Hit[Payload] | None:
    """The match that has its key at ``key``; it begins at most ``before`` characters earlier."""
    low = max(key - before, 0)
    stop = key + entry.width + 2
    if entry.beside and not entry.beside.search(text, low, stop):
        return None
    if not before:
        match = entry.regex.match(text, key)
        return _hit(entry, match) if match else None
    if entry.guard and not entry.guard.search(text, max(key - before + _SLOTS - _UNIT, 0), key):
        return None
    for match in entry.regex.finditer(text, low, stop):
        if match.start() > key:
            return None
        if match.end() > key:
            return _hit(entry, match)
    return None


def _hit(entry: _Entry[Payload], match: re.Match[str]) -> Hit[Payload]:
    return Hit(match.start(), match.end(), entry.pattern.source, entry.payload, match.groupdict())


def longest(hits: Iterable[Hit[Payload]]) -> list[Hit[Payload]]:
    """Without the matches that lie inside a longer one, in order of position."""
    kept: list[Hit[Payload]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept
