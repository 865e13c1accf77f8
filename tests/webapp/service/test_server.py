"""The web process before its first page."""

import gc
import time

from flask import Flask

from webapp.service.server import YOUNG, settle_memory


def test_what_was_loaded_at_the_start_is_not_collected_again(app: Flask) -> None:
    def full_round() -> float:
        began = time.process_time()
        gc.collect()
        return time.process_time() - began

    assert app.url_map
    thresholds = gc.get_threshold()
    try:
        before = full_round()
        settle_memory()
        assert full_round() < before / 4
        assert gc.get_threshold() == (YOUNG, *thresholds[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
