"""A store as large as the goals are set for, and what its pages cost.

``make bench ARGS=large``; ``SCALE=0.01`` is a hundredth of it and takes a minute. The store is kept in
``WORLD`` (default: ``instance/large``) and used again. ``PAGES="documents fleet"``: only pages whose
address has one of the words. Then a first visit in Chromium, and fifty people for a minute.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks._large_browser import drawn
from tests.benchmarks._large_crowd import crowd
from tests.benchmarks._large_pages import ROUNDS, pages
from tests.benchmarks._large_world import sizes as rows_of
from tests.large.sizes import Sizes
from tests.large.store import open_large

SCALE = float(os.environ.get("SCALE", "1"))
WORLD = Path(os.environ.get("WORLD", "instance/large"))
SIZES = Sizes().times(SCALE)
NAME = (
    f"pages of {SIZES.sims:,} SIMs, {SIZES.documents:,} documents, {SIZES.changes:,} changes, "
    f"{SIZES.alerts:,} alerts on SQLite (goals: 95 of 100 under 80 ms, searches under 150 ms)"
)


def run() -> Iterable[str]:
    """Make the store or find it, then ask for everything."""
    began = time.monotonic()
    large = open_large(WORLD, SIZES)
    yield f"store of {large.now:%Y-%m-%d %H:%M} UTC, ready in {time.monotonic() - began:.0f} s"
    yield rows_of(large.engine)
    yield f"times in milliseconds, {ROUNDS} rounds, of one process; CPU: of the processor alone"
    yield from pages(large, os.environ.get("PAGES", "").split())
    yield "a first visit in Chromium (goals: drawn under 1 s, under 150 kB)"
    yield from drawn(large)
    yield from crowd(large)
    large.engine.dispose()
