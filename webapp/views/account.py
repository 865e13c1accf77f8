"""One's own account: password, and tokens for machines that read the feed."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Token, User
from data.queries.identities import has_identity
from data.queries.people import tokens_of
from data.queries.sessions import sessions_of
from data.words import Scope
from webapp.accounts.passwords import AccountError, prove
from webapp.accounts.people import set_password
from webapp.accounts.readdressing import ask_for_address
from webapp.accounts.sessions import end_all_others, end_one, session_digest
from webapp.accounts.token_acts import make_token, void_token
from webapp.accounts.token_forms import (
    TERMS,
    TokenFormError,
    checked_name,
    checked_scopes,
    ends_at,
    offered,
)
from webapp.auth import person_of
from webapp.context import current
from webapp.language import LANGUAGES, asked_for, gettext, speaking
from webapp.pages import db, forget_reading, now
from webapp.security import limiter
from webapp.signon.passwords import OFF, passwords_are_off
from webapp.wording.filters import plural

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
        owner = session.get_one(User, current_user.id)
        _, secret = make_token(
            session, owner, name=name, scope=scope, expires_at=expires_at, now=now()
        )
    return _page(secret=secret, reads_feeds=Scope.FEED.value in scope.split()), 201


@blueprint.post("/tokens/<id:token_id>/revoke")
def revoke(token_id: int) -> Response:
    """Void one of one's own tokens at once."""
    with writing(current().engine) as session:
        token = session.get(Token, token_id)
        if token is None or token.user_id != current_user.id:
            abort(404)
        void_token(session, token_id, actor=current_user.email, now=now())
    flash("The token is void from now on.")
    return redirect(url_for("account.index"))


@blueprint.post("/password")
@limiter.limit("10 per minute")
def password() -> tuple[str, int] | Response:
    """Set a password; who has one proves it first. Other sessions of this person end."""
    if passwords_are_off():
        flash(gettext(OFF), "error")
        return redirect(url_for("account.index"))
    try:
        with writing(current().engine) as session:
            user = set_password(
                session,
                current_user.id,
                old=request.form.get("old", ""),
                new=request.form.get("password", ""),
                keep=session_digest(current_user.session),
                now=now(),
            )
    except AccountError as exc:
        return _page(password_error=exc), 422
    login_user(person_of(user, current_user.session))
    flash("Your password is set. Sessions elsewhere have ended.")
    return redirect(url_for("account.index"))


@blueprint.post("/address")
@limiter.limit("10 per minute")
def address() -> tuple[str, int] | Response:
    """Ask for another address; who has a password proves it. It changes by a link to the new one."""
    if current().settings.smtp_url is None:
        abort(404)
    form, by_password = request.form, not passwords_are_off()
    try:
        with writing(current().engine) as session:
            user = session.get_one(User, current_user.id)
            if by_password:
                prove(user, form.get("present", ""), field="present")
            new = ask_for_address(session, user, form.get("email", ""), now=now())
    except AccountError as exc:
        return _page(address_error=exc), 422
    flash(f"Open the link that is on its way to {new}, in this browser: your address changes then.")
    return redirect(url_for("account.index"))


@blueprint.post("/keys")
def keys() -> Response:
    """Turn the single keys of the pages of alerts on or off."""
    on = request.form.get("on") == "yes"
    with writing(current().engine) as session:
        session.get_one(User, current_user.id).shortcuts = on
    flash(gettext("Keys are on.") if on else gettext("Keys are off."))
    return redirect(url_for("account.index"))


@blueprint.post("/language")
def language() -> Response:
    """Choose the language of pages; empty: the one that the browser asks for."""
    chosen = request.form.get("language", "")
    if chosen and chosen not in LANGUAGES:
        abort(400)
    with writing(current().engine) as session:
        session.get_one(User, current_user.id).language = chosen
    with speaking(chosen or asked_for()):
        flash(
            gettext("Pages speak %(language)s to you.", language=LANGUAGES[chosen or asked_for()])
        )
    return redirect(url_for("account.index"))


@blueprint.post("/sessions/<id:session_id>/end")
def end(session_id: int) -> Response:
    """End one of one's own sessions, in whichever browser it is."""
    with writing(current().engine) as session:
        if not end_one(session, current_user.id, session_id, actor=current_user.email, now=now()):
            abort(404)
    flash("That session has ended.")
    return redirect(url_for("account.index"))


@blueprint.post("/sessions/others/end")
def end_others() -> Response:
    """End all of one's sessions but this one."""
    with writing(current().engine) as session:
        count = end_all_others(
            session,
            current_user.id,
            keep=current_user.session,
            actor=current_user.email,
            now=now(),
        )
    flash(f"{count} other {plural(count, 'session')} ended.")
    return redirect(url_for("account.index"))


def _page(
    *,
    secret: str = "",
    reads_feeds: bool = False,
    token_error: TokenFormError | None = None,
    password_error: AccountError | None = None,
    address_error: AccountError | None = None,
) -> str:
    forget_reading()
    user, issuer = db().get(User, current_user.id), current().settings.oidc_issuer
    return render_template(
        "account/index.html",
        has_password=bool(user and user.password_hash),
        asks_code=bool(user and user.totp_sealed),
        by_password=not passwords_are_off(),
        by_issuer=bool(issuer) and has_identity(db(), current_user.id, issuer),
        tokens=tokens_of(db(), current_user.id),
        sessions=sessions_of(db(), current_user.id),
        this_session=session_digest(current_user.session),
        secret=secret,
        base_url=current().settings.base_url,
        feeds=FEEDS,
        reads_feeds=reads_feeds,
        token_error=token_error,
        scopes=offered(current_user.role),
        terms=TERMS,
        form=request.form if token_error else {"name": ""},
        password_error=password_error,
        address_error=address_error,
        by_mail=current().settings.smtp_url is not None,
    )
