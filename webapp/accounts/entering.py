"""From a password or a link to a session: with a code between, where somebody has asked for that."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask import session as cookie
from flask_login import login_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from webapp.accounts.devices import device_of
from webapp.accounts.sessions import open_session
from webapp.auth import person_of
from webapp.context import current
from webapp.pages import db, now

#: How long somebody may look for the code after the password.
PATIENCE = timedelta(minutes=10)
_WAITING = "waiting"


def enter(user: User, target: str) -> Response:
    """Who has proved a password or a link: let them in, or ask for the code first."""
    if not user.totp_sealed:
        return let_in(user, target)
    cookie.clear()
    until = int((now() + PATIENCE).timestamp())
    cookie[_WAITING] = [user.id, person_of(user).stamp, until, target]
    return redirect(url_for("codes.ask"))


def waiting() -> tuple[User, str] | None:
    """Who has to give a code, and where they want to go; None when nobody is expected."""
    number, stamp, until, target = cookie.get(_WAITING) or (0, "", 0, "")
    user = db().get(User, number) if until > now().timestamp() else None
    if user is None or not user.active or person_of(user).stamp != stamp:
        return None
    return user, target


def let_in(user: User, target: str) -> Response:
    """Open a session. One from before the sign-in does not live on."""
    cookie.clear()
    cookie.permanent = True
    with writing(current().engine) as session:
        device = device_of(request.user_agent.string)
        secret = open_session(session, user.id or 0, device=device, now=now())
    login_user(person_of(user, secret))
    return redirect(target)
