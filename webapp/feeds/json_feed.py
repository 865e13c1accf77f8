"""Alerts as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

Items carry counts, dates and quotes, never identifiers of SIMs. ``id`` is stable
for good; ``date_modified`` and ``_roamwatch`` show what became of an item.
"""

from typing import Any

from data.queries.alert_facts import AlertFacts
from webapp.alerts import wording
from webapp.wording.filters import place

VERSION = "https://jsonfeed.org/version/1.1"


def feed_of(alerts: list[AlertFacts], *, base_url: str) -> dict[str, Any]:
    """A page of the feed, still without the address of the next."""
    return {
        "version": VERSION,
        "title": "Roamwatch alerts",
        "home_page_url": f"{base_url}/alerts",
        "feed_url": f"{base_url}/feed.json",
        "description": "Rule changes that touch countries where the fleet has live SIMs.",
        "language": "en",
        "authors": [{"name": "Roamwatch", "url": base_url}],
        "items": [feed_item(facts, base_url=base_url) for facts in alerts],
    }


def feed_item(facts: AlertFacts, *, base_url: str) -> dict[str, Any]:
    """One alert as an item of JSON Feed 1.1."""
    return {
        "id": id_of(facts),
        "url": f"{base_url}/alerts/{facts.alert_id}",
        "external_url": facts.document_url,
        "title": title_of(facts),
        "summary": wording.one_line(facts.reason, 500),
        "content_text": content_of(facts),
        "date_published": facts.created_at.isoformat(),
        "date_modified": facts.updated_at.isoformat(),
        "tags": [facts.topic, facts.severity, *sorted(facts.by_country)],
        "language": "en",
        "_roamwatch": _extension(facts),
    }


def id_of(facts: AlertFacts) -> str:
    """The same for good, in every kind of feed."""
    return f"urn:roamwatch:alert:{facts.development_key}:{facts.fleet_id}"


def title_of(facts: AlertFacts) -> str:
    """Where, and what it is called there."""
    return wording.one_line(f"{wording.country_name(facts.jurisdiction)}: {facts.title}", 300)


def content_of(facts: AlertFacts) -> str:
    """What happened, when, and the quotes, as plain text."""
    lines = [
        f"{wording.label(facts.topic)}: {wording.what(facts)}.",
        wording.plain_text(facts.reason),
    ]
    if wording.when(facts):
        lines.append(f"Date: {wording.when(facts)}.")
    for item in facts.evidence:
        where = ", ".join(filter(None, (item.language, place(item))))
        lines.append(f"“{wording.plain_text(item.quote)}” [{where}]")
    lines.append(f"Source: {wording.one_line(facts.authority)}, {facts.document_url}")
    return "\n\n".join(lines)


def _extension(facts: AlertFacts) -> dict[str, Any]:
    return {
        "about": "https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a",
        "alert": facts.alert_id,
        "fleet": facts.fleet,
        "country": facts.jurisdiction,
        "countries": list(facts.countries),
        "topic": facts.topic,
        "kind": facts.kind,
        "status": facts.status,
        "direction": facts.direction,
        "published_on": _iso(facts.published_on),
        "effective_on": _iso(facts.effective_on),
        "deadline_on": _iso(facts.deadline_on),
        "limits": list(facts.limits),
        "severity": facts.severity,
        "severity_score": facts.severity_score,
        "severity_parts": list(facts.severity_parts),
        "state": facts.state,
        "backlog": facts.backlog,
        "confirmed": facts.confirmed,
        "live_sims": facts.live_sims,
        "foreign_sims": facts.foreign_sims,
        "live_sims_by_country": facts.by_country,
        "evidence": [
            {
                "quote": item.quote,
                "language": item.language,
                "page": item.page,
                "file": item.file,
                "ocr": item.ocr,
            }
            for item in facts.evidence
        ],
        "clock": facts.clock and {"limit": facts.clock.limit.key, "counts": facts.clock.counts},
        "authority": facts.authority,
        "sample": facts.sample,
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
