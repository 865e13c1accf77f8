"""Developments as the pages list them: what changed, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from data import countries
from data.models import Alert, Development, DevelopmentMember, Document, RuleChange, Source
from data.queries.days_ahead import on_days
from data.words import ChangeKind


@dataclass(frozen=True, kw_only=True)
class ChangeFilter:
    """What the list shows; an empty word means any."""

    topic: str = ""
    status: str = ""
    direction: str = ""
    country: str = ""
    """A country that is touched, or a group that is named."""
    days: tuple[date, date] | None = None
    """It takes effect or its term ends from the first to the last of these days."""
    since: datetime | None = None
    """It was found after this moment."""

    def without(self, name: str) -> "ChangeFilter":
        """The same with one word left open."""
        words: dict[str, Any] = {name: ""}
        return replace(self, **words)


_COLUMNS: dict[str, Mapped[Any]] = {
    "topic": col(Development.topic),
    "status": col(Development.status),
    "direction": col(Development.direction),
}


def list_changes(
    session: Session, chosen: ChangeFilter, *, limit: int, offset: int = 0
) -> Sequence[Development]:
    """Developments that match; the one that moved last comes first."""
    return session.exec(
        select(Development)
        .where(*_conditions(chosen))
        .order_by(col(Development.moved_at).desc(), col(Development.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()


def changes_below(
    session: Session, chosen: ChangeFilter, *, below: int | None, limit: int
) -> Sequence[Development]:
    """Developments that match, the newest first; ``below`` goes on under a number."""
    statement = select(Development).where(*_conditions(chosen))
    if below is not None:
        statement = statement.where(col(Development.id) < below)
    return session.exec(statement.order_by(col(Development.id).desc()).limit(limit)).all()


def count_changes(session: Session, chosen: ChangeFilter) -> int:
    """How many developments match."""
    return session.exec(
        select(func.count()).select_from(Development).where(*_conditions(chosen))
    ).one()


def count_changes_by(session: Session, name: str, chosen: ChangeFilter) -> dict[str, int]:
    """Per word of the filter ``name``: how many developments would show."""
    column = _COLUMNS[name]
    return dict(
        session.exec(
            select(column, func.count()).where(*_conditions(chosen.without(name))).group_by(column)
        ).all()
    )


def change_countries(session: Session) -> Sequence[str]:
    """Every country that a development touches."""
    return session.exec(
        select(RuleChange.country)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == RuleChange.id)
        .distinct()
        .order_by(RuleChange.country)
    ).all()


def sample_developments(session: Session, development_ids: Sequence[int]) -> set[int]:
    """Which of these rest on a sample source."""
    return set(
        session.exec(
            select(DevelopmentMember.development_id)
            .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
            .join(Document, col(Document.id) == RuleChange.document_id)
            .join(Source, col(Source.id) == Document.source_id)
            .where(col(DevelopmentMember.development_id).in_(development_ids), col(Source.sample))
        )
    )


def alerts_of(session: Session, development_ids: Sequence[int]) -> dict[int, Alert]:
    """Development → the first alert that it raised."""
    found: dict[int, Alert] = {}
    for alert in session.exec(
        select(Alert)
        .where(col(Alert.development_id).in_(development_ids))
        .order_by(col(Alert.id).desc())
    ):
        found[alert.development_id or 0] = alert
    return found


def _conditions(chosen: ChangeFilter) -> list[ColumnElement[bool]]:
    # What officers closed as no change is found from its documents and alerts, not here.
    conditions: list[ColumnElement[bool]] = [col(Development.kind) != ChangeKind.NONE.value]
    conditions += [
        column == getattr(chosen, name)
        for name, column in _COLUMNS.items()
        if getattr(chosen, name)
    ]
    if chosen.since:
        conditions.append(col(Development.created_at) > chosen.since)
    if chosen.days:
        conditions.append(on_days(*chosen.days))
    if countries.is_group(chosen.country):
        conditions.append(col(Development.jurisdiction) == chosen.country)
    elif chosen.country:
        conditions.append(
            col(Development.id).in_(
                select(DevelopmentMember.development_id)
                .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
                .where(
                    RuleChange.country == chosen.country,
                    RuleChange.kind != ChangeKind.NONE.value,
                )
            )
        )
    return conditions
