"""Small builders of rows. Each fills in what a test does not care about; names say what it is.

The same three people everywhere: ``owner`` administers, ``teammate`` is an officer,
``stranger`` may only look.
"""

import hashlib
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session

from data.models import (
    Alert,
    AuditEntry,
    Development,
    DevelopmentMember,
    Document,
    Evidence,
    Fleet,
    Impact,
    RuleChange,
    Sim,
    Snapshot,
    Source,
    User,
    Version,
)
from data.words import Role

NOW = datetime.fromisoformat("2026-11-16T08:00:00+00:00")
TEXT = (
    "Decision on connected devices\n\n"
    "The Authority has amended the rules on roaming. From 1 January 2027 a device with a foreign "
    "SIM may stay on visited networks for no more than 90 consecutive days.\n\n"
    "Operators report to the Authority every quarter."
)
QUOTE = "may stay on visited networks for no more than 90 consecutive days"

Row = TypeVar("Row")
_numbers = count(1)


def make_people(session: Session, *, now: datetime = NOW) -> dict[str, User]:
    """The three people; they come in by links, none has a password."""
    roles = {"owner": Role.ADMIN, "teammate": Role.OFFICER, "stranger": Role.VIEWER}
    people = {
        name: User(email=f"{name}@fleet.test", name=name.title(), role=role.value, created_at=now)
        for name, role in roles.items()
    }
    session.add_all(people.values())
    session.flush()
    return people


def make_source(session: Session, source_id: str = "", **values: Any) -> Source:
    """A healthy source of a made-up authority of Türkiye, read an hour ago."""
    number = next(_numbers)
    source_id = source_id or f"tr-source-{number}"
    defaults: dict[str, Any] = {
        "authority": "TRA",
        "authority_name": "Telecom Regulation Authority",
        "authority_kind": "regulator",
        "country": "TR",
        "title": f"Announcements {number}",
        "kind": "feed",
        "url": f"https://{source_id}.test/feed",
        "language": "en",
        "health": "healthy",
        "last_attempt_at": NOW - timedelta(hours=1),
        "last_success_at": NOW - timedelta(hours=1),
        "next_check_at": NOW + timedelta(hours=5),
    }
    return put(session, Source(id=source_id, **{**defaults, **values}))


def make_document(session: Session, source: Source, **values: Any) -> Document:
    """A publication, without a version yet."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "url": f"https://{source.id}.test/documents/{number}",
        "title": f"Decision {number} on connected devices",
        "published_on": date(2026, 11, 10),
        "first_seen_at": NOW - timedelta(days=3),
        "last_verified_at": NOW - timedelta(hours=1),
    }
    return put(session, Document(source_id=source.id, **{**defaults, **values}))


def make_version(
    session: Session, document: Document, text: str = TEXT, *, seq: int = 1, **values: Any
) -> Version:
    """A snapshot and the version read from it, one block per paragraph of ``text``."""
    body = text.encode()
    snapshot = put(
        session,
        Snapshot(
            document_id=document.id or 0,
            seq=seq,
            sha256=hashlib.sha256(body).hexdigest(),
            size=len(body),
            url=document.url,
            fetched_at=values.pop("fetched_at", NOW - timedelta(days=3)),
            media_type="text/html",
        ),
    )
    sections, at = [], 0
    for place, block in enumerate(text.split("\n\n")):
        kind = "heading" if place == 0 else "paragraph"
        sections.append({"start": at, "end": at + len(block), "kind": kind, "level": 0})
        at += len(block) + 2
    defaults: dict[str, Any] = {
        "snapshot_id": snapshot.id,
        "document_id": document.id,
        "extractor": "1",
        "cause": "first" if seq == 1 else "changed",
        "created_at": NOW - timedelta(days=3),
        "title": document.title,
        "language": "en",
        "text_sha256": snapshot.sha256,
        "sections": sections,
    }
    return put(session, Version(text=text, **{**defaults, **values}))


def make_change(
    session: Session,
    version: Version,
    *,
    quote: str = QUOTE,
    page: int | None = None,
    **values: Any,
) -> RuleChange:
    """A rule change with one piece of evidence, which must stand in the version's text."""
    defaults: dict[str, Any] = {
        "version_id": version.id,
        "document_id": version.document_id,
        "analyser": "1",
        "country": "TR",
        "topic": "roaming",
        "kind": "amendment",
        "status": "adopted",
        "direction": "tightening",
        "published_on": date(2026, 11, 10),
        "detected_at": NOW - timedelta(days=3),
        "effective_on": date(2027, 1, 1),
        "limits": [{"days": 90, "shape": "consecutive", "per": "sim", "window_days": None}],
        "confidence": 0.91,
        "reasons": ["an authority amends a rule on roaming"],
    }
    change = put(session, RuleChange(**{**defaults, **values}))
    start = version.text.index(quote)
    put(
        session,
        Evidence(
            rule_change_id=change.id or 0,
            version_id=version.id or 0,
            start=start,
            end=start + len(quote),
            quote=quote,
            rule="roaming.en.permanent",
            page=page,
        ),
    )
    return change


