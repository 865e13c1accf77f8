"""A stay against a limit: the first day over is what counting day by day gives."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.clocking.limits import LimitStatus, RuleLimit
from analysis.shipping.stays import first_day_over, limit_of_stay, limits_of_stay, words_of
from data.words import LimitPer, LimitShape, Topic

ON = date(2026, 11, 16)


def limit(shape: str = "consecutive", days: int | None = 90, **values: Any) -> RuleLimit:
    defaults: dict[str, Any] = {"country": "TR", "topic": Topic.ROAMING}
    defaults["status"] = LimitStatus.IN_FORCE
    return RuleLimit(shape=LimitShape(shape), days=days, **defaults | values)


@pytest.mark.parametrize(
    ("one", "day"),
    [
        (limit(), 91),
        (limit("cumulative", 90, window_days=120), 91),
        (limit("cumulative", 120, window_days=120), None),
        (limit("calendar_year", 180), 181),
        (limit("calendar_year", 365), None),
        (limit("ban", None), 1),
        (limit("share", None, window_days=120), 120),
    ],
)
def test_the_first_day_over(one: RuleLimit, day: int | None) -> None:
    assert first_day_over(one, "TR") == day


@given(
    st.sampled_from([LimitShape.CONSECUTIVE, LimitShape.CUMULATIVE, LimitShape.CALENDAR_YEAR]),
    st.integers(1, 400),
    st.integers(2, 400),
)
def test_it_is_the_day_that_counting_day_by_day_gives(
    shape: LimitShape, allowed: int, window: int
) -> None:
    assume(shape is not LimitShape.CALENDAR_YEAR or allowed < 365)
    one = limit(
        shape.value, allowed, window_days=window if shape is LimitShape.CUMULATIVE else None
    )
    assert first_day_over(one, "TR") == slowly(shape, allowed, window)


def slowly(shape: LimitShape, allowed: int, window: int) -> int | None:
    """Walk day by day from 1 January, counting as the rule says."""
    begin = date(2025, 1, 1)
    for number in range(1, 500):
        day = begin + timedelta(days=number - 1)
        present = [begin + timedelta(days=n) for n in range(number)]
        if shape is LimitShape.CONSECUTIVE:
            counted = number
        elif shape is LimitShape.CUMULATIVE:
            counted = sum(day - timedelta(days=window) < one <= day for one in present)
        else:
            counted = sum(one.year == day.year for one in present)
        if counted > allowed:
            return number
    return None


@pytest.mark.parametrize(
    ("days", "allowed", "words"),
    [
        (90, True, "90 days in a row keep within it."),
        (91, False, "91 days in a row break it on day 91."),
        (None, False, "A stay for good breaks it on day 91."),
    ],
)
def test_a_stay_of_so_many_days(days: int | None, allowed: bool, words: str) -> None:
    found = limit_of_stay(limit(), "TR", home="DE", days=days)
    assert (found.allowed, found.because, found.breaks_on_day) == (allowed, words, 91)


def test_two_hundred_days_against_ninety_in_a_row_and_ninety_in_a_hundred_and_twenty() -> None:
    for one in (limit(), limit("cumulative", 90, window_days=120, per=LimitPer.IMEI)):
        found = limit_of_stay(one, "TR", home="", days=200)
        assert (found.allowed, found.breaks_on_day) == (False, 91)


def test_what_its_source_does_not_say_is_said() -> None:
    found = limit_of_stay(limit(stated=False), "TR", home="DE", days=100)
    assert "does not say how days are counted" in found.because


def test_a_limit_for_some_homes_binds_them_and_is_unknown_where_the_home_is() -> None:
    chile = limit(country="BR", homes=("CL",))

    def of(home: str) -> list[bool | None]:
        return [one.allowed for one in limits_of_stay([chile], "BR", home=home, days=99, on=ON)]

    assert of("CL") == [False]
    assert of("DE") == []
    assert of("901") == []
    assert of("") == [None]
    europe = limit(homes=("EU",))
    assert limits_of_stay([europe], "TR", home="DE", days=99, on=ON) != ()


def test_limits_for_consumers_are_left_out() -> None:
    assert limits_of_stay([limit(consumer=True)], "TR", home="DE", days=99, on=ON) == ()


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            limit("cumulative", 90, window_days=120, per=LimitPer.IMEI),
            "90 days within 120, per IMEI",
        ),
        (limit("calendar_year", 120, homes=("CL",)), "120 days in a calendar year, for SIMs of CL"),
        (limit("share", None, window_days=120), "50 % of the days within 120"),
        (limit("ban", None), "no stay at all"),
    ],
)
def test_limits_are_said_in_plain_words(one: RuleLimit, words: str) -> None:
    assert words_of(one) == words
