"""A law of a megabyte, four hundred amendments: each is found, none is invented."""

from collections.abc import Iterator

import pytest

from analysis.diff import changed_spans, differ
from analysis.differences.types import Kind, Passage
from tests.analysis.statutes import Amended, Statutes, render, renumbered

Span = tuple[int, int]


class Case:
    """A law, amended, compared; and what of it a passage tells."""

    def __init__(self, seed: int, articles: int, count: int, *, anew: bool) -> None:
        made = Statutes(seed)
        law = made.law(articles)
        self.amended: Amended = made.amend(law, count)
        after = renumbered(self.amended.articles) if anew else self.amended.articles
        self.old, self.old_places = render(law)
        self.new, self.new_places = render(after)
        self.found = differ(self.old, self.new)
        self.used: set[int] = set()

    def told(self, kind: Kind, sentence: int) -> list[Passage]:
        """The passages of a kind over a sentence, on every side where both have something."""
        found = []
        for at, passage in enumerate(self.found.passages):
            if passage.kind == kind and self._over(passage, sentence):
                self.used.add(at)
                found.append(passage)
        return found

    def _over(self, passage: Passage, sentence: int) -> bool:
        sides = []
        if passage.old:
            sides.append(_meet((passage.old_start, passage.old_end), self.old_places.get(sentence)))
        if passage.new:
            sides.append(_meet((passage.new_start, passage.new_end), self.new_places.get(sentence)))
        return all(sides)

    def missed(self) -> Iterator[str]:
        """Amendments that no passage tells as what they are."""
        told: list[tuple[Kind, set[int]]] = [
            ("changed", set(self.amended.changed)),
            ("added", self.amended.added),
            ("removed", self.amended.removed),
            *(("moved", article) for article in self.amended.moved),
        ]  # fmt: skip
        for kind, sentences in told:
            for sentence in sorted(sentences):
                if not self.told(kind, sentence):
                    yield f"{kind}: {self._text(sentence)}"

    def invented(self) -> list[Passage]:
        """Passages over no amendment; call after :meth:`missed`."""
        return [p for at, p in enumerate(self.found.passages) if at not in self.used]

    def _text(self, sentence: int) -> str:
        if sentence in self.old_places:
            return self.old[slice(*self.old_places[sentence])]
        return self.new[slice(*self.new_places[sentence])]


def _meet(left: Span, right: Span | None) -> bool:
    return right is not None and left[0] < right[1] and right[0] < left[1]


@pytest.fixture(scope="module")
def big() -> Case:
    """A megabyte, 400 amendments, every article numbered anew."""
    return Case(11, 1300, 400, anew=True)


def test_the_law_is_as_long_as_real_ones(big: Case) -> None:
    assert len(big.old) > 1_000_000
    assert big.amended.done == 400


def test_each_of_four_hundred_amendments_is_found_and_none_is_invented(big: Case) -> None:
    assert list(big.missed()) == []
    assert big.invented() == []


def test_each_changed_number_is_marked_and_no_other(big: Case) -> None:
    for sentence, kind in big.amended.changed.items():
        (passage,) = big.told("changed", sentence)
        values = (len(passage.numbers), len(passage.dates))
        assert values == {"number": (1, 0), "date": (0, 1), "word": (0, 0)}[kind], passage


def test_marked_values_stand_where_they_are_said_to(big: Case) -> None:
    values = [v for p in big.found.passages for v in (*p.numbers, *p.dates)]
    assert len(values) > 50
    for value in values:
        assert value.old_start is not None
        assert value.new_start is not None
        assert big.old.startswith(value.old, value.old_start)
        assert big.new.startswith(value.new, value.new_start)


def test_each_passage_is_a_slice_of_its_text(big: Case) -> None:
    for passage in big.found.passages:
        assert big.old[passage.old_start : passage.old_end] == passage.old
        assert big.new[passage.new_start : passage.new_end] == passage.new


def test_passages_come_in_the_order_of_the_new_text(big: Case) -> None:
    places = [passage.new_start for passage in big.found.passages]
    assert places == sorted(places)


def test_every_number_of_an_article_changed_and_is_noise(big: Case) -> None:
    assert big.found.noise > 1000


def test_news_are_what_was_added_or_changed(big: Case) -> None:
    spans = changed_spans(big.old, big.new)
    for sentence in {*big.amended.changed, *big.amended.added}:
        start, end = big.new_places[sentence]
        assert any(left <= start and end <= right for left, right in spans)
    for article in big.amended.moved:
        assert not any(_meet(big.new_places[s], span) for s in article for span in spans)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("anew", [True, False])
def test_smaller_laws_of_many_kinds(seed: int, anew: bool) -> None:
    case = Case(seed, 120, 45, anew=anew)
    assert list(case.missed()) == []
    assert case.invented() == []


@pytest.mark.parametrize("seed", range(3))
def test_numbering_anew_alone_is_no_passage(seed: int) -> None:
    law = Statutes(seed).law(60)
    found = differ(render(law)[0], render(renumbered(law, first=7))[0])
    assert found.passages == ()
    assert found.noise == 60


def test_the_way_back_takes_out_what_the_way_there_put_in() -> None:
    case = Case(3, 120, 45, anew=True)
    there, back = case.found.counts(), differ(case.new, case.old).counts()
    assert (there["changed"], there["moved"]) == (back["changed"], back["moved"])
    assert back["removed"] > 0
    assert back["added"] > 0
