"""SIM platforms, one module each; the registry fills itself by scan."""

import importlib
import pkgutil
from functools import cache

from crawler.pulling.records import Platform


@cache
def platforms() -> dict[str, Platform]:
    """Every platform that can be asked, by its word in ``data/seed/platforms.toml``."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    found: list[Platform] = [module.PLATFORM for module in modules]
    return {platform.name: platform for platform in found}
