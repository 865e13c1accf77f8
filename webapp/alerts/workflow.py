"""Working an alert to its end: carrying out what :mod:`webapp.alerts.states` decides.

The act, its line in the trail and the mails that it causes are written together.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from data.models import Alert, AuditEntry, Development, User
from data.queries.sight import fleet_people
from data.words import Role
from webapp.alerts.mentions import mentioned
from webapp.alerts.refusals import (
    ActError,
    AlertNotFoundError,
    DayError,
    InvalidTransition,
    LinkError,
    NoteError,
    PersonError,
    StaleAlert,
)
from webapp.alerts.states import MAX_NOTE, Action, Refusal, Step, Wish, decide
from webapp.alerts.telling import tell_act
from webapp.alerts.trail import apply, last_change, standing_of
from webapp.alerts.wording import plain_text

__all__ = [
    "MAX_NOTE",
    "ActError",
    "Action",
    "AlertNotFoundError",
    "DayError",
    "InvalidTransition",
    "LinkError",
    "NoteError",
    "PersonError",
    "StaleAlert",
    "act",
    "effect_day",
    "locked",
]


def act(
    session: Session,
    alert_id: int,
    *,
    action: str,
    actor: str,
    note: str = "",
    now: datetime,
    version: int | None = None,
    **values: Any,
) -> AuditEntry:
    """Carry out one act on an alert, append it to the trail, and queue the mails; the caller commits.

    ``version`` is that of the alert as the person saw it: when it was changed since, nothing is
    done and :class:`StaleAlert` says by whom (a comment is never stale). ``values`` are those of
    :class:`webapp.alerts.states.Wish`: ``assignee_id`` of ``assign``, ``day`` of ``due`` and
    ``snooze``, ``for_effect`` of ``snooze`` (then ``day`` is found here).

    Raises :class:`AlertNotFoundError`, :class:`InvalidTransition`, :class:`StaleAlert` and the
    kinds of :class:`ActError`. Whether the actor may act at all is for the caller to ask.
    """
    wish = Wish(action=Action(action), note=plain_text(note), **values)
    alert = locked(session, alert_id)
    if version not in (None, alert.version) and wish.action is not Action.COMMENT:
        raise StaleAlert(alert, action=action, last=last_change(session, alert_id))
    if wish.for_effect and wish.action is Action.SNOOZE:
        wish = replace(wish, day=_effect_ahead(session, alert, wish.action, now.date()))
    steps = _decided(session, alert, wish, now.date())
    if wish.action is Action.ASSIGN:
        _check_assignee(session, alert, wish)
    if wish.action is Action.COMMENT:
        steps = _with_mentions(steps, fleet_people(session, alert.fleet_id))
    entry = apply(session, alert, steps, actor=actor, now=now)[-1]
    tell_act(session, alert, entry, now=now)
    return entry


def locked(session: Session, alert_id: int) -> Alert:
    """The alert as it is now, held until the transaction ends."""
    alert = session.get(Alert, alert_id, with_for_update=True, populate_existing=True)
    if alert is None:
        raise AlertNotFoundError(alert_id)
    return alert


def effect_day(session: Session, alert: Alert) -> date | None:
    """The day on which the alert's rule takes effect; None when no text tells."""
    if alert.development_id is None:
        return None
    return session.get_one(Development, alert.development_id).effective_on


def _decided(session: Session, alert: Alert, wish: Wish, today: date) -> tuple[Step, ...]:
    try:
        return decide(standing_of(alert), wish, today=today)
    except Refusal as refusal:
        if refusal.reason == "state":
            last = last_change(session, alert.id or 0)
            raise InvalidTransition(alert, action=wish.action, last=last) from refusal
        error = NoteError if refusal.reason == "note" else DayError
        raise error(wish.action, str(refusal)) from refusal


def _effect_ahead(session: Session, alert: Alert, action: str, today: date) -> date:
    day = effect_day(session, alert)
    if day is None or day <= today:
        reason = "took effect already" if day else "no text tells when it takes effect"
        raise DayError(action, f"{reason}; choose a day until which it is out of sight")
    return day


def _check_assignee(session: Session, alert: Alert, wish: Wish) -> None:
    if wish.assignee_id is None:
        return
    people = {user.id: user for user in fleet_people(session, alert.fleet_id)}
    user = people.get(wish.assignee_id)
    if user is None:
        raise PersonError(wish.action, "choose somebody who may see the alert's fleet")
    if user.role == Role.VIEWER:
        raise PersonError(wish.action, f"{user.email} may look, not act; choose an officer")


def _with_mentions(steps: tuple[Step, ...], people: Sequence[User]) -> tuple[Step, ...]:
    step = steps[-1]
    found = sorted(user.email for user in mentioned(step.note, people).found)
    return (*steps[:-1], replace(step, detail={"mentioned": found} if found else {}))
