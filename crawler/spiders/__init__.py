"""Kinds of sources, one module each; the registry fills itself by scan."""

import importlib
import pkgutil
from functools import cache

from crawler.spiders.base import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by its word."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    found: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name.value: kind for kind in found}
