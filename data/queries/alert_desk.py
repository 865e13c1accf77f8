"""Who has which alert, what of it is due or out of sight: the part of the list that is somebody's desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from data.models import Alert, AlertLink, AlertWatcher, AuditEntry, Silence, User
from data.words import OPEN, WAITING

#: Words of the filter, and what each shows of the alerts still to be worked; empty: what is in sight.
WORK = ("mine", "unassigned", "watched", "overdue", "escalated", "snoozed", "quiet", "all")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Whose list it is, and on which day."""

    user_id: int
    today: date


@dataclass(frozen=True, kw_only=True)
class WorkFacts:
    """What people did to one alert so far, as other programs read it."""

    version: int
    assignee: str
    """E-mail address; empty: nobody has it."""
    due_on: date | None
    snoozed_until: date | None
    silenced_until: date | None
    """Last day of the silence that keeps it quiet."""
    escalated: int
    """Steps of the policy that were told since it waits."""
    watchers: int
    comments: int
    links: tuple[tuple[str, str], ...]
    """Title and address."""


def work_conditions(word: str, desk: Desk | None) -> list[ColumnElement[bool]]:
    """What the word of the filter means; without a desk only what is nobody's own."""
    open_ = col(Alert.state).in_(OPEN)
    quiet = open_ & col(Alert.silence_id).is_not(None)
    asleep = col(Alert.snoozed_until).is_not(None)
    apart: dict[str, list[ColumnElement[bool]]] = {"all": [], "quiet": [quiet], "snoozed": [asleep]}
    if word in apart:
        return apart[word]
    if desk is not None and word == "watched":
        watched = select(AlertWatcher.alert_id).where(AlertWatcher.user_id == desk.user_id)
        return [col(Alert.id).in_(watched)]
    if desk is not None and word == "mine":
        return [open_, col(Alert.assignee_id) == desk.user_id]
    return [~quiet, ~asleep, *_narrower(word, open_, desk)]


def _narrower(
    word: str, open_: ColumnElement[bool], desk: Desk | None
) -> list[ColumnElement[bool]]:
    if word == "unassigned":
        return [open_, col(Alert.assignee_id).is_(None)]
    if word == "escalated":
        return [col(Alert.state).in_(WAITING), col(Alert.escalated) > 0]
    if word == "overdue" and desk is not None:
        return [open_, col(Alert.due_on) < desk.today]
    return []


def work_facts(session: Session, alert_ids: Iterable[int]) -> dict[int, WorkFacts]:
    """The same of several alerts, by number."""
    wanted = list(alert_ids)
    found: dict[int, WorkFacts] = {}
    for start in range(0, len(wanted), 500):
        found |= _work_facts(session, wanted[start : start + 500])
    return found


def _work_facts(session: Session, alert_ids: list[int]) -> dict[int, WorkFacts]:
    rows = session.exec(
        select(Alert, col(User.email), col(Silence.until))
        .outerjoin(User, col(User.id) == Alert.assignee_id)
        .outerjoin(Silence, col(Silence.id) == Alert.silence_id)
        .where(col(Alert.id).in_(alert_ids))
    ).all()
    watchers = _counts(session, col(AlertWatcher.alert_id), alert_ids)
    comments = _counts(
        session, col(AuditEntry.alert_id), alert_ids, col(AuditEntry.action) == "commented"
    )
    links: dict[int, list[tuple[str, str]]] = {}
    for link in session.exec(
        select(AlertLink).where(col(AlertLink.alert_id).in_(alert_ids)).order_by(col(AlertLink.id))
    ):
        links.setdefault(link.alert_id, []).append((link.title, link.url))
    return {
        number: WorkFacts(
            version=alert.version,
            assignee=email or "",
            due_on=alert.due_on,
            snoozed_until=alert.snoozed_until,
            silenced_until=until,
            escalated=alert.escalated,
            watchers=watchers.get(number, 0),
            comments=comments.get(number, 0),
            links=tuple(links.get(number, ())),
        )
        for alert, email, until in rows
        if (number := alert.id or 0)
    }


def _counts(
    session: Session, column: Mapped[Any], alert_ids: list[int], *conditions: Any
) -> dict[int, int]:
    statement = select(column, func.count()).where(column.in_(alert_ids), *conditions)
    return dict(session.exec(statement.group_by(column)).all())
