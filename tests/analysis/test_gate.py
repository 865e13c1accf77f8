"""The gate lets nothing be lost, and reads only passages of long texts."""

from itertools import pairwise

import pytest

from analysis.folding import fold
from analysis.gate import WHOLE, passages, passes

FILLER = "The board approved the accounts of the library and thanked the staff. " * 400
MENTION = "Permanent roaming of SIMs is prohibited in the country."
FINAL = "This Order enters into force on 1 March 2027."


def spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """The passages that would be read."""
    return passages(fold(text), text, language)


@pytest.mark.parametrize(
    "text",
    ["the IMEI of it", "itinerância permanente", "KAYITLI IMEI", "an e‑SIM", "roam\u00ading"],
)
def test_a_word_of_any_language_opens_the_gate(text: str) -> None:
    assert passes(fold(text), text)


@pytest.mark.parametrize("text", ["", "Library opening hours", "The weather was fine."])
def test_other_texts_do_not_pass(text: str) -> None:
    assert not passes(fold(text), text)


def test_a_short_text_is_read_whole() -> None:
    text = f"A. {MENTION} B."
    assert spans(text) == [(0, len(text))]


def test_a_long_text_is_read_around_its_hits_its_start_and_its_end() -> None:
    text = FILLER + MENTION + FILLER
    at = text.index(MENTION)
    found = spans(text)
    assert len(text) > WHOLE
    assert sum(end - start for start, end in found) < len(text) / 2
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert any(start <= at and at + len(MENTION) <= end for start, end in found)


def test_final_provisions_are_read_though_far_from_the_topic() -> None:
    text = FILLER + MENTION + FILLER + FINAL + FILLER
    at = text.index(FINAL)
    assert any(start <= at and at + len(FINAL) <= end for start, end in spans(text))


def test_passages_stand_apart_and_in_order() -> None:
    text = (FILLER[:3000] + MENTION) * 12
    found = spans(text)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


def test_weak_words_without_company_open_nothing() -> None:
    text = FILLER + "Handsets are sold in shops. " + FILLER
    assert spans(text) == []


def test_a_text_full_of_hits_is_still_read_in_bounds() -> None:
    text = (MENTION + " ") * 3000
    found = spans(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
