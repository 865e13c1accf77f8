"""Decision: which past changes would have alerted a fleet, when, and how loudly. Pure.

Counted with the fleet as it is now: where it was then nobody told us. What a change says is what
is known of it today; how loudly is judged as of the day of its first publication.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.impact import ImpactValues, assess
from data.models import Development, RuleChange
from data.queries.fleet import LiveGroup
from data.queries.replay import Past
from data.words import Severity
from webapp.alerts.moves import is_instant
from webapp.alerts.severity import Case, judge

#: How far back one looks, in days.
REACH = 730


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """One change that would have alerted the fleet."""

    development: Development
    day: date
    """Of its first publication: a source that is watched is read at least once a day."""
    severity: Severity
    instant: bool
    """By a mail at once; else in the digest."""
    live_sims: int
    countries: tuple[str, ...]
    """Where those SIMs are, most first."""
    notice_days: int | None
    """Days between that day and the change's effect; negative: it was in force already."""


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The past as the fleet would have lived it."""

    alerts: tuple[Replayed, ...]
    """The newest first."""
    considered: int
    """Changes looked at."""

    @property
    def instant(self) -> int:
        """How many would have come at once."""
        return sum(one.instant for one in self.alerts)


def replay(pasts: Iterable[Past], groups: Sequence[LiveGroup], *, least: Severity) -> Replay:
    """Judge every past change for the fleet whose live SIMs are ``groups``.

    ``least``: the least severity that is mailed at once.
    """
    alerts, considered = [], 0
    for past in pasts:
        considered += 1
        touched = assess(past.development.countries, groups, on=past.day)
        if touched.live_sims:
            alerts.append(_replayed(past, touched, least))
    return Replay(alerts=tuple(alerts), considered=considered)


def _replayed(past: Past, touched: ImpactValues, least: Severity) -> Replayed:
    development, day = past.development, past.day
    severity = judge(_case(development, past.changes[-1], touched), today=day).severity
    effective = development.effective_on
    return Replayed(
        development=development,
        day=day,
        severity=severity,
        instant=is_instant(severity.value, backlog=False, least=least),
        live_sims=touched.live_sims,
        countries=tuple(sorted(touched.by_country, key=lambda c: (-touched.by_country[c], c))),
        notice_days=(effective - day).days if effective else None,
    )


def _case(development: Development, change: RuleChange, touched: ImpactValues) -> Case:
    return Case(
        topic=development.topic,
        kind=development.kind,
        status=development.status,
        direction=development.direction,
        live_sims=touched.live_sims,
        foreign_sims=touched.foreign_sims,
        fleet_live_sims=touched.fleet_live_sims,
        effective_on=development.effective_on,
        deadline_on=development.deadline_on,
        limits=change.limits,
        retail_only=bool(change.scope.get("retail_only")),
        confirmed=development.confirmed,
        confidence=change.confidence,
    )
