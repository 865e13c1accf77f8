"""What a platform says of SIMs, in the words of every platform; and what a platform's file offers."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from crawler.pulling.api import Api, Signature


class SimRecord(NamedTuple):
    """One SIM as text, empty where the platform says nothing. Names are headers of a fleet file,

    so that a record is read, checked and refused exactly like a row of an import.
    """

    iccid: str
    eid: str = ""
    imsi: str = ""
    imsi_2: str = ""
    imei: str = ""
    msisdn: str = ""
    status: str = ""
    technology: str = ""
    activation_date: str = ""
    country: str = ""
    """Where it was last seen: alpha-2 of ISO 3166-1; or ``mcc`` (ITU-T E.212), or ``tadig``."""
    mcc: str = ""
    tadig: str = ""
    last_seen: str = ""


class Sighting(NamedTuple):
    """A SIM was in a country from ``first_at`` to ``last_at``; named by the platform's own id."""

    native_id: str
    country: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An entry that could not be read, and why."""

    name: str
    """The entry's id, or its place on the page."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one step of a pull brought, and where the next one begins."""

    records: tuple[SimRecord, ...] = ()
    faults: tuple[Fault, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """The platform's own id → ICCID, where sightings will need it."""
    entries: int = 0
    """How many entries the platform listed, read or not."""
    next: str = ""
    """Where the pull goes on, as a text of the platform's file; empty: it is at its end."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """What time a pull asks for."""

    since: datetime | None
    """Start of the last complete pull; None for a first one, which brings everything."""
    now: datetime


class Platform(Protocol):
    """One SIM platform. Stateless; a pull that broke off goes on from the last page's ``next``."""

    name: str
    """As in ``data/seed/platforms.toml``, where title, credentials and address stand."""
    per_second: float
    """Requests a second that the platform allows, or that we think polite."""
    told: frozenset[str]
    """Fields of a record that the platform tells; the others stay as they are stored."""

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """Headers that go with every request, and how long they are good for."""
        ...

    def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """Pages from ``start`` on (empty: from the beginning)."""
        ...
