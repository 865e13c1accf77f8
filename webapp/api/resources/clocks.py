"""Clocks: how SIMs stand against each limit on days of presence."""

from datetime import date
from typing import Any

from pydantic import Field

from data.queries.fleet import fleet_named
from data.words import LimitPer, LimitShape, Topic
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal
from webapp.api.shapes import Place, Reply, Text, Words
from webapp.rules.clocks import clocks_report


class ClockWords(Words):
    """Which limits, of which fleet."""

    country: Place | None = Field(default=None, description="Only limits of this country.")
    fleet: Text = Field(default="", description="Only this fleet, by its name.")


class Counts(Reply):
    """SIMs (IMSIs, devices) by how they stand."""

    fine: int
    approaching: int
    over: int
    unknown: int
    perhaps_over: int
    in_7: int = Field(description="Not over, and over within 7 days if they stay.")
    in_30: int
    in_90: int


class Limit(Reply):
    """One limit with its counts."""

    key: str
    country: str
    topic: Topic
    status: str
    effective_on: date | None
    shape: LimitShape
    days: int | None
    window_days: int | None
    gap_days: int
    per: LimitPer
    homes: tuple[str, ...]
    stated: bool
    consumer: bool
    warn_at: float = Field(description="The share of the days at which a SIM counts as near.")
    words: str = Field(description="What is allowed, in English.")
    sources: tuple[dict[str, Any], ...]
    counts: Counts


class Clocks(Reply):
    """Every limit that is in force or proposed."""

    counted_on: date | None
    never_seen: int = Field(description="SIMs that may connect and were never seen.")
    limits: tuple[Limit, ...]


@operation("GET", "/clocks", problems={404: "There is no fleet of this name."})
def clocks(call: Call[ClockWords, None]) -> Clocks:
    """How SIMs stand against each limit on days of presence.

    Counts alone, never an identifier.
    """
    words = call.words
    fleet = fleet_named(call.session, words.fleet) if words.fleet else None
    if words.fleet and fleet is None:
        raise Refusal(404, "fleet", "there is no fleet of this name")
    places = [words.country] if words.country else []
    report = clocks_report(call.session, fleet_id=fleet.id or 0 if fleet else 0, countries=places)
    return Clocks.model_validate(report)
