"""What goes out: a notice for one recipient over one channel, and how a channel says no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Protocol, Self
from zoneinfo import ZoneInfo

from data.errors import RoamwatchError
from data.models import Quieting
from data.queries.alert_facts import AlertFacts
from data.queries.pages_clocks import LimitCounts
from data.settings import Settings


class TransportError(RoamwatchError):
    """A channel could not hand its message over.

    ``permanent`` says that trying again cannot help; everything else is tried again later,
    not before ``retry_after`` if the receiver named a time. The message goes into the outbox
    row and the log, so it must hold no secret.
    """

    code = "transport"

    def __init__(
        self, message: str, *, permanent: bool, retry_after: timedelta | None = None
    ) -> None:
        self.permanent = permanent
        self.retry_after = retry_after
        super().__init__(message)


class ReceiverGoneError(TransportError):
    """No message will ever arrive this way (no such mailbox, HTTP 410): the channel is switched off."""

    code = "receiver_gone"

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


@dataclass(frozen=True, kw_only=True)
class AlertNotice:
    """News of one alert."""

    facts: AlertFacts
    event: str
    """``raised``, ``moved``, or what somebody did with it: the words of an alert's trail."""
    note: str
    """For ``moved``: what moved, in one sentence; else what the trail says."""
    actor: str = ""
    """Who did it, by address; ``roamwatch`` for what happens by itself."""


@dataclass(frozen=True, kw_only=True)
class SourceTrouble:
    """A source that we cannot rely on at present."""

    source_id: str
    title: str
    country: str
    health: str
    reason: str
    since: datetime | None
    """When its trouble opened."""
    sample: bool


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A time in which our own connection was down: no source could be read, none is blamed."""

    since: datetime
    until: datetime | None
    """None while it lasts."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What we could see of the countries with live SIMs, and what not."""

    live: int
    """How many countries have live SIMs."""
    verified: int
    """For how many of them a primary source that is healthy was read lately."""
    within_days: int
    """What lately means."""
    unchanged: tuple[str, ...]
    """The verified ones in which nothing came up and nothing moved."""
    unchanged_since: datetime | None
    """The oldest of their newest good reads: all were verified then or later."""
    blind: tuple[tuple[str, tuple[str, ...]], ...]
    """Country and its blind spots (:func:`data.queries.coverage.blind_spots`), most SIMs first."""
    outages: tuple[Outage, ...]
    """Those of our own connection in the time that the digest covers."""


@dataclass(frozen=True, kw_only=True)
class PlanReminder:
    """A contingency plan that wants a review, and why."""

    fleet_id: int
    fleet: str
    country: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DigestNotice:
    """A person's digest: what came up, what moved, what falls due, what we cannot see."""

    period: str
    covers_from: datetime
    covers_to: datetime
    late: bool
    """It stands for more than one: those in between were not made."""
    raised: tuple[AlertFacts, ...]
    """Loudest first."""
    moved: tuple[tuple[AlertFacts, str], ...]
    """With what moved, in one sentence."""
    ahead: tuple[tuple[date, str, AlertFacts], ...]
    """Dates within 90 days: the day, ``effective`` or ``deadline``, and the alert."""
    trouble: tuple[SourceTrouble, ...]
    coverage: Coverage
    clocks: tuple[LimitCounts, ...] = ()
    """Limits that SIMs are near or over, the most pressing first."""
    plans: tuple[PlanReminder, ...] = ()
    """Contingency plans that want a review."""
    muted: tuple[Quieting, ...] = ()
    """What its reader had muted when it was made: news of that is not in it."""
    zone: str = "UTC"
    """IANA name of the reader's time zone: days and times are said by it."""

    @property
    def local(self) -> tuple[datetime, datetime]:
        """From when to when, by the reader's clocks."""
        zone = ZoneInfo(self.zone)
        return self.covers_from.astimezone(zone), self.covers_to.astimezone(zone)

    @property
    def sample(self) -> bool:
        """Whether any of it is made up."""
        shown = (*self.raised, *(facts for facts, _ in self.moved))
        return any(facts.sample for facts in shown) or any(item.sample for item in self.trouble)


@dataclass(frozen=True, kw_only=True)
class ChannelNotice:
    """News of a channel itself: a test of it, or that it was switched off."""

    channel_id: int
    what: str
    """``test`` or ``off``."""
    kind: str
    name: str
    address: str
    reason: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordNotice:
    """A link to set a new password, by mail alone. The link itself is made when the letter is."""

    user_id: int
    mark: str = field(repr=False)
    """:func:`webapp.accounts.resetting.password_mark` of the person."""
    until: datetime


@dataclass(frozen=True, kw_only=True)
class AddressNotice:
    """A link by which an account gets another address, to that one; or word to the old one that it did."""

    user_id: int
    mark: str = field(repr=False)
    """:func:`webapp.accounts.readdressing.address_mark` of the person; empty in word to the old address."""
    new: str
    until: datetime | None
    """Until when the link works; None in word to the old address."""


Notice = AlertNotice | DigestNotice | ChannelNotice | PasswordNotice | AddressNotice


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to one recipient. ``key`` is the same however often it is tried."""

    key: str
    recipient: str
    notice: Notice
    created_at: datetime
    attempted_at: datetime | None = None
    """When this attempt is made; None in a message that nobody sends."""
    reader_id: int | None = None
    """Number of the person to whom it goes; None for somebody without an account."""
    thread_key: str = ""
    """Key of the first message about the same alert to the same person; empty when this is it."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a message goes: an address, and the secrets that go with it."""

    address: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The receiver took it; ``answer`` is the beginning of what it said, on one line."""

    answer: str = ""


class Transport(Protocol):
    """A way out. One file ``webapp/delivery/<kind>.py`` each, named there by ``CHANNEL``."""

    name: str
    lanes: ClassVar[int]
    """How many messages may be under way at once over one channel; for mail, to its server."""
    at_once: ClassVar[int]
    """How many are claimed and read ahead at a time; 1 where the next hangs on how the last one went."""

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Make it ready; raises :class:`data.errors.SettingsError` if it cannot be."""

    def send(self, outgoing: Outgoing, target: Target) -> Receipt:
        """Hand over; returning means that the receiver took it. Raises :class:`TransportError`."""

    def close(self) -> None:
        """Let go of what was kept open between messages. Sending again opens anew."""
