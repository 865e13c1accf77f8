"""Every table of the store. One file per step of the flow in the design."""

from data.models.alerts import Alert, AlertEvent, Delivery, Digest
from data.models.analysis import (
    Analysis,
    Development,
    DevelopmentMember,
    Evidence,
    Finding,
    RuleChange,
)
from data.models.base import Lease
from data.models.clocks import Clock, ClockDay, ClockLimit, ClockMark, QuietClock
from data.models.documents import Attachment, Document, Snapshot, Version
from data.models.feedback import Apart, Feedback, Regrouping
from data.models.fleet import Fleet, FleetImport, FleetImportError, Impact, Sim
from data.models.ledger import LedgerEntry
from data.models.people import LoginToken, Token, User
from data.models.platforms import PlatformAccount, PlatformSim
from data.models.presence import Presence
from data.models.proposals import RuleProposal, RuleProposalEvent
from data.models.sources import Fetch, Source, Trouble

__all__ = [
    "Alert",
    "AlertEvent",
    "Analysis",
    "Apart",
    "Attachment",
    "Clock",
    "ClockDay",
    "ClockLimit",
    "ClockMark",
    "Delivery",
    "Development",
    "DevelopmentMember",
    "Digest",
    "Document",
    "Evidence",
    "Feedback",
    "Fetch",
    "Finding",
    "Fleet",
    "FleetImport",
    "FleetImportError",
    "Impact",
    "Lease",
    "LedgerEntry",
    "LoginToken",
    "PlatformAccount",
    "PlatformSim",
    "Presence",
    "QuietClock",
    "Regrouping",
    "RuleChange",
    "RuleProposal",
    "RuleProposalEvent",
    "Sim",
    "Snapshot",
    "Source",
    "Token",
    "Trouble",
    "User",
    "Version",
]
