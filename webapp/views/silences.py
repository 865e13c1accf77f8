"""Silences: what is kept quiet, until when, why and by whom; making one and ending it."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Fleet, Silence
from data.queries.pages_fleet import all_fleets
from data.queries.silences import all_silences, quiet_counts
from data.words import Role
from webapp.alerts.quiet import SilenceError
from webapp.alerts.silencing import create_silence
from webapp.alerts.ticking import end_and_tell
from webapp.auth import requires
from webapp.context import current
from webapp.forms import form_day, form_number
from webapp.pages import db, forget_reading, now
from webapp.quieting import form_words
from webapp.wording.filters import plural

blueprint = Blueprint("silences", __name__, url_prefix="/silences")

#: Days that the form proposes.
_PROPOSED = timedelta(days=30)


@blueprint.get("")
def index() -> str:
    """Those that hold, what they keep quiet, and those that have ended."""
    return _page()


@blueprint.post("")
@requires(Role.OFFICER)
def create() -> Response | tuple[str, int]:
    """Make a silence; the alerts that it covers are quiet at once."""
    form, fleet_id = request.form, form_number("fleet")
    if fleet_id is None or db().get(Fleet, fleet_id) is None:
        return _page(error=SilenceError("fleet", "choose a fleet")), 422
    until = form_day("until")
    if until is None:
        return _page(error=SilenceError("until", "choose the last day")), 422
    try:
        with writing(current().engine) as session:
            _, quiet = create_silence(
                session,
                actor=current_user.email,
                most_days=current().settings.silence_days,
                now=now(),
                fleet_id=fleet_id,
                country=form.get("country", ""),
                topic=form.get("topic", ""),
                source_id=form.get("source", "").strip(),
                until=until,
                why=form.get("why", ""),
            )
    except SilenceError as exc:
        return _page(error=exc), 422
    flash(f"The silence holds. {quiet} {plural(quiet, 'alert is', 'alerts are')} quiet by it now.")
    return redirect(url_for("silences.index"))


@blueprint.post("/<id:silence_id>/end")
@requires(Role.OFFICER)
def end(silence_id: int) -> Response:
    """End a silence before its day; what it kept quiet is told."""
    if db().get(Silence, silence_id) is None:
        abort(404)
    loud = end_and_tell(current(), silence_id, actor=current_user.email)
    flash(f"The silence has ended. {loud} {plural(loud, 'alert is', 'alerts are')} back.")
    return redirect(url_for("silences.index"))


def _page(*, error: SilenceError | None = None) -> str:
    forget_reading()
    session = db()
    found, counts = all_silences(session), quiet_counts(session)
    return render_template(
        "silences/index.html",
        holding=[one for one in found if one.ended_at is None],
        ended=[one for one in found if one.ended_at is not None][:50],
        counts=counts,
        quiet=sum(counts.values()),
        fleets=all_fleets(session),
        error=error,
        **form_words(propose=_PROPOSED),
    )
