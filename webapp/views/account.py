"""One's own account: password, and tokens for machines that read the feed."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Token, User
from data.queries.people import tokens_of
from data.queries.tokens import issue_token, revoke_token
from data.words import Scope
from webapp.accounts import AccountError, change_password
from webapp.auth import person_of
from webapp.context import current
from webapp.pages import db, forget_reading, now
from webapp.security import limiter
from webapp.token_forms import (
    TERMS,
    TokenFormError,
    checked_name,
    checked_scopes,
    ends_at,
    offered,
)

blueprint = Blueprint("account", __name__, url_prefix="/account")
#: Name of a feed → its path.
FEEDS = {"JSON Feed": "/feed.json", "Atom": "/feed.atom", "Calendar": "/deadlines.ics"}


@blueprint.get("")
def index() -> str:
    """Password and tokens."""
    return _page()


@blueprint.post("/tokens")
def create_token() -> tuple[str, int]:
    """Make a token and show it, this once: afterwards nobody can read it again."""
    form = request.form
    try:
        name = checked_name(form.get("name", ""))
        scope = checked_scopes([form.get("scope", Scope.READ)], current_user.role)
        expires_at = ends_at(form.get("days", "365"), now())
    except TokenFormError as exc:
        return _page(token_error=exc), 422
    with writing(current().engine) as session:
        secret = issue_token(
            session, current_user.id, name=name, scope=scope, expires_at=expires_at, now=now()
        )
    return _page(secret=secret, reads_feeds=Scope.FEED.value in scope.split()), 201


@blueprint.post("/tokens/<id:token_id>/revoke")
def revoke(token_id: int) -> Response:
    """Void one of one's own tokens at once."""
    with writing(current().engine) as session:
        token = session.get(Token, token_id)
        if token is None or token.user_id != current_user.id:
            abort(404)
        revoke_token(session, token_id, now=now())
    flash("The token is void from now on.")
    return redirect(url_for("account.index"))


@blueprint.post("/password")
@limiter.limit("10 per minute")
def password() -> tuple[str, int] | Response:
    """Set a password; who has one proves it first. Other sessions of this person end."""
    try:
        with writing(current().engine) as session:
            user = change_password(
                session,
                current_user.id,
                old=request.form.get("old", ""),
                new=request.form.get("password", ""),
            )
    except AccountError as exc:
        return _page(password_error=exc), 422
    login_user(person_of(user))
    flash("Your password is set. Sessions elsewhere have ended.")
    return redirect(url_for("account.index"))


def _page(
    *,
    secret: str = "",
    reads_feeds: bool = False,
    token_error: TokenFormError | None = None,
    password_error: AccountError | None = None,
) -> str:
    forget_reading()
    user = db().get(User, current_user.id)
    return render_template(
        "account/index.html",
        has_password=bool(user and user.password_hash),
        tokens=tokens_of(db(), current_user.id),
        secret=secret,
        base_url=current().settings.base_url,
        feeds=FEEDS,
        reads_feeds=reads_feeds,
        token_error=token_error,
        scopes=offered(current_user.role),
        terms=TERMS,
        form=request.form if token_error else {"name": ""},
        password_error=password_error,
    )
