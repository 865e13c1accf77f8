"""The web process before its first page."""

import gc

from flask import Flask

from webapp.service.server import YOUNG, settle_memory


def test_what_was_loaded_at_the_start_is_not_collected_again(app: Flask) -> None:
    assert app.url_map
    thresholds, before = gc.get_threshold(), gc.get_freeze_count()
    try:
        settle_memory()
        assert gc.get_freeze_count() > before + 10_000
        assert gc.get_threshold() == (YOUNG, *thresholds[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
