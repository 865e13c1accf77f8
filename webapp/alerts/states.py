"""The alert's workflow as data, and what one act makes of one alert. Pure.

Where an alert stands is five values. An act is decided from them alone: it gives steps, each a
word of the trail with the values that it changes, or it is refused. Whoever reads the steps of
an alert's trail in order (:func:`replay`) comes to where it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from data.words import CLOSED, OPEN, WAITING, AlertState

#: Longest note kept, in characters; a longer one is refused, not cut.
MAX_NOTE = 4000


class Action(StrEnum):
    """What a person may do with an alert, in the order in which buttons stand."""

    ACKNOWLEDGE = "acknowledge"
    START = "start"
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    COMMENT = "comment"
    ASSIGN = "assign"
    DUE = "due"
    SNOOZE = "snooze"
    WAKE = "wake"


#: The word that the trail keeps for each act.
WORDS = {
    Action.ACKNOWLEDGE: "acknowledged",
    Action.START: "started",
    Action.RESOLVE: "resolved",
    Action.DISMISS: "dismissed",
    Action.REOPEN: "reopened",
    Action.COMMENT: "commented",
    Action.ASSIGN: "assigned",
    Action.DUE: "scheduled",
    Action.SNOOZE: "snoozed",
    Action.WAKE: "woken",
}
_TAKE = {Action.ACKNOWLEDGE: AlertState.ACKNOWLEDGED, Action.START: AlertState.IN_PROGRESS}
_CLOSE = {Action.RESOLVE: AlertState.RESOLVED, Action.DISMISS: AlertState.DISMISSED}
_AGAIN = {Action.REOPEN: AlertState.REOPENED}
#: State → act → new state. Closing or snoozing what nobody had taken acknowledges it on the way.
TRANSITIONS: dict[AlertState, dict[Action, AlertState]] = {
    AlertState.NEW: _TAKE | _CLOSE,
    AlertState.REOPENED: _TAKE | _CLOSE,
    AlertState.ACKNOWLEDGED: {Action.START: AlertState.IN_PROGRESS} | _CLOSE | _AGAIN,
    AlertState.IN_PROGRESS: _CLOSE | _AGAIN,
    AlertState.RESOLVED: _AGAIN,
    AlertState.DISMISSED: _AGAIN,
}
#: Acts that change no state, and the states in which they make sense.
ELSE = {
    Action.COMMENT: tuple(AlertState),
    Action.ASSIGN: OPEN,
    Action.DUE: OPEN,
    Action.SNOOZE: OPEN,
    Action.WAKE: OPEN,
}
#: Closing must say what was done or why not; a remark without words is none.
NOTE_REQUIRED = frozenset({Action.RESOLVE, Action.DISMISS, Action.COMMENT})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an alert stands."""

    state: AlertState = AlertState.NEW
    assignee_id: int | None = None
    due_on: date | None = None
    snoozed_until: date | None = None
    snoozed_for_effect: bool = False


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants done. Which of the values count follows from the act."""

    action: Action
    note: str = ""
    assignee_id: int | None = None
    day: date | None = None
    """Of ``due`` and ``snooze``; None takes a due date away."""
    for_effect: bool = False
    """Of ``snooze``: ``day`` is that on which the rule takes effect."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the trail: its word, and what it changes (name → new value)."""

    word: str
    note: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)
    """What else the trail keeps in values."""


