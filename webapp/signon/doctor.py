"""What the doctor says of signing in by OpenID Connect: asks the issuer now."""

from typing import Literal

from sqlmodel import Session

from data.queries.identities import admin_signs_in_by
from webapp.context import Context
from webapp.signon.provider import RETURN_PATH, Provider
from webapp.signon.refusals import SignOnError


def examine_issuer(
    context: Context, session: Session
) -> tuple[Literal["ok", "warning", "broken"], str]:
    """How it is, and one sentence."""
    settings = context.settings
    issuer = settings.oidc_issuer
    try:
        Provider(settings, context.clock).examine()
    except SignOnError as exc:
        return "broken", f"nobody can sign in by {issuer}: {exc}"
    if settings.oidc_only and not admin_signs_in_by(session, issuer):
        return "warning", (
            f"{issuer} answers; passwords are not off yet, because no administrator has signed in by it"
        )
    back = settings.base_url + RETURN_PATH
    return "ok", f"{issuer} answers; it must send people back to {back}"
