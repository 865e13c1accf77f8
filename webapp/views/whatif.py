"""“What if”: what a rule that nobody has made would do to the fleet."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Job
from data.words import LimitPer, LimitShape
from webapp.access import sees_job
from webapp.context import current
from webapp.listing import number_arg
from webapp.pages import db, now
from webapp.rules.shipping import ShipmentError
from webapp.rules.supposing import WhatIf, is_large, supposition_of, what_if
from webapp.work.asking import ask
from webapp.work.kinds import kinds

blueprint = Blueprint("whatif", __name__, url_prefix="/check/what-if")
#: The fields of the form.
FIELDS = ("country", "days", "shape", "window", "per", "effective")


@blueprint.get("")
def index() -> str | tuple[str, int]:
    """The form; with a country in the address, the answer below it."""
    words = _words(request.args)
    if not words.get("country", "").strip():
        return _page(words)
    job = _counted(words)
    if job is not None:
        return _page(words, found=WhatIf.of_json(job.result), job=job)
    try:
        asked = supposition_of(words)
    except ShipmentError as exc:
        return _page(words, error=exc), 422
    if is_large(db()):
        return _page(words, large=True)
    return _page(
        words, found=what_if(db(), asked, now=now(), live_days=current().settings.live_days)
    )


@blueprint.post("")
def ask_post() -> Response | tuple[str, int]:
    """Answer on this page, or have the worker count where there are many SIMs."""
    words = _words(request.form)
    try:
        supposition_of(words)
    except ShipmentError as exc:
        return _page(words, error=exc), 422
    if not is_large(db()):
        return redirect(url_for("whatif.index", **dict[str, Any](words)), 303)
    with writing(current().engine) as session:
        job, _ = ask(
            session,
            kinds()["what_if"],
            words,
            key=f"what_if:{current_user.id}:{sorted(words.items())}",
            user_id=current_user.id,
            by=current_user.email,
            sight=g.sight,
            now=now(),
        )
    return redirect(url_for("work.show", job_id=job.id), 303)


def _words(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name].strip() for name in FIELDS if given.get(name, "").strip()}


def _counted(words: Mapping[str, str]) -> Job | None:
    """The job of this question that the address names, if it has its answer."""
    number = number_arg("job")
    job = db().get(Job, number) if number else None
    if job is None or job.kind != "what_if" or job.state != "done" or job.params != words:
        return None
    return job if sees_job(current_user, job) else None


def _page(words: Mapping[str, str], **more: Any) -> str:
    return render_template(
        "check/whatif.html",
        words=words,
        shapes=list(LimitShape),
        pers=list(LimitPer),
        **{"found": None, "error": None, "job": None, "large": False} | more,
    )
