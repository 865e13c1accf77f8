"""A first crawl of many feeds beside the package ``reader``. Issue 3 asks to be at least as fast."""

from collections.abc import Iterable
from statistics import median

from tests.benchmarks._pages import FEEDS, PER_FEED
from tests.benchmarks._processes import figures, site

NAME = f"feeds: first reading of {FEEDS} feeds of {PER_FEED} entries"
ROUNDS = 3


def run() -> Iterable[str]:
    """Theirs and ours in turns; medians."""
    theirs, ours = [], []
    with site(FEEDS * PER_FEED) as address:
        for _ in range(ROUNDS):
            theirs.append(figures("_reader_feeds", address))
            ours.append(figures("_our_feeds", address))
    assert all(one[0] == FEEDS * PER_FEED for one in theirs + ours)
    reader = median(one[1] for one in theirs)
    listed, asked = (median(one[place] for one in ours) for place in (1, 3))
    yield f"reader, ten workers: entries stored    {reader:6.1f} s"
    yield (
        f"ours: entries stored, texts on the way {listed:6.1f} s"
        f"  ({reader / listed:.2f} times its speed; goal 1.00)"
    )
    yield f"ours: every text asked for as well     {asked:6.1f} s"