class Refusal(Exception):  # noqa: N818 - it is no fault, it is an answer
    """Why an act cannot be done: ``reason`` is ``state``, ``note`` or ``day``; the text says more."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def allowed_actions(state: str) -> tuple[Action, ...]:
    """What may be done with an alert in ``state``, in the order in which buttons stand."""
    here = AlertState(state)
    return tuple(
        action for action in Action if action in TRANSITIONS[here] or here in ELSE.get(action, ())
    )


def decide(standing: Standing, wish: Wish, *, today: date) -> tuple[Step, ...]:
    """The steps that the act takes from here. Raises :class:`Refusal`."""
    action, note = wish.action, _checked_note(wish)
    if action not in allowed_actions(standing.state):
        raise Refusal("state", f"an alert that is {_said(standing.state)} has no “{action}”")
    if action is Action.WAKE and standing.snoozed_until is None:
        raise Refusal("state", "the alert is not snoozed")
    taken: tuple[Step, ...] = ()
    if standing.state in WAITING and action in (*_CLOSE, Action.SNOOZE):
        step = Step(
            word=WORDS[Action.ACKNOWLEDGE], changes={"state": AlertState.ACKNOWLEDGED.value}
        )
        taken, standing = (step,), replace(standing, state=AlertState.ACKNOWLEDGED)
    wanted = _wanted(standing, wish, today)
    changes = {name: value for name, value in wanted.items() if getattr(standing, name) != value}
    return (*taken, Step(word=WORDS[action], note=note, changes=changes))


def _wanted(standing: Standing, wish: Wish, today: date) -> dict[str, Any]:
    action = wish.action
    if action in TRANSITIONS[standing.state]:
        target = TRANSITIONS[standing.state][action]
        # Only what somebody holds can be out of sight.
        awake = {} if target in OPEN and target not in WAITING else _AWAKE
        return {"state": target.value, **awake}
    if action is Action.ASSIGN:
        return {"assignee_id": wish.assignee_id}
    if action is Action.DUE:
        if wish.day is not None and wish.day < today:
            raise Refusal("day", "the day by which it is due must not have passed")
        return {"due_on": wish.day}
    if action is Action.SNOOZE:
        if wish.day is None or wish.day <= today:
            raise Refusal("day", "give a day after today until which it is out of sight")
        return {"snoozed_until": wish.day, "snoozed_for_effect": wish.for_effect}
    return _AWAKE if action is Action.WAKE else {}


_AWAKE: dict[str, Any] = {"snoozed_until": None, "snoozed_for_effect": False}


def brought_back(standing: Standing, because: str) -> tuple[Step, ...]:
    """What news of its cause does to an alert that was out of sight: a closed one is re-opened, a

    snoozed one wakes; nothing happens to any other.
    """
    if standing.state in CLOSED:
        changes: dict[str, Any] = {"state": AlertState.REOPENED.value}
        return (Step(word=WORDS[Action.REOPEN], note=because, changes=changes),)
    if standing.snoozed_until is not None:
        changes = {
            name: value for name, value in _AWAKE.items() if getattr(standing, name) != value
        }
        return (Step(word=WORDS[Action.WAKE], note=because, changes=changes),)
    return ()


def replay(steps: Iterable[Mapping[str, Any]]) -> Standing:
    """Where an alert stands by its trail: the ``changed`` values of its entries, in order.

    Raises ValueError when a step does not start from where the one before it ended.
    """
    values = as_json(Standing())
    for step in steps:
        for name, (old, new) in step.items():
            if name not in values:
                continue
            if values[name] != old:
                raise ValueError(f"{name} was {values[name]!r}, and the trail says {old!r}")
            values[name] = new
    days = ("due_on", "snoozed_until")
    return Standing(
        **values
        | {"state": AlertState(values["state"])}
        | {name: values[name] and date.fromisoformat(values[name]) for name in days}
    )


def as_json(standing: Standing) -> dict[str, Any]:
    """The same as values of JSON."""
    values = {item.name: getattr(standing, item.name) for item in fields(standing)}
    return {name: plain(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _checked_note(wish: Wish) -> str:
    note = wish.note.strip()
    if not note and wish.action in NOTE_REQUIRED:
        words = {Action.COMMENT: "say something in the comment"}
        raise Refusal("note", words.get(wish.action, f"say in a note why you {wish.action} it"))
    if len(note) > MAX_NOTE:
        raise Refusal("note", f"the note has {len(note)} characters; {MAX_NOTE} are allowed")
    return note


def _said(state: str) -> str:
    return {"reopened": "re-opened"}.get(state, state.replace("_", " "))
