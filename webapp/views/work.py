"""Work in progress: what was asked of the worker, how far it is, and how to stop it."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from analysis.types import ANALYSER
from data.db import writing
from data.models import Job
from data.queries.analysis import count_pending
from data.queries.jobs import ACTIVE, KEEP, list_jobs
from data.words import Role
from webapp.access import may_stop, sees_job
from webapp.context import current
from webapp.listing import word_arg
from webapp.pages import db, now
from webapp.work import asking
from webapp.work.files import place
from webapp.work.kinds import kinds

blueprint = Blueprint("work", __name__, url_prefix="/work")
#: Jobs on the list.
MOST = 100
#: After this long without a sign of life somebody should look.
QUIET = timedelta(minutes=1)


@blueprint.get("")
def index() -> str:
    """What is under way and what ended: one's own; administrators may see everybody's."""
    everybody = current_user.may(Role.ADMIN) and word_arg("whose", ("all",)) == "all"
    jobs = list_jobs(db(), user_id=None if everybody else current_user.id, limit=MOST)
    return render_template(
        "work/index.html",
        jobs=[job for job in jobs if sees_job(current_user, job)],
        everybody=everybody,
        active=ACTIVE,
        kinds=kinds(),
        keep=KEEP,
        unread=count_pending(db(), analyser=ANALYSER),
    )


@blueprint.get("/<id:job_id>")
def show(job_id: int) -> Response | str:
    """How far it is; once it is done, what came of it."""
    job = db().get_one(Job, job_id)
    kind = kinds()[job.kind]
    if job.state == "done" and kind.page is not None:
        endpoint, values = kind.page(job)
        return redirect(url_for(endpoint, **values))
    return render_template(
        "work/show.html",
        job=job,
        kind=kind,
        title=kind.title(job.params),
        start=kind.start(job.params),
        active=job.state in ACTIVE,
        stoppable=job.state in ("waiting", "running") and may_stop(current_user, job),
        quiet=now() - (job.alive_at or job.asked_at) > QUIET,
        keep=KEEP,
        has_file=place(current().settings, job) is not None,
    )


@blueprint.get("/<id:job_id>/file")
def file(job_id: int) -> Response:
    """What came of it, to take away."""
    job = db().get_one(Job, job_id)
    path = place(current().settings, job) or abort(404)
    return send_file(path.resolve(), as_attachment=True, download_name=str(job.result["name"]))


@blueprint.post("/<id:job_id>/cancel")
def stop(job_id: int) -> Response:
    """Stop it; what is done stays as it is."""
    if not may_stop(current_user, db().get_one(Job, job_id)):
        abort(403)
    with writing(current().engine) as session:
        job = session.get_one(Job, job_id)
        if not asking.stop(session, job, by=current_user, context=current()):
            flash("It has come to its end already.")
    return redirect(url_for("work.show", job_id=job_id))
