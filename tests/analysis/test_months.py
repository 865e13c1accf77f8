"""A date in words is looked for around the names of months only, and none is lost by that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calendar import find_in_words, months, worded
from analysis.months import around_months

SIGNS = (
    " ", ".", ", ", "-", "/", " " * 60, "." * 50, "1", "12", "31", "2026", "20261", "st", "er", "º", "\n",
    " of ", " de ", "من شهر", " من عام ", "m", "x", "я", "th", "(", ")", '"', "»", "may", "april",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(["en", "es", "de", "ru", "ar", "th", "vi", "lt"]))
def test_the_same_is_found_as_in_the_whole_text(data: st.DataObject, language: str) -> None:
    pieces = st.sampled_from([*months(language), *SIGNS])
    text = "".join(data.draw(st.lists(pieces, min_size=1, max_size=14)))
    whole = [match.span() for match in worded(language).finditer(text)]
    assert [match.span() for match in find_in_words(text, language)] == whole


@pytest.mark.parametrize(
    "text", ["the market", "a decision of mayors", "marches", "no month at all"]
)
def test_letters_inside_another_word_are_no_month(text: str) -> None:
    assert list(around_months(text, tuple(months("en")))) == []


def test_stretches_stand_apart_and_in_order() -> None:
    text = ("in may and june. " + "x" * 300) * 3
    (first, second, third) = around_months(text, tuple(months("en")))
    assert first[0] == 0
    assert first[1] < second[0] < second[1] < third[0]
