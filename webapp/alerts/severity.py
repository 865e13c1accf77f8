"""How loudly an alert speaks: points with their reasons, which add up to the score. Pure.

Thresholds: a score of 75 or more is ``high`` (mailed at once by default), 40 to 74
``medium``, below 40 ``low``. The points are a judgement of ours, not a fact from
anywhere; they are kept on each alert so that a reader can disagree with a part.
That a source is a sample has no effect: the demo must show what the real thing does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.words import (
    CORE_TOPICS,
    ChangeKind,
    ChangeStatus,
    Direction,
    LimitShape,
    Severity,
    Topic,
)

HIGH_FROM = 75
MEDIUM_FROM = 40
#: Below this the reading is a guess that a person should check before anybody is woken.
DOUBTFUL_BELOW = 0.5
_FIRM = (ChangeStatus.IN_FORCE, ChangeStatus.ADOPTED)
#: Topics that concern a SIM only where it roams.
_ROAMING_ONLY = (Topic.ROAMING, Topic.NUMBERING)
_STATUS = {
    ChangeStatus.IN_FORCE: (25, "it is in force"),
    ChangeStatus.ADOPTED: (25, "it is adopted and will take effect"),
    ChangeStatus.PROPOSED: (5, "it is only proposed"),
}
_KIND = {
    ChangeKind.ENFORCEMENT: (10, "the authority enforces the rule"),
    ChangeKind.GUIDANCE: (-5, "it is guidance, not a rule"),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One reason with its points; positive speaks louder."""

    name: str
    points: int
    because: str

    def as_json(self) -> dict[str, Any]:
        """The form in which alerts keep it."""
        return {"name": self.name, "points": self.points, "because": self.because}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What severity is judged from."""

    topic: str
    kind: str
    status: str
    direction: str
    live_sims: int
    """Live SIMs in the countries concerned."""
    foreign_sims: int
    """Of those, the ones that roam there."""
    fleet_live_sims: int
    """Live SIMs of the fleet anywhere."""
    effective_on: date | None = None
    deadline_on: date | None = None
    limits: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    retail_only: bool = False
    backlog: bool = False
    confirmed: bool = True
    """Whether an authority says so, not only the trade press."""
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The score, its word, and the parts that add up to it."""

    severity: Severity
    score: int
    parts: tuple[Part, ...]


def judge(case: Case, *, today: date) -> Verdict:
    """The severity of a rule change for a fleet."""
    found = (
        _topic(case),
        _direction(case),
        _listed("status", _STATUS.get(ChangeStatus(case.status))),
        _listed("kind", _KIND.get(ChangeKind(case.kind))),
        _time(case, today),
        _number(case),
        _share(case),
        _foreign(case),
        _limit(case),
        *_doubts(case),
    )
    parts = tuple(part for part in found if part is not None)
    score = sum(part.points for part in parts)
    return Verdict(severity=word_for(score), score=score, parts=parts)


def word_for(score: int) -> Severity:
    """The word for a score, by the thresholds above."""
    if score >= HIGH_FROM:
        return Severity.HIGH
    return Severity.MEDIUM if score >= MEDIUM_FROM else Severity.LOW


def _topic(case: Case) -> Part:
    core = Topic(case.topic) in CORE_TOPICS
    because = "a core topic" if core else "a neighbouring topic"
    return Part(name="topic", points=20 if core else 10, because=because)


def _direction(case: Case) -> Part | None:
    if case.direction == Direction.TIGHTENING:
        return Part(name="direction", points=15, because="it makes things stricter")
    if case.direction == Direction.LOOSENING:
        return Part(name="direction", points=-15, because="it makes things easier")
    return None


def _listed(name: str, entry: tuple[int, str] | None) -> Part | None:
    return Part(name=name, points=entry[0], because=entry[1]) if entry else None


def _time(case: Case, today: date) -> Part | None:
    if ChangeStatus(case.status) in _FIRM:
        ahead = _nearest((case.effective_on, case.deadline_on), today)
        if ahead is not None:
            return _firm_time(ahead)
        since = (today - case.effective_on).days if case.effective_on else None
        if since is not None and since <= 90:
            return Part(name="time", points=10, because=f"it took effect {since} days ago")
        return None
    ahead = _nearest((case.deadline_on,), today)
    if ahead is None or ahead > 90:
        return None
    points = 5 if ahead <= 30 else 3
    return Part(name="time", points=points, because=f"comments are due within {ahead} days")


def _nearest(days: tuple[date | None, ...], today: date) -> int | None:
    ahead = [(day - today).days for day in days if day is not None and day >= today]
    return min(ahead) if ahead else None


def _firm_time(ahead: int) -> Part | None:
    for within, points in ((30, 15), (90, 10), (365, 5)):
        if ahead <= within:
            because = "its date is today" if ahead == 0 else f"its date is {ahead} days away"
            return Part(name="time", points=points, because=because)
    return None


def _number(case: Case) -> Part:
    because = f"{case.live_sims:,} live SIM{'s are' if case.live_sims != 1 else ' is'} there"
    for least, points in ((1000, 15), (100, 10), (10, 5), (1, 2)):
        if case.live_sims >= least:
            return Part(name="sims", points=points, because=because)
    return Part(name="sims", points=-20, because="no live SIM is there now")


def _share(case: Case) -> Part | None:
    share = case.live_sims / case.fleet_live_sims if case.fleet_live_sims else 0.0
    for least, points in ((0.10, 10), (0.01, 5)):
        if share >= least:
            because = f"they are {share:.0%} of the fleet's live SIMs"
            return Part(name="share", points=points, because=because)
    return None


def _foreign(case: Case) -> Part | None:
    if case.foreign_sims:
        because = f"{case.foreign_sims:,} of them roam{'s' if case.foreign_sims == 1 else ''}"
        return Part(name="foreign", points=5, because=because)
    if Topic(case.topic) in _ROAMING_ONLY and case.live_sims:
        return Part(name="foreign", points=-20, because="none of them roams")
    return None


def _limit(case: Case) -> Part | None:
    if any(limit.get("shape") == LimitShape.BAN for limit in case.limits):
        return Part(name="limit", points=15, because="it is a ban")
    days = [limit["days"] for limit in case.limits if limit.get("days")]
    if days:
        return Part(name="limit", points=5, because=f"it sets a limit of {min(days)} days")
    return None


def _doubts(case: Case) -> list[Part]:
    parts = []
    if case.retail_only:
        because = "it speaks of retail customers only, an IoT fleet may be outside"
        parts.append(Part(name="scope", points=-25, because=because))
    if case.backlog:
        because = "it was published long before it came to light here"
        parts.append(Part(name="backlog", points=-20, because=because))
    if not case.confirmed:
        because = "only the trade press reports it, no authority's text is known yet"
        parts.append(Part(name="source", points=-20, because=because))
    if case.confidence < DOUBTFUL_BELOW:
        because = f"the reading is uncertain ({case.confidence:.0%})"
        parts.append(Part(name="confidence", points=-10, because=because))
    return parts
