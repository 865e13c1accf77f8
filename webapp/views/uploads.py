"""A large file on its way into a fleet: how far it is, and how to stop it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Fleet, Upload
from data.queries.uploads import ACTIVE, cancel
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db

blueprint = Blueprint("uploads", __name__, url_prefix="/fleet/uploads")


@blueprint.get("/<id:upload_id>")
@requires(Role.OFFICER)
def show(upload_id: int) -> Response | str:
    """How far it is; once it is done, its import."""
    upload = db().get(Upload, upload_id) or abort(404)
    if upload.import_id is not None:
        return redirect(url_for("fleet.show_import", import_id=upload.import_id))
    return render_template(
        "fleet/upload.html",
        upload=upload,
        fleet=db().get_one(Fleet, upload.fleet_id),
        active=upload.state in ACTIVE,
        share=round(100 * upload.read / upload.size) if upload.size else 0,
    )


@blueprint.post("/<id:upload_id>/cancel")
@requires(Role.OFFICER)
def stop(upload_id: int) -> Response:
    """Stop it; what is in stays."""
    with writing(current().engine) as session:
        if not cancel(session, upload_id):
            flash("It has come to its end already.")
    return redirect(url_for("uploads.show", upload_id=upload_id))
