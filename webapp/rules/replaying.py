"""A replay as pages show it: at once where few changes are known, else as the worker has counted it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from data.models import Job
from data.queries.fleet import live_groups
from data.queries.jobs import newest_done
from data.queries.replay import has_more_news, past_developments
from data.settings import Settings
from webapp.alerts.replay import REACH, Replayed, replay

#: Changes up to which a replay is made while the asker waits.
LARGE = 500
#: Alerts that are kept one by one, the newest ones; of the others only how many there are.
LISTED = 1000
#: Countries of an alert that are named.
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Told:
    """One change that would have alerted the fleet; see :class:`webapp.alerts.replay.Replayed`."""

    development_id: int
    day: date
    severity: str
    instant: bool
    live_sims: int
    countries: tuple[str, ...]
    """The first few of them."""
    places: int
    """How many there are."""
    notice_days: int | None


@dataclass(frozen=True, kw_only=True)
class Played:
    """What the past would have told a fleet."""

    since: date
    live: int
    """SIMs of the fleet that were live when it was counted."""
    considered: int
    alerts: int
    instant: int
    listed: tuple[Told, ...]

    def as_json(self) -> dict[str, Any]:
        """As a job keeps it."""
        kept: dict[str, Any] = _KEPT.dump_python(self, mode="json")
        return kept

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Played":
        """From what :meth:`as_json` gave."""
        return _KEPT.validate_python(kept)


_KEPT = TypeAdapter(Played)


def key_of(fleet_id: int) -> str:
    """What makes two questions for a replay the same."""
    return f"replay:{fleet_id}"


def play(session: Session, fleet_id: int, *, settings: Settings, now: datetime) -> Played:
    """Judge the past changes for a fleet as it is now."""
    since = now.date() - timedelta(days=REACH)
    groups = live_groups(session, fleet_id, now=now, live_days=settings.live_days)
    pasts = past_developments(session, since=since)
    found = replay(pasts, groups, least=settings.instant_severity)
    return Played(
        since=since,
        live=sum(group.sims for group in groups),
        considered=found.considered,
        alerts=len(found.alerts),
        instant=found.instant,
        listed=tuple(_told(one) for one in found.alerts[:LISTED]),
    )


def played(
    session: Session, fleet_id: int, *, settings: Settings, now: datetime
) -> tuple[Played | None, Job | None]:
    """What is known at once, and the job that counted it; ``None`` twice: the worker has to, first."""
    if not has_more_news(session, LARGE):
        return play(session, fleet_id, settings=settings, now=now), None
    job = newest_done(session, key_of(fleet_id))
    return (None, None) if job is None else (Played.of_json(job.result), job)


def _told(one: Replayed) -> Told:
    return Told(
        development_id=one.development.id or 0,
        day=one.day,
        severity=one.severity.value,
        instant=one.instant,
        live_sims=one.live_sims,
        countries=one.countries[:_NAMED],
        places=len(one.countries),
        notice_days=one.notice_days,
    )
