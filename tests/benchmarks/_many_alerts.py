"""A store with many alerts, each with a publication, quotes, a development and an impact of its own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlmodel import Session, SQLModel, select

from data.db import writing
from data.models import (
    Alert,
    Development,
    DevelopmentMember,
    Document,
    Evidence,
    Fleet,
    Impact,
    RuleChange,
    Snapshot,
    User,
    Version,
)
from data.queries.members import set_members
from data.queries.tokens import issue_token
from data.words import SEVERITY_ORDER, Scope
from tests.factories import NOW, make_fleet, make_people, make_story

#: Days over which the alerts are spread, the oldest first.
_YEARS = 3650
#: One country in so many is Türkiye.
_COUNTRIES = 200
#: Parents before children; each row is a copy of the one that the story has.
_TABLES: tuple[type[SQLModel], ...] = (
    Document, Snapshot, Version, RuleChange, Evidence, Development, DevelopmentMember, Impact, Alert,
)  # fmt: skip


def fill(engine: Engine, alerts: int) -> str:
    """So many alerts of the fleet North, and one for each tenth of them of a fleet out of sight.

    Returns the secret of a token of the scope ``feed`` that belongs to a viewer of North.
    """
    with writing(engine) as session:
        make_story(session)
        people = make_people(session)
        models = {table: session.exec(select(table)).first() for table in _TABLES}
        rows = {table: model.model_dump() for table, model in models.items() if model}
        north = session.exec(select(Fleet)).one()
        north.name = "North"
        south = make_fleet(session, "South")
        set_members(session, north.id or 0, [people["stranger"].id or 0])
        set_members(session, south.id or 0, [people["teammate"].id or 0])
        for first in range(2, alerts + 1, 10_000):
            numbers = range(first, min(first + 10_000, alerts + 1))
            _copy(session, rows, numbers, south.id or 0)
        # A store that grew by and by knows what is in it; one filled at once has to be told.
        session.connection().execute(text("ANALYZE"))
        return _token(session, people["stranger"])


def _token(session: Session, user: User) -> str:
    return issue_token(session, user.id or 0, name="bench", scope=Scope.FEED.value, now=NOW)


def _copy(
    session: Session, rows: dict[type[SQLModel], dict[str, Any]], numbers: range, south: int
) -> None:
    for table, row in rows.items():
        made = [{**row, **_own(table, number)} for number in numbers]
        session.connection().execute(insert(table), made)
    others = [number for number in numbers if number % 10 == 0]
    for table in (Impact, Alert):
        made = [
            {**rows[table], **_own(table, number), "id": 10_000_000 + number, "fleet_id": south}
            for number in others
        ]
        session.connection().execute(insert(table), made)
    session.expire_all()


def _own(table: type[SQLModel], number: int) -> dict[str, Any]:
    """What differs from row to row, by the table's own columns."""
    return {name: value for name, value in _facts(number) if name in table.model_fields}


def _facts(number: int) -> Iterator[tuple[str, Any]]:
    moment = NOW - timedelta(days=_YEARS) + timedelta(minutes=number * 52)
    country = "TR" if number % _COUNTRIES == 0 else "BR"
    ahead = (moment + timedelta(days=60)).date()
    yield "id", number
    yield "url", f"https://authority.test/documents/{number}"
    yield "key", f"copy-{number}"
    yield "country", country
    yield "jurisdiction", country
    yield "countries", [country]
    yield "by_country", {country: 12}
    yield "topic", "imei" if number % 3 else "roaming"
    yield "severity", SEVERITY_ORDER[number % 3].value
    yield "effective_on", ahead
    yield from (
        (name, number)
        for name in ("document_id", "snapshot_id", "version_id", "rule_change_id", "development_id")
    )
    yield from ((name, moment) for name in ("created_at", "updated_at", "moved_at", "detected_at"))
