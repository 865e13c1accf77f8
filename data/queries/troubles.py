"""What keeps us from watching: troubles that are open, and when they opened and closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, or_, select

from data.models import Source, Trouble
from data.words import OUTAGE, TROUBLE


def open_troubles(session: Session, names: Sequence[str]) -> dict[str, Trouble]:
    """Name (a source's id, or our own) → its open trouble."""
    rows = session.exec(select(Trouble).where(col(Trouble.open_as).in_(names)))
    return {trouble.open_as: trouble for trouble in rows if trouble.open_as is not None}


def troubled_since(session: Session, sources: Sequence[Source]) -> dict[str, datetime]:
    """Source → since when its trouble is open; sources without trouble are left out.

    A trouble that was not opened yet counts from when the source's health became what it is.
    """
    troubled = {source.id: source.health_since for source in sources if source.health in TROUBLE}
    opened = open_troubles(session, sorted(troubled))
    since = {name: moment for name, moment in troubled.items() if moment is not None}
    return since | {name: trouble.opened_at for name, trouble in opened.items()}


def fell_since(since: datetime) -> ColumnElement[bool]:
    """The condition under which a source's open trouble began after ``since``."""
    return exists().where(col(Trouble.open_as) == col(Source.id), col(Trouble.opened_at) > since)


def last_closed(session: Session, source_id: str) -> Trouble | None:
    """The trouble of a source that closed last."""
    return session.exec(
        select(Trouble)
        .where(Trouble.source_id == source_id, col(Trouble.closed_at).is_not(None))
        .order_by(col(Trouble.closed_at).desc(), col(Trouble.id).desc())
        .limit(1)
    ).first()


def open_outage(session: Session) -> Trouble | None:
    """The trouble that is ours: our own connection, if it is broken now."""
    return session.exec(
        select(Trouble).where(Trouble.kind == OUTAGE, col(Trouble.open_as).is_not(None))
    ).first()


def open_of_disabled(session: Session) -> Sequence[Source]:
    """Sources that are switched off and still have an open trouble."""
    return session.exec(
        select(Source)
        .join(Trouble, col(Trouble.open_as) == Source.id)
        .where(col(Source.enabled).is_(False))
    ).all()


def outages_within(session: Session, start: datetime, end: datetime) -> Sequence[Trouble]:
    """The troubles that were ours at some time after ``start``, up to ``end``; oldest first."""
    return session.exec(
        select(Trouble)
        .where(
            Trouble.kind == OUTAGE,
            col(Trouble.opened_at) <= end,
            or_(col(Trouble.closed_at).is_(None), col(Trouble.closed_at) > start),
        )
        .order_by(col(Trouble.opened_at), col(Trouble.id))
    ).all()


def opened_within(session: Session, start: datetime, end: datetime) -> Sequence[Trouble]:
    """Troubles of sources that opened after ``start``, up to ``end``, and are still open.

    One that came back and was opened again is not among them: it was told before.
    """
    return session.exec(
        select(Trouble).where(
            col(Trouble.source_id).is_not(None),
            col(Trouble.open_as).is_not(None),
            col(Trouble.opened_at) > start,
            col(Trouble.opened_at) <= end,
        )
    ).all()


def troubles_of(session: Session, source_id: str, *, limit: int) -> Sequence[Trouble]:
    """A source's troubles, newest first."""
    return session.exec(
        select(Trouble)
        .where(Trouble.source_id == source_id)
        .order_by(col(Trouble.opened_at).desc(), col(Trouble.id).desc())
        .limit(limit)
    ).all()
