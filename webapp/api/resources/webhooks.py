"""Webhooks: signed messages to programs of one's own, by the rules of Standard Webhooks."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from data.models import Channel as ChannelRow
from data.queries.channels import channels_of
from data.words import ChannelKind, ChannelState, Role, Scope
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, missing
from webapp.api.resources.channels import Channel
from webapp.api.shapes import Address, Body, Empty, Page
from webapp.context import current
from webapp.delivery.making import MAX_NAME, ChannelError, add_webhook
from webapp.delivery.owning import forget, own_channel, rotate, switch

NAME = "webhooks"
TOLD = (Scope.NOTIFY,)


class Webhook(Channel):
    """One receiver."""

    old_until: datetime | None = Field(
        description="Until then the secret of before signs beside the new one."
    )
    taken_at: datetime | None = Field(description="When it last took a message.")


class WebhookWish(Body):
    """A webhook to be made."""

    url: Address = Field(description="Where messages are posted; it is kept sealed.")
    name: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=MAX_NAME)] = ""


class NewWebhook(Webhook):
    """A webhook with its secret, which nobody can read again."""

    secret: str = Field(description="`whsec_…`: messages are signed with it.")


class Use(Body):
    """Whether it is used."""

    enabled: bool


@operation("GET", "/webhooks")
def list_webhooks(call: Call[Page, None]) -> Items[Webhook]:
    """One's own webhooks, the oldest first."""
    words, after = call.words, start(NAME, call.words) or 0
    rows = [
        row
        for row in channels_of(call.session, call.user.id or 0)
        if row.kind == ChannelKind.WEBHOOK and (row.id or 0) > after
    ]
    return piece(NAME, words, rows, lambda row: row.id or 0, Webhook.model_validate)


@operation(
    "POST",
    "/webhooks",
    scopes=TOLD,
    role=Role.OFFICER,
    status=201,
    problems={409: "There is one to this address already, or there are too many."},
)
def make_webhook(call: Call[Empty, WebhookWish]) -> NewWebhook:
    """Make a webhook; its secret is shown this once. Subscriptions say what goes over it."""
    wish, key = call.body, current().settings.signing_key
    try:
        row, secret = add_webhook(
            call.session, call.user, url=wish.url, name=wish.name, key=key, now=call.now
        )
    except ChannelError as exc:
        raise _refused(exc) from exc
    call.made(f"/webhooks/{row.id}")
    return NewWebhook.model_validate(row.model_dump() | {"secret": secret})


@operation("GET", "/webhooks/<id:webhook_id>")
def read_webhook(call: Call[Empty, None], webhook_id: int) -> Webhook:
    """One webhook, never its secret."""
    return Webhook.model_validate(own_webhook(call, webhook_id))


@operation("PATCH", "/webhooks/<id:webhook_id>", scopes=TOLD, role=Role.OFFICER)
def switch_webhook(call: Call[Empty, Use], webhook_id: int) -> Webhook:
    """Use it, or use it no more. What it missed can be sent again from its deliveries."""
    row = own_webhook(call, webhook_id)
    switch(call.session, row, on=call.body.enabled, actor=call.user.email, now=call.now)
    return Webhook.model_validate(row)


@operation(
    "POST",
    "/webhooks/<id:webhook_id>/rotate",
    scopes=TOLD,
    role=Role.OFFICER,
    problems={409: "What is kept of it cannot be opened any more; make it anew."},
)
def rotate_webhook(call: Call[Empty, None], webhook_id: int) -> NewWebhook:
    """Give it a new secret, shown this once; the one of before signs beside it for a day."""
    row, key = own_webhook(call, webhook_id), current().settings.signing_key
    try:
        secret = rotate(call.session, row, key=key, actor=call.user.email, now=call.now)
    except ChannelError as exc:
        raise _refused(exc) from exc
    return NewWebhook.model_validate(row.model_dump() | {"secret": secret})


@operation("DELETE", "/webhooks/<id:webhook_id>", scopes=TOLD, role=Role.OFFICER, status=204)
def remove_webhook(call: Call[Empty, None], webhook_id: int) -> None:
    """Forget it and its secrets. What subscriptions would send over it goes by mail."""
    forget(call.session, own_webhook(call, webhook_id), actor=call.user.email, now=call.now)


def own_webhook(call: Call[Any, Any], webhook_id: int) -> ChannelRow:
    """A webhook of the token's owner. Raises :class:`~webapp.api.problems.Refusal`."""
    row = own_channel(call.session, webhook_id, call.user.id or 0)
    if row is None or row.kind != ChannelKind.WEBHOOK:
        raise missing("webhook", webhook_id)
    return row


def in_use(row: ChannelRow) -> bool:
    """Whether messages go over it."""
    return row.state == ChannelState.ACTIVE


def _refused(exc: ChannelError) -> Refusal:
    return Refusal(409, exc.code, str(exc), field=exc.field)
