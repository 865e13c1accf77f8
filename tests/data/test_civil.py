from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.civil import SHORTEST_DAY, civil_day, days_apart, zone_names, zone_of
from data.countries import codes


def test_every_country_has_one_zone() -> None:
    assert codes() - zone_names().keys() == set()
    for code in codes():
        assert isinstance(zone_of(code), ZoneInfo), code


@pytest.mark.parametrize(
    ("country", "utc", "day"),
    [
        ("TR", datetime(2026, 3, 1, 21, 30, tzinfo=UTC), date(2026, 3, 2)),
        ("BR", datetime(2026, 3, 1, 2, 30, tzinfo=UTC), date(2026, 2, 28)),
        ("US", datetime(2026, 7, 4, 3, 59, tzinfo=UTC), date(2026, 7, 3)),
        ("US", datetime(2026, 7, 4, 4, 0, tzinfo=UTC), date(2026, 7, 4)),
        ("JP", datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("", datetime(2026, 3, 1, 23, 59, tzinfo=UTC), date(2026, 3, 1)),
        ("901", datetime(2026, 3, 1, 23, 59, tzinfo=UTC), date(2026, 3, 1)),
    ],
)
def test_the_day_is_the_country_s(country: str, utc: datetime, day: date) -> None:
    assert civil_day(utc, country) == day


def test_a_country_of_several_zones_counts_by_its_capital() -> None:
    assert str(zone_of("BR")) == "America/Sao_Paulo"
    assert str(zone_of("RU")) == "Europe/Moscow"
    assert str(zone_of("US")) == "America/New_York"


def test_days_apart_counts_midnights() -> None:
    evening = datetime(2026, 3, 1, 20, 59, tzinfo=UTC)
    assert days_apart(evening, evening + timedelta(minutes=2), "TR") == 1
    assert days_apart(evening, evening + timedelta(minutes=2), "GB") == 0
    assert days_apart(evening, evening - timedelta(days=3), "GB") == -3


def test_a_day_without_its_second_hour_may_be_passed_in_24_hours() -> None:
    # Berlin, 29 March 2026: 23 hours long.
    before = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert days_apart(before, before + timedelta(hours=24), "DE") == 2


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(0), SHORTEST_DAY),
    st.sampled_from(["DE", "BR", "TR", "US", "CL", "AU", "IR", "EG", "MA", "NZ", ""]),
)
def test_moments_closer_than_the_shortest_day_lie_on_neighbours(
    moment: datetime, apart: timedelta, country: str
) -> None:
    assert days_apart(moment, moment + apart, country) in (0, 1)
