from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import ExposureDay, Fleet
from data.queries.exposure import live_by_country
from data.queries.exposure_history import live_history, live_on, record_day, unrecorded
from data.queries.fleet import live_groups
from tests.data.fleet.files import csv_of, row
from tests.data.fleet.loading import load

TODAY = date(2026, 11, 16)


def days(store: Engine, **values: object) -> list[tuple[str, int]]:
    with reading(store) as session:
        found = live_history(session, since=date(2026, 1, 1), until=date(2027, 1, 1), **values)  # type: ignore[arg-type]
    return [(f"{one.day:%m-%d}", one.live) for one in found]


def later(store: Engine, now: datetime, number: int) -> None:
    """The daily count of every fleet, so many days later."""
    at = now + timedelta(days=number)
    with reading(store) as session:
        fleets = unrecorded(session, on=at.date())
    with writing(store) as session:
        for fleet in fleets:
            record_day(session, fleet, now=at, live_days=30)


def test_an_import_writes_down_how_many_are_live(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2, Country="TR"), row(3, **{"Last Seen": "2026-01-01"})), now)
    with reading(store) as session:
        rows = session.exec(select(ExposureDay)).all()
    assert sorted((one.country, one.home, one.technology, one.live) for one in rows) == [
        ("BR", "DE", "euicc_sgp32", 1),
        ("TR", "DE", "euicc_sgp32", 1),
    ]
    assert days(store) == [("11-16", 2)]
    assert days(store, countries=["TR"]) == [("11-16", 1)]


def test_the_last_count_of_a_day_is_kept(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now)
    load(store, csv_of(row(1), row(2)), now + timedelta(hours=3))
    assert days(store) == [("11-16", 2)]


def test_sims_that_fall_silent_leave_the_line_by_themselves(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now)
    for number in (1, 29, 30, 31):
        later(store, now, number)
    assert days(store) == [
        ("11-16", 1),
        ("11-17", 1),
        ("12-15", 1),
        ("12-16", 0),
        ("12-17", 0),
    ]


def test_a_fleet_is_counted_once_a_day(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now)
    with reading(store) as session:
        assert unrecorded(session, on=TODAY) == []
        assert len(unrecorded(session, on=TODAY + timedelta(days=1))) == 1


def test_a_fleet_that_was_not_counted_is_taken_as_before(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    load(store, csv_of(row(3)), now + timedelta(days=1), fleet="Meters")
    assert days(store) == [("11-16", 2), ("11-17", 3)]
    with reading(store) as session:
        meters = session.exec(select(Fleet.id).where(Fleet.name == "Meters")).one()
    assert days(store, fleets=[meters]) == [("11-17", 1)]


def test_how_many_there_were_when_a_rule_was_announced(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    load(store, csv_of(row(1), row(2, Country="TR")), now + timedelta(days=3))
    with reading(store) as session:
        assert live_on(session, TODAY - timedelta(days=1), countries=["BR"]) is None
        assert live_on(session, TODAY + timedelta(days=2), countries=["BR"]) == 2
        assert live_on(session, TODAY + timedelta(days=9), countries=["BR", "AR"]) == 1
        assert live_on(session, TODAY + timedelta(days=9), countries=["JP"]) == 0


def test_a_fleet_without_live_sims_was_counted_all_the_same(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1, **{"SIM Status": "Suspended"})), now)
    assert days(store) == [("11-16", 0)]


def test_live_means_seen_on_one_of_the_last_days(store: Engine, now: datetime) -> None:
    early = datetime(2026, 10, 17, 0, 0, tzinfo=UTC)
    before = early - timedelta(seconds=1)
    seen = [f"{early:%FT%TZ}", f"{before:%FT%TZ}"]
    load(store, csv_of(*(row(n, **{"Last Seen": at}) for n, at in enumerate(seen))), now)
    with reading(store) as session:
        assert [one.sims for one in live_by_country(session, now=now, live_days=30)] == [1]
        (group,) = live_groups(session, 1, now=now, live_days=30)
    assert group.sims == 1
