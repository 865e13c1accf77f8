"""Clocks: three real rules reckoned by hand, and the rules of the count."""

from datetime import date

import pytest

from analysis.clocks import (
    ClockState,
    DayLimit,
    days_within,
    merged,
    read_clock,
)
from data.words import LimitShape
from tests.analysis.clock_days import AWAY, HERE, HOME, TODAY, clock, stay

# Three real rules, reckoned by hand.

#: Law 7186 of Türkiye, article 23, as operators told their roaming customers in 2019:
#: an IMEI seen 91 days or more within 120.
TURKIYE = DayLimit(shape=LimitShape.CUMULATIVE, days=90, window_days=120)


def test_turkiye_ninety_days_in_a_hundred_and_twenty_are_within_the_limit() -> None:
    # The window that ends on 16 November begins on 20 July. July: 20th to 31st, 12 days;
    # August 31, September 30, October 1st to 17th, 17 days: 12 + 31 + 30 + 17 = 90.
    within = clock(
        stay(HERE, "2026-07-01", "2026-10-17"),
        stay(AWAY, "2026-10-18", "2026-11-16"),
        limit=TURKIYE,
    )
    assert (within.observed, within.possible) == (90, 90)
    assert within.state is ClockState.APPROACHING
    assert within.crosses_on is None


def test_turkiye_the_ninety_first_day_is_over() -> None:
    over = clock(
        stay(HERE, "2026-07-01", "2026-10-18"),
        stay(AWAY, "2026-10-19", "2026-11-16"),
        limit=TURKIYE,
    )
    assert (over.observed, over.state) == (91, ClockState.OVER)


def test_turkiye_counts_the_device_through_two_sims() -> None:
    # 50 days with one SIM and 45 with another are 95 days of one IMEI.
    first = stay(HERE, "2026-08-14", "2026-10-02")
    second = stay(HERE, "2026-10-03", "2026-11-16")
    assert clock(first, second, limit=TURKIYE).observed == 95
    assert clock(first, limit=TURKIYE).observed == 50


#: The free-roaming manual between Brazil and Chile: 90 days in a row, or 120 in a calendar year.
IN_A_ROW = DayLimit(shape=LimitShape.CONSECUTIVE, days=90)
IN_A_YEAR = DayLimit(shape=LimitShape.CALENDAR_YEAR, days=120)


def test_brazil_and_chile_ninety_days_in_a_row() -> None:
    # From 19 August to 16 November: 13 days of August, 30, 31, 16 of November: 90.
    ninety = clock(stay(HERE, "2026-08-19", "2026-11-16"), limit=IN_A_ROW)
    assert (ninety.observed, ninety.state) == (90, ClockState.APPROACHING)
    assert ninety.crosses_on == date(2026, 11, 17)
    over = clock(stay(HERE, "2026-08-18", "2026-11-16"), limit=IN_A_ROW)
    assert (over.observed, over.state) == (91, ClockState.OVER)


def test_brazil_and_chile_a_day_abroad_begins_the_row_anew() -> None:
    stays = (
        stay(HERE, "2026-06-01", "2026-10-31"),
        stay(AWAY, "2026-11-01", "2026-11-01"),
        stay(HERE, "2026-11-02", "2026-11-16"),
    )
    assert clock(*stays, limit=IN_A_ROW).observed == 15
    # Days of the year count on: 30 + 31 + 31 + 30 + 31 + 15 = 168.
    assert clock(*stays, limit=IN_A_YEAR).observed == 168


def test_brazil_and_chile_the_year_begins_anew() -> None:
    # November 16 to December 31 brings the year to 46; the 121st day of 2027 is 1 May.
    found = clock(stay(HERE, "2026-11-16", "2026-11-16"), limit=IN_A_YEAR)
    assert (found.observed, found.crosses_on) == (1, date(2027, 5, 1))


#: Fair use in the EU (Implementing Regulation 2016/2286, article 4): over a window of four
#: months, more presence abroad than at home.
FAIR_USE = DayLimit(shape=LimitShape.SHARE, window_days=120)


def test_eu_more_days_abroad_than_at_home_in_four_months() -> None:
    # The window begins on 20 July. Home to 17 September: 12 + 31 + 17 = 60; abroad from 18
    # September: 13 + 31 + 16 = 60. Half is not more than half.
    even = clock(
        stay(HOME, "2026-01-01", "2026-09-17"),
        stay(HERE, "2026-09-18", "2026-11-16"),
        limit=FAIR_USE,
    )
    assert (even.observed, even.state) == (50, ClockState.APPROACHING)
    assert even.crosses_on == date(2026, 11, 17)
    more = clock(
        stay(HOME, "2026-01-01", "2026-09-16"),
        stay(HERE, "2026-09-17", "2026-11-16"),
        limit=FAIR_USE,
    )
    assert (more.observed, more.state) == (51, ClockState.OVER)


# Rules of the count.


def test_sparse_sightings_give_a_range() -> None:
    seen = [stay(HERE, day, day) for day in ("2026-09-01", "2026-10-01", "2026-11-10")]
    found = clock(*seen, limit=TURKIYE)
    # From 1 September to today: 30 + 31 + 16.
    assert (found.observed, found.possible) == (3, 77)
    assert found.state is ClockState.APPROACHING
    assert found.crosses_on == date(2026, 11, 30)


def test_whoever_was_seen_elsewhere_since_is_gone() -> None:
    left = clock(
        stay(HERE, "2026-09-01", "2026-11-10"),
        stay(AWAY, "2026-11-14", "2026-11-14"),
        limit=IN_A_ROW,
    )
    assert (left.observed, left.possible, left.crosses_on) == (0, 0, None)
    assert left.state is ClockState.FINE


def test_days_away_within_the_gap_do_not_break_a_row() -> None:
    stays = (
        stay(HERE, "2026-11-01", "2026-11-05"),
        stay(AWAY, "2026-11-06", "2026-11-07"),
        stay(HERE, "2026-11-08", "2026-11-16"),
    )
    lenient = DayLimit(shape=LimitShape.CONSECUTIVE, days=90, gap_days=2)
    assert clock(*stays, limit=lenient).observed == 14
    assert clock(*stays, limit=IN_A_ROW).observed == 9


def test_a_ban_is_broken_by_being_there() -> None:
    ban = DayLimit(shape=LimitShape.BAN)
    assert clock(stay(HERE, "2026-11-16", "2026-11-16"), limit=ban).state is ClockState.OVER
    assert clock(stay(AWAY, "2026-11-16", "2026-11-16"), limit=ban).state is ClockState.FINE


def test_never_seen_is_unknown_not_fine() -> None:
    assert clock(limit=TURKIYE).state is ClockState.UNKNOWN
    later = stay(HERE, "2026-11-17", "2026-11-20")
    assert clock(later, limit=TURKIYE).state is ClockState.UNKNOWN


def test_the_warning_comes_at_the_part_that_was_set() -> None:
    seen = stay(HERE, "2026-10-17", "2026-11-16")
    assert clock(seen, limit=TURKIYE).state is ClockState.FINE
    early = read_clock([seen], HERE, TURKIYE, today=TODAY, warn_at=0.3)
    assert early.state is ClockState.APPROACHING


def test_a_stay_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock(stay(HERE, "2026-11-10", "2026-11-01"), limit=TURKIYE)


def test_days_within_counts_only_what_lies_inside() -> None:
    assert days_within([(1, 3), (10, 20)], 3, 11) == 3
    assert merged([(5, 6), (1, 2), (3, 4), (9, 9)]) == [(1, 6), (9, 9)]
