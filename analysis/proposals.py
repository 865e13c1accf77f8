"""Decision: what a found change would enter into the rule ledger, and whether that can be told. Pure.

“Permitted” is never concluded from a text: whether an easing leaves anything forbidden is
for a person to read. Where the stance cannot be told, the proposal asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.clocking.limits import read_limit
from analysis.ledger import Standing
from data.rules import FactLimit, FactStatus, RuleFact
from data.words import ChangeKind, ChangeStatus, Direction, LimitShape, Stance, Topic

#: A rule on these is a duty that can be met, unless it says more.
_DUTIES = (Topic.IMEI, Topic.SIM_REGISTRATION, Topic.TYPE_APPROVAL)
#: Kinds that leave the rule itself as it is.
_SAME_RULE = (ChangeKind.EXTENSION, ChangeKind.ENFORCEMENT, ChangeKind.GUIDANCE)
_STATUS = {
    ChangeStatus.PROPOSED: FactStatus.PROPOSED,
    ChangeStatus.ADOPTED: FactStatus.IN_FORCE,
    ChangeStatus.IN_FORCE: FactStatus.IN_FORCE,
}
#: Statuses of a development that propose an entry; an open consultation does not yet.
PROPOSING = tuple(_STATUS)
#: Fields in which an entry is compared with another.
COMPARED = (
    "stance",
    "status",
    "limit_days",
    "limits",
    "effective",
    "until",
    "applies_to",
    "summary",
    "instrument",
    "authority",
    "confidence",
)


@dataclass(frozen=True, kw_only=True)
class FoundChange:
    """A confirmed development, as the publication of today's stage tells it."""

    topic: Topic
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    limits: tuple[Mapping[str, Any], ...] = ()
    effective_on: date | None = None
    devices: str = "all"
    """``m2m``, ``consumer`` or ``all``."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A stance with its reasons; None with a question where it cannot be told."""

    stance: Stance | None
    reasons: tuple[str, ...]
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field in which an entry would differ from what the ledger says today."""

    name: str
    old: Any
    new: Any


def stance_of(change: FoundChange, today: Standing | None) -> Judged:
    """The stance that the change would lead to, with the reasons."""
    easing = change.direction is Direction.LOOSENING or change.kind is ChangeKind.REPEAL
    if easing and not _day_limits(change):
        return _asked("The text eases the rule.", "What is still forbidden or asked for after it?")
    if any(limit["shape"] == LimitShape.BAN for limit in change.limits) and not easing:
        return Judged(stance=Stance.PROHIBITED, reasons=("The text bans it.",))
    if _day_limits(change) and change.kind is not ChangeKind.REPEAL:
        return _with_days(change)
    if change.kind is ChangeKind.REPEAL:
        return _asked("The text repeals a rule with a limit.", "What holds after the repeal?")
    if change.kind in _SAME_RULE or change.direction is Direction.NEUTRAL:
        return _as_today(change, today)
    return _tightened(change, today)


def _with_days(change: FoundChange) -> Judged:
    if change.topic in _DUTIES:
        return Judged(
            stance=Stance.CONDITIONAL,
            reasons=("The text gives a number of days for a duty that can be met.",),
        )
    return Judged(
        stance=Stance.RESTRICTED, reasons=("The text allows a stay of a number of days only.",)
    )


def _as_today(change: FoundChange, today: Standing | None) -> Judged:
    if today is None or today.stance is Stance.NO_RULE_FOUND:
        if change.topic in _DUTIES and change.kind is ChangeKind.NEW_RULE:
            return _duty()
        return _asked(
            "The text leaves the rule as it is, and the ledger knows none.", "What is the rule?"
        )
    return Judged(
        stance=today.stance,
        reasons=(f"The text does not change how strict the rule is: {today.stance.value} today.",),
    )


def _tightened(change: FoundChange, today: Standing | None) -> Judged:
    if today is not None and today.stance is Stance.PROHIBITED:
        return Judged(
            stance=Stance.PROHIBITED,
            reasons=("The rule tightens, and it is prohibited already.",),
        )
    if change.topic in _DUTIES:
        if today is not None and today.stance is Stance.RESTRICTED:
            return Judged(
                stance=Stance.RESTRICTED,
                reasons=("The rule tightens, and it is restricted already.",),
            )
        return _duty()
    return _asked(
        "The text tightens the rule without a limit in days.",
        "Does it forbid, limit, or only set conditions?",
    )


def _duty() -> Judged:
    return Judged(stance=Stance.CONDITIONAL, reasons=("The text sets a duty that can be met.",))


def _asked(reason: str, question: str) -> Judged:
    return Judged(stance=None, reasons=(reason,), question=question)


def _day_limits(change: FoundChange) -> list[Mapping[str, Any]]:
    return [limit for limit in change.limits if limit["shape"] != LimitShape.BAN]


def rule_values(change: FoundChange) -> dict[str, Any]:
    """What the text itself says of the rule, as fields of a :class:`data.rules.RuleFact`."""
    limits = [limit for values in change.limits if (limit := read_limit(values)) is not None]
    days = [limit.days for limit in limits if limit.days and limit.shape is not LimitShape.SHARE]
    return {
        "topic": change.topic,
        "status": _STATUS[change.status],
        "applies_to": {"m2m": "iot", "consumer": "consumer"}.get(change.devices, "all"),
        "limit_days": days[0] if days else None,
        "limits": tuple(_apart(limits)) or None,
        "effective": change.effective_on.isoformat() if change.effective_on else "",
    }


def _apart(limits: Sequence[FactLimit]) -> list[FactLimit]:
    return list(dict.fromkeys(limits))


def suggested(
    change: FoundChange, today: Standing | None, own: Sequence[str] = ()
) -> tuple[str, ...]:
    """Ids of facts that the change would end: earlier entries of the same development, and the

    rule of today where the change amends or repeals it. A draft ends nothing but its own draft.
    """
    if today is None:
        return ()
    entries = (today.head, *today.others, *today.ahead)
    found = [entry.fact.id for entry in entries if entry.fact.id in own]
    amends = change.kind in (ChangeKind.AMENDMENT, ChangeKind.REPEAL, ChangeKind.EXTENSION)
    head = today.head.fact
    ends_head = (
        amends
        and change.status is not ChangeStatus.PROPOSED
        and head.status is FactStatus.IN_FORCE
        and head.stance is not Stance.NO_RULE_FOUND
    )
    if ends_head and head.id not in found:
        found.append(head.id)
    return tuple(found)


def differences(today: RuleFact | None, draft: Mapping[str, Any]) -> tuple[Difference, ...]:
    """In what a draft differs from the fact that gives today's stance; all of it if there is none."""
    old = today.model_dump(mode="json") if today is not None else {}
    return tuple(
        Difference(name=name, old=old.get(name), new=draft.get(name))
        for name in COMPARED
        if (old.get(name) or None) != (draft.get(name) or None)
    )
