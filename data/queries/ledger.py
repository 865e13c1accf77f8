"""The rule ledger as it was known at a moment, and all that was ever entered of a country."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from data.ledger import Entry, Origin, entry_of, read_fact
from data.models import LedgerEntry

#: A page reads hundreds of entries: as plain rows, and the fact as the text that it is kept as.
_COLUMNS: tuple[Any, ...] = (
    cast(col(LedgerEntry.fact), Text),
    col(LedgerEntry.id),
    col(LedgerEntry.origin),
    col(LedgerEntry.recorded_by),
    col(LedgerEntry.note),
    col(LedgerEntry.evidence),
    col(LedgerEntry.known_from),
    col(LedgerEntry.known_until),
)


def entries_known(
    session: Session, *, at: datetime, countries: Collection[str] = (), topic: str = ""
) -> list[Entry]:
    """Entries that were known at ``at``; of some countries (and groups) or of one topic, when given."""
    statement = select_columns(*_COLUMNS).where(
        col(LedgerEntry.known_from) <= at,
        col(LedgerEntry.known_until).is_(None) | (col(LedgerEntry.known_until) > at),
    )
    if countries:
        statement = statement.where(col(LedgerEntry.country).in_(countries))
    if topic:
        statement = statement.where(col(LedgerEntry.topic) == topic)
    return [
        Entry(
            fact=read_fact(fact),
            entry_id=number,
            origin=Origin(origin),
            recorded_by=recorded_by,
            note=note,
            evidence=evidence,
            known_from=known_from,
            known_until=known_until,
        )
        for fact, number, origin, recorded_by, note, evidence, known_from, known_until in (
            session.execute(statement.order_by(col(LedgerEntry.id)))
        )
    ]


def entries_ever(session: Session, country: str) -> list[Entry]:
    """Every entry of a country or group, the latest first."""
    return [
        entry_of(row)
        for row in session.exec(
            select(LedgerEntry)
            .where(LedgerEntry.country == country)
            .order_by(col(LedgerEntry.known_from).desc(), col(LedgerEntry.id).desc())
        )
    ]


def first_known(session: Session) -> datetime | None:
    """When the ledger was begun; None while it is empty."""
    return session.exec(
        select(LedgerEntry.known_from).order_by(col(LedgerEntry.known_from)).limit(1)
    ).first()
