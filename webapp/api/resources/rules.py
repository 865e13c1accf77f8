"""The rule ledger: what the rule is, was, or was thought to be."""

from datetime import date
from typing import Any

from pydantic import Field

from data.rules import Confidence, FactLimit, FactSource, FactStatus
from data.words import Stance, Topic
from webapp.api.operation import Call, operation
from webapp.api.shapes import Day, Place, Reply, Stamp, Words
from webapp.rules.rulebook import When, ledger, ledger_json


class RuleWords(Words):
    """Which rules, on which day, as known when."""

    country: Place | None = Field(default=None, description="Only this country or group.")
    on: Day | None = Field(default=None, description="The rule of this day; today by default.")
    known: Day | None = Field(
        default=None, description="As we knew it at the end of this day (UTC); today by default."
    )


class Entry(Reply):
    """One fact of the ledger, with who recorded it and when."""

    id: str
    stance: Stance
    summary: str
    applies_to: str
    status: FactStatus
    limit_days: int | None
    limits: tuple[FactLimit, ...] | None
    effective: str = Field(description="Day, month or year; empty: not told.")
    until: str
    instrument: str
    authority: str
    source_url: str | None
    source_kind: FactSource
    as_of: str
    confidence: Confidence
    superseded_by: str
    disputes: bool
    recorded_by: str
    note: str
    evidence: dict[str, Any] | None
    known_from: Stamp | None
    known_until: Stamp | None


class Standing(Reply):
    """How a country stands on a topic: the surest fact first, contradictions kept."""

    stance: Stance
    disputed: bool
    facts: tuple[Entry, ...]
    ahead: tuple[Entry, ...]
    earlier: tuple[Entry, ...]
    overruled: tuple[Entry, ...]


class Rules(Reply):
    """The ledger of a day."""

    on: date
    known: date
    countries: dict[str, dict[Topic, Standing]]


@operation("GET", "/rules")
def rules(call: Call[RuleWords, None]) -> Rules:
    """How countries stand on a day, as known on another."""
    today, words = call.now.date(), call.words
    asked = When(on=words.on or today, known=min(words.known or today, today), today=today)
    found = ledger(call.session, asked, places=[words.country] if words.country else [])
    return Rules.model_validate(
        {"on": asked.on, "known": asked.known, "countries": ledger_json(found)}
    )
