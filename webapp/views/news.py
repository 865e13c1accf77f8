"""Which alerts are new, told to open pages as Server-Sent Events.

Each answer says what is new and ends; the browser asks again by itself after the time that we name
(``retry``), with the number it saw last. So the protocol is the browser's own, and an open page
holds no thread of ours: waitress gives one to each open connection, and it has eight.
"""

import json

from flask import Blueprint, Response, request
from flask_login import current_user

from data.queries.news import newest_alert, news_since
from webapp.auth import public
from webapp.pages import db

blueprint = Blueprint("news", __name__, url_prefix="/alerts/news")

#: How long a page waits before it asks again, in milliseconds.
RETRY = 15_000


@blueprint.get("")
@public
def stream() -> Response:
    """What came after the number that the page saw last; nothing more for who signed out."""
    if not current_user.is_authenticated:
        return Response(status=204)  # by this the browser stops asking
    seen = request.headers.get("Last-Event-ID", request.args.get("after", ""))
    lines = [f"retry: {RETRY}"]
    if seen.isascii() and seen.isdigit() and len(seen) < 10:
        found = news_since(db(), after=int(seen))
        if found.came:
            said = json.dumps({"count": found.came, "high": found.high})
            lines += [f"id: {found.newest}", f"data: {said}"]
    else:
        lines += [f"id: {newest_alert(db())}", 'data: {"count": 0, "high": 0}']
    response = Response("\n".join(lines) + "\n\n", mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    return response
