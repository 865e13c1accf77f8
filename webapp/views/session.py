"""Signing in (password or one-time link), signing out, and the choice of light or dark."""

from math import ceil
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_limiter.util import get_remote_address
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from data.db import writing
from data.queries.people import login_token_is_good, nobody_yet
from data.queries.sessions import end_session
from webapp.accounts.entering import enter
from webapp.accounts.lockout import account_key, address_key, forgive, take_try
from webapp.accounts.passwords import check_password, link_digest, redeem_login_link
from webapp.accounts.sessions import session_digest
from webapp.auth import public, safe_next
from webapp.context import current
from webapp.pages import db, now
from webapp.security import limiter
from webapp.signon.passwords import passwords_are_off

blueprint = Blueprint("session", __name__)

THEMES = ("system", "light", "dark")
_YEAR = 31_536_000


@blueprint.get("/login")
@public
def login() -> str | Response:
    """The form; who is signed in already goes on."""
    target = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    return _form(next=target, email="", failed=False, until=None)


@blueprint.post("/login")
@public
@limiter.limit("60 per minute")
def login_post() -> tuple[str, int] | tuple[str, int, dict[str, str]] | Response:
    """Let the right pair in. One message for a wrong password and an unknown address."""
    email, target = request.form.get("email", "")[:254], safe_next(request.form.get("next"))
    if passwords_are_off():
        return _form(next=target, email=email, failed=False, until=None), 403
    keys = account_key(email), address_key(get_remote_address())
    with writing(current().engine) as session:
        until = take_try(session, *keys, now=now())
    shown = {"next": target, "email": email, "failed": until is None, "until": until}
    if until is not None:
        return _form(**shown), 429, {"Retry-After": str(ceil((until - now()).total_seconds()))}
    user = check_password(db(), email, request.form.get("password", ""))
    if user is None:
        return _form(**shown), 401
    with writing(current().engine) as session:
        forgive(session, email, address=get_remote_address(), now=now())
    return enter(user, target)


def _form(**shown: Any) -> str:
    peopled = current().peopled
    if not peopled.is_set() and not nobody_yet(db()):
        peopled.set()
    settings = current().settings
    return render_template(
        "session/login.html",
        fresh=not peopled.is_set(),
        button=settings.oidc_button if settings.oidc_issuer else "",
        by_password=not passwords_are_off(),
        **shown,
    )


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
    return enter(user, url_for("overview.index"))


@blueprint.post("/logout")
@public
def logout() -> Response:
    """Forget who it was, here and in the store."""
    if current_user.is_authenticated:
        with writing(current().engine) as session:
            end_session(session, session_digest(current_user.session))
    logout_user()
    cookie.clear()
    elsewhere = (
        " of Roamwatch; your sign-in service may still know you"
        if current().settings.oidc_issuer
        else ""
    )
    flash(f"You are signed out{elsewhere}.")
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
