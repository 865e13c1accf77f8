"""Channels that lead to people, and the outbox of what must reach them."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from data.models.base import time_field


class Channel(SQLModel, table=True):
    """A way to reach one person: mail, a webhook, or a chat service by Apprise."""

    __table_args__ = (UniqueConstraint("user_id", "mark"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    kind: str
    """A word of :class:`data.words.ChannelKind`."""
    name: str = ""
    """The owner's own word for it."""
    address: str = ""
    """Where it leads, as it may be shown: secrets are masked. Empty for mail: the owner's own address."""
    mark: str
    """The same for the same address: nobody has a channel twice."""
    sealed: str = ""
    """Its secrets, see :mod:`data.sealing`."""
    state: str = "active"
    """A word of :class:`data.words.ChannelState`."""
    reason: str = ""
    """Why it was switched off."""
    state_at: datetime = time_field()
    """Since when it is in its state."""
    min_interval: float = 0.0
    """Seconds between two messages, at least."""
    ready_at: datetime = time_field()
    """Nothing goes out over it before: its pace, or the receiver's own ``Retry-After``."""
    old_until: datetime | None = time_field(default=None)
    """Until then a webhook's secret of before signs as well."""
    taken_at: datetime | None = time_field(default=None)
    """When its receiver last took a message. Not kept for mail, whose server serves everybody."""
    created_at: datetime = time_field()


class Delivery(SQLModel, table=True):
    """One message to one recipient over one channel. Written with what causes it, sent later.

    ``key`` is unique and goes out with the message, so that a receiver can drop the
    second copy which at-least-once delivery may bring.
    """

    __table_args__ = (
        Index("ix_delivery_due", "state", "next_attempt_at"),
        Index("ix_delivery_recipient", "recipient", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    channel: str
    """The kind of its channel."""
    channel_id: int | None = Field(default=None, foreign_key="channel.id", index=True)
    """None: the mail channel of ``recipient``."""
    recipient: str
    """Address of the person whom it is for, whatever the channel."""
    alert_id: int | None = Field(default=None, foreign_key="alert.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="auditentry.id")
    """The act that caused it: ``raised`` or ``moved``."""
    digest_id: int | None = Field(default=None, foreign_key="digest.id")
    about_channel_id: int | None = Field(default=None, foreign_key="channel.id")
    """It speaks of a channel: its test when it goes over that one, else that it was switched off."""
    about_user_id: int | None = Field(default=None, foreign_key="user.id")
    """It is about this person's own account: a link to a new password or address, or word of the latter."""
    state: str = "pending"
    attempts: int = 0
    created_at: datetime = time_field()
    next_attempt_at: datetime = time_field()
    attempted_at: datetime | None = time_field(default=None)
    sent_at: datetime | None = time_field(default=None)
    error: str = ""
    answer: str = ""
    """What the receiver said when it took it, shortened; text of others, never trusted."""


class DeliveryAttempt(SQLModel, table=True):
    """One attempt at a delivery, as it ended. Kept for a while after the delivery is settled."""

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", index=True)
    at: datetime = time_field()
    outcome: str
    """A word of :class:`data.words.AttemptOutcome`."""
    said: str = ""
    """What the receiver answered, or why it failed; shortened, text of others, never trusted."""
