"""People: who may sign in, and what each may do. For administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlmodel import Session
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from data.queries.identities import with_identity
from data.queries.people import everybody
from data.words import Role
from webapp.accounts.passwords import AccountError
from webapp.accounts.people import (
    add_person,
    change_person,
    link_for,
    password_link_for,
    release_identity,
)
from webapp.accounts.secondfactor import turn_off
from webapp.auth import requires
from webapp.context import current
from webapp.delivery.unsubscribing import NAMES
from webapp.pages import db, forget_reading, now
from webapp.signon.passwords import passwords_are_off

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
            user = add_person(
                session,
                email=form.get("email", ""),
                name=form.get("name", ""),
                role=_role(form.get("role", "")),
                actor=current_user.email,
                now=now(),
            )
            link = _link(session, user)
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
        address = _link(session, user)
    return _page(link=address, link_for=user.email), 201


@blueprint.post("/<id:user_id>/password-link")
@requires(Role.ADMIN)
def password_link(user_id: int) -> tuple[str, int]:
    """Make a link with which somebody who forgot the password sets a new one."""
    settings = current().settings
    with writing(current().engine) as session:
        user = session.get(User, user_id)
        if user is None or not user.active:
            abort(404)
        address = password_link_for(
            session,
            user,
            base_url=settings.base_url,
            key=settings.signing_key,
            actor=current_user.email,
            now=now(),
        )
    return _page(link=address, link_for=user.email, sets_password=True), 201


@blueprint.post("/<id:user_id>/codes-off")
@requires(Role.ADMIN)
def codes_off(user_id: int) -> Response:
    """Ask somebody who lost the app for no codes any more."""
    with writing(current().engine) as session:
        user = session.get(User, user_id)
        if user is None:
            abort(404)
        if user.totp_sealed:
            turn_off(session, user, actor=current_user.email, now=now())
    flash(f"{user.email} is asked for no code any more.")
    return redirect(url_for("people.index"))


@blueprint.post("/<id:user_id>/release")
@requires(Role.ADMIN)
def release(user_id: int) -> Response:
    """Let somebody come by another account of the sign-in service, found by the address again."""
    with writing(current().engine) as session:
        user = session.get(User, user_id)
        if user is None:
            abort(404)
        released = release_identity(session, user, actor=current_user.email, now=now())
    if released:
        flash(f"{user.email} is linked anew at the next sign-in.")
    if user_id == current_user.id:
        return redirect(url_for("overview.index"))
    return redirect(url_for("people.index"))


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
        if change_person(
            session, user, role=role, active=active, actor=current_user.email, now=now()
        ):
            flash(f"{user.email} is changed.")
        else:
            flash("Somebody must be able to administer: make another administrator first.", "error")
    if user_id == current_user.id:
        return redirect(url_for("overview.index"))
    return redirect(url_for("people.index"))


def _link(session: Session, user: User) -> str:
    base = current().settings.base_url
    return link_for(session, user, base_url=base, actor=current_user.email, now=now())


def _role(word: str) -> Role:
    if word not in {role.value for role in Role}:
        abort(400)
    return Role(word)


def _page(
    *,
    link: str = "",
    link_for: str = "",
    sets_password: bool = False,
    error: AccountError | None = None,
) -> str:
    forget_reading()
    people, issuer = everybody(db()), current().settings.oidc_issuer
    return render_template(
        "people/index.html",
        people=people,
        linked=with_identity(db(), issuer, [one.id or 0 for one in people]) if issuer else (),
        by_password=not passwords_are_off(),
        roles=list(Role),
        mail_lists=NAMES,
        link=link,
        link_for=link_for,
        sets_password=sets_password,
        error=error,
        form=request.form,
    )
