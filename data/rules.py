"""Facts on what the rule is, per country and topic: the seed of the ledger, ``seed/rules/*.toml``."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from data import countries
from data.errors import RoamwatchError
from data.words import LimitPer, LimitShape, Stance, Topic

_FOLDER = Path(__file__).parent / "seed" / "rules"


class FactStatus(StrEnum):
    """Whether what a source says is law today."""

    IN_FORCE = "in_force"
    PROPOSED = "proposed"
    UNCLEAR = "unclear"
    REPEALED = "repealed"


class FactSource(StrEnum):
    """Who says so, in the order of weight."""

    LAW = "law"
    REGULATOR = "regulator"
    LAW_FIRM = "law_firm"
    TRADE_PRESS = "trade_press"
    OTHER = "other"
    VENDOR = "vendor"
    TRADE_VIEW = "trade_view"
    """What the trade takes for granted, without a source that one could open."""
    NONE = "none"


class Confidence(StrEnum):
    """How sure the fact is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class FactLimit(BaseModel):
    """A limit on days of presence, as its source words it: the number is what is still allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: LimitShape
    days: int | None = Field(default=None, ge=1, le=3660)
    """Days allowed; per cent for a share (none: half); none for a ban."""
    window_days: int | None = Field(default=None, ge=2, le=3660)
    """The rolling window of a cumulative limit or a share."""
    gap_days: int = Field(default=0, ge=0, le=365)
    """How many days away do not break a run of consecutive days."""
    per: LimitPer = LimitPer.SIM
    homes: tuple[str, ...] = ()
    """Only SIMs of these home countries or groups (two countries' agreement); empty: any but its own."""
    stated: bool = True
    """Whether the source says how the days are counted; if not, they are counted in a row."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        rolling = self.shape in (LimitShape.CUMULATIVE, LimitShape.SHARE)
        if rolling != (self.window_days is not None):
            raise ValueError("a cumulative limit and a share have window_days, no other has")
        if self.days is None and self.shape not in (LimitShape.BAN, LimitShape.SHARE):
            raise ValueError(f"a limit of shape {self.shape.value} needs days")
        unknown = [
            one for one in self.homes if not (countries.is_country(one) or countries.is_group(one))
        ]
        if unknown:
            raise ValueError(f"{unknown[0]} is no country or group")
        return self


class RuleFact(BaseModel):
    """What one source says of one country's rule on one topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+-[a-z-]+-(p?\d+|trade)$")
    """``tr-roaming-3``; one that came from a proposal of ours carries its number: ``tr-roaming-p7``."""
    country: str
    topic: Topic
    stance: Stance
    summary: str = Field(min_length=10, max_length=600)
    applies_to: str = Field(pattern="^(iot|consumer|all)$")
    status: FactStatus
    limit_days: int | None = Field(default=None, ge=0, le=3660)
    limits: tuple[FactLimit, ...] | None = None
    """Its limits on presence; empty when ``limit_days`` is none (a term to register, say);
    None when nobody has looked yet how the source counts."""
    effective: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    until: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    """The last day (month, year) on which it was the rule; empty: no end is known."""
    instrument: str = ""
    authority: str = ""
    source_url: HttpUrl | None = None
    source_kind: FactSource
    as_of: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    confidence: Confidence
    superseded_by: str = ""
    disputes: bool = False


class RuleSeedError(RoamwatchError):
    """A file of rule facts is not usable; the message names the file and the fact."""

    code = "rule_seed"


@cache
def rule_facts() -> tuple[RuleFact, ...]:
    """All facts, in the order of their ids. Raises :class:`RuleSeedError`."""
    return load_facts(_FOLDER)


def load_facts(folder: Path) -> tuple[RuleFact, ...]:
    """The facts of all files of a folder, checked one by one and against each other."""
    facts: dict[str, RuleFact] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
        except tomllib.TOMLDecodeError as exc:
            raise RuleSeedError(f"{path.name} is not TOML: {exc}") from exc
        for table in tables:
            fact = _fact(path, table)
            if fact.id in facts:
                raise RuleSeedError(
                    f"{path.name}: the id {fact.id} stands twice; give it a new one"
                )
            facts[fact.id] = fact
    for fact in facts.values():
        if fact.superseded_by and fact.superseded_by not in facts:
            raise RuleSeedError(
                f"{fact.id} is superseded by {fact.superseded_by}, which is no fact"
            )
    return tuple(facts[key] for key in sorted(facts))


def _fact(path: Path, table: dict[str, object]) -> RuleFact:
    try:
        fact = RuleFact.model_validate(table)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RuleSeedError(
            f"{path.name}: {table.get('id', 'a fact without id')}, {where}: {first['msg']}"
        ) from exc
    if not (countries.is_country(fact.country) or countries.is_group(fact.country)):
        raise RuleSeedError(f"{path.name}: {fact.id}: {fact.country} is no country or group")
    return fact
