"""Delivery: the outbox and its channels. One channel is one file here that names it ``CHANNEL``."""

import importlib
import pkgutil

from webapp.delivery.types import Transport


def channels() -> dict[str, type[Transport]]:
    """Every kind of channel by its name; found by scanning this package."""
    found: dict[str, type[Transport]] = {}
    for module in pkgutil.iter_modules(__path__):
        channel = getattr(importlib.import_module(f"{__name__}.{module.name}"), "CHANNEL", None)
        if channel is not None:
            found[channel.name] = channel
    return found
