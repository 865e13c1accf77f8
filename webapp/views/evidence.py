"""The evidence pack of an alert, asked of the worker."""

from flask import Blueprint, abort, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Alert
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db, now
from webapp.work.requests import ask_evidence

blueprint = Blueprint("evidence", __name__)


@blueprint.post("/alerts/<id:alert_id>/evidence")
@requires(Role.OFFICER)
def pack(alert_id: int) -> Response:
    """Have the pack made; that it was made stands in the trail."""
    alert = db().get(Alert, alert_id) or abort(404)
    with writing(current().engine) as session:
        job = ask_evidence(session, alert, by=current_user, now=now())
    return redirect(url_for("work.show", job_id=job.id), 303)
