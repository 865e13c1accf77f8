"""Puts the web app together: context, guards, blueprints, template words, error pages."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Engine

import webapp.views
from data.db import make_engine
from data.settings import Settings
from webapp import (
    access,
    auth,
    compressing,
    errorpages,
    language,
    pages,
    scripting,
    security,
    stylesheet,
)
from webapp.context import Context, attach, system_clock
from webapp.wording import filters
from webapp.worldmap import shapes

#: A working day: who closed the lid in the evening signs in again in the morning.
SESSION_LIFETIME = timedelta(hours=12)
#: Modules outside ``webapp/views`` that bring a blueprint of their own.
_MORE_BLUEPRINTS = ("webapp.feeds.serving", "webapp.api.blueprint")


def assemble(
    settings: Settings, engine: Engine | None, clock: Callable[[], datetime] | None
) -> Flask:
    """Make the app; what each part adds stands in that part's own module."""
    app = Flask("webapp", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.signing_key,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    attach(
        app,
        Context(
            engine=engine if engine is not None else make_engine(settings),
            settings=settings,
            clock=clock or system_clock,
        ),
    )
    auth.install(app)
    access.install(app)
    security.protect(app, settings)
    compressing.install(app)
    stylesheet.install(app)
    scripting.install(app)
    shapes.install(app)
    language.install(app)
    filters.install(app)
    pages.install(app)
    errorpages.install(app)
    _register_blueprints(app)
    return app


def _register_blueprints(app: Flask) -> None:
    names = [
        f"{webapp.views.__name__}.{found.name}"
        for found in pkgutil.iter_modules(webapp.views.__path__)
    ]
    names += [name for name in _MORE_BLUEPRINTS if importlib.util.find_spec(name)]
    for name in names:
        app.register_blueprint(importlib.import_module(name).blueprint)
