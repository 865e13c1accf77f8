"""Sources as the pages show them: how many are well, which are in trouble, what they brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from data.models import Document, Fetch, Source
from data.queries.shell import in_trouble
from data.queries.troubles import fell_since
from data.words import TROUBLE, Health

#: The worst first; what waits for its first read before what is well.
_ORDER = (
    Health.BLOCKED,
    Health.TLS,
    Health.FAILING,
    Health.EMPTY,
    Health.MOVED,
    Health.SILENT,
    Health.UNPROVEN,
    Health.HEALTHY,
)


@dataclass(frozen=True, kw_only=True)
class SourceCounts:
    """How many enabled sources there are, by how they do."""

    total: int
    healthy: int
    unproven: int
    trouble: int


@dataclass(frozen=True, kw_only=True)
class SourceFilter:
    """What the board shows; an empty word means any. ``health`` may be ``trouble``: all bad words."""

    health: str = ""
    country: str = ""
    kind: str = ""
    since: datetime | None = None
    """Its open trouble began after this moment."""


def source_counts(session: Session) -> SourceCounts:
    """Enabled sources by health; one statement."""
    rows = dict(
        session.exec(
            select(Source.health, func.count()).where(col(Source.enabled)).group_by(Source.health)
        ).all()
    )
    return SourceCounts(
        total=sum(rows.values()),
        healthy=rows.get(Health.HEALTHY.value, 0),
        unproven=rows.get(Health.UNPROVEN.value, 0),
        trouble=sum(rows.get(word.value, 0) for word in TROUBLE),
    )


def sources_in_trouble(session: Session, *, limit: int) -> Sequence[Source]:
    """Sources that need attention, those that failed most often first."""
    return session.exec(
        select(Source)
        .where(in_trouble())
        .order_by(col(Source.failures).desc(), col(Source.id))
        .limit(limit)
    ).all()


def board(
    session: Session, chosen: SourceFilter, *, limit: int | None = None, offset: int = 0
) -> Sequence[Source]:
    """The sources that match, the worst first: all of them, or a page."""
    rank = case({word.value: i for i, word in enumerate(_ORDER)}, value=col(Source.health))
    return session.exec(
        select(Source)
        .where(*_conditions(chosen))
        .order_by(col(Source.enabled).desc(), rank, col(Source.country), col(Source.id))
        .limit(limit)
        .offset(offset)
    ).all()


def count_sources_by(session: Session, name: str, chosen: SourceFilter) -> dict[str, int]:
    """Per word of the filter ``name`` (``health``, ``country``, ``kind``): how many would show.

    Of ``health`` also ``trouble``, which a source that is switched off is never in.
    """
    column = col(getattr(Source, name))
    others = SourceFilter(**{key: value for key, value in vars(chosen).items() if key != name})
    rows = session.exec(
        select(column, func.count(), func.sum(case((in_trouble(), 1), else_=0)))
        .where(*_conditions(others))
        .group_by(column)
    ).all()
    counts = {word: count for word, count, _ in rows}
    if name == "health":
        counts["trouble"] = sum(int(troubled) for _, _, troubled in rows)
    return counts


def documents_per_source(session: Session, sources: Iterable[str]) -> dict[str, int]:
    """How many documents each of these sources showed us first; those without any are left out."""
    return dict(
        session.exec(
            select(Document.source_id, func.count())
            .where(col(Document.source_id).in_(list(sources)))
            .group_by(col(Document.source_id))
        ).all()
    )


def fetch_log(session: Session, source_id: str, *, limit: int) -> Sequence[Fetch]:
    """The latest attempts to read a source, newest first."""
    return session.exec(
        select(Fetch)
        .where(Fetch.source_id == source_id)
        .order_by(col(Fetch.started_at).desc())
        .limit(limit)
    ).all()


def _conditions(chosen: SourceFilter) -> list[ColumnElement[bool]]:
    conditions: list[Any] = []
    if chosen.health == "trouble":
        conditions.append(in_trouble())
    elif chosen.health:
        conditions.append(Source.health == chosen.health)
    if chosen.country:
        conditions.append(Source.country == chosen.country)
    if chosen.kind:
        conditions.append(Source.kind == chosen.kind)
    if chosen.since:
        conditions.append(fell_since(chosen.since))
    return conditions
