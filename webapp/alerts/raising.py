"""Raising alerts: one transaction per development and fleet, under their unique key.

Impact, alert, trail and the mails that it causes are written together, so that a crash
leaves all of them or none; the next run finds what is missing by a query. A development
that moved (proposed → adopted, another date) updates its alert, opens it again when it
was closed, and is told like a new one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from data.audit import record
from data.models import Alert, AuditEntry, Development, Impact, RuleChange
from data.queries.alerts_work import fleet_name, telling_change
from data.settings import Settings
from webapp.alerts import wording
from webapp.alerts.exposure import Exposure, exposure_of
from webapp.alerts.growth import growth_note
from webapp.alerts.moves import is_backlog, news_of, seen_of, what_moved
from webapp.alerts.severity import Case, Verdict, judge
from webapp.alerts.silencing import settle
from webapp.alerts.states import Step, brought_back
from webapp.alerts.telling import tell_news
from webapp.alerts.trail import ACTOR, apply, standing_of


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was done for one alert: whether it was new or moved, and how many mails were queued."""

    raised: int = 0
    moved: int = 0
    mails: int = 0


def raise_alert(
    session: Session, development_id: int, fleet_id: int, *, settings: Settings, now: datetime
) -> Told:
    """Write the alert of a development for a fleet, with all that belongs to it.

    Nothing happens when it exists already, when no live SIM is touched, or when nothing
    in the development is news. The caller commits; a unique key refuses a second one.
    """
    development = session.get_one(Development, development_id)
    exposure = exposure_of(session, development, fleet_id, now=now, live_days=settings.live_days)
    change = telling_change(session, development, exposure.by_country)
    if not exposure.live_sims or change is None or _alert_of(session, development_id, fleet_id):
        return Told()
    verdict = _verdict(development, change, exposure, now)
    alert = Alert(
        development_id=development_id,
        fleet_id=fleet_id,
        rule_change_id=change.id or 0,
        created_at=now,
        waiting_since=now,
        **_spoken(session, development, change, exposure, verdict, fleet_id, now),
    )
    session.add(alert)
    session.flush()
    _write_impact(session, development_id, fleet_id, exposure, now)
    event = add_event(session, alert, "raised", verdict_note(verdict), now)
    return Told(raised=1, mails=queue_mails(session, alert, event, settings, now))


def move_alert(
    session: Session, alert_id: int, *, settings: Settings, now: datetime, because: str = ""
) -> Told:
    """Bring an alert up to its development; the caller commits. ``because``: a sentence said first.

    When nothing that readers see has moved, only the mark is set. When no live SIM is
    left there, the move is still told: the alert's readers acted on what it said.
    """
    # Locked, so that of two workers the second sees what the first has told already.
    alert = session.get_one(Alert, alert_id, with_for_update=True)
    development = session.get_one(Development, alert.development_id)
    exposure = exposure_of(
        session, development, alert.fleet_id, now=now, live_days=settings.live_days
    )
    change = telling_change(session, development, exposure.by_country)
    moved = what_moved(alert.seen, seen_of(development, change.limits)) if change else ""
    grown = growth_note(alert.live_sims, exposure.live_sims, settings) if change else ""
    if not (moved or grown) or change is None:
        alert.seen_moved_at = development.moved_at
        return Told()
    verdict = _verdict(development, change, exposure, now)
    spoken = _spoken(session, development, change, exposure, verdict, alert.fleet_id, now)
    for name, value in (spoken | {"rule_change_id": change.id}).items():
        setattr(alert, name, value)
    _write_impact(session, development.id or 0, alert.fleet_id, exposure, now)
    steps = (
        Step(word="moved", note=" ".join(filter(None, (because, moved, grown)))),
        *brought_back(standing_of(alert), "The development moved." if moved else "The fleet grew."),
    )
    event = apply(session, alert, steps, actor=ACTOR, now=now)[0]
    return Told(moved=1, mails=queue_mails(session, alert, event, settings, now))


def verdict_note(verdict: Verdict) -> str:
    """How loud, in the words of the trail."""
    return f"Severity {verdict.severity} ({verdict.score})."


def _verdict(
    development: Development, change: RuleChange, exposure: Exposure, now: datetime
) -> Verdict:
    case = Case(
        topic=development.topic,
        kind=development.kind,
        status=development.status,
        direction=development.direction,
        live_sims=exposure.live_sims,
        foreign_sims=exposure.foreign_sims,
        fleet_live_sims=exposure.fleet_live_sims,
        effective_on=development.effective_on,
        deadline_on=development.deadline_on,
        limits=change.limits,
        retail_only=bool(change.scope.get("retail_only")),
        backlog=is_backlog(news_of(change), change.detected_at, now),
        confirmed=development.confirmed,
        confidence=change.confidence,
    )
    return judge(case, today=now.date())


def _spoken(
    session: Session,
    development: Development,
    change: RuleChange,
    exposure: Exposure,
    verdict: Verdict,
    fleet_id: int,
    now: datetime,
) -> dict[str, Any]:
    """The columns of an alert that follow from how things stand."""
    fleet = fleet_name(session, fleet_id)
    return {
        "title": wording.one_line(development.title, 300),
        "reason": wording.reason(development, fleet, exposure.live_sims, exposure.foreign_sims),
        "severity": verdict.severity.value,
        "severity_score": verdict.score,
        "severity_parts": [part.as_json() for part in verdict.parts],
        "live_sims": exposure.live_sims,
        "backlog": is_backlog(news_of(change), change.detected_at, now),
        "seen_moved_at": development.moved_at,
        "seen": seen_of(development, change.limits),
        "updated_at": now,
    }


def _alert_of(session: Session, development_id: int, fleet_id: int) -> int | None:
    return session.exec(
        select(Alert.id).where(Alert.development_id == development_id, Alert.fleet_id == fleet_id)
    ).first()


def _write_impact(
    session: Session, development_id: int, fleet_id: int, exposure: Exposure, now: datetime
) -> None:
    found = session.exec(
        select(Impact).where(Impact.development_id == development_id, Impact.fleet_id == fleet_id)
    ).first()
    impact = found or Impact(
        development_id=development_id,
        fleet_id=fleet_id,
        assessed_at=now,
        live_sims=0,
        foreign_sims=0,
    )
    impact.assessed_at = now
    impact.live_sims, impact.foreign_sims = exposure.live_sims, exposure.foreign_sims
    impact.by_country, impact.by_home = exposure.by_country, exposure.by_home
    impact.by_technology = exposure.by_technology
    session.add(impact)


def add_event(session: Session, alert: Alert, action: str, note: str, now: datetime) -> AuditEntry:
    """Append one act of ours to an alert's trail."""
    return record(session, actor=ACTOR, action=action, alert_id=alert.id, note=note, now=now)


def queue_mails(
    session: Session, alert: Alert, event: AuditEntry, settings: Settings, now: datetime
) -> int:
    """Queue the mails of news of an alert; how many.

    Everybody who sees the fleet is told by their own subscriptions, who follows it in any case.
    Under a silence nobody is: it is told when the silence ends.
    """
    if settle(session, alert, now=now):
        alert.untold = True
        session.add(alert)
        return 0
    return tell_news(session, alert, event, least=settings.instant_severity, now=now)
