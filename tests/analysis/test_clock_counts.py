"""Clocks: counts by stretches equal a slow count day by day, for any history and any limit."""

from datetime import date

from hypothesis import given, settings

from analysis.clocks import ClockState, DayLimit, Stay, merged, possible_days
from tests.analysis.clock_days import TODAY, Calendar, clock
from tests.analysis.clocking.histories import LIMITS, histories


@settings(max_examples=400)
@given(histories(least=0), LIMITS)
def test_counts_equal_a_count_day_by_day(stays: list[Stay], limit: DayLimit) -> None:
    calendar = Calendar(stays, TODAY)
    found = clock(*stays, limit=limit)
    if not calendar.seen:
        assert found.state is ClockState.UNKNOWN
        return
    observed = calendar.count(calendar.here, limit, TODAY, calendar.possible)
    possible = calendar.count(calendar.possible, limit, TODAY, calendar.possible)
    assert found.observed == observed
    assert found.possible == max(possible, observed)


@settings(max_examples=200)
@given(histories(least=0), LIMITS)
def test_the_day_of_crossing_equals_a_walk_from_day_to_day(
    stays: list[Stay], limit: DayLimit
) -> None:
    calendar = Calendar(stays, TODAY)
    found = clock(*stays, limit=limit)
    assert found.crosses_on == calendar.crossing(limit, horizon=600)


@given(histories(least=0))
def test_possible_days_are_the_days_that_may_be(stays: list[Stay]) -> None:
    calendar = Calendar(stays, TODAY)
    away = {day for day, here in calendar.seen.items() if not here}
    here, elsewhere = (
        merged((day.toordinal(), day.toordinal()) for day in days) for days in (calendar.here, away)
    )
    found = possible_days(here, elsewhere, TODAY.toordinal())
    days = {date.fromordinal(n) for first, last in found for n in range(first, last + 1)}
    assert days == calendar.possible


@given(histories(least=0), LIMITS)
def test_the_maximum_is_never_below_the_minimum(stays: list[Stay], limit: DayLimit) -> None:
    found = clock(*stays, limit=limit)
    assert found.possible >= found.observed >= 0
