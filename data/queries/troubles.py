"""What keeps us from watching: troubles that are open, and when they opened and closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from data.models import Source, Trouble
from data.words import OUTAGE


def open_troubles(session: Session, names: Sequence[str]) -> dict[str, Trouble]:
    """Name (a source's id, or our own) → its open trouble."""
    rows = session.exec(select(Trouble).where(col(Trouble.open_as).in_(names)))
    return {trouble.open_as: trouble for trouble in rows if trouble.open_as is not None}


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


def troubles_within(
    session: Session, start: datetime, end: datetime
) -> list[tuple[Trouble, Source | None]]:
    """Troubles open at ``end``, or closed after ``start``, with their sources; ours first, then

    by country. What opened after ``end`` is left to whoever asks next.
    """
    rows = session.exec(
        select(Trouble, Source)
        .outerjoin(Source, col(Source.id) == Trouble.source_id)
        .where(
            col(Trouble.opened_at) <= end,
            or_(col(Trouble.closed_at).is_(None), col(Trouble.closed_at) > start),
        )
        .order_by(col(Trouble.source_id).is_not(None), col(Source.country), col(Trouble.id))
    )
    return [(trouble, source) for trouble, source in rows]


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
