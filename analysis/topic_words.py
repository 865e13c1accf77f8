"""The topic words of a text: strong and weak ones everywhere, their company where it may matter.

Company ("network", "operator") stands in nearly every publication and says nothing by itself,
so it is looked for only around weak words.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from analysis.components.passage import Role
from analysis.components.topics import company_of, words_of
from analysis.folding import Folded, fold
from analysis.matching import Hit
from data.words import Topic

#: Longest sentence over which a weak word looks for company, in characters.
SENTENCE = 1_000
#: A word of company that begins in reach has all its letters within so many characters more.
_MARGIN = 500


class TopicWords:
    """What stands of the topics in a text, folded once, and in its title."""

    def __init__(self, text: str, title: str, language: str) -> None:
        self.folded = fold(text)
        self.firm: Sequence[Hit[Role]] = list(words_of(language).find(self.folded, text))
        """The strong and the weak ones, in order."""
        self._text = text
        self._title = title
        self._language = language

    @cached_property
    def telling(self) -> list[Hit[Role]]:
        """Those that count: strong ones, and weak ones with company in reach of a long sentence."""
        return telling(self.folded, self._text, self._language, self.firm)

    @cached_property
    def titled(self) -> frozenset[Topic]:
        """Topics of which a word that counts stands in the title."""
        folded = fold(self._title)
        firm = list(words_of(self._language).find(folded, self._title))
        found = telling(folded, self._title, self._language, firm)
        return frozenset(hit.payload.topic for hit in found)

    @cached_property
    def topics(self) -> frozenset[Topic]:
        """Topics of which any word stands in the text, alone as it may be."""
        company = company_of(self._language).find(self.folded, self._text)
        return frozenset(hit.payload.topic for hit in (*self.firm, *company))


def telling(folded: Folded, raw: str, language: str, firm: Sequence[Hit[Role]]) -> list[Hit[Role]]:
    """Of strong and weak words those that count; ``firm`` in order of their place."""
    near: dict[Topic, list[int]] = {}
    weak: list[Hit[Role]] = []
    for hit in firm:
        if hit.payload.role == "strong":
            near.setdefault(hit.payload.topic, []).append(hit.start)
        else:
            weak.append(hit)
    for start, end in _around(weak):
        for hit in company_of(language).find(folded, raw, start, end):
            near.setdefault(hit.payload.topic, []).append(hit.start)
    for places in near.values():
        places.sort()
    return [
        hit
        for hit in firm
        if hit.payload.role == "strong" or _accompanied(hit, near.get(hit.payload.topic, []))
    ]


def _around(weak: Iterable[Hit[Role]]) -> Iterator[tuple[int, int]]:
    """Stretches of the folded text in which company for the weak words may stand, apart and in order."""
    begin = until = 0
    for place in sorted(hit.start for hit in weak):
        if place - SENTENCE > until:
            if until:
                yield begin, until
            begin = max(place - SENTENCE, 0)
        until = place + SENTENCE + _MARGIN
    if until:
        yield begin, until


def _accompanied(hit: Hit[Role], company: Sequence[int]) -> bool:
    near = bisect_left(company, hit.start - SENTENCE)
    return near < len(company) and company[near] <= hit.start + SENTENCE
