"""The feeds' addresses: ``/feed.json``, ``/feed.atom``, ``/deadlines.ics``; who may read them, and paging."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Request, Response, request

from data.queries.alert_facts import AlertFacts, alert_facts
from data.queries.feed import FeedFilter, alerts_with_days, recent_alert_ids
from data.words import Scope
from webapp.access import admit
from webapp.accounts.tokens import TokenRefusal, bearer, opened
from webapp.context import current
from webapp.feeds.atom import atom_of
from webapp.feeds.calendar import BACK, calendar_of
from webapp.feeds.filters import FilterError, filter_of
from webapp.feeds.json_feed import feed_of
from webapp.pages import db, today
from webapp.problems import problem

blueprint = Blueprint("feeds", __name__)
PAGE_SIZE = 50


@blueprint.get("/feed.json")
def json_feed() -> Response:
    """The newest alerts, 50 a page; ``before`` (an alert's number) continues below it."""
    asked = _asked()
    if isinstance(asked, Response):
        return asked
    facts, next_url = _page(asked, "feed.json")
    feed = feed_of(facts, base_url=current().settings.base_url)
    if next_url:
        feed["next_url"] = next_url
    text = json.dumps(feed, ensure_ascii=False, separators=(",", ":"))
    return _conditional(text.encode(), "application/feed+json; charset=utf-8")


@blueprint.get("/feed.atom")
def atom_feed() -> Response:
    """The same as Atom."""
    asked = _asked()
    if isinstance(asked, Response):
        return asked
    base_url = current().settings.base_url
    facts, next_url = _page(asked, "feed.atom")
    # The address of a feed may hold its token, which nothing that is passed on should.
    here = f"{base_url}/feed.atom"
    whole = atom_of(facts, base_url=base_url, here=here, next_url=next_url)
    return _conditional(whole, "application/atom+xml; charset=utf-8")


@blueprint.get("/deadlines.ics")
def deadlines() -> Response:
    """The days ahead of all alerts that are not dismissed, as a calendar."""
    asked = _asked()
    if isinstance(asked, Response):
        return asked
    numbers = alerts_with_days(db(), asked, since=today() - BACK)
    base_url = current().settings.base_url
    whole = calendar_of(alert_facts(db(), numbers), base_url=base_url, today=today())
    return _conditional(whole, "text/calendar; charset=utf-8")


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


def _asked() -> FeedFilter | Response:
    """What the address narrows the feed to, or the answer to who may not read it or asks wrongly."""
    refused = refusal(request)
    if refused is not None:
        return refused
    before = request.args.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) <= 18):
        return problem(400, "bad_cursor", "“before” must be the number that next_url gave")
    try:
        return filter_of(request.args)
    except FilterError as exc:
        return problem(400, exc.code, str(exc))


def _secret(incoming: Request) -> str:
    if "token" in incoming.args:
        return incoming.args["token"]
    return bearer(incoming)


def _page(chosen: FeedFilter, name: str) -> tuple[list[AlertFacts], str]:
    """One page of alerts, newest first, and the address of the next; empty after the last."""
    before = request.args.get("before", "")
    numbers = recent_alert_ids(
        db(), before=int(before) if before else None, chosen=chosen, limit=PAGE_SIZE + 1
    )
    facts = alert_facts(db(), numbers[:PAGE_SIZE])
    if len(numbers) <= PAGE_SIZE:
        return facts, ""
    # The words of the address go on; a reader that came with ?token= cannot send headers either.
    query: dict[str, Any] = {**request.args.to_dict(), "before": numbers[PAGE_SIZE - 1]}
    return facts, f"{current().settings.base_url}/{name}?{urlencode(query)}"


def _conditional(body: bytes, content_type: str) -> Response:
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.add_etag()
    response.make_conditional(request)
    return response
