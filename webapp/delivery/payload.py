"""What other programs are sent: counts and links, never identifiers of SIMs. Pure.

The form is that of Standard Webhooks: ``type``, ``timestamp``, ``data``. Crawled text is cut
to one line without control characters or bidirectional overrides.
"""

import json
from datetime import date
from typing import Any

from data.queries.alert_facts import AlertFacts
from webapp.alerts import wording
from webapp.alerts.acts import act_sentence
from webapp.delivery.types import (
    AlertNotice,
    ChannelNotice,
    DigestNotice,
    Outgoing,
    TransportError,
)

#: Most alerts that a digest names; its link leads to all.
MOST = 50
MAX_TITLE, MAX_QUOTE = 300, 700


def payload(outgoing: Outgoing, *, base_url: str) -> bytes:
    """The body of a webhook: compact JSON in UTF-8. The same outgoing gives the same bytes."""
    notice = outgoing.notice
    if isinstance(notice, AlertNotice):
        kind, data = f"alert.{notice.event}", _of_alert(notice, base_url)
    elif isinstance(notice, DigestNotice):
        kind, data = f"digest.{notice.period}", _of_digest(notice, base_url)
    elif isinstance(notice, ChannelNotice):
        kind, data = _of_channel(notice, base_url)
    else:
        raise TransportError("a link to a password goes by mail alone", permanent=True)
    body = {"type": kind, "timestamp": outgoing.created_at.isoformat(), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _of_alert(notice: AlertNotice, base_url: str) -> dict[str, Any]:
    facts = notice.facts
    return {
        **brief(facts, base_url),
        "what_happened": act_sentence(notice.event, notice.actor),
        "note": wording.one_line(notice.note, 500),
        "reason": wording.one_line(facts.reason, 500),
        "state": facts.state,
        "foreign_sims": facts.foreign_sims,
        "live_sims_by_country": facts.by_country,
        "evidence": [
            {"quote": wording.one_line(item.quote, MAX_QUOTE), "language": item.language}
            for item in facts.evidence[:3]
        ],
        "authority": wording.one_line(facts.authority, 200),
        "source_url": wording.one_line(facts.document_url, 2000),
    }


def brief(facts: AlertFacts, base_url: str) -> dict[str, Any]:
    """One alert in a few fields."""
    return {
        "alert": facts.alert_id,
        "url": f"{base_url}/alerts/{facts.alert_id}",
        "title": wording.one_line(facts.title, MAX_TITLE),
        "fleet": wording.one_line(facts.fleet, 100),
        "country": facts.jurisdiction,
        "countries": list(facts.countries),
        "topic": facts.topic,
        "kind": facts.kind,
        "status": facts.status,
        "direction": facts.direction,
        "severity": facts.severity,
        "published_on": _iso(facts.published_on),
        "effective_on": _iso(facts.effective_on),
        "deadline_on": _iso(facts.deadline_on),
        "live_sims": facts.live_sims,
        "confirmed": facts.confirmed,
        "sample": facts.sample,
    }


def _of_digest(notice: DigestNotice, base_url: str) -> dict[str, Any]:
    return {
        "url": f"{base_url}/alerts",
        "covers_from": notice.covers_from.isoformat(),
        "covers_to": notice.covers_to.isoformat(),
        "late": notice.late,
        "raised": [brief(facts, base_url) for facts in notice.raised[:MOST]],
        "moved": [
            brief(facts, base_url) | {"note": wording.one_line(note, 500)}
            for facts, note in notice.moved[:MOST]
        ],
        "counts": {
            "raised": len(notice.raised),
            "moved": len(notice.moved),
            "sources_in_trouble": len(notice.trouble),
            "countries_with_live_sims": notice.coverage.live,
            "countries_verified": notice.coverage.verified,
        },
    }


def _of_channel(notice: ChannelNotice, base_url: str) -> tuple[str, dict[str, Any]]:
    url = {"url": f"{base_url}/channels"}
    if notice.what == "test":
        return "test", url | {"message": "A test that the owner of this channel asked for."}
    return "channel.off", url | {
        "channel": notice.channel_id,
        "name": wording.one_line(notice.name, 80),
        "reason": wording.one_line(notice.reason, 300),
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
