"""An alert's facts for tests of words and mails: a stricter IMEI rule in Türkiye."""

from datetime import UTC, date, datetime
from typing import Any

from data.models import ClockLimit
from data.queries.alert_facts import AlertFacts, QuoteFacts

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def make_facts(**values: Any) -> AlertFacts:
    """The facts, with what a test wants to be different."""
    return AlertFacts(**(_ALERT | _CHANGE | _SIMS | _DOCUMENT | values))


def make_limit(number: int, country: str, days: int, per: str = "sim") -> ClockLimit:
    """A limit of days in a row that binds, as read from the store."""
    return ClockLimit(
        id=number, key=f"{country}-{days}", country=country, topic="roaming", status="in_force",
        shape="consecutive", days=days, per=per, warn_at=0.8,
    )  # fmt: skip


_ALERT: dict[str, Any] = {
    "alert_id": 7,
    "development_key": "dev-7",
    "fleet_id": 1,
    "fleet": "Meters",
    "title": "Registration of devices with foreign SIMs",
    "reason": "Türkiye adopted a stricter rule on IMEI registration; 1,200 live SIMs are there.",
    "severity": "high",
    "severity_score": 95,
    "severity_parts": (
        {"name": "topic", "points": 20, "because": "a core topic"},
        {"name": "scope", "points": -5, "because": "it is guidance, not a rule"},
    ),
    "backlog": False,
    "state": "new",
    "created_at": NOW,
    "updated_at": NOW,
}
_CHANGE: dict[str, Any] = {
    "jurisdiction": "TR",
    "countries": ("TR",),
    "topic": "imei",
    "kind": "new_rule",
    "status": "adopted",
    "direction": "tightening",
    "effective_on": date(2027, 3, 1),
    "deadline_on": None,
    "published_on": date(2026, 11, 12),
    "limits": ({"days": 120, "shape": "consecutive", "per": "imei"},),
    "confirmed": True,
}
_SIMS: dict[str, Any] = {
    "live_sims": 1200,
    "foreign_sims": 1100,
    "by_country": {"TR": 1200},
    "by_technology": {"euicc_sgp32": 700, "single": 500},
    "by_home": {"901": 1100, "TR": 100},
}
_DOCUMENT: dict[str, Any] = {
    "evidence": (
        QuoteFacts(
            quote="Yurt dışı hatlı cihazlar 120 gün içinde kaydedilir; "
            "kaydedilmeyen cihazlar şebekeye alınmaz.",
            language="tr",
            page=3,
        ),
    ),
    "document_id": 3,
    "document_url": "https://authority.example/kararlar/2026-211",
    "document_title": "Kurul Kararı 2026/211",
    "authority": "Information and Communication Authority",
    "sample": False,
}
