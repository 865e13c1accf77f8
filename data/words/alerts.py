"""Words of an alert and of what officers say of a finding."""

from enum import StrEnum


class Severity(StrEnum):
    """How loudly an alert speaks. Ordered by :data:`SEVERITY_ORDER`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SEVERITY_ORDER = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


class AlertState(StrEnum):
    """How far the work on an alert has come. What leads from one to another: ``webapp.alerts.states``."""

    NEW = "new"
    REOPENED = "reopened"
    """Somebody had taken or closed it; then the development moved, SIMs grew, or it was given back."""
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


#: Nobody has taken it yet, or nobody has it any more.
WAITING = (AlertState.NEW, AlertState.REOPENED)


#: Worked to its end.
CLOSED = (AlertState.RESOLVED, AlertState.DISMISSED)


#: Still to be worked.
OPEN = (*WAITING, AlertState.ACKNOWLEDGED, AlertState.IN_PROGRESS)


class FeedbackVerdict(StrEnum):
    """What an officer says of a finding."""

    WRONG = "wrong"
    """It is a change, but not this: topic, place, kind, status, direction, dates or limits."""
    NO_CHANGE = "no_change"
    """It is about the topic, and nothing changes."""
    OFF_TOPIC = "off_topic"
    MISSED = "missed"
    """The analysis did not find it."""
    UNDONE = "undone"
    """An earlier word no longer holds."""


class ProposalState(StrEnum):
    """What became of a proposal for the rule ledger."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"
    """Its development moved, or was found to be none, before anybody decided."""
    NOTHING_NEW = "nothing_new"
    """The development moved, and says of the rule what an accepted entry of it says already."""
