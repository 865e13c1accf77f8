"""The issuer of an app: one for all its threads, so that what it said is asked for once."""

from typing import TYPE_CHECKING

from flask import current_app

from webapp.context import current

if TYPE_CHECKING:
    from webapp.signon.provider import Provider

_EXTENSION = "roamwatch-issuer"


def provider() -> "Provider":
    """The issuer of the app that answers the present request; nothing is asked of it yet."""
    # Loaded only where people sign in by it: with its libraries it weighs some twelve megabytes.
    from webapp.signon.provider import Provider

    extensions = current_app.extensions
    if _EXTENSION not in extensions:
        extensions.setdefault(_EXTENSION, Provider(current().settings, current().clock))
    found: Provider = extensions[_EXTENSION]
    return found
