"""Acts on alerts: the same as the buttons of an alert's page, with the same rules and trail."""

from typing import Any

from pydantic import Field

from data.words import Scope
from webapp.alerts.refusals import (
    ActError,
    AlertNotFoundError,
    DayError,
    InvalidTransition,
)
from webapp.alerts.states import Action
from webapp.alerts.workflow import act
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal
from webapp.api.resources.alerts import AlertWhole, whole
from webapp.api.shapes import Body, Day, Empty, Number, Said, Text

_WORK = (Scope.WORK,)
_STALE = {409: "Its state or the day does not allow it, or it was changed since that version."}


class Seen(Body):
    """What an act may say."""

    version: Number | None = Field(default=None, description="The alert's version as it was read.")


class MayNote(Seen):
    """An act that may have a note."""

    note: Text = ""


class MustNote(Seen):
    """An act that says why."""

    note: Said


class Comment(Body):
    """What to say; `@` and an address mentions somebody."""

    note: Said


class Until(Seen):
    """A day after today."""

    day: Day


class Due(Seen):
    """A day, or null for none."""

    day: Day | None


@operation("POST", "/alerts/<id:alert_id>/acknowledge", scopes=_WORK, problems=_STALE)
def acknowledge_alert(call: Call[Empty, MayNote], alert_id: int) -> AlertWhole:
    """Somebody has seen it and takes it on."""
    return _act(call, alert_id, Action.ACKNOWLEDGE, note=call.body.note)


@operation("POST", "/alerts/<id:alert_id>/start", scopes=_WORK, problems=_STALE)
def start_alert(call: Call[Empty, MayNote], alert_id: int) -> AlertWhole:
    """Work on it has begun."""
    return _act(call, alert_id, Action.START, note=call.body.note)


@operation("POST", "/alerts/<id:alert_id>/resolve", scopes=_WORK, problems=_STALE)
def resolve_alert(call: Call[Empty, MustNote], alert_id: int) -> AlertWhole:
    """It is done; the note says what was done."""
    return _act(call, alert_id, Action.RESOLVE, note=call.body.note)


@operation("POST", "/alerts/<id:alert_id>/dismiss", scopes=_WORK, problems=_STALE)
def dismiss_alert(call: Call[Empty, MustNote], alert_id: int) -> AlertWhole:
    """It asks nothing of us; the note says why."""
    return _act(call, alert_id, Action.DISMISS, note=call.body.note)


@operation("POST", "/alerts/<id:alert_id>/reopen", scopes=_WORK, problems=_STALE)
def reopen_alert(call: Call[Empty, MayNote], alert_id: int) -> AlertWhole:
    """It wants work again."""
    return _act(call, alert_id, Action.REOPEN, note=call.body.note)


@operation("POST", "/alerts/<id:alert_id>/comment", scopes=_WORK)
def comment_alert(call: Call[Empty, Comment], alert_id: int) -> AlertWhole:
    """Say something to it; changes nothing of where it stands."""
    return _act(call, alert_id, Action.COMMENT, note=call.body.note)


@operation("POST", "/alerts/<id:alert_id>/snooze", scopes=_WORK, problems=_STALE)
def snooze_alert(call: Call[Empty, Until], alert_id: int) -> AlertWhole:
    """Out of sight until a day after today."""
    return _act(call, alert_id, Action.SNOOZE, day=call.body.day)


@operation("POST", "/alerts/<id:alert_id>/due", scopes=_WORK, problems=_STALE)
def date_alert(call: Call[Empty, Due], alert_id: int) -> AlertWhole:
    """The day by which it is to be done; null takes it away."""
    return _act(call, alert_id, Action.DUE, day=call.body.day)


def _act(call: Call[Empty, Any], alert_id: int, action: Action, **values: Any) -> AlertWhole:
    try:
        act(
            call.session,
            alert_id,
            action=action,
            actor=call.user.email,
            now=call.now,
            version=getattr(call.body, "version", None),
            **values,
        )
    except AlertNotFoundError as exc:
        raise Refusal(404, exc.code, str(exc)) from exc
    except InvalidTransition as exc:
        raise Refusal(409, exc.code, str(exc), state=exc.state) from exc
    except DayError as exc:
        raise Refusal(409, exc.code, str(exc), field=exc.field) from exc
    except ActError as exc:
        raise Refusal(422, exc.code, str(exc), field=exc.field) from exc
    return whole(call, alert_id)
