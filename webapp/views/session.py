"""Signing in (password or one-time link), signing out, and the choice of light or dark."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from data.queries.people import login_token_is_good
from webapp.accounts import check_password, link_digest, redeem_login_link
from webapp.auth import person_of, public, safe_next
from webapp.context import current
from webapp.pages import db, now
from webapp.security import limiter

blueprint = Blueprint("session", __name__)

THEMES = ("system", "light", "dark")
_YEAR = 31_536_000


def _email_key() -> str:
    return "email:" + request.form.get("email", "").strip().lower()[:254]


@blueprint.get("/login")
@public
def login() -> str | Response:
    """The form; who is signed in already goes on."""
    target = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    return render_template("session/login.html", next=target, email="", failed=False)


@blueprint.post("/login")
@public
@limiter.limit("20 per minute; 100 per hour")
@limiter.limit("5 per minute; 20 per hour", key_func=_email_key)
def login_post() -> tuple[str, int] | Response:
    """Let the right pair in. One message for a wrong password and an unknown address."""
    email, target = request.form.get("email", "")[:254], safe_next(request.form.get("next"))
    user = check_password(db(), email, request.form.get("password", ""))
    if user is None:
        page = render_template("session/login.html", next=target, email=email, failed=True)
        return page, 401
    return _enter(user, target)


@blueprint.get("/login/link/<secret>")
@public
def link(secret: str) -> tuple[str, int]:
    """Ask for one click: mail scanners open addresses, and must not use the link up."""
    good = login_token_is_good(db(), link_digest(secret), now=now())
    page = render_template("session/link.html", secret=secret, good=good)
    return page, 200 if good else 410


@blueprint.post("/login/link/<secret>")
@public
@limiter.limit("20 per minute")
def link_post(secret: str) -> tuple[str, int] | Response:
    """Use the link up and let its owner in."""
    with writing(current().engine) as session:
        user = redeem_login_link(session, secret, now=now())
    if user is None:
        return render_template("session/link.html", secret=secret, good=False), 410
    return _enter(user, url_for("overview.index"))


@blueprint.post("/logout")
@public
def logout() -> Response:
    """Forget who it was."""
    logout_user()
    cookie.clear()
    flash("You are signed out.")
    return redirect(url_for("session.login"))


@blueprint.post("/theme")
@public
def theme() -> Response:
    """Keep the choice of colours in a cookie, and go back to where it was made."""
    choice = request.form.get("theme", "")
    response = redirect(safe_next(request.form.get("next")))
    if choice in THEMES:
        response.set_cookie(
            "theme",
            choice,
            max_age=_YEAR,
            secure=current().settings.base_url.startswith("https://"),
            httponly=True,
            samesite="Lax",
        )
    return response


def _enter(user: User, target: str) -> Response:
    cookie.clear()  # a session from before the sign-in must not live on
    cookie.permanent = True
    login_user(person_of(user))
    return redirect(target)
