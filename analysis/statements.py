"""A statement: one sentence with where it stands and what the components marked in it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from analysis.components.passage import Passage
from analysis.types import Mark
from data.words import Topic

TITLE, LEAD, BODY = "title", "lead", "body"
#: Question marks of Latin, East Asian, Arabic and Greek writing, and what may stand behind one.
_ASKING, _CLOSING = ("?", "？", "؟", "\u037e"), " \t\r\n\u3000\"'”’»)]」』"
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
    def _families(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for value in self.values("acts"):
            family, _, said = value.partition(":")
            found.setdefault(family, set()).add(said)
        return found

    def values(self, group: str) -> list[str]:
        """Values of one group's marks, in order."""
        return self._groups.get(group, [])

    @cached_property
    def topic_words(self) -> int:
        """How many words of any topic stand in it."""
        return sum(value in _TOPICS for value in self.values("topics"))

    def about(self, topic: Topic) -> bool:
        """Whether a word of the topic stands in it."""
        return topic.value in self.values("topics")

    def says(self, family: str) -> set[str]:
        """Values of one family of acts: ``says("kind")`` → ``{"repeal"}``."""
        return self._families.get(family, set())

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


def outlined(passage: Passage, *, offset: int, places: Places) -> Iterator[Statement]:
    """The sentences of one passage in which something was marked so far, and its first ones.

    What decides on topics asks for no others: of those without marks only for the first behind a
    title. The marks stand at their letters, not widened to words.
    """
    starts = [start for start, _ in passage.bounds]
    marked: dict[int, list[Mark]] = {}
    for group, items in passage.marked.items():
        for item in items:
            start, end = passage.folded.span(item.start, item.end)
            mark = Mark(group=group, value=item.value, rule=item.rule, start=start, end=end)
            marked.setdefault(bisect_right(starts, item.start) - 1, []).append(mark)
    body = False
    for index, (first, last) in enumerate(passage.sentences):
        if body and index not in marked:
            continue
        found = _statement(passage, first, last, offset, places, marked.get(index, []))
        if found:
            body = body or found.place != TITLE
            yield found


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
