"""Kinds of long work. One kind is one file here that names it ``KIND``."""

import importlib
import pkgutil
from functools import cache

from webapp.work.kind import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name; found by scanning this package."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        kind: Kind = importlib.import_module(f"{__name__}.{module.name}").KIND
        found[kind.name] = kind
    return found
