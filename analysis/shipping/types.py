"""What the check before shipping is asked, and what it answers: one set of models for page, API, command."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from analysis.remedies import Remedy
from data.rules import Confidence
from data.words import SimTechnology, Stance, Topic


class Verdict(StrEnum):
    """May devices with these SIMs go there? The worst first."""

    NOT_BY_ROAMING = "not_by_roaming"
    """Not with a foreign SIM, or not for so long."""
    UNKNOWN = "unknown"
    ONLY_WITH = "only_with"
    """Only with what is named: a registration, a limit kept, an agreement."""
    MAY = "may"


class Strategy(StrEnum):
    """How to connect devices in a country."""

    LOCAL_PROFILE = "local_profile"
    """A SIM or profile of a local operator from the first day."""
    EUICC = "euicc"
    """Ship with the eUICC, and load a local profile over the air when it is needed."""
    MULTI_IMSI = "multi_imsi"
    """A SIM that has, or is given, an IMSI of the country."""
    ROAMING = "roaming"
    """Plain roaming."""
    ASK_FIRST = "ask_first"
    """Nothing is known: ask the authority or a local operator before shipping."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shipment(_Model):
    """The question."""

    countries: tuple[str, ...] = Field(min_length=1, max_length=60)
    """ISO 3166-1 alpha-2."""
    sims: int | None = Field(default=None, ge=1, le=1_000_000_000)
    """Devices in all; None: not told."""
    sims_by_country: dict[str, int] = Field(default_factory=dict)
    """Devices per country, where told."""
    technology: SimTechnology = SimTechnology.UNKNOWN
    home: str = ""
    """Country of the home network; empty: not told, taken as foreign."""
    days: int | None = Field(default=None, ge=1, le=36_500)
    """How long they stay; None: for good."""
    certified: bool | None = None
    """Whether the device is type-approved in these countries."""


class Rule(_Model):
    """A fact that the answer rests on."""

    id: str
    place: str
    """The country, or the group through which it is bound."""
    stance: Stance
    status: str
    summary: str
    quotes: tuple[str, ...]
    """Byte-exact passages, where the entry came from a text that we archived."""
    instrument: str
    authority: str
    source_url: str | None
    source_kind: str
    effective: str
    as_of: str
    confidence: Confidence


class Limit(_Model):
    """One limit on the days of presence, and what the stay means to it."""

    topic: Topic
    place: str
    words: str
    """“90 days within 120, per IMEI”."""
    days: int | None
    allowed: bool | None
    """Whether the stay keeps within it; None where that cannot be told."""
    because: str
    breaks_on_day: int | None
    """The day of the stay on which it breaks."""
    binding: bool
    """False: a draft, or in force later."""
    rule_ids: tuple[str, ...]


class TopicAnswer(_Model):
    """One topic in one country."""

    topic: Topic
    verdict: Verdict
    because: str
    disputed: bool
    rules: tuple[Rule, ...]
    """The one that gives the verdict first; then what else is said, contradictions included."""
    ahead: tuple[Rule, ...]
    """Drafts, and what takes effect later."""


class Way(_Model):
    """A remedy with its lead time."""

    remedy: Remedy
    topic: Topic
    needs: str
    lead_days: int
    provider: str


class CountryAnswer(_Model):
    """One country."""

    country: str
    name: str
    sims: int | None
    verdict: Verdict
    sentence: str
    strategy: Strategy
    strategy_because: str
    limits: tuple[Limit, ...]
    todo: tuple[str, ...]
    """What must be done before shipping, in order."""
    remedies: tuple[Way, ...]
    topics: tuple[TopicAnswer, ...]
    unknown: tuple[str, ...]
    confidence: Confidence | None
    """The least sure fact that the verdict rests on; None: there is none."""


class Tier(_Model):
    """Countries that share a strategy, most devices first."""

    strategy: Strategy
    countries: tuple[str, ...]
    sims: int | None
    because: str


class Answer(_Model):
    """The answer to a :class:`Shipment`."""

    asked: Shipment
    on: date
    verdict: Verdict
    """The worst of all countries."""
    sentence: str
    tiers: tuple[Tier, ...]
    countries: tuple[CountryAnswer, ...]
    unknown: tuple[str, ...]
    note: str = "Facts with their sources, no legal advice."
