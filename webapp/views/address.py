"""Taking another e-mail address for one's own account, by the link that came to it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from webapp.accounts.readdressing import open_address, take_address
from webapp.accounts.sessions import session_digest
from webapp.context import current
from webapp.pages import db, now
from webapp.security import limiter

blueprint = Blueprint("address", __name__, url_prefix="/account/address")


@blueprint.get("/<token>")
def confirm(token: str) -> tuple[str, int]:
    """Ask for a click: mail scanners open addresses."""
    user = db().get_one(User, current_user.id)
    new = open_address(db(), user, token, key=current().settings.signing_key, now=now())
    return _page(token, new)


@blueprint.post("/<token>")
@limiter.limit("20 per minute")
def take(token: str) -> tuple[str, int] | Response:
    """Take it; the old address is told."""
    with writing(current().engine) as session:
        user = session.get_one(User, current_user.id, with_for_update=True)
        new = open_address(session, user, token, key=current().settings.signing_key, now=now())
        keep = session_digest(current_user.session)
        done = bool(new) and take_address(session, user, new, keep=keep, now=now())
    if not done:
        return _page(token, "")
    flash(f"Your address is {new} now. Sessions elsewhere have ended.")
    return redirect(url_for("account.index"))


def _page(token: str, new: str) -> tuple[str, int]:
    return render_template("account/address.html", token=token, new=new), 200 if new else 410
