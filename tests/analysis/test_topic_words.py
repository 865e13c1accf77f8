"""Strong words count everywhere, weak ones in company only, wherever the company is looked for."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.components.topics import company_of, words_of
from analysis.folding import fold
from analysis.topic_words import SENTENCE, TopicWords, _around, telling
from data.words import Topic

STRONG, WEAK, COMPANY = "permanent roaming", "roaming", "foreign SIM"
FILLER = "The board met. "


def told(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in TopicWords(text, "", "en").telling]


def test_the_words_of_these_tests_are_what_they_are_called() -> None:
    roles = {
        hit.pattern: hit.payload.role
        for hit in words_of("en").find(fold(f"{STRONG}, {WEAK}"), f"{STRONG}, {WEAK}")
    }
    assert "strong" in roles.values()
    assert "weak" in roles.values()


@pytest.mark.parametrize(("apart", "counts"), [(900, True), (2_000, False)])
def test_company_counts_within_the_reach_of_a_sentence(apart: int, counts: bool) -> None:
    text = f"{WEAK} {FILLER * (apart // len(FILLER))} networks"
    found = any(company_of("en").find(fold(text), text))
    assert found, "networks are company of roaming"
    assert bool(told(text)) is counts


def test_the_title_is_judged_by_itself() -> None:
    words = TopicWords(FILLER, "Order on permanent roaming", "en")
    assert not words.telling
    assert words.titled == {Topic.ROAMING}


def test_topics_are_those_of_lonely_words_too() -> None:
    words = TopicWords("networks", "", "en")
    assert not words.firm
    assert Topic.ROAMING in words.topics


PIECES = st.lists(
    st.tuples(st.sampled_from([STRONG, WEAK, COMPANY, "networks", "IMEI"]), st.integers(0, 160)),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_looking_around_weak_words_finds_what_looking_everywhere_finds(
    pieces: list[tuple[str, int]],
) -> None:
    text = " ".join(f"{word}. {FILLER * times}" for word, times in pieces)
    folded = fold(text)
    firm = list(words_of("en").find(folded, text))
    company = [*firm, *company_of("en").find(folded, text)]
    expected = [
        hit
        for hit in firm
        if hit.payload.role == "strong"
        or any(
            other.payload.topic is hit.payload.topic
            and other.payload.role != "weak"
            and abs(other.start - hit.start) <= SENTENCE
            for other in company
        )
    ]
    assert telling(folded, text, "en", firm) == expected


@given(st.lists(st.integers(0, 20_000), max_size=12))
def test_stretches_are_apart_in_order_and_around_every_word(places: list[int]) -> None:
    text = fold(" ".join(["roaming"]))
    (hit,) = [one for one in words_of("en").find(text, "roaming") if one.payload.role == "weak"][:1]
    stretches = list(_around([hit._replace(start=place) for place in places]))
    assert all(one[1] < other[0] for one, other in pairwise(stretches))
    for place in places:
        assert any(
            start <= max(place - SENTENCE, 0) and place + SENTENCE < end for start, end in stretches
        )
