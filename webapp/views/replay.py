"""What would have alerted a fleet, had we watched it already."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Fleet
from data.queries.jobs import running_job
from data.queries.replay import developments_numbered
from webapp.context import current
from webapp.listing import page_rows
from webapp.pages import db, now
from webapp.rules.replaying import key_of, played
from webapp.work.asking import ask
from webapp.work.kinds import kinds

blueprint = Blueprint("replay", __name__, url_prefix="/fleet/replay")

PAGE_SIZE = 50


@blueprint.get("/<id:fleet_id>")
def show(fleet_id: int) -> str:
    """The past changes that touch the fleet as it is now, the newest first."""
    fleet, session = _fleet(fleet_id), db()
    found, job = played(session, fleet_id, settings=current().settings, now=now())
    page, shown = page_rows(found.listed if found else (), size=PAGE_SIZE)
    known = developments_numbered(session, [one.development_id for one in shown])
    return render_template(
        "replay/show.html",
        fleet=fleet,
        found=found,
        job=job,
        under_way=running_job(session, key_of(fleet_id)),
        shown=[(one, known[one.development_id]) for one in shown if one.development_id in known],
        page=page,
    )


@blueprint.post("/<id:fleet_id>")
def ask_post(fleet_id: int) -> Response:
    """Have the worker play it; who sees the fleet sees the answer."""
    fleet = _fleet(fleet_id)
    with writing(current().engine) as session:
        job, _ = ask(
            session,
            kinds()["replay"],
            {"fleet_id": fleet_id, "fleet": fleet.name},
            key=key_of(fleet_id),
            user_id=current_user.id,
            by=current_user.email,
            fleet_id=fleet_id,
            sight=frozenset({fleet_id}),
            shared=True,
            now=now(),
        )
    return redirect(url_for("work.show", job_id=job.id), 303)


def _fleet(fleet_id: int) -> Fleet:
    return db().get(Fleet, fleet_id) or abort(404)
