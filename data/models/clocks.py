"""Clocks: the limits that run, the SIMs near or over one, and how many there were each day."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class ClockLimit(SQLModel, table=True):
    """One limit on days of presence with its clock; kept when it no longer runs, for what refers to it."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """Made from what it says, so that it stays the same while its sources come and go."""
    country: str = Field(index=True)
    """A country, or a group whose members count as one."""
    topic: str
    status: str
    """``in_force``, ``unclear``, ``adopted`` (later) or ``proposed``."""
    shape: str
    days: int | None = None
    window_days: int | None = None
    gap_days: int = 0
    per: str
    homes: list[str] = json_field(default_factory=list)
    stated: bool = True
    """Whether a source says how days are counted; if not, they are counted in a row."""
    consumer: bool = False
    """Written for people's phones: shown, never alerted."""
    effective_on: date | None = None
    warn_at: float
    grounds: list[dict[str, Any]] = json_field(default_factory=list)
    """``{"kind", "ref", "authority", "instrument", "url", "confidence"}``, one for each source."""
    runs: bool = True
    """Whether any source says it today."""
    counted: bool = False
    """Whether SIMs were counted against it since it began to run; before that it has no figures."""


class Clock(SQLModel, table=True):
    """One SIM that is near or over a limit, or of which the limit's key is not known."""

    __table_args__ = (
        UniqueConstraint("limit_id", "sim_id", "key"),
        Index("ix_clock_sim_id", "sim_id"),
        # A page of the list, and how many there are of each state, without a look at the rows.
        Index("ix_clock_listed", "limit_id", "state", "observed", "possible", "fleet_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    limit_id: int = Field(foreign_key="clocklimit.id")
    fleet_id: int = Field(foreign_key="fleet.id")
    sim_id: int = Field(foreign_key="sim.id")
    """The SIM; for a limit per IMSI or IMEI the one in which it was seen last."""
    key: str = ""
    """The IMSI or IMEI that is counted; empty when it is the SIM, or is not known."""
    state: str
    observed: int
    possible: int
    crosses_on: date | None = None
    """First day on which the maximum breaks the limit if it stays."""
    since: date
    """Day on which it was first counted in this state."""


class QuietClock(SQLModel, table=True):
    """One SIM within a limit: nothing to show, only when to look again. As narrow as can be."""

    __table_args__ = (Index("ix_quietclock_due", "due"), Index("ix_quietclock_sim_id", "sim_id"))

    id: int | None = Field(default=None, primary_key=True)
    limit_id: int = Field(foreign_key="clocklimit.id")
    fleet_id: int = Field(foreign_key="fleet.id")
    sim_id: int = Field(foreign_key="sim.id")
    known: bool = True
    """False: nothing can be said of it (:class:`analysis.clocks.ClockState` ``unknown``)."""
    due: int
    """First day on which its state may be another, as a proleptic Gregorian ordinal."""
    crosses: int
    """Day on which it breaks the limit if it stays, as an ordinal; 0: never, or it is gone."""


class ClockDay(SQLModel, table=True):
    """How a fleet stood against one limit on one day, in SIMs (or devices, or IMSIs)."""

    __table_args__ = (UniqueConstraint("day", "fleet_id", "limit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    day: date
    fleet_id: int = Field(foreign_key="fleet.id", index=True)
    limit_id: int = Field(foreign_key="clocklimit.id", index=True)
    fine: int = 0
    approaching: int = 0
    over: int = 0
    unknown: int = 0
    perhaps_over: int = 0
    """Of those approaching, how many may be over already: not seen often enough to tell."""
    in_7: int = 0
    """How many more break the limit within 7 days if they stay; likewise 30 and 90."""
    in_30: int = 0
    in_90: int = 0


class ClockKind(SQLModel, table=True):
    """How a fleet's SIMs of one technology stand against one limit, by the last count."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    limit_id: int = Field(foreign_key="clocklimit.id", primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id", primary_key=True)
    technology: str = Field(primary_key=True)
    counted: int
    approaching: int
    over: int
    over_then: int
    """Over on the day on which it takes effect if they stay; today where that day is past or not known."""


class ClockMark(SQLModel, table=True):
    """How far the clocks have been counted; one row."""

    id: int | None = Field(default=None, primary_key=True)
    day: date
    presence_id: int
    """The last stretch of sightings that was taken in."""
    limits: str
    """Fingerprint of the limits counted; another one: all is counted anew."""
    counted_all_on: date
    finished_at: datetime = time_field()
