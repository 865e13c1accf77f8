"""Which column of a fleet's file holds what, as an officer says it."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.fleet.errors import FleetFileError
from data.fleet.mapping import CHOOSABLE, remember
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import now

blueprint = Blueprint("mappings", __name__, url_prefix="/fleet/mappings")


@blueprint.post("")
@requires(Role.OFFICER)
def keep() -> Response:
    """Remember the choice for files with these headers; the file itself is sent again."""
    headers = request.form.getlist("header")
    if not headers:
        abort(400)
    form = {field: request.form.get(f"column-{field}", "") for field in CHOOSABLE}
    try:
        with writing(current().engine) as session:
            kept = remember(session, headers, form, by=current_user.email, now=now())
    except FleetFileError as exc:
        flash(f"Nothing was remembered: {exc}.", "error")
    else:
        told = "Remembered. Choose the file again: it is read this way" if kept else "Forgotten"
        flash(f"{told}, and so is every file with the same headers." if kept else f"{told}.")
    return redirect(url_for("fleet.index"))