def make_development(session: Session, *changes: RuleChange, **values: Any) -> Development:
    """The development that these rule changes make up; it takes its facts from the first."""
    first = changes[0]
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "key": f"development-{number}",
        "jurisdiction": first.via_group or first.country,
        "countries": sorted({change.country for change in changes}),
        "topic": first.topic,
        "title": f"Roaming rule {number}",
        "kind": first.kind,
        "status": first.status,
        "direction": first.direction,
        "effective_on": first.effective_on,
        "deadline_on": first.deadline_on,
        "published_on": first.published_on,
        "created_at": first.detected_at,
        "moved_at": first.detected_at,
    }
    development = put(session, Development(**{**defaults, **values}))
    for place, change in enumerate(changes):
        reason = "the first to report it" if place == 0 else "the same rule, another publication"
        session.add(
            DevelopmentMember(
                rule_change_id=change.id or 0,
                development_id=development.id or 0,
                joined_at=change.detected_at,
                reason=reason,
            )
        )
    session.flush()
    return development


def make_fleet(session: Session, name: str = "", **values: Any) -> Fleet:
    """An empty fleet."""
    return put(
        session, Fleet(name=name or f"Fleet {next(_numbers)}", **{"created_at": NOW, **values})
    )


def make_sims(session: Session, fleet: Fleet, number: int, **values: Any) -> list[Sim]:
    """So many live SIMs of a German home network in Türkiye."""
    defaults: dict[str, Any] = {
        "state": "active",
        "native_status": "Activated",
        "technology": "single",
        "home_country": "DE",
        "visited_country": "TR",
        "activated_at": NOW - timedelta(days=300),
        "last_seen_at": NOW - timedelta(hours=6),
        "updated_at": NOW,
    }
    sims = []
    for _ in range(number):
        key = f"894930{next(_numbers):012d}"
        sims.append(
            Sim(fleet_id=fleet.id or 0, iccid=f"{key}0", iccid_key=key, **{**defaults, **values})
        )
    session.add_all(sims)
    session.flush()
    return sims


def make_alert(
    session: Session, development: Development, fleet: Fleet, change: RuleChange, **values: Any
) -> Alert:
    """A new alert of high severity with its first event and its impact."""
    live = values.pop("live_sims", 120)
    created = values.pop("created_at", NOW - timedelta(days=2))
    defaults: dict[str, Any] = {
        "development_id": development.id,
        "fleet_id": fleet.id,
        "rule_change_id": change.id,
        "live_sims": live,
        "created_at": created,
        "title": f"{development.jurisdiction}: {development.title}",
        "reason": f"{live} live SIMs are where the rule changes.",
        "severity": "high",
        "severity_score": 80,
        "severity_parts": [
            {"name": "status", "points": 50, "because": "adopted"},
            {"name": "sims", "points": 30, "because": f"{live} live SIMs"},
        ],
        "seen_moved_at": development.moved_at,
        "updated_at": created,
        "waiting_since": created,
    }
    alert = put(session, Alert(**{**defaults, **values}))
    raised = AuditEntry(
        alert_id=alert.id,
        subject=f"alert:{alert.id}",
        at=created,
        actor="roamwatch",
        action="raised",
    )
    impact = Impact(
        development_id=alert.development_id or 0, fleet_id=alert.fleet_id, assessed_at=created,
        live_sims=live, foreign_sims=live, by_country={development.countries[0]: live},
        by_technology={"single": live}, by_home={"DE": live},
    )  # fmt: skip
    session.add_all([raised, impact])
    session.flush()
    return alert


def make_story(session: Session, **values: Any) -> Alert:
    """The whole chain at once: source, document, version, change, development, fleet, SIMs, alert."""
    source = make_source(session)
    version = make_version(session, make_document(session, source))
    change = make_change(session, version)
    fleet = make_fleet(session)
    make_sims(session, fleet, 12)
    return make_alert(session, make_development(session, change), fleet, change, **values)


def put(session: Session, row: Row) -> Row:
    """Add the row; it has its number then."""
    session.add(row)
    session.flush()
    return row
