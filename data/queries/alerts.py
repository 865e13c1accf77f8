"""Alerts as the pages list them: filtered, counted per filter, and one with all it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data import countries
from data.models import (
    Alert,
    ClockLimit,
    Development,
    DevelopmentMember,
    Document,
    Fleet,
    RuleChange,
    Source,
    User,
)
from data.queries.alert_desk import WORK, Desk, work_conditions
from data.words import CLOSED, OPEN, SEVERITY_ORDER, WAITING, AlertState, ChangeKind


@dataclass(frozen=True, kw_only=True)
class AlertFilter:
    """What the list shows; an empty word means any."""

    state: str = ""
    """A state, or one of :data:`STATE_GROUPS`."""
    severity: str = ""
    topic: str = ""
    country: str = ""
    """A country that is touched, or a group that is named."""
    work: str = ""
    """A word of :data:`data.queries.alert_desk.WORK`; empty: neither snoozed nor under a silence."""
    desk: Desk | None = None
    """Whose work it is, for the words that ask."""

    def without(self, name: str) -> "AlertFilter":
        """The same with one word left open: what the other choices of that filter would show."""
        words: dict[str, Any] = {name: ""}
        return replace(self, **words)


@dataclass(frozen=True, kw_only=True)
class AlertRow:
    """One line of the list."""

    alert: Alert
    development: Development | None
    """Its cause; None for an alert of a clock."""
    limit: ClockLimit | None
    """Its cause, for an alert of a clock."""
    fleet: str
    sample: bool
    assignee: str = ""
    """Name of who has it."""


#: Words of the filter that mean several states.
STATE_GROUPS: dict[str, tuple[AlertState, ...]] = {"waiting": WAITING, "open": OPEN}
_WAITING = (col(Alert.state).in_(WAITING), col(Alert.silence_id).is_(None))
_COLUMNS: dict[str, Any] = {
    "state": col(Alert.state),
    "severity": col(Alert.severity),
    "topic": func.coalesce(col(Development.topic), col(ClockLimit.topic)),
}


def list_alerts(
    session: Session, chosen: AlertFilter, *, limit: int, offset: int = 0
) -> list[AlertRow]:
    """Alerts that match: those still to be worked first, of them the loudest, then the newest."""
    loudness = case(
        {word.value: rank for rank, word in enumerate(SEVERITY_ORDER)}, value=col(Alert.severity)
    )
    statement = (
        select(Alert, Development, ClockLimit, Fleet, Source.sample, User.name)  # type: ignore[call-overload]  # SQLModel types up to four
        .outerjoin(Development, col(Development.id) == Alert.development_id)
        .outerjoin(ClockLimit, col(ClockLimit.id) == Alert.limit_id)
        .join(Fleet, col(Fleet.id) == Alert.fleet_id)
        .outerjoin(User, col(User.id) == Alert.assignee_id)
        .outerjoin(RuleChange, col(RuleChange.id) == Alert.rule_change_id)
        .outerjoin(Document, col(Document.id) == RuleChange.document_id)
        .outerjoin(Source, col(Source.id) == Document.source_id)
        .where(*_conditions(chosen))
        .order_by(
            col(Alert.state).in_(CLOSED),
            loudness,
            col(Alert.severity_score).desc(),
            col(Alert.id).desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return [
        AlertRow(
            alert=alert,
            development=development,
            limit=limit,
            fleet=fleet.name,
            sample=fleet.sample if sample is None else sample,
            assignee=assignee or "",
        )
        for alert, development, limit, fleet, sample, assignee in session.exec(statement)
    ]


def alert_ids(session: Session, chosen: AlertFilter, *, below: int | None, limit: int) -> list[int]:
    """Numbers of alerts that match, newest first; ``below`` goes on under a number."""
    statement = _counted(select(Alert.id), chosen)
    if below is not None:
        statement = statement.where(col(Alert.id) < below)
    return list(session.exec(statement.order_by(col(Alert.id).desc()).limit(limit)))


def count_alerts(session: Session, chosen: AlertFilter) -> int:
    """How many alerts match."""
    return int(session.exec(_counted(select(func.count()), chosen)).one())


def count_alerts_by(session: Session, name: str, chosen: AlertFilter) -> dict[str, int]:
    """Per word of the filter ``name`` (``state``, ``severity`` or ``topic``): how many would show."""
    column = _COLUMNS[name]
    statement = select(column, func.count()).group_by(column)
    counts: dict[str, int] = dict(session.exec(_counted(statement, chosen.without(name))).all())
    if name == "state":
        for group, states in STATE_GROUPS.items():
            counts[group] = sum(counts.get(state, 0) for state in states)
    return counts


def count_alerts_by_work(session: Session, chosen: AlertFilter) -> dict[str, int]:
    """Per word of the filter ``work``: how many would show."""
    words = [word for word in WORK if word != "all"]
    sums = [
        func.coalesce(func.sum(case((and_(*work_conditions(word, chosen.desk)), 1), else_=0)), 0)
        for word in words
    ]
    row = session.exec(_counted(select(*sums), replace(chosen, work="all"))).one()
    return {word: int(count) for word, count in zip(words, row, strict=True)}


def alert_countries(session: Session) -> Sequence[str]:
    """Every country that an alert is about."""
    changes = session.exec(
        select(RuleChange.country)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == RuleChange.id)
        .join(Alert, col(Alert.development_id) == DevelopmentMember.development_id)
        .distinct()
    ).all()
    clocks = session.exec(
        select(ClockLimit.country).join(Alert, col(Alert.limit_id) == ClockLimit.id).distinct()
    ).all()
    return sorted({*changes, *clocks})


def open_alerts_by_country(session: Session) -> dict[str, int]:
    """How many alerts that nobody has taken each country has."""
    count = func.count(col(Alert.id).distinct())
    clocks = session.exec(
        select(ClockLimit.country, count)
        .join(Alert, col(Alert.limit_id) == ClockLimit.id)
        .where(*_WAITING)
        .group_by(ClockLimit.country)
    ).all()
    changes = dict(
        session.exec(
            select(RuleChange.country, count)
            .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == RuleChange.id)
            .join(Alert, col(Alert.development_id) == DevelopmentMember.development_id)
            .where(
                *_WAITING,
                RuleChange.kind != ChangeKind.NONE.value,
            )
            .group_by(RuleChange.country)
        ).all()
    )
    for country, number in clocks:
        changes[country] = changes.get(country, 0) + number
    return changes


def _counted(statement: Any, chosen: AlertFilter) -> SelectOfScalar[Any]:
    counted: SelectOfScalar[Any] = (
        statement.select_from(Alert)
        .outerjoin(Development, col(Development.id) == Alert.development_id)
        .outerjoin(ClockLimit, col(ClockLimit.id) == Alert.limit_id)
        .where(*_conditions(chosen))
    )
    return counted


def _conditions(chosen: AlertFilter) -> list[ColumnElement[bool]]:
    conditions = [
        column.in_(STATE_GROUPS.get(word, (word,)))
        for name, column in _COLUMNS.items()
        if (word := getattr(chosen, name))
    ] + work_conditions(chosen.work, chosen.desk)
    if not chosen.country:
        return conditions
    clocks = col(ClockLimit.country) == chosen.country
    if countries.is_group(chosen.country):
        conditions.append((col(Development.jurisdiction) == chosen.country) | clocks)
    else:
        conditions.append(
            clocks
            | col(Alert.development_id).in_(
                select(DevelopmentMember.development_id)
                .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
                .where(RuleChange.country == chosen.country)
            )
        )
    return conditions
