"""A cursor goes on where it says, and only with the question that it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.api.cursors import cursor, mark, number_of, place_of
from webapp.api.problems import Refusal


@given(st.integers(0, 10**17))
def test_it_holds_its_place(number: int) -> None:
    words = {"country": "TR", "topic": None}
    assert number_of(cursor("alerts", words, number), "alerts", words) == number


def test_no_cursor_is_the_beginning() -> None:
    assert place_of("", "alerts", {}) == ""
    assert number_of("", "alerts", {}) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [("alerts", {"country": "DE"}), ("alerts", {}), ("documents", {"country": "TR"})],
)
def test_one_of_another_question_is_refused(name: str, words: dict[str, str]) -> None:
    made = cursor("alerts", {"country": "TR"}, 7)
    with pytest.raises(Refusal) as caught:
        number_of(made, name, words)
    assert (caught.value.status, caught.value.code) == (409, "cursor_of_another_question")
    assert "the filters that it came with" in str(caught.value)


def test_words_that_are_left_out_are_no_words() -> None:
    assert mark("alerts", {"a": None, "b": "", "c": 1}) == mark("alerts", {"c": 1})
    assert mark("alerts", {"c": 1, "d": 2}) == mark("alerts", {"d": 2, "c": 1})


@pytest.mark.parametrize("place", ["x", "-1", "1" * 19, "٣"])
def test_a_place_that_is_no_number_is_refused(place: str) -> None:
    with pytest.raises(Refusal) as caught:
        number_of(f"c1.{mark('alerts', {})}.{place}", "alerts", {})
    assert caught.value.code == "bad_cursor"
