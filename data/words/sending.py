"""Words of what is sent, when, and by which way."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """Outbox state. ``sent`` is written only after the receiver took the message."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


class AttemptOutcome(StrEnum):
    """How one attempt at a delivery ended."""

    TAKEN = "taken"
    POSTPONED = "postponed"
    GIVEN_UP = "given_up"


class Pace(StrEnum):
    """How soon somebody is told: at once, or in a digest of a day, a week, a month."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class MailList(StrEnum):
    """What somebody's mails belong to; each is stopped by itself."""

    ALERTS = "alerts"
    """News of alerts, told at once."""
    WORK = "work"
    """What people and time do with alerts."""
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ChannelKind(StrEnum):
    """How a channel reaches people; each is a file in ``webapp/delivery/``."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    APPRISE = "apprise"


class ChannelState(StrEnum):
    """Whether a channel is used."""

    ACTIVE = "active"
    DISABLED = "disabled"
    """Its receiver is gone, or its owner switched it off."""
    REMOVED = "removed"
    """Kept for the deliveries that went over it; its secrets are forgotten."""
