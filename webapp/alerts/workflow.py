"""Working an alert to its end: which acts are allowed, and the trail that each one leaves."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from data.errors import RoamwatchError
from data.models import Alert, AlertEvent
from data.words import AlertState

#: Longest note kept, in characters; a longer one is refused, not cut.
MAX_NOTE = 4000


class Action(StrEnum):
    """What a person may do with an alert."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    NOTE = "note"


#: The word that the trail keeps for each act.
EVENT_WORDS = {
    Action.ACKNOWLEDGE: "acknowledged",
    Action.RESOLVE: "resolved",
    Action.DISMISS: "dismissed",
    Action.REOPEN: "reopened",
    Action.NOTE: "noted",
}
_OPEN, _ACKNOWLEDGED, _RESOLVED, _DISMISSED = AlertState
#: State → act → new state. Closing an open alert acknowledges it on the way.
TRANSITIONS: dict[AlertState, dict[Action, AlertState]] = {
    _OPEN: {
        Action.ACKNOWLEDGE: _ACKNOWLEDGED,
        Action.RESOLVE: _RESOLVED,
        Action.DISMISS: _DISMISSED,
        Action.NOTE: _OPEN,
    },
    _ACKNOWLEDGED: {
        Action.RESOLVE: _RESOLVED,
        Action.DISMISS: _DISMISSED,
        Action.REOPEN: _OPEN,
        Action.NOTE: _ACKNOWLEDGED,
    },
    _RESOLVED: {Action.REOPEN: _OPEN, Action.NOTE: _RESOLVED},
    _DISMISSED: {Action.REOPEN: _OPEN, Action.NOTE: _DISMISSED},
}
#: Closing must say what was done or why not; a remark without words is none.
NOTE_REQUIRED = frozenset({Action.RESOLVE, Action.DISMISS, Action.NOTE})


class AlertNotFoundError(RoamwatchError):
    """No alert has this number."""

    code = "alert_not_found"

    def __init__(self, alert_id: int) -> None:
        self.alert_id = alert_id
        super().__init__(f"there is no alert {alert_id}")


class InvalidTransition(RoamwatchError):  # noqa: N818  # named like the other refusals of a state machine
    """The alert's state does not allow the act; often somebody else was quicker.

    ``state`` is the state that the alert has now; ``by`` and ``at`` say who made it so and when
    (empty and None when the trail does not say).
    """

    code = "invalid_transition"

    def __init__(
        self, alert_id: int, *, action: str, state: str, by: str = "", at: datetime | None = None
    ) -> None:
        self.alert_id = alert_id
        self.action = action
        self.state = state
        self.by = by
        self.at = at
        who = f" by {by}" if by else ""
        when = f" on {at:%Y-%m-%d at %H:%M} UTC" if at else ""
        super().__init__(
            f"alert {alert_id} is {state}{who}{when}; it cannot be changed by “{action}” now"
        )


class NoteError(RoamwatchError):
    """The act needs a note (closing says why), or the note is too long."""

    code = "note"

    def __init__(self, action: str, message: str) -> None:
        self.action = action
        super().__init__(message)


def allowed_actions(state: str) -> tuple[Action, ...]:
    """What may be done with an alert in ``state``, in the order in which buttons stand."""
    return tuple(TRANSITIONS[AlertState(state)])


def act(
    session: Session,
    alert_id: int,
    *,
    action: str,
    actor: str,
    note: str = "",
    now: datetime,
    expected: str | None = None,
) -> AlertEvent:
    """Carry out one act on an alert and append it to the trail; the caller commits.

    ``expected`` is the state that the person saw when they decided; when somebody
    else changed it since, :class:`InvalidTransition` says who and when. Two acts at
    the same moment cannot both win: the state is changed by compare-and-set.

    Raises :class:`AlertNotFoundError`, :class:`InvalidTransition`, :class:`NoteError`.
    """
    note = _checked_note(Action(action), note)
    state = session.exec(select(Alert.state).where(Alert.id == alert_id)).one_or_none()
    if state is None:
        raise AlertNotFoundError(alert_id)
    target = TRANSITIONS[AlertState(state)].get(Action(action))
    if target is None or (expected is not None and expected != state):
        raise _refusal(session, alert_id, action, state)
    if not _compare_and_set(session, alert_id, old=state, new=target, now=now):
        fresh = session.exec(select(Alert.state).where(Alert.id == alert_id)).one()
        raise _refusal(session, alert_id, action, fresh)
    if state == _OPEN and target in (_RESOLVED, _DISMISSED):
        session.add(_event(alert_id, Action.ACKNOWLEDGE, actor, "", now))
        session.flush()  # the trail's order is that of its numbers
    event = _event(alert_id, Action(action), actor, note, now)
    session.add(event)
    session.flush()
    return event


def _compare_and_set(
    session: Session, alert_id: int, *, old: str, new: AlertState, now: datetime
) -> bool:
    result = session.exec(
        update(Alert)
        .where(col(Alert.id) == alert_id, col(Alert.state) == old)
        .values(state=new.value, updated_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return bool(result.rowcount == 1)


def _checked_note(action: Action, note: str) -> str:
    note = note.strip()
    if not note and action in NOTE_REQUIRED:
        raise NoteError(action, f"say in a note why you {action} the alert")
    if len(note) > MAX_NOTE:
        raise NoteError(action, f"the note has {len(note)} characters; {MAX_NOTE} are allowed")
    return note


def _event(alert_id: int, action: Action, actor: str, note: str, now: datetime) -> AlertEvent:
    return AlertEvent(alert_id=alert_id, at=now, actor=actor, action=EVENT_WORDS[action], note=note)


def _refusal(session: Session, alert_id: int, action: str, state: str) -> InvalidTransition:
    last = session.exec(
        select(AlertEvent)
        .where(AlertEvent.alert_id == alert_id, AlertEvent.action != EVENT_WORDS[Action.NOTE])
        .order_by(col(AlertEvent.id).desc())
    ).first()
    return InvalidTransition(
        alert_id,
        action=action,
        state=state,
        by=last.actor if last else "",
        at=last.at if last else None,
    )
