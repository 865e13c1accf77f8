"""What a large fleet's pages show beside its SIMs: people, a year of counts, changes that touch it."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from data.db import reading, writing
from data.models import ExposureDay, ExposureTotal, Fleet, User
from data.queries.exposure_history import record_day
from data.queries.members import set_members
from tests.factories import (
    make_change,
    make_development,
    make_document,
    make_people,
    make_source,
    make_version,
)

#: Country, status of the change, days until it takes effect; a group's act touches many countries.
CHANGES = (("TR", "adopted", 46), ("IN", "proposed", None), ("BR", "in_force", -10))
EUROPE = ("BE", "DE", "ES", "FR", "IT", "NL", "PL", "SE")
_YEAR = 365


def people_of(engine: Engine, *, now: datetime) -> dict[str, User]:
    """The three people: the officer is a member of the first two of four fleets."""
    with writing(engine) as session:
        people = make_people(session, now=now - timedelta(days=400))
        numbers = list(session.exec(select(Fleet.id).order_by(Fleet.name)))
        for place, number in enumerate(numbers):
            name = "teammate" if place < len(numbers) // 2 else "stranger"
            set_members(session, number or 0, [people[name].id or 0])
    return people


def write_history(engine: Engine, *, now: datetime, live_days: int) -> int:
    """A count of live SIMs for each day of a year, as today's; how many rows."""
    with writing(engine) as session:
        for number in session.exec(select(Fleet.id)).all():
            record_day(session, number or 0, now=now, live_days=live_days)
        rows = [row.model_dump() for row in session.exec(select(ExposureDay))]
        totals = [row.model_dump() for row in session.exec(select(ExposureTotal))]
    for ago in range(1, _YEAR):
        with writing(engine) as session:
            day = (now - timedelta(days=ago)).date()
            for table, some in ((ExposureDay, rows), (ExposureTotal, totals)):
                session.connection().execute(insert(table), [{**row, "day": day} for row in some])
    return len(rows) * _YEAR


def publish(session: Session, *, now: datetime) -> list[int]:
    """The changes, as if found two days ago; the numbers of their developments."""
    found = []
    for country, status, days in CHANGES:
        source = make_source(session, country=country)
        effective = None if days is None else now.date() + timedelta(days=days)
        change = make_change(
            session,
            make_version(session, make_document(session, source)),
            country=country,
            status=status,
            effective_on=effective,
        )
        found.append(make_development(session, change))
    version = make_version(session, make_document(session, make_source(session, country="EU")))
    changes = [make_change(session, version, country=one, via_group="EU") for one in EUROPE]
    found.append(make_development(session, *changes))
    return [one.id or 0 for one in found]


def sizes(engine: Engine) -> str:
    """Rows of what pages count from."""
    tables = ("sim", "presence", "simcount", "exposureday", "clock", "quietclock")
    with reading(engine) as session:
        connection = session.connection()
        counts = (
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in tables
        )
        return ", ".join(f"{name} {count:,}" for name, count in zip(tables, counts, strict=True))
