"""The words of the design: one spelling of each, for code, database, API and pages.

They are imported from here; the modules beside only keep them by subject.
"""

from data.words.alerts import (
    CLOSED,
    OPEN,
    SEVERITY_ORDER,
    WAITING,
    AlertState,
    FeedbackVerdict,
    ProposalState,
    Severity,
)
from data.words.fleet import CAN_CONNECT, SimState, SimTechnology
from data.words.people import FirstStep, Role, Scope
from data.words.rules import (
    CORE_TOPICS,
    ChangeKind,
    ChangeStatus,
    Direction,
    LimitPer,
    LimitShape,
    Stance,
    Topic,
)
from data.words.sending import (
    AttemptOutcome,
    ChannelKind,
    ChannelState,
    DeliveryState,
    MailList,
    Pace,
)
from data.words.sources import (
    OUTAGE,
    TROUBLE,
    UNREAD,
    VOUCHING,
    Certainty,
    Health,
    SourceKind,
    SourceRole,
    VersionCause,
)

__all__ = [
    "CAN_CONNECT",
    "CLOSED",
    "CORE_TOPICS",
    "OPEN",
    "OUTAGE",
    "SEVERITY_ORDER",
    "TROUBLE",
    "UNREAD",
    "VOUCHING",
    "WAITING",
    "AlertState",
    "AttemptOutcome",
    "Certainty",
    "ChangeKind",
    "ChangeStatus",
    "ChannelKind",
    "ChannelState",
    "DeliveryState",
    "Direction",
    "FeedbackVerdict",
    "FirstStep",
    "Health",
    "LimitPer",
    "LimitShape",
    "MailList",
    "Pace",
    "ProposalState",
    "Role",
    "Scope",
    "Severity",
    "SimState",
    "SimTechnology",
    "SourceKind",
    "SourceRole",
    "Stance",
    "Topic",
    "VersionCause",
]
