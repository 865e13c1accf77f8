"""Alerts for other programs: JSON Feed 1.1 at ``/feed.json`` (https://www.jsonfeed.org/version/1.1/).

Items carry counts, dates and quotes, never identifiers of SIMs. ``id`` is stable
for good; ``date_modified`` and ``_roamwatch`` show what became of an item.
"""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Request, Response, request

from data.queries.alert_facts import AlertFacts, alert_facts, recent_alert_ids
from data.words import Scope
from webapp.access import admit
from webapp.alerts import wording
from webapp.context import current
from webapp.pages import db
from webapp.problems import problem
from webapp.tokens import TokenRefusal, bearer, opened
from webapp.wording import place

blueprint = Blueprint("feeds", __name__)
PAGE_SIZE = 50
VERSION = "https://jsonfeed.org/version/1.1"


@blueprint.get("/feed.json")
def json_feed() -> Response:
    """The newest alerts, 50 a page; ``before`` (an alert's number) continues below it."""
    refused = refusal(request)
    if refused is not None:
        return refused
    before = request.args.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) <= 18):
        return problem(400, "bad_cursor", "“before” must be the number that next_url gave")
    context = current()
    numbers = recent_alert_ids(db(), before=int(before) if before else None, limit=PAGE_SIZE + 1)
    facts = alert_facts(db(), numbers[:PAGE_SIZE])
    feed = _feed(facts, base_url=context.settings.base_url)
    if len(numbers) > PAGE_SIZE:
        feed["next_url"] = _next_url(context.settings.base_url, numbers[PAGE_SIZE - 1])
    return _conditional(feed)


def refusal(incoming: Request) -> Response | None:
    """The answer to who has no token that opens feeds; None for who has one.

    :func:`webapp.pages.db` then reads what the token's owner may see.
    """
    try:
        _, user = opened(_secret(incoming), Scope.FEED)
    except TokenRefusal as exc:
        return problem(exc.status, exc.code, str(exc), headers=exc.headers)
    admit(user)
    return None


def _secret(incoming: Request) -> str:
    if "token" in incoming.args:
        return incoming.args["token"]
    return bearer(incoming)


def _next_url(base_url: str, before: int) -> str:
    # A reader that came with ?token= cannot send headers, so the link has to carry it on.
    query: dict[str, Any] = {"before": before}
    if "token" in request.args:
        query["token"] = request.args["token"]
    return f"{base_url}/feed.json?{urlencode(query)}"


def _feed(alerts: list[AlertFacts], *, base_url: str) -> dict[str, Any]:
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
        "id": f"urn:roamwatch:alert:{facts.development_key}:{facts.fleet_id}",
        "url": f"{base_url}/alerts/{facts.alert_id}",
        "external_url": facts.document_url,
        "title": wording.one_line(
            f"{wording.country_name(facts.jurisdiction)}: {facts.title}", 300
        ),
        "summary": wording.one_line(facts.reason, 500),
        "content_text": _content(facts),
        "date_published": facts.created_at.isoformat(),
        "date_modified": facts.updated_at.isoformat(),
        "tags": [facts.topic, facts.severity, *sorted(facts.by_country)],
        "language": "en",
        "_roamwatch": _extension(facts),
    }


def _content(facts: AlertFacts) -> str:
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


def _conditional(feed: dict[str, Any]) -> Response:
    response = Response(
        json.dumps(feed, ensure_ascii=False, separators=(",", ":")),
        content_type="application/feed+json; charset=utf-8",
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.add_etag()
    response.make_conditional(request)
    return response
