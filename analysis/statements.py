"""A statement: one sentence with where it stands and what the components marked in it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from analysis.components.passage import Passage
from analysis.types import Mark
from data.words import Topic

TITLE, LEAD, BODY = "title", "lead", "body"
#: Question marks of Latin, East Asian, Arabic and Greek writing, and what may stand behind one.
_ASKING, _CLOSING = ("?", "？", "؟", "\u037e"), " \t\r\n\u3000\"'”’»)]」』"
_NO_VALUES: Sequence[str] = ()
_NOTHING: Set[str] = frozenset()
_TOPICS = frozenset(topic.value for topic in Topic)


@dataclass(frozen=True)
class Statement:
    """``text[start:end]`` of the version; a title that is no part of the text has start -1."""

    start: int
    end: int
    place: str
    marks: tuple[Mark, ...]
    asks: bool = False
    """Whether it ends with a question mark."""

    @property
    def quotable(self) -> bool:
        """Whether it is a slice of the version's text."""
        return self.start >= 0

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mark in self.marks:
            found.setdefault(mark.group, []).append(mark.value)
        return found

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(self.values("topics"))

    @cached_property
    def _families(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for value in self.values("acts"):
            family, _, said = value.partition(":")
            found.setdefault(family, set()).add(said)
        return found

    def values(self, group: str) -> Sequence[str]:
        """Values of one group's marks, in order."""
        return self._groups.get(group, _NO_VALUES)

    @cached_property
    def topic_words(self) -> int:
        """How many words of any topic stand in it."""
        return sum(value in _TOPICS for value in self.values("topics"))

    def about(self, topic: Topic) -> bool:
        """Whether a word of the topic stands in it."""
        return topic in self._named

    def says(self, family: str) -> Set[str]:
        """Values of one family of acts: ``says("kind")`` → ``{"repeal"}``."""
        return self._families.get(family, _NOTHING)

    @cached_property
    def binding(self) -> bool:
        """Whether it orders, forbids, changes, limits or sets a date."""
        return bool(
            "duty" in self.says("modality") or self.says("kind") or self.says("direction")
            or self.values("limits")
            or any(value.startswith(("effective", "deadline")) for value in self.values("dates"))
        )  # fmt: skip

    @cached_property
    def old(self) -> bool:
        """Whether it speaks of the rule as it was, or says that nothing changes."""
        return bool(self.says("modality") & {"past", "unchanged"})


Places = Sequence[tuple[int, str]]
"""``(end, place)`` in rising order: a sentence belongs to the first whose end lies behind its start."""


def read_statements(
    doc: Doc, passage: Passage, *, offset: int, places: Places
) -> Iterator[Statement]:
    """The sentences of one passage with the marks on its document.

    ``offset`` is its place in the text, -1 for a title apart.
    """
    marks = sorted(_marks(doc, max(offset, 0)), key=lambda mark: mark.start)
    cursor = 0
    for first, last in passage.sentences:
        inside: list[Mark] = []
        limit = last + max(offset, 0)
        while cursor < len(marks) and marks[cursor].start < limit:
            inside.append(marks[cursor])
            cursor += 1
        if statement := _statement(passage, first, last, offset, places, inside):
            yield statement


class Outline:
    """The sentences of one passage in which something was marked so far, and its first ones.

    What decides on topics asks for no others: of those without marks only for the first behind a
    title. The marks stand at their letters, not widened to words.
    """

    def __init__(self, passage: Passage, *, offset: int, places: Places) -> None:
        self._passage = passage
        self._offset = offset
        self._places = places
        self._known: set[str] = set()
        self._marks: dict[int, list[Mark]] = {}
        self._made: dict[int, Statement | None] = {}

    def statements(self) -> Iterator[Statement]:
        """In order; those that have no new marks are the same as before."""
        self._see()
        body = False
        for index in range(len(self._passage.sentences)):
            if body and index not in self._marks:
                continue
            if index not in self._made:
                self._made[index] = self._make(index)
            if found := self._made[index]:
                body = body or found.place != TITLE
                yield found

    def _see(self) -> None:
        """Put what was marked since into its sentences."""
        passage = self._passage
        new = {group: items for group, items in passage.marked.items() if group not in self._known}
        starts = [start for start, _ in passage.bounds] if any(new.values()) else []
        for group, items in new.items():
            self._known.add(group)
            for item in items:
                start, end = passage.folded.span(item.start, item.end)
                mark = Mark(group=group, value=item.value, rule=item.rule, start=start, end=end)
                index = bisect_right(starts, item.start) - 1
                self._marks.setdefault(index, []).append(mark)
                self._made.pop(index, None)

    def _make(self, index: int) -> Statement | None:
        first, last = self._passage.sentences[index]
        marks = self._marks.get(index, ())
        return _statement(self._passage, first, last, self._offset, self._places, marks)


def _statement(
    passage: Passage, first: int, last: int, offset: int, places: Places, marks: Sequence[Mark]
) -> Statement | None:
    """The sentence at ``first:last`` of the passage, without the blanks around it; None if it is blank."""
    text = passage.text[first:last]
    begin = first + len(text) - len(text.lstrip()) + max(offset, 0)
    end = first + len(text.rstrip()) + max(offset, 0)
    if end <= begin:
        return None
    asks = text.rstrip(_CLOSING).endswith(_ASKING)
    if offset < 0:
        return Statement(-1, -1, TITLE, tuple(marks), asks)
    place = next((name for stop, name in places if begin < stop), BODY)
    return Statement(begin, end, place, tuple(marks), asks)


def _marks(doc: Doc, offset: int) -> Iterator[Mark]:
    for group, spans in doc.spans.items():
        for span in spans:
            yield Mark(
                group=group,
                value=span.label_,
                rule=span.id_,
                start=span.start_char + offset,
                end=span.end_char + offset,
            )
