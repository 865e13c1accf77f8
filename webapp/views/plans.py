"""Contingency plans: the markets that want one, and each plan with what a ban there would do."""

from datetime import date, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from analysis.plans import NOTICE_DAYS, SHARE, outlook
from data import countries
from data.db import writing
from data.models import Fleet
from data.queries.fleet import live_groups
from data.queries.people import everybody
from data.queries.plans import plan_history, write_plan
from data.words import Role
from webapp.alerts.wording import plain_text
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db, forget_reading, now, today
from webapp.rules.planning import country_rule, planned
from webapp.rules.remedies import offers_of
from webapp.rules.rulebook import ledger, when

blueprint = Blueprint("plans", __name__, url_prefix="/plans")

MOST_TEXT = 4000
#: Days until the review that the form proposes.
REVIEW_IN = 180


@blueprint.get("")
def index() -> str:
    """Every market that makes the asked share of live SIMs, with its plan and what is due."""
    share = _percent("share", round(100 * SHARE))
    rows = planned(db(), now=now(), live_days=current().settings.live_days, share=share / 100)
    return render_template("plans/index.html", rows=rows, share=share, people=_people())


@blueprint.get("/<id:fleet_id>/<code>")
def show(fleet_id: int, code: str) -> str:
    """One market: what a ban would do, what is missing, and the plan."""
    return _page(_fleet(fleet_id), _country(code))


@blueprint.post("/<id:fleet_id>/<code>")
@requires(Role.OFFICER)
def write(fleet_id: int, code: str) -> Response | tuple[str, int]:
    """Write the plan anew. Of two at once the second is told."""
    fleet, country = _fleet(fleet_id), _country(code)
    errors = _errors()
    if errors:
        return _page(fleet, country, errors=errors), 422
    rules = ledger(db(), when("", "", today=today()))
    rule = country_rule(rules, country, now())
    groups = live_groups(db(), fleet_id, now=now(), live_days=current().settings.live_days)
    forget_reading()
    try:
        with writing(current().engine) as session:
            last = plan_history(session, fleet_id, country)
            if str(last[0].seq if last else 0) != request.form.get("seq", "0"):
                raise _StalePlanError
            write_plan(
                session,
                fleet_id=fleet_id,
                country=country,
                steps=plain_text(request.form["steps"]).strip(),
                missing=plain_text(request.form.get("missing", "")).strip(),
                owner_id=int(request.form["owner"]),
                review_on=date.fromisoformat(request.form["review_on"]),
                by=current_user.email,
                now=now(),
                rule=rule,
                live_sims=sum(group.sims for group in groups if group.visited == country),
            )
    except (_StalePlanError, IntegrityError):
        said = (
            "Somebody else wrote this plan meanwhile: it stands below. What you typed is kept here."
        )
        return _page(fleet, country, errors={"steps": said}), 409
    flash("The plan is written.")
    return redirect(url_for("plans.show", fleet_id=fleet_id, code=country))


class _StalePlanError(Exception):
    """The plan was written by somebody else since the form was opened."""


def _errors() -> dict[str, str]:
    form, found = request.form, {}
    if not plain_text(form.get("steps", "")).strip():
        found["steps"] = "Say what will be done."
    for name in ("steps", "missing"):
        if len(form.get(name, "")) > MOST_TEXT:
            found[name] = f"At most {MOST_TEXT:,} characters."
    if form.get("owner", "") not in {str(number) for number in _people()}:
        found["owner"] = "Choose who owns the plan."
    try:
        if date.fromisoformat(form.get("review_on", "")) < today():
            found["review_on"] = "The review must lie ahead."
    except ValueError:
        found["review_on"] = "Give the day of the next review."
    return found


def _page(fleet: Fleet, country: str, *, errors: dict[str, str] | None = None) -> str:
    notice = _percent("notice", NOTICE_DAYS, most=3650)
    settings = current().settings
    groups = live_groups(db(), fleet.id or 0, now=now(), live_days=settings.live_days)
    rows = planned(db(), now=now(), live_days=settings.live_days, fleet_id=fleet.id, share=1)
    return render_template(
        "plans/show.html",
        fleet=fleet,
        country=country,
        row=next((row for row in rows if row.market.country == country), None),
        outlook=outlook(groups, country, today=today(), notice_days=notice, offers=offers_of(db())),
        history=plan_history(db(), fleet.id or 0, country),
        people=_people(),
        proposed=today() + timedelta(days=REVIEW_IN),
        errors=errors or {},
        form=request.form,
    )


def _people() -> dict[int, str]:
    return {user.id or 0: user.name or user.email for user in everybody(db()) if user.active}


def _fleet(fleet_id: int) -> Fleet:
    fleet = db().get(Fleet, fleet_id)
    if fleet is None:
        abort(404)
    return fleet


def _country(code: str) -> str:
    if not countries.is_country(code):
        abort(404)
    return code


def _percent(name: str, otherwise: int, *, most: int = 100) -> int:
    """A whole number from 1 to ``most`` in the address; anything else is the usual one."""
    text = request.args.get(name, "")
    good = text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= most
    return int(text) if good else otherwise
