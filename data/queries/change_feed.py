"""Entries of the change feed from a place on, at the same price at any depth."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import ChangeEntry

#: Entries that one question looks through, so that a rare filter is no long search: its answer
#: may hold fewer than there are, and says that there is more.
WINDOW = 5_000


@dataclass(frozen=True, kw_only=True)
class FeedFilter:
    """Which entries; an empty word means any."""

    about: str = ""
    topic: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedPage:
    """Entries in their order, and the place up to which all were looked at."""

    entries: Sequence[ChangeEntry]
    place: int
    more: bool


def newest_place(session: Session) -> int:
    """The place of the newest entry, whoever may see it; 0 when there is none."""
    newest = session.exec(select(func.max(ChangeEntry.id)), execution_options={"whole": True}).one()
    return newest or 0


def feed_page(session: Session, chosen: FeedFilter, *, after: int, limit: int) -> FeedPage:
    """Entries that match and come after a place. Two statements.

    The newest place is asked first: everything up to it is committed and stays as it is.
    """
    newest = newest_place(session)
    last = min(newest, after + WINDOW)
    statement = select(ChangeEntry).where(col(ChangeEntry.id) > after, col(ChangeEntry.id) <= last)
    if chosen.about:
        statement = statement.where(ChangeEntry.about == chosen.about)
    if chosen.topic:
        statement = statement.where(ChangeEntry.topic == chosen.topic)
    if chosen.country:
        statement = statement.where(col(ChangeEntry.places).contains(f" {chosen.country} "))
    found = session.exec(statement.order_by(col(ChangeEntry.id)).limit(limit + 1)).all()
    entries = found[:limit]
    place = max(after, last) if len(found) <= limit else entries[-1].id or 0
    return FeedPage(entries=entries, place=place, more=place < newest)
