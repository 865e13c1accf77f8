import pytest

from data.fleet.technology import read_technology
from data.words import SimTechnology


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("SGP.32", SimTechnology.EUICC_SGP32),
        ("sgp32", SimTechnology.EUICC_SGP32),
        ("euicc_sgp32", SimTechnology.EUICC_SGP32),
        ("eUICC (IoT)", SimTechnology.EUICC_SGP32),
        ("SGP.02", SimTechnology.EUICC_SGP02),
        ("M2M eSIM", SimTechnology.EUICC_SGP02),
        ("SGP.22", SimTechnology.EUICC_SGP22),
        ("multi-IMSI", SimTechnology.MULTI_IMSI),
        ("multi_imsi", SimTechnology.MULTI_IMSI),
        ("single", SimTechnology.SINGLE),
        ("UICC", SimTechnology.SINGLE),
    ],
)
def test_a_word_names_what_a_sim_can_do(word: str, expected: SimTechnology) -> None:
    assert read_technology(word) == (expected, True)


@pytest.mark.parametrize("value", list(SimTechnology))
def test_our_own_words_are_read_back(value: SimTechnology) -> None:
    assert read_technology(value.value) == (value, True)


@pytest.mark.parametrize("word", ["eUICC", "eSIM", "magic"])
def test_a_word_that_leaves_the_specification_open_is_reported(word: str) -> None:
    assert read_technology(word) == (SimTechnology.UNKNOWN, False)


@pytest.mark.parametrize("word", ["", "unknown", "physical", "MFF2"])
def test_a_form_factor_says_nothing_and_is_no_fault(word: str) -> None:
    assert read_technology(word) == (SimTechnology.UNKNOWN, True)
