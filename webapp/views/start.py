"""The first run: from the first account to the first replayed alerts. For administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.fleet.removing import NoSampleError
from data.models import Fleet, User
from data.queries.exposure import live_by_country
from data.queries.jobs import imports_under_way
from data.queries.pages_fleet import FleetRow, fleets
from data.queries.setup import last_mail_test, reopen_steps, settle_steps
from data.queries.watching import source_counts
from data.words import FirstStep, Role
from webapp.auth import requires
from webapp.context import current
from webapp.firststeps import CHOICES, choose, load_sample, progress, put_sample_away, try_own_mail
from webapp.pages import db, forget_reading, now
from webapp.rules.replaying import Played, played
from webapp.wording.filters import sentence

blueprint = Blueprint("start", __name__, url_prefix="/start")


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the past would have told the largest fleet."""

    fleet: Fleet
    found: Played | None
    """None: the worker has to count it first."""


@blueprint.get("")
@requires(Role.ADMIN)
def index() -> str:
    """Every step, with what to do next."""
    return _page()


@blueprint.post("/sample")
@requires(Role.ADMIN)
def sample() -> Response:
    """Load the sample fleet, unless it is there."""
    days, actor = current().settings.live_days, current_user.email
    try:
        added = load_sample(current().engine, actor=actor, live_days=days, now=now())
    except NoSampleError as exc:
        flash(f"{sentence(str(exc))}.", "error")
    else:
        if added:
            flash(f"The sample fleet is in: {added:,} made-up SIMs. It is removed under Fleet.")
    return redirect(url_for("start.index"))


@blueprint.post("/sample/remove")
@requires(Role.ADMIN)
def remove_sample() -> Response:
    """Take the sample fleet out again."""
    try:
        if put_sample_away(current().engine, actor=current_user.email, now=now()):
            flash("The sample fleet is gone. What it was alerted of is dismissed.")
    except NoSampleError as exc:
        flash(f"{sentence(str(exc))}.", "error")
    return redirect(url_for("fleet.index"))


@blueprint.post("/subscriptions")
@requires(Role.ADMIN)
def subscriptions() -> Response | tuple[str, int]:
    """Take one of the usual choices of what one is told of."""
    settings, choice = current().settings, request.form.get("choice", "")
    if choice not in CHOICES:
        return _page(errors={"choice": "Choose one of these."}), 422
    with writing(current().engine) as session:
        choose(
            session,
            session.get_one(User, current_user.id),
            choice,
            sight=db(),
            loud=settings.instant_severity,
            live_days=settings.live_days,
            now=now(),
        )
    return redirect(url_for("start.index"))


@blueprint.post("/mail")
@requires(Role.ADMIN)
def mail() -> Response:
    """Send a test to one's own mailbox, by the outbox like every mail."""
    if current().settings.smtp_url is None:
        abort(409)
    with writing(current().engine) as session:
        user = session.get_one(User, current_user.id)
        try_own_mail(session, user, now=now())
    return redirect(url_for("start.index"))


@blueprint.post("/settle")
@requires(Role.ADMIN)
def settle() -> Response:
    """Call a step done, or put all of them away."""
    word = request.form.get("step", "")
    if word not in (*FirstStep, "all"):
        abort(400)
    steps = tuple(FirstStep) if word == "all" else (FirstStep(word),)
    with writing(current().engine) as session:
        settle_steps(session, steps, by=current_user.email, now=now())
    forget_reading()
    if progress(db()).next:
        return redirect(url_for("start.index"))
    flash("The first steps are done with. They can be taken up again under Account.")
    return redirect(url_for("overview.index"))


@blueprint.post("/again")
@requires(Role.ADMIN)
def again() -> Response:
    """Take the steps up again."""
    with writing(current().engine) as session:
        reopen_steps(session)
    return redirect(url_for("start.index"))


def _page(*, errors: dict[str, str] | None = None) -> str:
    forget_reading()
    session, settings = db(), current().settings
    rows = fleets(session, now=now(), live_days=settings.live_days)
    user = session.get_one(User, current_user.id)
    live = live_by_country(session, now=now(), live_days=settings.live_days)
    return render_template(
        "start/index.html",
        steps=progress(session),
        user=user,
        fleets=rows,
        uploads=imports_under_way(session),
        live=[item for item in live if item.value],
        loud=settings.instant_severity,
        server=urlsplit(settings.smtp_url.get_secret_value()).hostname if settings.smtp_url else "",
        sender=settings.mail_from,
        test=last_mail_test(session, current_user.id),
        sources=source_counts(session),
        past=_past(rows),
        errors=errors or {},
        form=request.form,
    )


def _past(rows: Sequence[FleetRow]) -> Past | None:
    """Asked for the fleet with most live SIMs; None where none has any."""
    largest = max(rows, key=lambda row: row.live, default=None)
    if largest is None or not largest.live:
        return None
    number, settings = largest.fleet.id or 0, current().settings
    found, _ = played(db(), number, settings=settings, now=now())
    return Past(fleet=largest.fleet, found=found)
