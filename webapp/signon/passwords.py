"""Whether passwords let anybody in: a setting may say no, once an administrator has come by the issuer."""

from flask import g

from data.queries.identities import admin_signs_in_by
from webapp.context import current
from webapp.pages import db

#: What a form says that would set or take a password while they are off.
OFF = "Passwords are switched off here: sign in with your company account, or by a one-time link."


def passwords_are_off() -> bool:
    """Asked of the store at most once a request, and only where the setting is made."""
    settings = current().settings
    if not (settings.oidc_only and settings.oidc_issuer):
        return False
    if "passwords_off" not in g:
        g.passwords_off = admin_signs_in_by(db(), settings.oidc_issuer)
    return bool(g.passwords_off)
