"""The first administrator's account, made by a setup link (:mod:`webapp.accounts.founding`)."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from data.db import writing
from webapp.accounts.entering import let_in
from webapp.accounts.founding import FoundingError, found, opens
from webapp.accounts.passwords import AccountError
from webapp.auth import public
from webapp.context import current
from webapp.pages import db, now
from webapp.security import limiter

blueprint = Blueprint("setup", __name__, url_prefix="/setup")


@blueprint.get("/<token>")
@public
def ask(token: str) -> tuple[str, int]:
    """The form, for who holds a link that is good. Opening it uses nothing up."""
    good = opens(db(), token, key=current().settings.signing_key, now=now())
    return _page(token if good else ""), 200 if good else 410


@blueprint.post("/<token>")
@public
@limiter.limit("20 per minute")
def make(token: str) -> tuple[str, int] | Response:
    """Make the account and let its owner in."""
    form, key = request.form, current().settings.signing_key
    try:
        with writing(current().engine) as session:
            user = found(
                session,
                token,
                email=form.get("email", ""),
                name=form.get("name", ""),
                password=form.get("password", ""),
                key=key,
                now=now(),
            )
            session.flush()
            session.expunge(user)
    except FoundingError:
        return _page(""), 410
    except AccountError as exc:
        return _page(token, error=exc), 422
    return let_in(user, url_for("start.index"))


def _page(token: str, *, error: AccountError | None = None) -> str:
    return render_template("session/setup.html", token=token, error=error, form=request.form)
