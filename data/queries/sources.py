"""Sources as the crawler asks for them: which are due, and what is known of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from data.models import Fetch, Source


def due_sources(session: Session, *, now: datetime, limit: int) -> list[str]:
    """Ids of enabled sources whose time has come: never read ones first, then the longest due."""
    return list(
        session.exec(
            select(Source.id)
            .where(
                col(Source.enabled),
                col(Source.next_check_at).is_(None) | (col(Source.next_check_at) <= now),
            )
            .order_by(
                col(Source.next_check_at).is_not(None), col(Source.next_check_at), col(Source.id)
            )
            .limit(limit)
        )
    )


def enabled_sources(session: Session) -> list[str]:
    """Ids of all enabled sources, in their order."""
    return list(session.exec(select(Source.id).where(col(Source.enabled)).order_by(col(Source.id))))


def all_sources(session: Session) -> Sequence[Source]:
    """Every source, enabled or not, by id."""
    return session.exec(select(Source).order_by(col(Source.id))).all()


def sources_by_id(session: Session, ids: Sequence[str]) -> dict[str, Source]:
    """The sources of these ids; ids that are not known are left out."""
    return {
        source.id: source
        for source in session.exec(
            select(Source).where(col(Source.id).in_(ids)).order_by(col(Source.id))
        )
    }


def last_starts(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """Source → when the newest logged attempt to read it began; none for those never read."""
    rows = session.exec(
        select(Fetch.source_id, func.max(Fetch.started_at))
        .where(col(Fetch.source_id).in_(ids))
        .group_by(Fetch.source_id)
    )
    return dict(rows.all())


def enabled_rows(session: Session) -> Sequence[Source]:
    """All enabled sources, by id, locked until the end of the transaction."""
    return session.exec(
        select(Source).where(col(Source.enabled)).order_by(col(Source.id)).with_for_update()
    ).all()


def last_message(session: Session, source_id: str) -> str:
    """What the newest logged attempt said; empty when there is none."""
    return (
        session.exec(
            select(Fetch.message)
            .where(Fetch.source_id == source_id)
            .order_by(col(Fetch.started_at).desc())
            .limit(1)
        ).first()
        or ""
    )
