"""When a digest ends: by the reader's clocks and working days, whatever their clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.civil import offered_zones
from data.words import Pace
from webapp.digests.rhythm import LENGTH, Rhythm, is_late, last_end, next_end

WEEK = frozenset(range(5))
DIGESTS = (Pace.DAILY, Pace.WEEKLY, Pace.MONTHLY)


def rhythm(zone: str = "UTC", hour: int = 7, **values: Any) -> Rhythm:
    return Rhythm(zone=ZoneInfo(zone), hour=hour, **values)


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("pace", "moment", "end"),
    [
        ("daily", "2026-11-16T07:00", "2026-11-16T07:00"),
        ("daily", "2026-11-16T06:59", "2026-11-15T07:00"),
        ("daily", "2026-11-16T23:59", "2026-11-16T07:00"),
        ("weekly", "2026-11-16T07:00", "2026-11-16T07:00"),
        ("weekly", "2026-11-16T06:59", "2026-11-09T07:00"),
        ("weekly", "2026-11-22T23:00", "2026-11-16T07:00"),
        ("daily", "2027-01-01T01:00", "2026-12-31T07:00"),
        ("monthly", "2026-11-30T07:00", "2026-11-01T07:00"),
    ],
)
def test_without_a_choice_it_ends_at_the_hour_a_week_on_monday_a_month_on_its_first(
    pace: str, moment: str, end: str
) -> None:
    assert last_end(Pace(pace), utc(moment), rhythm()) == utc(end)


def test_the_hour_is_that_of_the_readers_clocks() -> None:
    ends = {
        zone: last_end(Pace.DAILY, utc("2026-11-16T12:00"), rhythm(zone))
        for zone in ("Europe/Istanbul", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati")
    }
    assert ends == {
        "Europe/Istanbul": utc("2026-11-16T04:00"),
        "Asia/Kolkata": utc("2026-11-16T01:30"),
        "America/New_York": utc("2026-11-16T12:00"),
        "Pacific/Kiritimati": utc("2026-11-15T17:00"),
    }


@pytest.mark.parametrize(
    ("month_day", "ends"),
    [
        (31, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (29, ["2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"]),
        (1, ["2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01"]),
    ],
)
def test_a_shorter_month_ends_on_its_last_day(month_day: int, ends: list[str]) -> None:
    own, found, moment = rhythm(month_day=month_day), [], utc("2027-01-02T00:00")
    for _ in ends:
        moment = next_end(Pace.MONTHLY, moment, own)
        found.append(f"{moment:%Y-%m-%d}")
    assert found == ends


def test_what_is_due_on_a_day_off_comes_on_the_next_working_day() -> None:
    # 31 January 2027 is a Sunday, so the month ends with February's first day.
    own = rhythm(weekday=5, month_day=31, working_days=WEEK)
    assert next_end(Pace.MONTHLY, utc("2027-01-20T00:00"), own) == utc("2027-02-01T07:00")
    assert next_end(Pace.MONTHLY, utc("2027-02-01T07:00"), own) == utc("2027-03-01T07:00")
    assert next_end(Pace.WEEKLY, utc("2027-01-20T00:00"), own) == utc("2027-01-25T07:00")
    friday = utc("2027-01-22T07:00")
    assert next_end(Pace.DAILY, friday, own) == utc("2027-01-25T07:00")


def test_a_working_week_may_begin_on_sunday() -> None:
    own = rhythm("Asia/Riyadh", 8, working_days=frozenset({6, 0, 1, 2, 3}))
    thursday = utc("2026-11-19T05:00")
    assert next_end(Pace.DAILY, thursday, own) == utc("2026-11-22T05:00")


def test_an_hour_that_clocks_skip_ends_when_they_have_gone_forward() -> None:
    # In Berlin the clocks go from 2:00 to 3:00 on 29 March 2026.
    own = rhythm("Europe/Berlin", 2)
    ends, moment = [], utc("2026-03-27T12:00")
    for _ in range(3):
        moment = next_end(Pace.DAILY, moment, own)
        ends.append(moment)
    assert ends == [utc("2026-03-28T01:00"), utc("2026-03-29T01:00"), utc("2026-03-30T00:00")]
    assert f"{ends[1].astimezone(own.zone):%H:%M}" == "03:00"


def test_an_hour_that_comes_twice_ends_the_first_time() -> None:
    # In Berlin 2:00 comes twice on 25 October 2026: at 0:00 and at 1:00 UTC.
    own = rhythm("Europe/Berlin", 2)
    first = utc("2026-10-25T00:00")
    assert next_end(Pace.DAILY, utc("2026-10-24T12:00"), own) == first
    assert last_end(Pace.DAILY, utc("2026-10-25T01:30"), own) == first
    assert next_end(Pace.DAILY, first, own) == utc("2026-10-26T01:00")


@given(
    pace=st.sampled_from(DIGESTS),
    zone=st.sampled_from(offered_zones()),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
    month_day=st.integers(1, 31),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    hours=st.integers(0, 6 * 365 * 24),
)
def test_ends_follow_one_another_in_every_rhythm(
    pace: Pace,
    zone: str,
    hour: int,
    weekday: int,
    month_day: int,
    days: frozenset[int],
    hours: int,
) -> None:
    own = rhythm(zone, hour, weekday=weekday, month_day=month_day, working_days=days)
    start = utc("2024-01-01T00:30") + timedelta(hours=hours)
    ends = [last_end(pace, start, own)]
    for _ in range(5):
        ends.append(next_end(pace, ends[-1], own))
    for one, two in pairwise(ends):
        assert one < two
        assert last_end(pace, two - timedelta(microseconds=1), own) == one
        assert last_end(pace, two, own) == two
        assert two.astimezone(own.zone).weekday() in days
        assert two - one <= LENGTH[pace] + timedelta(days=7)
        assert not is_late(pace, one, two, own)
    assert is_late(pace, ends[0], ends[3], own)


def test_a_weekend_is_no_lateness_but_a_day_that_was_missed_is() -> None:
    own = rhythm(working_days=WEEK)
    friday, monday = utc("2026-11-13T07:00"), utc("2026-11-16T07:00")
    assert not is_late(Pace.DAILY, friday, monday, own)
    assert is_late(Pace.DAILY, friday, monday + timedelta(days=1), own)


def test_a_digest_asked_for_shortly_after_another_is_not_late() -> None:
    assert not is_late(Pace.DAILY, utc("2026-11-16T06:50"), utc("2026-11-16T07:10"), rhythm())


def test_zones_are_offered_by_their_names_of_today_and_all_can_be_used() -> None:
    assert {"UTC", "Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Ushuaia"} <= set(
        offered_zones()
    )
    assert "Asia/Calcutta" not in offered_zones()
    assert all(ZoneInfo(name) for name in offered_zones())
