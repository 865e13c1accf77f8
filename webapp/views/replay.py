"""What would have alerted a fleet, had we watched it already."""

from datetime import timedelta

from flask import Blueprint, abort, render_template

from data.models import Fleet
from data.queries.fleet import live_groups
from data.queries.replay import past_developments
from webapp.alerts.replay import REACH, replay
from webapp.context import current
from webapp.listing import page_of
from webapp.pages import db, now

blueprint = Blueprint("replay", __name__, url_prefix="/fleet/replay")

PAGE_SIZE = 50


@blueprint.get("/<id:fleet_id>")
def show(fleet_id: int) -> str:
    """The past changes that touch the fleet as it is now, the newest first."""
    fleet = db().get(Fleet, fleet_id)
    if fleet is None:
        abort(404)
    settings = current().settings
    groups = live_groups(db(), fleet_id, now=now(), live_days=settings.live_days)
    since = now().date() - timedelta(days=REACH)
    found = replay(past_developments(db(), since=since), groups, least=settings.instant_severity)
    page = page_of(len(found.alerts), size=PAGE_SIZE)
    return render_template(
        "replay/show.html",
        fleet=fleet,
        found=found,
        live=sum(group.sims for group in groups),
        since=since,
        shown=found.alerts[page.offset : page.offset + PAGE_SIZE],
        page=page,
    )
