"""Every table of the store. One file per step of the flow in the design."""

import data.audit
import data.changefeed
import data.counting  # noqa: F401 - SIMs that are written as objects are counted
from data.models.alerts import Alert, AlertLink, AlertWatcher, Digest
from data.models.analysis import (
    Analysis,
    Development,
    DevelopmentMember,
    Evidence,
    Finding,
    RuleChange,
)
from data.models.audit import AuditEntry
from data.models.base import Lease
from data.models.changes import ChangeEntry
from data.models.clocks import Clock, ClockDay, ClockKind, ClockLimit, ClockMark, QuietClock
from data.models.deliveries import Channel, Delivery, DeliveryAttempt
from data.models.documents import Attachment, Document, Snapshot, Version
from data.models.exposure import ExposureDay, ExposureTotal, SimCount
from data.models.feedback import Apart, Feedback, Regrouping
from data.models.fleet import Fleet, FleetImport, FleetImportError, Impact, Sim
from data.models.idempotency import DoneRequest
from data.models.jobs import Job
from data.models.ledger import LedgerEntry
from data.models.mappings import FileMapping
from data.models.members import FleetMember
from data.models.offers import LocalService
from data.models.people import Identity, LoginToken, RecoveryCode, Token, User
from data.models.plans import ContingencyPlan
from data.models.platforms import PlatformAccount, PlatformSim, PulledSim
from data.models.presence import Presence
from data.models.proposals import RuleProposal, RuleProposalEvent
from data.models.saved_views import SavedView
from data.models.sessions import SignInRequest, SignInTry, UserSession
from data.models.setup import SetupStep
from data.models.silences import Mute, Quieting, Silence
from data.models.sources import Fetch, Source, Trouble
from data.models.subscriptions import Subscription

__all__ = [
    "Alert",
    "AlertLink",
    "AlertWatcher",
    "Analysis",
    "Apart",
    "Attachment",
    "AuditEntry",
    "ChangeEntry",
    "Channel",
    "Clock",
    "ClockDay",
    "ClockKind",
    "ClockLimit",
    "ClockMark",
    "ContingencyPlan",
    "Delivery",
    "DeliveryAttempt",
    "Development",
    "DevelopmentMember",
    "Digest",
    "Document",
    "DoneRequest",
    "Evidence",
    "ExposureDay",
    "ExposureTotal",
    "Feedback",
    "Fetch",
    "FileMapping",
    "Finding",
    "Fleet",
    "FleetImport",
    "FleetImportError",
    "FleetMember",
    "Identity",
    "Impact",
    "Job",
    "Lease",
    "LedgerEntry",
    "LocalService",
    "LoginToken",
    "Mute",
    "PlatformAccount",
    "PlatformSim",
    "Presence",
    "PulledSim",
    "QuietClock",
    "Quieting",
    "RecoveryCode",
    "Regrouping",
    "RuleChange",
    "RuleProposal",
    "RuleProposalEvent",
    "SavedView",
    "SetupStep",
    "SignInRequest",
    "SignInTry",
    "Silence",
    "Sim",
    "SimCount",
    "Snapshot",
    "Source",
    "Subscription",
    "Token",
    "Trouble",
    "User",
    "UserSession",
    "Version",
]
