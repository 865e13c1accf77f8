"""What the analysis says of one text: marks, changes and their evidence. Plain values."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from data.words import ChangeKind, ChangeStatus, Direction, LimitPer, LimitShape, Topic

#: Name of the rules in force. Raise it with every change of lexicon or logic:
#: versions are then read again, without raising alerts.
ANALYSER = "10"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A span that a rule marked: ``text[start:end]``."""

    group: str
    """``topics``, ``jurisdictions``, ``acts``, ``dates`` or ``limits``."""
    value: str
    rule: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Byte-exact evidence: ``quote == text[start:end]``."""

    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A number with its shape. ``days`` is None for a ban or a share without days."""

    days: int | None
    shape: LimitShape
    per: LimitPer
    window_days: int | None = None
    """Length of the rolling window, for a cumulative limit."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One country's rule on one topic, as this text changes it."""

    country: str
    topic: Topic
    is_change: bool
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    confidence: float
    evidence: tuple[Quote, ...]
    effective_on: date | None = None
    deadline_on: date | None = None
    decided_on: date | None = None
    limits: tuple[Limit, ...] = ()
    via_group: str = ""
    """The group (``EU`` …) through which the country is meant, empty if named itself."""
    scope: dict[str, Any] = field(default_factory=dict)
    """``{"devices": "m2m"|"consumer"|"all", "retail_only": bool}`` as far as the text says."""
    reasons: tuple[str, ...] = ()
    """Plain sentences: why this was taken as a change of this kind."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The whole answer for one text."""

    language: str
    supported: bool
    """False when the language has no data file: only the generic path was used."""
    relevant: bool
    topics: tuple[Topic, ...]
    countries: tuple[str, ...]
    """Countries whose rules change (not every country mentioned)."""
    marks: tuple[Mark, ...]
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The object of ``roamwatch analyse --json``; dates as ISO 8601."""
        return {
            "language": self.language,
            "supported": self.supported,
            "relevant": self.relevant,
            "topics": list(self.topics),
            "countries": list(self.countries),
            "changes": [_change_json(change) for change in self.changes],
        }


def _change_json(change: Change) -> dict[str, Any]:
    values = asdict(change)
    for name in ("effective_on", "deadline_on", "decided_on"):
        day = values[name]
        values[name] = day.isoformat() if day else None
    values["reasons"] = list(change.reasons)
    values["limits"] = [dict(limit) for limit in values["limits"]]
    values["evidence"] = [dict(quote) for quote in values["evidence"]]
    return values
