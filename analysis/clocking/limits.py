"""Decision: which limits on days of presence have a clock, from the facts and changes at hand. Pure.

Whatever keeps the rules hands over facts (:func:`limits_of_facts`) and the limits of found
changes (:func:`limits_of_changes`); everything behind knows :class:`RuleLimit` alone. Several
sources of one limit make one clock, so that its key stays while sources come and go.

Only topics on which a foreign SIM's presence itself is limited have clocks. A term to register
a device or a subscriber is none: it runs from an act that no network reports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from analysis.clocks import WARN_AT, DayLimit
from data.partial_dates import earliest
from data.rules import Confidence, FactLimit, FactStatus, RuleFact
from data.words import ChangeKind, ChangeStatus, LimitPer, LimitShape, Topic

#: Topics whose limits are limits on presence.
TOPICS = frozenset({Topic.ROAMING, Topic.ESIM, Topic.NUMBERING})
_YEAR = 365


class LimitStatus(StrEnum):
    """Whether a limit binds today; the firmest first."""

    IN_FORCE = "in_force"
    UNCLEAR = "unclear"
    """A source says so; whether it is law today is not known."""
    ADOPTED = "adopted"
    """It takes effect on a later day."""
    PROPOSED = "proposed"


#: Limits that a SIM can break today.
BINDING = (LimitStatus.IN_FORCE, LimitStatus.UNCLEAR)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where a limit is said."""

    kind: str
    """``fact`` or ``change``."""
    ref: str
    """The fact's id, or the development's number."""
    authority: str = ""
    instrument: str = ""
    url: str = ""
    confidence: str = ""
    """A word of :class:`data.rules.Confidence`."""


@dataclass(frozen=True, kw_only=True)
class RuleLimit:
    """One limit with its clock: how it counts, whom it binds, and who says so."""

    country: str
    """A country, or a group whose members count as one."""
    topic: Topic
    status: LimitStatus
    shape: LimitShape
    days: int | None = None
    window_days: int | None = None
    gap_days: int = 0
    per: LimitPer = LimitPer.SIM
    homes: tuple[str, ...] = ()
    """Only SIMs of these home countries or groups; empty: every home but the country itself."""
    stated: bool = True
    """Whether its source says how days are counted; if not, they are counted in a row."""
    consumer: bool = False
    """Written for people's phones: shown, never alerted."""
    effective_on: date | None = None
    """Set for a limit that is adopted, or proposed, for a later day."""
    warn_at: float = WARN_AT
    grounds: tuple[Ground, ...] = ()

    @property
    def key(self) -> str:
        """Its stable name, made from what it says: ``TR-roaming-in_force-cumulative-90-120-imei``."""
        parts = [self.country, self.topic.value, self.status.value, self.shape.value]
        parts += [str(n) for n in (self.days, self.window_days) if n is not None]
        parts += [f"gap{self.gap_days}"] if self.gap_days else []
        parts.append(self.per.value)
        parts += [f"home{'+'.join(self.homes)}"] if self.homes else []
        return "-".join(parts)

    @property
    def counted(self) -> DayLimit:
        """The limit as clocks count it."""
        return DayLimit(
            shape=self.shape,
            days=self.days,
            window_days=self.window_days or _YEAR,
            gap_days=self.gap_days,
        )

    @property
    def binding(self) -> bool:
        """Whether a SIM that is over it breaks a rule of today."""
        return self.status in BINDING

    @property
    def alerts(self) -> bool:
        """Whether a crossing is told to anybody."""
        return self.binding and not self.consumer


def limits_of_facts(facts: Iterable[RuleFact], *, ahead: bool = False) -> list[RuleLimit]:
    """The limits that facts set; repealed and superseded ones set none.

    ``ahead``: they are known to hold from a later day on.
    """
    found = [
        RuleLimit(
            country=fact.country,
            topic=fact.topic,
            status=LimitStatus.ADOPTED if ahead else LimitStatus(fact.status.value),
            effective_on=earliest(fact.effective) if ahead else None,
            shape=limit.shape,
            days=limit.days,
            window_days=limit.window_days,
            gap_days=limit.gap_days,
            per=limit.per,
            homes=limit.homes,
            stated=limit.stated,
            consumer=fact.applies_to == "consumer",
            grounds=(_ground(fact),),
        )
        for fact in facts
        if fact.status is not FactStatus.REPEALED and not fact.superseded_by
        for limit in _limits(fact)
    ]
    return merge(found)


