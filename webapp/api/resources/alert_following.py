"""What hangs on an alert: who is told of it, and addresses attached to it."""

from pydantic import Field

from data.models import Alert
from data.words import Scope
from webapp.alerts.links import attach, detach
from webapp.alerts.refusals import AlertNotFoundError, LinkError
from webapp.alerts.telling import set_watching
from webapp.alerts.workflow import locked
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, existing, missing
from webapp.api.resources.alert_acts import WORK, refused
from webapp.api.resources.alerts import AlertWhole, whole
from webapp.api.shapes import Address, Body, Empty, Text

_TOLD = (Scope.NOTIFY, Scope.WORK)


class LinkWish(Body):
    """An address to attach."""

    url: Address
    title: Text = Field(default="", description="Left out: its host.")


@operation("PUT", "/alerts/<id:alert_id>/watch", scopes=_TOLD)
def watch_alert(call: Call[Empty, None], alert_id: int) -> AlertWhole:
    """The token's owner is told what is done with it."""
    return _watching(call, alert_id, on=True)


@operation("DELETE", "/alerts/<id:alert_id>/watch", scopes=_TOLD)
def unwatch_alert(call: Call[Empty, None], alert_id: int) -> AlertWhole:
    """The token's owner is no longer told what is done with it."""
    return _watching(call, alert_id, on=False)


@operation(
    "POST",
    "/alerts/<id:alert_id>/links",
    scopes=WORK,
    problems={409: "It is attached already, or the alert has as many as it may have."},
)
def link_alert(call: Call[Empty, LinkWish], alert_id: int) -> AlertWhole:
    """Attach an address: a ticket, a contract, a file elsewhere."""
    try:
        alert = locked(call.session, alert_id)
        attach(
            call.session,
            alert,
            url=call.body.url,
            title=call.body.title,
            actor=call.user.email,
            now=call.now,
        )
    except AlertNotFoundError as exc:
        raise refused(exc) from exc
    except LinkError as exc:
        raise Refusal(409, exc.code, str(exc), field=exc.field) from exc
    return whole(call, alert_id)


@operation("DELETE", "/alerts/<id:alert_id>/links/<id:link_id>", scopes=WORK)
def unlink_alert(call: Call[Empty, None], alert_id: int, link_id: int) -> AlertWhole:
    """Remove an address; the trail keeps it."""
    try:
        alert = locked(call.session, alert_id)
    except AlertNotFoundError as exc:
        raise refused(exc) from exc
    if not detach(call.session, alert, link_id, actor=call.user.email, now=call.now):
        raise missing("link", link_id)
    return whole(call, alert_id)


def _watching(call: Call[Empty, None], alert_id: int, *, on: bool) -> AlertWhole:
    existing(call.session.get(Alert, alert_id), "alert", alert_id)
    set_watching(call.session, alert_id, call.user.id or 0, on=on)
    return whole(call, alert_id)
