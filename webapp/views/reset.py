"""A forgotten password: asking for a link by mail, and setting a new one with it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from data.db import writing
from webapp.accounts.passwords import AccountError
from webapp.accounts.people import reset_password
from webapp.accounts.resetting import ask_for_link, open_reset
from webapp.auth import public
from webapp.context import current
from webapp.language import gettext
from webapp.pages import db, now
from webapp.security import limiter
from webapp.signon.passwords import OFF, passwords_are_off

blueprint = Blueprint("reset", __name__, url_prefix="/login")


@blueprint.before_request
def not_while_they_are_off() -> Response | None:
    """Nobody is led to a password that would let them in nowhere."""
    if not passwords_are_off():
        return None
    flash(gettext(OFF), "error")
    return redirect(url_for("session.login"))


@blueprint.get("/forgot")
@public
def ask() -> str:
    """The form; without a mail server it says who helps instead."""
    return _asking()


@blueprint.post("/forgot")
@public
@limiter.limit("5 per minute; 20 per hour")
def ask_post() -> tuple[str, int]:
    """Take the wish. The answer is the same whether anybody has this address or not."""
    if current().settings.smtp_url is None:
        abort(404)
    email = request.form.get("email", "").strip()[:254]
    local, _, host = email.partition("@")
    if not (local and host):
        return _asking(email=email, error=gettext("This is not an e-mail address.")), 422
    with writing(current().engine) as session:
        ask_for_link(session, email, now=now())
    return _asking(email=email, asked=True), 200


@blueprint.get("/reset/<token>")
@public
def choose(token: str) -> tuple[str, int]:
    """The form for the new password. Opening it uses nothing up: mail scanners open addresses."""
    user = open_reset(db(), token, key=current().settings.signing_key, now=now())
    if user is None:
        return render_template("session/reset.html", token="", email="", error=None), 410
    return render_template("session/reset.html", token=token, email=user.email, error=None), 200


@blueprint.post("/reset/<token>")
@public
@limiter.limit("20 per minute")
def choose_post(token: str) -> tuple[str, int] | Response:
    """Set it. All sessions end, all links are void, and the password is asked for at once."""
    key, email = current().settings.signing_key, ""
    try:
        with writing(current().engine) as session:
            user = open_reset(session, token, key=key, now=now())
            if user is not None:
                email = user.email
                reset_password(session, user, new=request.form.get("password", ""), now=now())
    except AccountError as exc:
        page = render_template("session/reset.html", token=token, email=email, error=exc)
        return page, 422
    if user is None:
        return render_template("session/reset.html", token="", email="", error=None), 410
    flash("Your new password is set, and every session has ended. Sign in with it.")
    return redirect(url_for("session.login"))


def _asking(*, email: str = "", error: str = "", asked: bool = False) -> str:
    by_mail = current().settings.smtp_url is not None
    return render_template(
        "session/forgot.html", by_mail=by_mail, email=email, error=error, asked=asked
    )
