"""One act on many alerts: the same as the form over the list of alerts.

An act is one row of :data:`_ACTS`.
"""

from typing import Any

from pydantic import Field

from webapp.alerts.bulk import Pick, act_on_many
from webapp.alerts.states import Action
from webapp.api.operation import Call, operation
from webapp.api.resources.alert_acts import (
    WORK,
    Given,
    MayNote,
    MustNote,
    Seen,
    Until,
    said_of,
)
from webapp.api.shapes import Body, Empty, Number, Reply


class Picked(Seen):
    """One alert."""

    id: Number


class Picks(Body):
    """Which alerts; of one that is named twice the last counts."""

    alerts: tuple[Picked, ...] = Field(min_length=1, max_length=200)


class NotedMany(MayNote, Picks):
    """An act on many that may have a note."""


class ClosingMany(MustNote, Picks):
    """An act on many that says why."""


class SnoozeMany(Until, Picks):
    """Out of sight until when."""


class GivingMany(Given, Picks):
    """Who is to have them."""


class NotDone(Reply):
    """An alert that was left as it is."""

    id: int
    code: str = Field(description="The machine's word, as the act on this alert alone gives it.")
    detail: str = Field(description="Why, in one sentence.")


class DoneMany(Reply):
    """How it went: each alert by itself, so that one that is refused holds up no other."""

    done: tuple[int, ...]
    refused: tuple[NotDone, ...]


_ACTS: tuple[tuple[str, Action, type[Picks], str], ...] = (
    ("acknowledge_alerts", Action.ACKNOWLEDGE, NotedMany, "Somebody takes these on."),
    ("assign_alerts", Action.ASSIGN, GivingMany, "Give these to somebody, or to nobody."),
    (
        "snooze_alerts",
        Action.SNOOZE,
        SnoozeMany,
        "Out of sight until a day, or each until its rule takes effect.",
    ),
    ("resolve_alerts", Action.RESOLVE, ClosingMany, "These are done; the note says what was done."),
    ("dismiss_alerts", Action.DISMISS, ClosingMany, "These ask nothing of us; the note says why."),
)


def _register(name: str, action: Action, body: type[Picks], summary: str) -> None:
    def view(call: Call[Empty, Any]) -> DoneMany:
        return _carried_out(call, action)

    view.__name__, view.__doc__ = name, summary
    view.__annotations__["call"] = Call[Empty, body]  # type: ignore[valid-type]
    operation("POST", f"/alerts/{action}", scopes=WORK)(view)


for _row in _ACTS:
    _register(*_row)


def _carried_out(call: Call[Empty, Any], action: Action) -> DoneMany:
    picks = {one.id: Pick(alert_id=one.id, version=one.version) for one in call.body.alerts}
    went = act_on_many(
        call.session,
        picks.values(),
        action=action,
        actor=call.user.email,
        now=call.now,
        **said_of(call),
    )
    return DoneMany(
        done=went.done,
        refused=tuple(
            NotDone(id=number, code=one.code, detail=one.why)
            for number, one in went.refused.items()
        ),
    )
