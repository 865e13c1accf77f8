"""Fleets and their members: which business units there are, and who may see each. For administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from data.audit import record
from data.db import writing
from data.models import Fleet
from data.queries.members import MAX_NAME, FleetNameError, members_by_fleet, name_fleet, set_members
from data.queries.pages_fleet import fleets
from data.queries.people import everybody
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db, forget_reading, now
from webapp.wording.filters import plural

blueprint = Blueprint("members", __name__, url_prefix="/fleet/members")


@blueprint.get("")
@requires(Role.ADMIN)
def index() -> str:
    """Every fleet with its members, and the form for a new one."""
    return _page()


@blueprint.post("")
@requires(Role.ADMIN)
def add() -> Response | tuple[str, int]:
    """Make a fleet; it has no SIMs and no members yet."""
    try:
        with writing(current().engine) as session:
            fleet = name_fleet(session, request.form.get("name", ""), fleet=None, now=now())
            _record(session, fleet, "added", [])
    except FleetNameError as exc:
        return _page(error=exc), 422
    flash(f"“{fleet.name}” is made. Until it has members everybody sees it.")
    return redirect(url_for("members.index"))


@blueprint.post("/<id:fleet_id>")
@requires(Role.ADMIN)
def change(fleet_id: int) -> Response | tuple[str, int]:
    """Give a fleet its name and its members."""
    people = {int(word) for word in request.form.getlist("member") if _is_number(word)}
    try:
        with writing(current().engine) as session:
            fleet = session.get(Fleet, fleet_id) or abort(404)
            name_fleet(session, request.form.get("name", ""), fleet=fleet, now=now())
            set_members(session, fleet_id, people)
            members = [user.email for user in members_by_fleet(session).get(fleet_id, ())]
            _record(session, fleet, "changed", members)
            found = len(members)
    except FleetNameError as exc:
        return _page(error=exc), 422
    seen = f"{found} {plural(found, 'member')} and administrators" if found else "everybody"
    flash(f"“{fleet.name}” is seen by {seen}.")
    return redirect(url_for("members.index"))


def _record(session: Session, fleet: Fleet, action: str, members: list[str]) -> None:
    record(
        session,
        actor=current_user.email,
        action=action,
        subject=f"fleet:{fleet.id}",
        note=fleet.name,
        detail={"members": members},
        now=now(),
    )


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 10


def _page(*, error: FleetNameError | None = None) -> str:
    forget_reading()
    days = current().settings.live_days
    return render_template(
        "fleet/members.html",
        fleets=fleets(db(), now=now(), live_days=days),
        members={
            number: {user.id for user in people}
            for number, people in members_by_fleet(db()).items()
        },
        people=everybody(db()),
        max_name=MAX_NAME,
        error=error,
    )
