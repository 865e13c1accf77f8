"""Facts on what the rule is, per country and topic: the seed of the ledger, ``seed/rules/*.toml``."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from data import countries
from data.errors import RoamwatchError
from data.words import Stance, Topic

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


class RuleFact(BaseModel):
    """What one source says of one country's rule on one topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+-[a-z-]+-(\d+|trade)$")
    country: str
    topic: Topic
    stance: Stance
    summary: str = Field(min_length=10, max_length=600)
    applies_to: str = Field(pattern="^(iot|consumer|all)$")
    status: FactStatus
    limit_days: int | None = Field(default=None, ge=0, le=3660)
    effective: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
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
