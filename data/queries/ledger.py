"""The rule ledger as it was known at a moment, and all that was ever entered of a country."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from data.ledger import Entry, entry_of
from data.models import LedgerEntry


def entries_known(
    session: Session, *, at: datetime, countries: Collection[str] = (), topic: str = ""
) -> list[Entry]:
    """Entries that were known at ``at``; of some countries (and groups) or of one topic, when given."""
    statement = select(LedgerEntry).where(
        LedgerEntry.known_from <= at,
        col(LedgerEntry.known_until).is_(None) | (col(LedgerEntry.known_until) > at),
    )
    if countries:
        statement = statement.where(col(LedgerEntry.country).in_(countries))
    if topic:
        statement = statement.where(LedgerEntry.topic == topic)
    return [entry_of(row) for row in session.exec(statement.order_by(col(LedgerEntry.id)))]


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
