"""People: who may sign in, and what each may do. For administrators."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from data.audit import record
from data.db import writing
from data.models import User
from data.queries.people import active_admins, everybody
from data.words import Role
from webapp.accounts import AccountError, create_user, issue_login_link
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db, forget_reading, now

blueprint = Blueprint("people", __name__, url_prefix="/admin/people")


@blueprint.get("")
@requires(Role.ADMIN)
def index() -> str:
    """Everybody, with role and state."""
    return _page()


@blueprint.post("")
@requires(Role.ADMIN)
def add() -> tuple[str, int]:
    """Add a person and show the one-time link to hand to them."""
    form = request.form
    try:
        with writing(current().engine) as session:
            user = create_user(
                session,
                email=form.get("email", ""),
                name=form.get("name", ""),
                role=_role(form.get("role", "")),
                now=now(),
            )
            link = issue_login_link(session, user, base_url=current().settings.base_url, now=now())
            _record(session, user, "added", {"role": user.role})
    except AccountError as exc:
        return _page(error=exc), 422
    return _page(link=link, link_for=user.email), 201


@blueprint.post("/<id:user_id>/link")
@requires(Role.ADMIN)
def link(user_id: int) -> tuple[str, int]:
    """Make a one-time link for somebody who cannot get in."""
    with writing(current().engine) as session:
        user = session.get(User, user_id)
        if user is None or not user.active:
            abort(404)
        address = issue_login_link(session, user, base_url=current().settings.base_url, now=now())
        _record(session, user, "link_made", {})
    return _page(link=address, link_for=user.email), 201


@blueprint.post("/<id:user_id>")
@requires(Role.ADMIN)
def change(user_id: int) -> Response:
    """Change a role, or let somebody in or out. The last administrator stays one."""
    role = _role(request.form.get("role", ""))
    active = request.form.get("active") == "yes"
    with writing(current().engine) as session:
        user = session.get(User, user_id)
        if user is None:
            abort(404)
        loses = user.role == Role.ADMIN and user.active and not (role is Role.ADMIN and active)
        if loses and active_admins(session) == 1:
            flash("Somebody must be able to administer: make another administrator first.", "error")
        else:
            was = {"role": user.role, "active": user.active}
            user.role, user.active = role.value, active
            became = {"role": user.role, "active": active}
            _record(session, user, "changed", {"was": was, "became": became})
            session.add(user)
            flash(f"{user.email} is changed.")
    if user_id == current_user.id:
        return redirect(url_for("overview.index"))
    return redirect(url_for("people.index"))


def _record(session: Session, user: User, action: str, detail: dict[str, Any]) -> None:
    record(
        session,
        actor=current_user.email,
        action=action,
        subject=f"person:{user.id}",
        note=user.email,
        detail=detail,
        now=now(),
    )


def _role(word: str) -> Role:
    if word not in {role.value for role in Role}:
        abort(400)
    return Role(word)


def _page(*, link: str = "", link_for: str = "", error: AccountError | None = None) -> str:
    forget_reading()
    return render_template(
        "people/index.html",
        people=everybody(db()),
        roles=list(Role),
        link=link,
        link_for=link_for,
        error=error,
        form=request.form,
    )
