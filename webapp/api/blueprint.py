"""Puts the API's addresses on the app."""

import importlib
import pkgutil

from flask import Blueprint

from webapp.api import limits, resources
from webapp.api.operation import operations
from webapp.api.serving import view_of
from webapp.security import csrf

PREFIX = "/api/v1"


def read_resources() -> None:
    """Read every file of ``resources/``; each registers its operations."""
    for found in pkgutil.iter_modules(resources.__path__):
        importlib.import_module(f"{resources.__name__}.{found.name}")


def make_blueprint() -> Blueprint:
    """A blueprint with an address for each operation."""
    made = Blueprint("api", __name__, url_prefix=PREFIX)
    read_resources()
    for one in operations():
        made.add_url_rule(one.path, one.name, view_of(one), methods=[one.method])
    made.after_request(limits.add_headers)
    csrf.exempt(made)  # a token in a header is sent by no browser on its own
    return made


blueprint = make_blueprint()
