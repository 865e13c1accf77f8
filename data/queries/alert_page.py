"""One alert with everything its page shows: what it stands on, and what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.models import (
    Alert,
    AuditEntry,
    ClockLimit,
    Development,
    DevelopmentMember,
    Document,
    Evidence,
    Fleet,
    Impact,
    RuleChange,
    Snapshot,
    Source,
    Version,
)


@dataclass(frozen=True, kw_only=True)
class AlertPage:
    """The rows behind one alert."""

    alert: Alert
    development: Development
    fleet: Fleet
    change: RuleChange
    document: Document
    source: Source
    version: Version
    snapshot: Snapshot
    impact: Impact | None
    evidence: Sequence[Evidence]
    events: Sequence[AuditEntry]


@dataclass(frozen=True, kw_only=True)
class ClockAlertPage:
    """The rows behind an alert of a clock."""

    alert: Alert
    limit: ClockLimit
    fleet: Fleet
    events: Sequence[AuditEntry]


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One document that reports a development, and what it says."""

    change: RuleChange
    document: Document
    source: Source
    reason: str
    """Why it was taken as reporting the same change."""


def alert_page(session: Session, alert_id: int) -> AlertPage | None:
    """All rows behind an alert; None when there is no such alert. Three statements."""
    row = session.exec(
        select(Alert, Development, Fleet, RuleChange, Document, Source, Version, Snapshot, Impact)  # type: ignore[call-overload]  # SQLModel types up to four; SQLAlchemy takes any number
        .join(Development, col(Development.id) == Alert.development_id)
        .join(Fleet, col(Fleet.id) == Alert.fleet_id)
        .join(RuleChange, col(RuleChange.id) == Alert.rule_change_id)
        .join(Document, col(Document.id) == RuleChange.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .join(Version, col(Version.id) == RuleChange.version_id)
        .join(Snapshot, col(Snapshot.id) == Version.snapshot_id)
        .outerjoin(
            Impact,
            (col(Impact.development_id) == Alert.development_id)
            & (col(Impact.fleet_id) == Alert.fleet_id),
        )
        .where(Alert.id == alert_id)
    ).one_or_none()
    if row is None:
        return None
    alert, development, fleet, change, document, source, version, snapshot, impact = row
    return AlertPage(
        alert=alert,
        development=development,
        fleet=fleet,
        change=change,
        document=document,
        source=source,
        version=version,
        snapshot=snapshot,
        impact=impact,
        evidence=evidence_of(session, change.id or 0),
        events=events_of(session, alert_id),
    )


def clock_alert_page(session: Session, alert_id: int) -> ClockAlertPage | None:
    """All rows behind an alert of a clock; None when it is none."""
    row = session.exec(
        select(Alert, ClockLimit, Fleet)
        .join(ClockLimit, col(ClockLimit.id) == Alert.limit_id)
        .join(Fleet, col(Fleet.id) == Alert.fleet_id)
        .where(Alert.id == alert_id)
    ).one_or_none()
    if row is None:
        return None
    alert, limit, fleet = row
    return ClockAlertPage(
        alert=alert, limit=limit, fleet=fleet, events=events_of(session, alert_id)
    )


def events_of(session: Session, alert_id: int) -> Sequence[AuditEntry]:
    """An alert's trail, the oldest act first."""
    return session.exec(
        select(AuditEntry).where(AuditEntry.alert_id == alert_id).order_by(col(AuditEntry.id))
    ).all()


def evidence_of(session: Session, rule_change_id: int) -> Sequence[Evidence]:
    """The quotes that carry a rule change, in the order of the text."""
    return session.exec(
        select(Evidence)
        .where(Evidence.rule_change_id == rule_change_id)
        .order_by(col(Evidence.start), col(Evidence.end))
    ).all()


def publications(session: Session, development_id: int) -> list[Publication]:
    """Every document that reports a development, once each, the oldest report first."""
    rows = session.exec(
        select(RuleChange, Document, Source, DevelopmentMember.reason)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == RuleChange.id)
        .join(Document, col(Document.id) == RuleChange.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .where(DevelopmentMember.development_id == development_id)
        .order_by(col(RuleChange.detected_at), col(RuleChange.id))
    )
    found: dict[int, Publication] = {}
    for change, document, source, reason in rows:
        # A group's act is one rule change per member country; the publication is one.
        found.setdefault(
            change.version_id,
            Publication(change=change, document=document, source=source, reason=reason),
        )
    return list(found.values())
