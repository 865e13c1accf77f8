"""Codes of an authenticator app: giving one after the password, and turning them on and off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from webapp.accounts.entering import let_in, waiting
from webapp.accounts.lockout import address_key, code_key, forgive_code, take_try
from webapp.accounts.secondfactor import offer, opened, picture, takes, turn_off, turn_on
from webapp.auth import public
from webapp.context import current
from webapp.language import gettext
from webapp.pages import db, now
from webapp.security import limiter

blueprint = Blueprint("codes", __name__)


@blueprint.get("/login/code")
@public
def ask() -> str | Response:
    """The form for the code; only after the password."""
    if waiting() is None:
        return redirect(url_for("session.login"))
    return render_template("session/code.html", error="")


@blueprint.post("/login/code")
@public
@limiter.limit("60 per minute")
def ask_post() -> tuple[str, int] | Response:
    """Let in who has the right code. Wrong ones cost time, as wrong passwords do."""
    expected = waiting()
    if expected is None:
        return redirect(url_for("session.login"))
    user, target = expected
    error = _refusal(user.id or 0, request.form.get("code", ""))
    if error:
        return render_template("session/code.html", error=error), 401
    return let_in(user, target)


@blueprint.get("/account/codes")
def index() -> str:
    """Whether codes are asked for; if not, the secret to scan."""
    return _page()


@blueprint.post("/account/codes")
@limiter.limit("10 per minute")
def begin() -> tuple[str, int]:
    """Turn them on with a first code; the recovery codes are shown this once."""
    sealed = request.form.get("sealed", "")
    with writing(current().engine) as session:
        user = session.get_one(User, current_user.id, with_for_update=True)
        codes = (
            []
            if user.totp_sealed
            else turn_on(
                session,
                user,
                sealed,
                request.form.get("code", ""),
                key=current().settings.signing_key,
                now=now(),
            )
        )
    if not codes:
        return _page(sealed=sealed, error=gettext("This is not the code of this moment.")), 422
    return render_template("account/codes.html", on=True, recovery=codes, error=""), 201


@blueprint.post("/account/codes/off")
def end() -> tuple[str, int] | Response:
    """Turn them off; a code proves that it is the owner who does."""
    user = db().get_one(User, current_user.id)
    error = _refusal(current_user.id, request.form.get("code", "")) if user.totp_sealed else ""
    if error:
        return _page(error=error), 422
    with writing(current().engine) as session:
        user = session.get_one(User, current_user.id)
        if user.totp_sealed:
            turn_off(session, user, actor=user.email, now=now())
    flash("No code is asked for any more.")
    return redirect(url_for("account.index"))


def _refusal(user_id: int, code: str) -> str:
    """Use a code up: empty when it was right, else what to say."""
    with writing(current().engine) as session:
        user = session.get_one(User, user_id)
        keys = code_key(user.email), address_key(get_remote_address())
        waits = take_try(session, *keys, now=now()) is not None
        if not waits and takes(session, user, code, key=current().settings.signing_key, now=now()):
            forgive_code(session, user.email, address=get_remote_address(), now=now())
            return ""
    if waits:
        return gettext("Too many wrong codes: wait some minutes, then try again.")
    return gettext("This code is wrong, was used already, or is over: take the next one.")


def _page(*, sealed: str = "", error: str = "") -> str:
    key, user = current().settings.signing_key, db().get_one(User, current_user.id)
    if user.totp_sealed:
        return render_template("account/codes.html", on=True, recovery=[], error=error)
    secret = opened(sealed, current_user.id, key=key)
    if not secret:
        sealed = offer(current_user.id, key=key)
        secret = opened(sealed, current_user.id, key=key)
    return render_template(
        "account/codes.html",
        on=False,
        sealed=sealed,
        secret=secret,
        picture=picture(secret, current_user.email),
        error=error,
    )
