"""Channels: every way by which the token's owner is told of something."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data.queries.channels import channels_of
from data.words import ChannelKind
from webapp.api.operation import Call, operation
from webapp.api.shapes import Empty, Reply


class Channel(Reply):
    """One way to one's own mailbox, program or chat."""

    id: int
    kind: ChannelKind
    name: str
    address: str = Field(description="As it may be shown, without secrets; empty for one's mail.")
    state: Literal["active", "disabled"]
    reason: str = Field(description="Why it is switched off.")
    state_at: datetime = Field(description="Since when it is in its state.")
    created_at: datetime


class Channels(Reply):
    """All of them, the oldest first."""

    items: tuple[Channel, ...]


@operation("GET", "/channels")
def list_channels(call: Call[Empty, None]) -> Channels:
    """One's own channels; a subscription names one by its number.

    Webhooks are made by `POST /webhooks`, chat services on the page *Channels*.
    """
    found = channels_of(call.session, call.user.id or 0)
    return Channels(items=tuple(map(Channel.model_validate, found)))
