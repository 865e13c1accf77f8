"""What went over a webhook, what waits, what was given up; a test, and sending again."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data.models import Delivery as DeliveryRow
from data.queries.outbox import send_again
from data.queries.pages_deliveries import deliveries_below
from data.words import DeliveryState, Role
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, missing
from webapp.api.resources.webhooks import TOLD, in_use, own_webhook
from webapp.api.shapes import Empty, Page, Reply
from webapp.delivery.owning import queue_test

NAME = "deliveries"


class DeliveryWords(Page):
    """Which deliveries."""

    state: DeliveryState | None = None


class Delivery(Reply):
    """One message on its way, or at its end."""

    id: int
    key: str = Field(description="Its `webhook-id`: the same however often it is sent.")
    about: Literal["alert", "digest", "channel"]
    alert_id: int | None
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    attempted_at: datetime | None
    sent_at: datetime | None
    error: str = Field(description="Why the last attempt failed.")
    answer: str = Field(description="The beginning of what the receiver said when it took it.")


@operation("GET", "/webhooks/<id:webhook_id>/deliveries")
def list_deliveries(call: Call[DeliveryWords, None], webhook_id: int) -> Items[Delivery]:
    """What went over one webhook, the newest first."""
    words, name = call.words, f"{NAME}:{webhook_id}"
    rows = deliveries_below(
        call.session,
        own_webhook(call, webhook_id).id or 0,
        state=words.state or "",
        below=start(name, words),
        limit=words.limit + 1,
    )
    return piece(name, words, rows, lambda row: row.id or 0, _delivery)


@operation(
    "POST",
    "/webhooks/<id:webhook_id>/test",
    scopes=TOLD,
    role=Role.OFFICER,
    status=202,
    problems={409: "It is switched off."},
)
def test_webhook(call: Call[Empty, None], webhook_id: int) -> Delivery:
    """Put a test on its way; its deliveries say within a minute how it ended."""
    row = own_webhook(call, webhook_id)
    if not in_use(row):
        raise Refusal(409, "channel_disabled", "the webhook is switched off; switch it on first")
    return _delivery(queue_test(call.session, row, call.user, now=call.now))


@operation(
    "POST",
    "/webhooks/<id:webhook_id>/deliveries/<id:delivery_id>/replay",
    scopes=TOLD,
    role=Role.OFFICER,
)
def replay_delivery(call: Call[Empty, None], webhook_id: int, delivery_id: int) -> Delivery:
    """Send one again under its old key, so that its receiver can tell that it is a copy.

    One that waits to be sent anyway stays as it is.
    """
    channel = own_webhook(call, webhook_id)
    row = call.session.get(DeliveryRow, delivery_id)
    if row is None or row.channel_id != channel.id:
        raise missing("delivery", delivery_id)
    send_again(call.session, delivery_id, now=call.now)
    call.session.refresh(row)
    return _delivery(row)


def _delivery(row: DeliveryRow) -> Delivery:
    about = "alert" if row.alert_id else "digest" if row.digest_id else "channel"
    return Delivery.model_validate(row.model_dump() | {"about": about})
