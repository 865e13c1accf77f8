"""A passage: a stretch of text with its folding, its sentences, and what was found in it.

All that the components look for they find in the letters: a passage is read without spaCy
until it is known that its text has something to tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from analysis.boundaries import sentence_starts
from analysis.components.words import token_from
from analysis.folding import Folded, fold
from analysis.matching import Hit
from data.words import Topic


@dataclass(frozen=True)
class Role:
    """What a word is to a topic: a list of :class:`analysis.lexicon.TopicWords`."""

    topic: Topic
    role: str
    language: str


@dataclass(frozen=True)
class Marked:
    """What a component found: ``start:end`` in the folded passage, value and rule."""

    start: int
    end: int
    value: str
    rule: str


class Finder(Protocol):
    """A component that marks one span group."""

    @property
    def group(self) -> str:
        """The name of its span group."""

    def find(self, passage: "Passage") -> Iterable[Marked]:
        """Look through a passage."""


class Passage:
    """``country``: alpha-2 of the source. What is known of it from the whole text:

    ``typical``: the length of a full line; ``folded``: the folding; ``topic_words``: the strong
    and weak words of topics in it.
    """

    def __init__(
        self,
        text: str,
        language: str,
        *,
        country: str = "",
        typical: float | None = None,
        folded: Folded | None = None,
        topic_words: Sequence[Hit[Role]] | None = None,
    ) -> None:
        self.text = text
        self.language = language
        self.country = country
        self.folded = fold(text) if folded is None else folded
        self.topic_words = topic_words
        self._typical = typical
        self._marked: dict[str, list[Marked]] = {}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences as ``(start, end)`` in the text; each begins with a token."""
        found = sentence_starts(self.text, self.language, self._typical)
        begins = dict.fromkeys(token_from(self.text, at) for at in (0, *found))
        return _stretches([at for at in begins if at < len(self.text)], len(self.text))

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """The sentences as ``(start, end)`` in the folded text."""
        starts = [self.folded.find(start) for start, _ in self.sentences]
        return _stretches(starts, len(self.folded.text))

    def read(self, finder: Finder) -> list[Marked]:
        """What a component finds here; it looks once only."""
        if finder.group not in self._marked:
            self._marked[finder.group] = list(finder.find(self))
        return self._marked[finder.group]

    @property
    def marked(self) -> dict[str, list[Marked]]:
        """All that was found so far, by span group."""
        return self._marked


def _stretches(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end][: len(starts)], strict=True))