def _limits(fact: RuleFact) -> tuple[FactLimit, ...]:
    if fact.topic not in TOPICS:
        return ()
    if fact.limits is not None:
        return fact.limits
    if not fact.limit_days:
        return ()
    return (FactLimit(shape=LimitShape.CONSECUTIVE, days=fact.limit_days, stated=False),)


def _ground(fact: RuleFact) -> Ground:
    return Ground(
        kind="fact",
        ref=fact.id,
        authority=fact.authority,
        instrument=fact.instrument,
        url=str(fact.source_url or ""),
        confidence=fact.confidence.value,
    )


@dataclass(frozen=True, kw_only=True)
class ChangeLimits:
    """What a found change says of limits: its newest publication of today's status."""

    development_id: int
    country: str
    topic: str
    kind: str
    status: str
    limits: tuple[Mapping[str, Any], ...]
    effective_on: date | None = None
    retail_only: bool = False
    authority: str = ""
    title: str = ""
    url: str = ""


def limits_of_changes(changes: Iterable[ChangeLimits], *, today: date) -> list[RuleLimit]:
    """The limits that found changes set or would set; a repealed one is none."""
    found = []
    for change in changes:
        status = _status(change, today)
        if status is None or Topic(change.topic) not in TOPICS:
            continue
        for values in change.limits:
            limit = read_limit(values)
            if limit is not None:
                found.append(_of_change(change, status, limit))
    return merge(found)


def _of_change(change: ChangeLimits, status: LimitStatus, limit: FactLimit) -> RuleLimit:
    return RuleLimit(
        country=change.country,
        topic=Topic(change.topic),
        status=status,
        shape=limit.shape,
        days=limit.days,
        window_days=limit.window_days,
        per=limit.per,
        stated=limit.stated,
        consumer=change.retail_only,
        effective_on=None if status is LimitStatus.IN_FORCE else change.effective_on,
        grounds=(
            Ground(
                kind="change",
                ref=str(change.development_id),
                authority=change.authority,
                instrument=change.title,
                url=change.url,
                confidence=Confidence.MEDIUM.value,
            ),
        ),
    )


def _status(change: ChangeLimits, today: date) -> LimitStatus | None:
    if change.kind in (ChangeKind.REPEAL, ChangeKind.NONE):
        return None
    if change.status in (ChangeStatus.PROPOSED, ChangeStatus.CONSULTATION):
        return LimitStatus.PROPOSED
    if change.status == ChangeStatus.NONE:
        return None
    ahead = change.effective_on is not None and change.effective_on > today
    return LimitStatus.ADOPTED if ahead else LimitStatus.IN_FORCE


def read_limit(values: Mapping[str, Any]) -> FactLimit | None:
    """A limit as the analysis read it; None where it names too little to count by."""
    shape, days = LimitShape(values["shape"]), values.get("days")
    window = values.get("window_days")
    per = LimitPer(values.get("per") or LimitPer.SIM)
    if shape is LimitShape.BAN:
        return FactLimit(shape=shape, per=per)
    if not days and not (shape is LimitShape.SHARE and window):
        return None
    if shape is LimitShape.SHARE:
        # “A share of 120 days”: the days are the window, the share itself is half.
        return FactLimit(shape=shape, window_days=window or days, per=per)
    if shape is LimitShape.CUMULATIVE:
        return FactLimit(
            shape=shape, days=days, window_days=window or _YEAR, per=per, stated=bool(window)
        )
    return FactLimit(shape=shape, days=days, per=per)


def merge(limits: Iterable[RuleLimit]) -> list[RuleLimit]:
    """One clock for each limit however many say it, in the order of their keys.

    It concerns fleets as soon as one source does not speak of consumers only, and its way of
    counting is stated as soon as one source states it.
    """
    found: dict[str, RuleLimit] = {}
    for limit in limits:
        known = found.get(limit.key)
        if known is not None:
            limit = replace(
                known,
                grounds=tuple(dict.fromkeys((*known.grounds, *limit.grounds))),
                stated=known.stated or limit.stated,
                consumer=known.consumer and limit.consumer,
            )
        found[limit.key] = limit
    return [found[key] for key in sorted(found)]
