"""Acts on alerts: the same as the buttons of an alert's page, with the same rules and trail.

An act of the workflow is one row of :data:`_ACTS`.
"""

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from data.queries.people import user_by_email
from data.words import Scope
from webapp.alerts.refusals import (
    ActError,
    AlertNotFoundError,
    DayError,
    InvalidTransition,
    PersonError,
)
from webapp.alerts.states import Action
from webapp.alerts.workflow import act
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal
from webapp.api.resources.alerts import AlertWhole, whole
from webapp.api.shapes import Body, Day, Empty, Number, Said, Text

WORK = (Scope.WORK,)
_STALE = {
    409: "Its state, the day or the person does not allow it, or it was changed since that version."
}


class Seen(Body):
    """What an act may say."""

    version: Number | None = Field(default=None, description="The alert's version as it was read.")


class MayNote(Body):
    """An act that may have a note."""

    note: Text = ""


class MustNote(Body):
    """An act that says why."""

    note: Said


class Comment(Body):
    """What to say; `@` and an address mentions somebody."""

    note: Said


class Until(Body):
    """A day after today, or the day on which the rule takes effect: one of the two."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["day"]}, {"required": ["until_effect"]}]}
    )

    day: Day | SkipJsonSchema[None] = None
    until_effect: Literal[True] | SkipJsonSchema[None] = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if len(self.model_fields_set & {"day", "until_effect"}) != 1 or not (
            self.day or self.until_effect
        ):
            raise ValueError("give either “day” or “until_effect”")
        return self


class Due(Seen):
    """A day, or null for none."""

    day: Day | None


class Given(Body):
    """Who is to have it."""

    assignee: Text | None = Field(
        description="E-mail address of somebody who sees its fleet and may act; null: nobody."
    )


class NotedAct(MayNote, Seen):
    """An act that may have a note."""


class ClosingAct(MustNote, Seen):
    """An act that says why."""


class SnoozeAct(Until, Seen):
    """Out of sight until when."""


class GivingAct(Given, Seen):
    """Who is to have it."""


_ACTS: tuple[tuple[str, Action, type[Body], str], ...] = (
    (
        "acknowledge_alert",
        Action.ACKNOWLEDGE,
        NotedAct,
        "Somebody has seen it and takes it on.",
    ),
    ("start_alert", Action.START, NotedAct, "Work on it has begun."),
    ("resolve_alert", Action.RESOLVE, ClosingAct, "It is done; the note says what was done."),
    ("dismiss_alert", Action.DISMISS, ClosingAct, "It asks nothing of us; the note says why."),
    ("reopen_alert", Action.REOPEN, NotedAct, "It wants work again."),
    (
        "comment_alert",
        Action.COMMENT,
        Comment,
        "Say something to it; changes nothing of where it stands.",
    ),
    ("assign_alert", Action.ASSIGN, GivingAct, "Give it to somebody, who is told; or to nobody."),
    ("date_alert", Action.DUE, Due, "The day by which it is to be done; null takes it away."),
    (
        "snooze_alert",
        Action.SNOOZE,
        SnoozeAct,
        "Out of sight until a day after today, or until the rule takes effect.",
    ),
    ("wake_alert", Action.WAKE, Seen, "Back in sight before its day."),
)


def _register(name: str, action: Action, body: type[Body], summary: str) -> None:
    def view(call: Call[Empty, Any], alert_id: int) -> AlertWhole:
        return _carried_out(call, alert_id, action)

    view.__name__, view.__doc__ = name, summary
    view.__annotations__["call"] = Call[Empty, body]  # type: ignore[valid-type]
    operation("POST", f"/alerts/<id:alert_id>/{action}", scopes=WORK, problems=_STALE)(view)


for _row in _ACTS:
    _register(*_row)


def _carried_out(call: Call[Empty, Any], alert_id: int, action: Action) -> AlertWhole:
    said = said_of(call)
    try:
        act(call.session, alert_id, action=action, actor=call.user.email, now=call.now, **said)
    except (AlertNotFoundError, InvalidTransition, ActError) as exc:
        raise refused(exc) from exc
    return whole(call, alert_id)


def said_of(call: Call[Empty, Any]) -> dict[str, Any]:
    """What the body says in the words of :func:`webapp.alerts.workflow.act`."""
    said: dict[str, Any] = call.body.model_dump(exclude={"alerts"})
    if "until_effect" in said:
        said["for_effect"] = bool(said.pop("until_effect"))
    if "assignee" in said:
        email = said.pop("assignee")
        user = user_by_email(call.session, email) if email is not None else None
        # An address that nobody has is refused like one that may not see the fleet.
        said["assignee_id"] = (user.id if user else 0) if email is not None else None
    return said


def refused(exc: AlertNotFoundError | InvalidTransition | ActError) -> Refusal:
    """A refusal of the workflow as the API says it."""
    if isinstance(exc, AlertNotFoundError):
        return Refusal(404, exc.code, str(exc))
    if isinstance(exc, InvalidTransition):
        return Refusal(409, exc.code, str(exc), state=exc.state)
    # What depends on the day or on who sees the fleet contradicts how things stand; the rest is the body's.
    status = 409 if isinstance(exc, DayError | PersonError) else 422
    return Refusal(status, exc.code, str(exc), field=exc.field)
