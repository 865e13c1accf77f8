"""Working an alert to its end: carrying out what :mod:`webapp.alerts.states` decides, with its trail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from data.audit import record
from data.errors import RoamwatchError
from data.models import Alert, AuditEntry
from data.words import WAITING, AlertState
from webapp.alerts.states import MAX_NOTE, Action, Refusal, Standing, Step, Wish, decide, plain
from webapp.alerts.wording import plain_text
from webapp.wording import label

__all__ = [
    "MAX_NOTE",
    "Action",
    "AlertNotFoundError",
    "DayError",
    "InvalidTransition",
    "NoteError",
    "StaleAlert",
    "act",
    "apply",
    "standing_of",
]
#: Who raises and moves alerts, in the trail.
ACTOR = "roamwatch"
#: Words of the trail that change nothing of the alert itself: they make no page stale.
_REMARKS = ("commented", "noted", "linked", "unlinked", "watched", "unwatched")


class AlertNotFoundError(RoamwatchError):
    """No alert has this number."""

    code = "alert_not_found"

    def __init__(self, alert_id: int) -> None:
        self.alert_id = alert_id
        super().__init__(f"there is no alert {alert_id}")


class InvalidTransition(RoamwatchError):  # noqa: N818  # named like the other refusals of a state machine
    """The alert's state does not allow the act.

    ``state`` is the state that the alert has now; ``by`` and ``at`` say who changed the alert last
    and when, ``did`` what (empty and None when the trail does not say).
    """

    code = "invalid_transition"

    def __init__(self, alert: Alert, *, action: str, last: AuditEntry | None) -> None:
        self.alert_id, self.action, self.state = alert.id or 0, action, alert.state
        self.by = last.actor if last else ""
        self.at = last.at if last else None
        self.did = last.action if last else ""
        who = f", by {self.by}" if self.by else ""
        when = f" on {self.at:%Y-%m-%d at %H:%M} UTC" if self.at else ""
        super().__init__(
            f"alert {self.alert_id} is {label(self.state).lower()}{who}{when}; "
            f"it cannot be changed by “{action}” now"
        )


class StaleAlert(InvalidTransition):
    """The alert was changed since the person read it. Nothing was done."""

    code = "stale_alert"


class NoteError(RoamwatchError):
    """The act needs a note (closing says why), or the note is too long."""

    code = "note"

    def __init__(self, action: str, message: str) -> None:
        self.action = action
        super().__init__(message)


class DayError(NoteError):
    """The act needs another day."""

    code = "day"


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
    """Carry out one act on an alert and append it to the trail; the caller commits.

    ``version`` is that of the alert as the person saw it: when it was changed since, nothing is
    done and :class:`StaleAlert` says by whom (a comment is never stale). ``values`` are those of
    :class:`webapp.alerts.states.Wish`. Who is given must be checked before.

    Raises :class:`AlertNotFoundError`, :class:`InvalidTransition`, :class:`StaleAlert`,
    :class:`NoteError`, :class:`DayError`.
    """
    wish = Wish(action=Action(action), note=plain_text(note), **values)
    alert = session.get(Alert, alert_id, with_for_update=True, populate_existing=True)
    if alert is None:
        raise AlertNotFoundError(alert_id)
    if version not in (None, alert.version) and wish.action is not Action.COMMENT:
        raise StaleAlert(alert, action=action, last=last_change(session, alert_id))
    try:
        steps = decide(standing_of(alert), wish, today=now.date())
    except Refusal as refusal:
        if refusal.reason == "state":
            last = last_change(session, alert_id)
            raise InvalidTransition(alert, action=action, last=last) from refusal
        error = NoteError if refusal.reason == "note" else DayError
        raise error(action, str(refusal)) from refusal
    return apply(session, alert, steps, actor=actor, now=now)[-1]


def apply(
    session: Session, alert: Alert, steps: Iterable[Step], *, actor: str, now: datetime
) -> list[AuditEntry]:
    """Write steps into an alert that is locked, and their lines into its trail; the caller commits."""
    lines = []
    for step in steps:
        changed = {
            name: [plain(getattr(alert, name)), plain(value)]
            for name, value in step.changes.items()
        }
        for name, value in step.changes.items():
            setattr(alert, name, value)
        if step.word not in _REMARKS:
            alert.version += 1
            alert.updated_at = now
        if "state" in changed and AlertState(alert.state) in WAITING:
            alert.waiting_since, alert.escalated = now, 0
        session.add(alert)
        detail = {"changed": changed} if changed else {}
        lines.append(
            record(
                session,
                actor=actor,
                action=step.word,
                alert_id=alert.id,
                note=step.note,
                detail=detail,
                now=now,
            )
        )
    return lines


def standing_of(alert: Alert) -> Standing:
    """Where an alert stands."""
    return Standing(
        state=AlertState(alert.state),
        assignee_id=alert.assignee_id,
        due_on=alert.due_on,
        snoozed_until=alert.snoozed_until,
        snoozed_for_effect=alert.snoozed_for_effect,
    )


def last_change(session: Session, alert_id: int) -> AuditEntry | None:
    """The last line of the trail that changed the alert."""
    return session.exec(
        select(AuditEntry)
        .where(AuditEntry.alert_id == alert_id, col(AuditEntry.action).not_in(_REMARKS))
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    ).first()
