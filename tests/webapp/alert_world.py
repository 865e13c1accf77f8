"""Rows for tests of alerts and deliveries: one place that knows how they hang together.

People here are always the same three: owner (admin), teammate (officer), stranger
(no mail wanted).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from sqlmodel import Session

from data.models import (
    Alert,
    AuditEntry,
    Delivery,
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

#: Every row of a run has a number of its own, whichever session adds it.
_NUMBERS = count(1)
QUOTE = "Yurt dışı hatlı cihazlar 120 gün içinde kaydedilir."


@dataclass
class AlertWorld:
    """Adds rows to a session; every method returns what it added, with its number."""

    session: Session
    now: datetime

    def save(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def user(self, name: str = "owner", **values: Any) -> User:
        defaults: dict[str, Any] = {
            "email": f"{name}@example.com",
            "name": name.title(),
            "role": "officer",
            "created_at": self.now - timedelta(days=1),
        }
        user: User = self.save(User(**(defaults | values)))
        return user

    def source(self, country: str = "TR", **values: Any) -> Source:
        number = next(_NUMBERS)
        defaults: dict[str, Any] = {
            "id": f"{country.lower()}-{number}",
            "authority": "BTK",
            "authority_name": "Information Authority",
            "authority_kind": "telecom_regulator",
            "country": country,
            "title": "Announcements",
            "kind": "feed",
            "url": f"https://authority-{number}.example/feed",
            "language": "tr",
            "health": "healthy",
            "last_success_at": self.now - timedelta(hours=3),
        }
        source: Source = self.save(Source(**(defaults | values)))
        return source

    def change(
        self,
        source: Source | None = None,
        *,
        quotes: tuple[str, ...] = (QUOTE,),
        language: str = "tr",
        url: str = "",
        page: int | None = None,
        **values: Any,
    ) -> RuleChange:
        """A document with its version and one rule change with its evidence."""
        source = source or self.source()
        version = self._version(source, "\n\n".join(quotes), language, url)
        defaults: dict[str, Any] = {
            "version_id": version.id,
            "document_id": version.document_id,
            "analyser": "1",
            "country": source.country,
            "topic": "imei",
            "kind": "new_rule",
            "status": "adopted",
            "direction": "tightening",
            "detected_at": self.now,
            "published_on": self.now.date(),
            "confidence": 0.9,
        }
        change: RuleChange = self.save(RuleChange(**(defaults | values)))
        self._evidence(change, quotes, page)
        return change

    def _evidence(self, change: RuleChange, quotes: tuple[str, ...], page: int | None) -> None:
        """The quotes as they stand in the version's text, a blank line between them."""
        start = 0
        for quote in quotes:
            self.save(
                Evidence(
                    rule_change_id=change.id or 0,
                    version_id=change.version_id,
                    start=start,
                    end=start + len(quote),
                    quote=quote,
                    rule="imei.tr.registration",
                    page=page,
                )
            )
            start += len(quote) + 2

    def _version(self, source: Source, text: str, language: str, url: str) -> Version:
        number = next(_NUMBERS)
        document = self.save(
            Document(
                url=url or f"{source.url}/{number}",
                source_id=source.id,
                title=f"Decision {number}",
                first_seen_at=self.now,
            )
        )
        digest = sha256(text.encode()).hexdigest()
        snapshot = self.save(
            Snapshot(
                document_id=document.id,
                seq=1,
                sha256=digest,
                size=len(text),
                url=document.url,
                fetched_at=self.now,
                media_type="text/html",
            )
        )
        version: Version = self.save(
            Version(
                snapshot_id=snapshot.id,
                document_id=document.id,
                extractor="1",
                cause="first",
                created_at=self.now,
                title=document.title,
                language=language,
                text=text,
                text_sha256=digest,
            )
        )
        return version

    def development(self, change: RuleChange | None = None, **values: Any) -> Development:
        change = change or self.change()
        number = next(_NUMBERS)
        defaults: dict[str, Any] = {
            "key": f"dev-{number}",
            "jurisdiction": change.country,
            "countries": [change.country],
            "topic": change.topic,
            "title": "Registration of devices with foreign SIMs",
            "kind": change.kind,
            "status": change.status,
            "direction": change.direction,
            "effective_on": change.effective_on,
            "deadline_on": change.deadline_on,
            "published_on": change.published_on,
            "created_at": self.now,
            "moved_at": self.now,
        }
        development: Development = self.save(Development(**(defaults | values)))
        self.member(development, change)
        return development

    def member(self, development: Development, change: RuleChange) -> None:
        self.save(
            DevelopmentMember(
                rule_change_id=change.id or 0,
                development_id=development.id or 0,
                joined_at=change.detected_at,
                reason="first report",
            )
        )

    def fleet(self, name: str = "Meters", **values: Any) -> Fleet:
        fleet: Fleet = self.save(Fleet(name=name, created_at=self.now, **values))
        return fleet

    def sims(self, fleet: Fleet, country: str, sims: int, **values: Any) -> None:
        for _ in range(sims):
            number = f"{next(_NUMBERS):010d}"
            defaults: dict[str, Any] = {
                "fleet_id": fleet.id,
                "iccid": f"8988228{number}01",
                "iccid_key": f"8988228{number}0",
                "imsi": f"90143{number}",
                "imei": f"35{number}012",
                "state": "active",
                "technology": "euicc_sgp32",
                "home_country": "901",
                "visited_country": country,
                "last_seen_at": self.now - timedelta(days=1),
                "updated_at": self.now,
            }
            self.session.add(Sim(**(defaults | values)))
        self.session.flush()

    def alert(
        self, development: Development | None = None, fleet: Fleet | None = None, **values: Any
    ) -> Alert:
        """A raised alert with its impact and its ``raised`` event, as raising would write it."""
        development = development or self.development()
        fleet = fleet or self.fleet(f"Fleet {next(_NUMBERS)}")
        change_id = self.session.connection().exec_driver_sql(
            f"SELECT min(rule_change_id) FROM developmentmember WHERE development_id={development.id}"
        )
        live = int(values.pop("live_sims", 1200))
        defaults: dict[str, Any] = {
            "development_id": development.id,
            "fleet_id": fleet.id,
            "rule_change_id": change_id.scalar_one(),
            "title": development.title,
            "reason": f"The authority adopted a rule where {fleet.name} has {live} live SIMs.",
            "severity": "high",
            "severity_score": 80,
            "severity_parts": [{"name": "topic", "points": 80, "because": "a core topic"}],
            "live_sims": live,
            "seen_moved_at": development.moved_at,
            "seen": {"status": development.status},
            "created_at": self.now,
            "updated_at": self.now,
            "waiting_since": self.now,
        }
        alert: Alert = self.save(Alert(**(defaults | values)))
        self.save(
            Impact(
                development_id=development.id or 0,
                fleet_id=fleet.id or 0,
                assessed_at=self.now,
                live_sims=live,
                foreign_sims=live // 2,
                by_country={development.countries[0]: live},
                by_technology={"euicc_sgp32": live},
                by_home={"901": live},
            )
        )
        self.event(alert)
        return alert

    def event(self, alert: Alert, action: str = "raised", note: str = "") -> AuditEntry:
        event: AuditEntry = self.save(
            AuditEntry(
                alert_id=alert.id,
                subject=f"alert:{alert.id}",
                at=self.now,
                actor="roamwatch",
                action=action,
                note=note,
            )
        )
        return event

    def delivery(self, alert: Alert, event: AuditEntry, **values: Any) -> Delivery:
        number = next(_NUMBERS)
        defaults: dict[str, Any] = {
            "key": f"alert:{alert.id}:mail:{number}",
            "channel": "mail",
            "recipient": "owner@example.com",
            "alert_id": alert.id,
            "event_id": event.id,
            "created_at": self.now,
            "next_attempt_at": self.now,
        }
        delivery: Delivery = self.save(Delivery(**(defaults | values)))
        return delivery


def in_days(now: datetime, days: int) -> date:
    """The date that many days after ``now``."""
    return (now + timedelta(days=days)).date()
