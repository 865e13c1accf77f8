"""All that a mail, a feed or a digest says of an alert, as plain values: counts, never identifiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from data.models import (
    Alert,
    ClockLimit,
    Development,
    Document,
    Evidence,
    Fleet,
    Impact,
    RuleChange,
    Source,
    Version,
)
from data.queries.pages_clocks import counts_of
from data.words import ChangeKind, ChangeStatus, Direction


@dataclass(frozen=True, kw_only=True)
class QuoteFacts:
    """One byte-exact passage, in the language of its text."""

    quote: str
    language: str
    page: int | None
    file: str = ""
    """Name of the document's file in which it stands; empty for the document's own text."""
    ocr: bool = False
    """Read from a picture of a page."""


@dataclass(frozen=True, kw_only=True)
class ClockFacts:
    """What an alert of a clock says beside: its limit, and how SIMs stand against it."""

    limit: ClockLimit
    counts: dict[str, int]
    """By the words of :data:`data.queries.pages_clocks.COUNTS`, as last counted."""


@dataclass(frozen=True, kw_only=True)
class AlertFacts:
    """One alert with its development, exposure, evidence and source."""

    alert_id: int
    development_key: str
    fleet_id: int
    fleet: str
    title: str
    reason: str
    jurisdiction: str
    countries: tuple[str, ...]
    """Countries whose rules change; ``by_country`` has those of them with live SIMs."""
    topic: str
    kind: str
    status: str
    direction: str
    effective_on: date | None
    deadline_on: date | None
    published_on: date | None
    limits: tuple[dict[str, Any], ...]
    severity: str
    severity_score: int
    severity_parts: tuple[dict[str, Any], ...]
    backlog: bool
    confirmed: bool
    """Whether an authority says so; False: only the trade press does so far."""
    state: str
    created_at: datetime
    updated_at: datetime
    live_sims: int
    foreign_sims: int
    by_country: dict[str, int]
    by_technology: dict[str, int]
    by_home: dict[str, int]
    evidence: tuple[QuoteFacts, ...]
    document_id: int
    document_url: str
    document_title: str
    authority: str
    sample: bool
    clock: ClockFacts | None = None
    """Set when its cause is a limit that SIMs have crossed, not a development."""


class _Grounds(NamedTuple):
    change: RuleChange
    document: Document
    source: Source
    quotes: tuple[QuoteFacts, ...]


#: What is read of the rows on which an alert is grounded.
_NEEDED: tuple[tuple[Any, ...], ...] = (
    (RuleChange.limits,),
    (Version.language,),
    (Document.url, Document.title),
    (Source.authority_name, Source.sample),
)


def alert_facts(session: Session, alert_ids: Iterable[int]) -> list[AlertFacts]:
    """Facts of these alerts, in the order given; unknown numbers are left out."""
    wanted = list(alert_ids)
    found: dict[int, AlertFacts] = {}
    for load in (_load, _load_clocks):
        rest = [number for number in wanted if number not in found]
        for start in range(0, len(rest), 500):
            found |= {one.alert_id: one for one in load(session, rest[start : start + 500])}
    return [found[number] for number in wanted if number in found]


def _load(session: Session, alert_ids: list[int]) -> list[AlertFacts]:
    rows = session.exec(
        select(Alert, Development, Fleet.name, Impact)
        .join(Development, col(Development.id) == Alert.development_id)
        .join(Fleet, col(Fleet.id) == Alert.fleet_id)
        .outerjoin(
            Impact,
            (col(Impact.development_id) == Alert.development_id)
            & (col(Impact.fleet_id) == Alert.fleet_id),
        )
        .where(col(Alert.id).in_(alert_ids))
    ).all()
    grounds = _grounds(session, {alert.rule_change_id or 0 for alert, *_ in rows})
    return [
        _facts(alert, development, fleet, impact, grounds[alert.rule_change_id or 0])
        for alert, development, fleet, impact in rows
    ]


def _load_clocks(session: Session, alert_ids: list[int]) -> list[AlertFacts]:
    rows = session.exec(
        select(Alert, ClockLimit, Fleet)
        .join(ClockLimit, col(ClockLimit.id) == Alert.limit_id)
        .join(Fleet, col(Fleet.id) == Alert.fleet_id)
        .where(col(Alert.id).in_(alert_ids))
    ).all()
    return [
        _clock_facts(
            alert, fleet, ClockFacts(limit=limit, counts=counts_of(session, limit, alert.fleet_id))
        )
        for alert, limit, fleet in rows
    ]


def _of_alert(alert: Alert) -> dict[str, Any]:
    """What the alert itself says, whatever its cause."""
    return {
        "alert_id": alert.id or 0,
        "fleet_id": alert.fleet_id,
        "title": alert.title,
        "reason": alert.reason,
        "severity": alert.severity,
        "severity_score": alert.severity_score,
        "severity_parts": tuple(alert.severity_parts),
        "backlog": alert.backlog,
        "state": alert.state,
        "created_at": alert.created_at,
        "updated_at": alert.updated_at,
        "live_sims": alert.live_sims,
    }


def _clock_facts(alert: Alert, fleet: Fleet, clock: ClockFacts) -> AlertFacts:
    limit = clock.limit
    ground: dict[str, str] = limit.grounds[0] if limit.grounds else {}
    in_force = limit.status == ChangeStatus.IN_FORCE
    return AlertFacts(
        **_of_alert(alert),
        development_key=f"clock:{limit.key}",
        fleet=fleet.name,
        jurisdiction=limit.country,
        countries=(limit.country,),
        topic=limit.topic,
        kind=ChangeKind.NONE.value,
        status=(ChangeStatus.IN_FORCE if in_force else ChangeStatus.NONE).value,
        direction=Direction.NEUTRAL.value,
        effective_on=None,
        deadline_on=None,
        published_on=None,
        limits=(
            {
                "shape": limit.shape,
                "days": limit.days,
                "window_days": limit.window_days,
                "per": limit.per,
            },
        ),
        confirmed=True,
        foreign_sims=alert.live_sims,
        by_country={limit.country: alert.live_sims},
        by_technology={},
        by_home={},
        evidence=(),
        document_id=0,
        document_url=ground.get("url", ""),
        document_title=ground.get("instrument", ""),
        authority=ground.get("authority", ""),
        sample=fleet.sample,
        clock=clock,
    )


def _grounds(session: Session, change_ids: set[int]) -> dict[int, _Grounds]:
    quotes = _quotes(session, change_ids)
    rows = session.exec(
        select(RuleChange, Version, Document, Source)
        .join(Version, col(Version.id) == RuleChange.version_id)
        .join(Document, col(Document.id) == RuleChange.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .where(col(RuleChange.id).in_(change_ids))
        # Whole rows would bring six values of JSON each, which take longest to read.
        .options(*(load_only(*only, raiseload=True) for only in _NEEDED))
    )
    return {
        change.id or 0: _Grounds(
            change,
            document,
            source,
            tuple(
                QuoteFacts(
                    quote=item.quote,
                    language=version.language,
                    page=item.page,
                    file=item.file,
                    ocr=item.ocr,
                )
                for item in quotes.get(change.id or 0, ())
            ),
        )
        for change, version, document, source in rows
    }


def _quotes(session: Session, change_ids: set[int]) -> dict[int, list[Evidence]]:
    quotes: dict[int, list[Evidence]] = {}
    for item in session.exec(
        select(Evidence)
        .where(col(Evidence.rule_change_id).in_(change_ids))
        .order_by(col(Evidence.rule_change_id), col(Evidence.start))
    ):
        quotes.setdefault(item.rule_change_id, []).append(item)
    return quotes


def _facts(
    alert: Alert, development: Development, fleet: str, impact: Impact | None, grounds: _Grounds
) -> AlertFacts:
    return AlertFacts(
        **_of_alert(alert),
        development_key=development.key,
        fleet=fleet,
        jurisdiction=development.jurisdiction,
        countries=tuple(development.countries),
        topic=development.topic,
        kind=development.kind,
        status=development.status,
        direction=development.direction,
        effective_on=development.effective_on,
        deadline_on=development.deadline_on,
        published_on=development.published_on,
        limits=tuple(grounds.change.limits),
        confirmed=development.confirmed,
        foreign_sims=impact.foreign_sims if impact else 0,
        by_country=dict(impact.by_country) if impact else {},
        by_technology=dict(impact.by_technology) if impact else {},
        by_home=dict(impact.by_home) if impact else {},
        evidence=grounds.quotes,
        document_id=grounds.document.id or 0,
        document_url=grounds.document.url,
        document_title=grounds.document.title,
        authority=grounds.source.authority_name,
        sample=grounds.source.sample,
    )
