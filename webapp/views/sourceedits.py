"""Saying of a source where it is read and what is expected of it, over the catalogue's word."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Source
from data.source_edits import as_catalogued, edit_source
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import now
from webapp.sourcepages import SourceFieldsError, Typed, mark_of, read_form, source_html

blueprint = Blueprint("sourceedits", __name__, url_prefix="/sources")


_SAVED = "Saved. Read it now to see whether it answers."


@blueprint.post("/<source_id>")
@requires(Role.OFFICER)
def save(source_id: str) -> Response | tuple[str, int]:
    """Take over what the form says; what is wrong or out of date comes back with all as typed."""
    form, back = request.form, "back" in request.form
    try:
        wanted = None if back else read_form(form)
    except SourceFieldsError as exc:
        return source_html(source_id, Typed(form=form, faults=exc.faults)), 422
    with writing(current().engine) as session:
        source = session.get(Source, source_id, with_for_update=True) or abort(404)
        if form.get("mark") == mark_of(source):
            wanted = wanted or as_catalogued(source)
            changed = edit_source(session, source, wanted, actor=current_user.email, now=now())
            flash(_SAVED if changed else "Nothing was changed.")
            return redirect(url_for("sources.show", source_id=source_id), 303)
    return source_html(source_id, Typed(form=form, stale=True)), 409
