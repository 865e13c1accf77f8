"""Which alerts are new and what others do with one, told to open pages as Server-Sent Events.

Each answer says what is new and ends; the browser asks again by itself after the time that we name
(``retry``), with the number it saw last. So the protocol is the browser's own, and an open page
holds no thread of ours: waitress gives one to each open connection, and it has eight.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request
from flask_login import current_user

from data.queries.news import acts_since, newest_alert, news_since
from data.queries.people import everybody
from webapp.alerts.acts import trail_line
from webapp.auth import public
from webapp.language import gettext
from webapp.pages import db

blueprint = Blueprint("news", __name__, url_prefix="/alerts/news")

#: How long a page waits before it asks again, in milliseconds.
RETRY = 15_000


@blueprint.get("")
@public
def stream() -> Response:
    """What came after the number that the page saw last; nothing more for who signed out."""
    if not current_user.is_authenticated:
        return _stop()
    seen = _seen()
    if seen is None:
        return _events(_event(newest_alert(db()), {"count": 0, "high": 0}))
    found = news_since(db(), after=seen)
    if not found.came:
        return _events()
    return _events(_event(found.newest, {"count": found.came, "high": found.high}))


@blueprint.get("/<id:alert_id>")
@public
def trail(alert_id: int) -> Response:
    """What was done with one alert after the line of its trail that the page saw last."""
    seen = _seen()
    if not current_user.is_authenticated or seen is None:
        return _stop()
    acts = acts_since(db(), alert_id, after=seen)
    if not acts:
        return _events()
    names = {user.id or 0: user.name or user.email for user in everybody(db())}
    said = [
        gettext("%(act)s by %(actor)s", act=trail_line(act, names), actor=act.actor) for act in acts
    ]
    return _events(_event(acts[-1].id or 0, {"said": said}))


def _seen() -> int | None:
    """The number that the page saw last; None when it names none."""
    seen = request.headers.get("Last-Event-ID", request.args.get("after", ""))
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


def _event(number: int, said: Mapping[str, Any]) -> list[str]:
    return [f"id: {number}", f"data: {json.dumps(said)}"]


def _stop() -> Response:
    """By this answer the browser stops asking."""
    return Response(status=204)


def _events(event: Sequence[str] = ()) -> Response:
    lines = [f"retry: {RETRY}", *event]
    response = Response("\n".join(lines) + "\n\n", mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    return response
