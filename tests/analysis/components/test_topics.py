"""Topics: which words are enough, which need company, which cancel."""

import pytest

from tests.analysis.components.reading import values


def test_a_strong_word_is_enough() -> None:
    assert values("IMEI registration is required.", "topics") == ["imei"]


def test_a_weak_word_alone_is_not() -> None:
    assert values("Handsets are popular this year.", "topics") == []


def test_a_weak_word_counts_in_company() -> None:
    assert "imei" in values("Handsets that nobody registered will be blocked.", "topics")


def test_company_may_stand_in_the_next_sentence() -> None:
    assert "imei" in values("Handsets are concerned. Importers must register them.", "topics")


@pytest.mark.parametrize(
    "text",
    [
        "Wolves roam the forest near the mobile network tower.",
        "The best travel eSIM for your holiday has low roaming prices.",
        "Dial *#06# to find your IMEI.",
    ],
)
def test_an_anti_word_cancels_the_topic_in_its_sentence(text: str) -> None:
    assert not set(values(text, "topics")) & {"roaming", "esim", "imei"}


def test_finnish_for_example_is_no_esim() -> None:
    assert values("Tietoja kerätään, esim. nimi ja osoite.", "topics", "fi") == []


def test_retail_words_are_marked_beside_the_topic() -> None:
    assert "roaming:retail" in values("Retail roaming charges per minute fall.", "topics")
