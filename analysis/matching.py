"""Finds many patterns in one pass: an Aho-Corasick automaton over their rarest letters.

The automaton says where a pattern may be; the pattern's own expression, compiled when
first needed, says whether it is.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from analysis.edges import Edges, edges
from analysis.folding import WORDS, Folded
from analysis.patterns import Mark, Pattern, Text, parse

Payload = TypeVar("Payload")
#: No unit of time, with the space behind it, is longer.
_UNIT = 30
#: What ``<n> <unit>`` takes of the most characters that may stand before a key.
_SLOTS = 142
#: So many characters at once are looked through for units.
_BLOCK = 256
_NO_SLOTS: Mapping[str, str] = {}


class Hit(NamedTuple, Generic[Payload]):
    """One match: ``folded.text[start:end]``, the pattern as written, and what hangs on it."""

    start: int
    end: int
    pattern: str
    payload: Payload
    groups: Mapping[str, str]


class _Trial(Generic[Payload]):
    """A pattern by one of its keys: what must stand around it before the expression is tried.

    ``number`` is the pattern's own; ``before``: how many characters before the key a match begins at most.
    """

    def __init__(
        self,
        number: int,
        pattern: Pattern,
        payload: Payload,
        slots: Mapping[str, str],
        before: int,
    ) -> None:
        self.number = number
        self.pattern = pattern
        self.source = pattern.source
        self.payload = payload
        self.literal = pattern.literal
        self.exact = pattern.exact
        #: Whether more is asked than that the expression matches at the key; so until it is compiled.
        self.guarded = True
        self._slots = slots
        self._before = before
        self._regex: re.Pattern[str] | None = None

    def match(self, text: str, key: int, units: "_Units") -> re.Match[str] | None:
        """The match that has its key at ``key`` of the text."""
        regex = self._regex or self._prepare()
        before = self._before
        low = key - before if key > before else 0
        stop = key + self._reach
        if self._unit and not units.between(self._unit, key - before + _SLOTS - _UNIT, key):
            return None
        if self._front and not _holds(text[low:key], self._front):
            return None
        if self._back and not _holds(text[key:stop], self._back):
            return None
        if not before:
            return regex.match(text, key)
        for match in regex.finditer(text, low, stop):
            if match.start() > key:
                return None
            if match.end() > key:
                return match
        return None

    def _prepare(self) -> re.Pattern[str]:
        """Compile what is only needed where a key is found."""
        self._reach = self.pattern.width + 2
        self._front, back = self.pattern.beside
        # A match that begins with its key may go on beyond: only the surest letters are asked for.
        self._back = back if self._before else back[:1]
        self._unit = _unit_before(self.pattern, self._slots)
        regex = self._regex = re.compile(self.pattern.expression(self._slots))
        self.plain = regex.match
        self.guarded = bool(self._before or self._front or self._back or self._unit)
        self.slotted = bool(regex.groupindex)
        return regex


def _unit_before(pattern: Pattern, slots: Mapping[str, str]) -> re.Pattern[str] | None:
    """What must stand before the key, quick to look for: the unit in ``<n> <unit> (in|per) …``."""
    shape = [part.name if isinstance(part, Mark) else "" for part in pattern.parts[:5]]
    if shape[:3] != ["n", "", "unit"] or any(shape[3:]):
        return None
    if pattern.parts[1] != Text(" "):  # ``<n> consecutive <unit>``: the key comes first
        return None
    return re.compile(f" (?={slots['unit']})")


class Matcher(Generic[Payload]):
    """Finds all of many patterns in one pass. Picklable only by rebuilding; build once per process."""

    def __init__(
        self, patterns: Iterable[tuple[str, Payload]], slots: Mapping[str, str] | None = None
    ) -> None:
        keys: dict[str, list[tuple[_Trial[Payload], Edges]]] = {}
        for number, (source, payload) in enumerate(patterns):
            pattern = parse(source)
            pattern.check(slots or {})
            apart = edges(pattern)
            for key, before in pattern.literals().items():
                trial = _Trial(number, pattern, payload, slots or {}, before)
                keys.setdefault(key, []).append((trial, apart[key]))
        self._automaton = ahocorasick.Automaton()
        for key, group in keys.items():
            ends = WORDS[key[0]], WORDS[key[-1]]
            self._automaton.add_word(key, (len(key), *ends, _by_edges(group)))
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
        units = _Units(text)
        length, words = len(text), WORDS
        for last, (size, left, right, groups) in self._automaton.iter(text, start, stop):
            first, behind = last - size + 1, last + 1
            cut = 2 if left and first and words[text[first - 1]] else 0
            if right and behind < length and words[text[behind]]:
                cut += 1
            for trial in groups[cut]:
                if trial.literal:
                    if trial.exact and not _is_spelled(trial.exact, folded, raw, first, behind):
                        continue
                    yield Hit(first, behind, trial.source, trial.payload, _NO_SLOTS)
                    continue
                match = (
                    trial.match(text, first, units) if trial.guarded else trial.plain(text, first)
                )
                if match:
                    mark = (*match.span(), trial.number)
                    if mark not in seen:
                        seen.add(mark)
                        slots = match.groupdict() if trial.slotted else _NO_SLOTS
                        yield Hit(mark[0], mark[1], trial.source, trial.payload, slots)


class _Units:
    """Where words for a unit of time may begin in one text, as far as it was asked, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: list[int] = []
        self._until = 0

    def between(self, expression: re.Pattern[str], start: int, end: int) -> bool:
        """Whether one begins in ``start:end``.

        ``expression``, the same for all of a matcher, ends where one begins.
        """
        if end > self._until:
            begin = max(self._until, start - _BLOCK)  # keys do not come quite in order
            self._until = end + _BLOCK
            found = expression.finditer(self._text, max(begin - 1, 0), self._until + _UNIT)
            self._places += [m.end() for m in found if begin <= m.end() < self._until]
        index = bisect_left(self._places, start)
        return index < len(self._places) and self._places[index] < end


def _by_edges(
    group: Iterable[tuple[_Trial[Payload], Edges]],
) -> tuple[list[_Trial[Payload]], ...]:
    """What a key may be part of: at both edges of a word, cut behind, cut before, inside one."""
    return tuple(
        [trial for trial, (left, right) in group
         if not (left and cut_before) and not (right and cut_behind)]
        for cut_before in (False, True)
        for cut_behind in (False, True)
    )  # fmt: skip


def _is_spelled(exact: str, folded: Folded, raw: str, first: int, end: int) -> bool:
    """Whether the letters stand in the raw text as an ``=`` pattern wants them."""
    here, there = folded.span(first, end)
    return raw[here:there] == exact or _spelled(raw, here, there, exact)


def _spelled(raw: str, start: int, end: int, exact: str) -> bool:
    """Whether the letters are the same in Unicode's composed form, with the marks that follow the last."""
    while end < len(raw) and unicodedata.combining(raw[end]):
        end += 1
    return unicodedata.normalize("NFC", raw[start:end]) == unicodedata.normalize("NFC", exact)


def _holds(text: str, beside: Sequence[Sequence[str]]) -> bool:
    """Whether some letters of each kind stand in the text."""
    for choices in beside:
        for letters in choices:
            if letters in text:
                break
        else:
            return False
    return True


def longest(hits: Iterable[Hit[Payload]]) -> list[Hit[Payload]]:
    """Without the matches that lie inside a longer one, in order of position."""
    kept: list[Hit[Payload]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept
