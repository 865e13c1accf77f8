"""Counting in columns: the same clocks as one by one, for every shape, and safely put off."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.clocking.counting import NEVER, STATES, UNKNOWN, Clocks, count_clocks
from analysis.clocks import Clock, ClockState, DayLimit, Stay, new_year, read_clock
from data.words import LimitShape
from tests.analysis.clock_days import AWAY, HERE, HOME, TODAY
from tests.analysis.clocking.histories import LIMITS, columns, histories

FLEETS = st.lists(histories(), min_size=1, max_size=12)


def alone(stays: list[Stay], limit: DayLimit, today: date, warn_at: float = 0.8) -> Clock:
    return read_clock(stays, HERE, limit, today=today, home=HOME, warn_at=warn_at)


def row(clocks: Clocks, key: int, limit: DayLimit) -> Clock:
    """One row of the columns as a clock of its own."""
    crosses = int(clocks.crosses[key])
    return Clock(
        state=STATES[clocks.state[key]],
        observed=int(clocks.observed[key]),
        possible=int(clocks.possible[key]),
        allowed=limit.allowed,
        crosses_on=None if crosses == NEVER else date.fromordinal(crosses),
    )


@settings(max_examples=400)
@given(FLEETS, LIMITS, st.sampled_from([0.5, 0.8, 1.0]))
def test_every_row_is_the_clock_that_one_reads_alone(
    fleet: list[list[Stay]], limit: DayLimit, warn_at: float
) -> None:
    found = count_clocks(columns(fleet, TODAY), limit, warn_at=warn_at)
    for key, stays in enumerate(fleet):
        assert row(found, key, limit) == alone(stays, limit, TODAY, warn_at)


@settings(max_examples=200)
@given(FLEETS, LIMITS)
def test_neighbours_in_the_columns_do_not_touch_each_other(
    fleet: list[list[Stay]], limit: DayLimit
) -> None:
    together = count_clocks(columns(fleet, TODAY), limit)
    for key, stays in enumerate(fleet):
        single = count_clocks(columns([stays], TODAY), limit)
        assert row(together, key, limit) == row(single, 0, limit)
        assert together.due[key] == single.due[0]


def later(stays: list[Stay], day: date, *, seen: bool) -> list[Stay]:
    """The stays as they will be known on a later day: still seen where it was, or not seen at all."""
    latest = max(stays, key=lambda stay: stay.last)
    if not seen or latest.country != HERE or latest.last > TODAY:
        return [stay for stay in stays if stay.first <= TODAY]
    longer = Stay(country=HERE, first=latest.first, last=day)
    return [*stays, longer]


@settings(max_examples=300)
@given(histories(), LIMITS, st.booleans())
def test_nothing_changes_before_the_day_on_which_it_is_looked_at_again(
    stays: list[Stay], limit: DayLimit, seen: bool
) -> None:
    stays = [stay for stay in stays if stay.last <= TODAY] or [
        Stay(country=HERE, first=TODAY, last=TODAY)
    ]
    found = count_clocks(columns([stays], TODAY), limit)
    due, state = int(found.due[0]), STATES[found.state[0]]
    horizon = (TODAY + timedelta(days=130)).toordinal() if due == NEVER else due
    for day in range(TODAY.toordinal() + 1, min(horizon, TODAY.toordinal() + 130)):
        then = date.fromordinal(day)
        if due != NEVER:
            assert alone(later(stays, then, seen=seen), limit, then).state is state, then
        elif not seen:  # being seen would be a new stretch
            assert alone(stays, limit, then).possible == 0, then


def test_what_has_nothing_to_show_is_never_due() -> None:
    gone = [
        Stay(country=HERE, first=TODAY - timedelta(days=400), last=TODAY - timedelta(days=380)),
        Stay(country=AWAY, first=TODAY - timedelta(days=379), last=TODAY),
    ]
    found = count_clocks(
        columns([gone], TODAY), DayLimit(shape=LimitShape.CUMULATIVE, days=90, window_days=120)
    )
    assert (found.possible[0], found.due[0]) == (0, NEVER)


def test_a_sim_that_stays_is_due_on_the_day_it_begins_to_approach() -> None:
    stays = [Stay(country=HERE, first=TODAY - timedelta(days=9), last=TODAY)]
    limit = DayLimit(shape=LimitShape.CUMULATIVE, days=90, window_days=120)
    found = count_clocks(columns([stays], TODAY), limit)
    # Ten days now; 72 are four fifths of ninety.
    assert date.fromordinal(int(found.due[0])) == TODAY + timedelta(days=62)


def test_every_count_of_a_year_is_due_at_new_year() -> None:
    stays = [Stay(country=HERE, first=TODAY, last=TODAY)]
    found = count_clocks(
        columns([stays], TODAY), DayLimit(shape=LimitShape.CALENDAR_YEAR, days=120)
    )
    assert date.fromordinal(int(found.due[0])) == date(2027, 1, 1)


def test_a_share_is_unknown_until_a_whole_window_was_watched() -> None:
    limit = DayLimit(shape=LimitShape.SHARE, window_days=120)
    fleet = [
        [Stay(country=HERE, first=TODAY - timedelta(days=days), last=TODAY)] for days in (118, 119)
    ]
    found = count_clocks(columns(fleet, TODAY), limit)
    assert [STATES[n] for n in found.state] == [ClockState.UNKNOWN, ClockState.OVER]
    assert found.observed.tolist() == [100, 100]
    assert date.fromordinal(int(found.due[0])) == TODAY + timedelta(days=1)


def test_a_key_that_was_seen_only_after_today_is_unknown() -> None:
    ahead = [Stay(country=HERE, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=9))]
    found = count_clocks(columns([ahead], TODAY), DayLimit(shape=LimitShape.BAN))
    assert found.state.tolist() == [UNKNOWN]
    assert found.observed.tolist() == [0]


def test_no_key_gives_no_clock() -> None:
    found = count_clocks(columns([], TODAY), DayLimit(shape=LimitShape.BAN))
    assert found.state.shape == (0,)


def test_columns_hold_whole_numbers() -> None:
    stays = [Stay(country=HERE, first=TODAY, last=TODAY)]
    found = count_clocks(columns([stays], TODAY), DayLimit(shape=LimitShape.BAN))
    for column in (found.state, found.observed, found.possible, found.crosses, found.due):
        assert column.dtype == np.int64


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2024, 2, 29), 2, date(2026, 1, 1)),
    ],
)
def test_the_new_year_of_a_day(day: date, years: int, expected: date) -> None:
    assert date.fromordinal(new_year(day.toordinal(), years=years)) == expected
