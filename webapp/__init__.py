"""The web app, the command line and the jobs: what people and machines touch."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from data.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine


def create_app(
    settings: Settings,
    engine: "Engine | None" = None,
    clock: "Callable[[], datetime] | None" = None,
) -> "Flask":
    """The pages as a WSGI application on the settings' store.

    ``engine`` and ``clock`` are made from the settings and the system where they are
    not given. Commands import this package too: Flask is loaded only when pages are wanted.
    """
    from webapp.assembly import assemble

    return assemble(settings, engine, clock)
