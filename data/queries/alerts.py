"""Alerts as the pages list them: filtered, counted per filter, and one with all it stands on."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data import countries
from data.models import (
    Alert,
    AuditEntry,
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
    news: str = ""
    """A word of :data:`NEWS`; counts only with ``since``."""
    since: datetime | None = None

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


#: What may have happened to an alert since a moment: it came, or an earlier one moved or was re-opened.
NEWS = ("raised", "moved")
#: Words of the filter that mean several states.
STATE_GROUPS: dict[str, tuple[AlertState, ...]] = {"waiting": WAITING, "open": OPEN}
_WAITING = (col(Alert.state).in_(WAITING), col(Alert.silence_id).is_(None))
#: Those still to be worked first, of them the loudest, then the newest.
_ORDER = (
    col(Alert.state).in_(CLOSED),
    case({word.value: rank for rank, word in enumerate(SEVERITY_ORDER)}, value=col(Alert.severity)),
    col(Alert.severity_score).desc(),
    col(Alert.id).desc(),
)
_OWN: dict[str, Mapped[Any]] = {"state": col(Alert.state), "severity": col(Alert.severity)}


def list_alerts(
    session: Session, chosen: AlertFilter, *, limit: int, offset: int = 0
) -> list[AlertRow]:
    """Alerts that match: those still to be worked first, of them the loudest, then the newest.

    Which they are is settled on the alerts alone; only those are laid beside what they stand on.
    """
    listed = (
        select(Alert.id).where(*_conditions(chosen)).order_by(*_ORDER).limit(limit).offset(offset)
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
        .where(col(Alert.id).in_(listed))
        .order_by(*_ORDER)
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
    statement: Any = select(Alert.id).where(*_conditions(chosen))
    if below is not None:
        statement = statement.where(col(Alert.id) < below)
    return list(session.exec(statement.order_by(col(Alert.id).desc()).limit(limit)))


def count_alerts(session: Session, chosen: AlertFilter) -> int:
    """How many alerts match."""
    return int(session.exec(alerts_counted(chosen)).one())


def alerts_counted(chosen: AlertFilter) -> SelectOfScalar[int]:
    """The question how many alerts match, to be asked alone or as a part of another."""
    return select(func.count()).select_from(Alert).where(*_conditions(chosen))


def count_alerts_by(session: Session, name: str, chosen: AlertFilter) -> dict[str, int]:
    """Per word of the filter ``name`` (``state``, ``severity`` or ``topic``): how many would show."""
    others = _conditions(chosen.without(name))
    if name == "topic":
        return _count_by_topic(session, others)
    column = _OWN[name]
    statement = select(column, func.count()).where(*others).group_by(column)
    counts: dict[str, int] = dict(session.exec(statement).all())
    if name == "state":
        for group, states in STATE_GROUPS.items():
            counts[group] = sum(counts.get(state, 0) for state in states)
    return counts


def _count_by_topic(session: Session, others: list[ColumnElement[bool]]) -> dict[str, int]:
    """The only word that the alert's cause has and the alert itself has not."""
    found: Counter[str] = Counter()
    for column, cause in ((Alert.development_id, Development), (Alert.limit_id, ClockLimit)):
        told = _per_cause(column, others)
        statement = (
            select(cause.topic, func.sum(told.c.alerts))
            .join(told, told.c.cause == cause.id)
            .group_by(cause.topic)
        )
        found.update({topic: int(alerts) for topic, alerts in session.exec(statement)})
    return dict(found)


def count_alerts_by_work(session: Session, chosen: AlertFilter) -> dict[str, int]:
    """Per word of the filter ``work``: how many would show."""
    words = [word for word in WORK if word != "all"]
    sums = [
        func.coalesce(func.sum(case((and_(*work_conditions(word, chosen.desk)), 1), else_=0)), 0)
        for word in words
    ]
    everything = _conditions(replace(chosen, work="all"))
    row = session.exec(select(*sums).select_from(Alert).where(*everything)).one()
    return {word: int(count) for word, count in zip(words, row, strict=True)}


def count_alerts_by_country(session: Session, chosen: AlertFilter) -> dict[str, int]:
    """Per country that an alert is about: how many would show."""
    others = _conditions(chosen.without("country"))
    # Counted by development first: several alerts share one, and its countries are asked for once.
    told = _per_cause(Alert.development_id, others)
    touched = (
        select(told.c.cause, told.c.alerts, RuleChange.country)
        .join(DevelopmentMember, col(DevelopmentMember.development_id) == told.c.cause)
        .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
        .distinct()
        .subquery()
    )
    clocks = _per_cause(Alert.limit_id, others)
    found: Counter[str] = Counter()
    for statement in (
        select(touched.c.country, func.sum(touched.c.alerts)).group_by(touched.c.country),
        select(ClockLimit.country, func.sum(clocks.c.alerts))
        .join(clocks, clocks.c.cause == ClockLimit.id)
        .group_by(ClockLimit.country),
    ):
        found.update({country: int(alerts) for country, alerts in session.exec(statement)})
    return dict(found)


def _per_cause(cause: Any, conditions: list[ColumnElement[bool]]) -> Subquery:
    """``cause``, ``alerts``: how many alerts each development, or each limit, has."""
    counted = select(cause.label("cause"), func.count().label("alerts")).select_from(Alert)
    return counted.where(*conditions, cause.is_not(None)).group_by(cause).subquery()


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


def _conditions(chosen: AlertFilter) -> list[ColumnElement[bool]]:
    """What the question asks for, of the alert's own columns: of its cause by its number."""
    conditions = work_conditions(chosen.work, chosen.desk)
    if chosen.since is not None and chosen.news:
        conditions.append(_is_news(chosen.news, chosen.since))
    if chosen.state:
        conditions.append(col(Alert.state).in_(STATE_GROUPS.get(chosen.state, (chosen.state,))))
    if chosen.severity:
        conditions.append(col(Alert.severity) == chosen.severity)
    if chosen.topic:
        conditions.append(
            caused_by(
                select(Development.id).where(Development.topic == chosen.topic),
                select(ClockLimit.id).where(ClockLimit.topic == chosen.topic),
            )
        )
    if chosen.country:
        clocks = select(ClockLimit.id).where(ClockLimit.country == chosen.country)
        conditions.append(caused_by(_touching(chosen.country), clocks))
    return conditions


def _is_news(word: str, since: datetime) -> ColumnElement[bool]:
    if word == "raised":
        return col(Alert.created_at) > since
    told = exists().where(
        col(AuditEntry.alert_id) == col(Alert.id),
        col(AuditEntry.at) > since,
        col(AuditEntry.action).in_(("moved", "reopened")),
    )
    # An act of the trail raises updated_at too: of few alerts the trail is looked through.
    return and_(col(Alert.created_at) <= since, col(Alert.updated_at) > since, told)


def caused_by(developments: Any, limits: Any) -> ColumnElement[bool]:
    """Alerts whose one cause is among the numbers of these developments, or of these limits."""
    return col(Alert.development_id).in_(developments) | col(Alert.limit_id).in_(limits)


def _touching(country: str) -> Any:
    """Numbers of the developments that touch a country, or name a group."""
    if countries.is_group(country):
        return select(Development.id).where(Development.jurisdiction == country)
    return (
        select(DevelopmentMember.development_id)
        .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
        .where(RuleChange.country == country)
    )
