"""Signing in by OpenID Connect: the way to the issuer of the settings, and the way back."""

import logging
import re

from flask import Blueprint, abort, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import User
from webapp.accounts.entering import let_in
from webapp.alerts.wording import one_line
from webapp.auth import public, safe_next
from webapp.context import current
from webapp.pages import now
from webapp.security import limiter
from webapp.signon.arriving import arrive
from webapp.signon.claimed import read_claims
from webapp.signon.installing import provider
from webapp.signon.refusals import SignOnError
from webapp.signon.underway import PATIENCE, Waiting, begin, come_back, new_browser, new_secrets

blueprint = Blueprint("oidc", __name__, url_prefix="/login/oidc")
log = logging.getLogger(__name__)


@blueprint.before_request
def only_where_it_is_set() -> None:
    """Without an issuer there is no such page."""
    if not current().settings.oidc_issuer:
        abort(404)


@blueprint.get("")
@public
@limiter.limit("120 per minute")
def start() -> Response | tuple[str, int]:
    """Go to the issuer; who is signed in already goes on."""
    target = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    made, browser = new_secrets(), request.cookies.get(_cookie()) or new_browser()
    try:
        address = provider().way_there(made)
    except SignOnError as exc:
        return _refused(exc, target)
    key = current().settings.signing_key
    with writing(current().engine) as session:
        begin(session, made, browser=browser, target=target, key=key, now=now())
    response = redirect(address)
    # A cookie of its own: signing in in one tab must not break off what another one has begun.
    response.set_cookie(
        _cookie(),
        browser,
        max_age=PATIENCE,
        secure=_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/back")
@public
@limiter.limit("120 per minute")
def back() -> Response | tuple[str, int]:
    """Let in whom the issuer vouches for and whom we know."""
    with writing(current().engine) as session:
        waiting = come_back(
            session,
            request.args.get("state", ""),
            browser=request.cookies.get(_cookie(), ""),
            key=current().settings.signing_key,
            now=now(),
        )
    target = safe_next(waiting.target if waiting else None)
    if current_user.is_authenticated:  # another tab was quicker
        return redirect(target)
    try:
        return let_in(_admitted(waiting), target)
    except SignOnError as exc:
        return _refused(exc, target)


def _admitted(waiting: Waiting | None) -> User:
    """Who comes back. Raises :class:`SignOnError`."""
    if waiting is None:
        raise SignOnError("stale")
    settings, code = current().settings, request.args.get("code", "")
    # RFC 9207: an answer that names its issuer is no other issuer's.
    if request.args.get("iss", settings.oidc_issuer) != settings.oidc_issuer:
        raise SignOnError("untrusted", "the answer names another issuer")
    error = request.args.get("error", "")
    if error or not code:
        word = error if re.fullmatch(r"[a-z_]{1,60}", error) else "an answer without a code"
        said = one_line(request.args.get("error_description", ""))
        code = "declined" if error == "access_denied" else "failed"
        raise SignOnError(code, f"the issuer answered {word}: {said}")
    secrets = waiting.secrets
    claims = provider().claims(code, nonce=secrets.nonce, verifier=secrets.verifier)
    with writing(current().engine) as session:
        return arrive(session, read_claims(claims, settings), settings=settings, now=now())


def _refused(exc: SignOnError, target: str) -> tuple[str, int]:
    log.warning("nobody was signed in by the issuer (%s): %s", exc.code, one_line(str(exc), 400))
    page = render_template("session/refused.html", refusal=exc.refusal, next=target)
    return page, exc.refusal.status


def _secure() -> bool:
    return current().settings.base_url.startswith("https://")


def _cookie() -> str:
    return "__Host-roamwatch-sign-in" if _secure() else "roamwatch-sign-in"
