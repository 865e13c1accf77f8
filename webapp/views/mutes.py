"""Mutes: what one does not want to be told of for a while; everybody else is."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from data.queries.mutes import mutes_at, own_mutes
from webapp.alerts.muting import create_mute, end_mute
from webapp.alerts.quiet import SilenceError
from webapp.context import current
from webapp.forms import form_day
from webapp.pages import db, forget_reading, now
from webapp.quieting import form_words

blueprint = Blueprint("mutes", __name__, url_prefix="/subscriptions/mutes")

#: Days that the form proposes.
_PROPOSED = timedelta(days=14)


@blueprint.get("")
def index() -> str:
    """One's own mutes, and the form for another."""
    return _page()


@blueprint.post("")
def create() -> Response | tuple[str, int]:
    """Mute something for oneself."""
    form, until = request.form, form_day("until")
    if until is None:
        return _page(error=SilenceError("until", "choose the last day")), 422
    try:
        with writing(current().engine) as session:
            create_mute(
                session,
                session.get_one(User, current_user.id),
                most_days=current().settings.silence_days,
                now=now(),
                country=form.get("country", ""),
                topic=form.get("topic", ""),
                source_id=form.get("source", "").strip(),
                until=until,
                why=form.get("why", ""),
            )
    except SilenceError as exc:
        return _page(error=exc), 422
    flash("Muted for you. Such alerts stay in the list, and others are told.")
    return redirect(url_for("subscriptions.index"))


@blueprint.post("/<id:mute_id>/end")
def end(mute_id: int) -> Response:
    """End one of one's own mutes before its day."""
    with writing(current().engine) as session:
        if not end_mute(session, mute_id, session.get_one(User, current_user.id), now=now()):
            abort(404)
    flash("The mute has ended. From now on you are told again.")
    return redirect(url_for("subscriptions.index"))


def _page(*, error: SilenceError | None = None) -> str:
    forget_reading()
    holding = mutes_at(db(), [current_user.id], now()).get(current_user.id, [])
    numbers = {one.id for one in holding}
    return render_template(
        "mutes/index.html",
        mutes=holding,
        ended=[one for one in own_mutes(db(), current_user.id) if one.id not in numbers][:20],
        error=error,
        **form_words(propose=_PROPOSED),
    )
