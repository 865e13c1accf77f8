"""Polling what is unchanged (304) beside bare Scrapy. Issue 3 asks for 0.8 of its requests per second."""

from collections.abc import Iterable
from statistics import median

from tests.benchmarks._pages import POLLS
from tests.benchmarks._processes import figures, site

NAME = f"polling: {POLLS} unchanged feeds from the loopback"
ROUNDS = 3


def run() -> Iterable[str]:
    """Bare and ours in turns; medians."""
    bare, ours = [], []
    with site() as address:
        for _ in range(ROUNDS):
            bare.append(figures("_bare_polling", address))
            ours.append(figures("_our_polling", address))
    assert all(count == POLLS for count, _ in bare + ours)
    plain, full = (median(seconds for _, seconds in runs) for runs in (bare, ours))
    yield f"bare Scrapy, keeps nothing             {POLLS / plain:6.0f} requests/s"
    yield (
        f"ours: health, next check, log of each  {POLLS / full:6.0f} requests/s"
        f"  ({plain / full:.2f} of bare; goal 0.80)"
    )
