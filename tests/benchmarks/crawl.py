"""Crawling 2,000 static pages beside a bare Scrapy spider. Issue 2 asks for 0.7 of its pages/s."""

from collections.abc import Iterable
from statistics import median

from tests.benchmarks._pages import PAGES
from tests.benchmarks._processes import figures, site

NAME = f"crawl: {PAGES} static pages from the loopback"
ROUNDS = 3


def run() -> Iterable[str]:
    """Bare and ours in turns; medians."""
    bare, ours = [], []
    with site() as address:
        for _ in range(ROUNDS):
            bare.append(figures("_bare_spider", address))
            ours.append(figures("_our_crawl", address))
    assert all(one[0] == PAGES for one in bare)
    assert all(one[0] == one[3] == PAGES for one in ours)
    plain, full = _middle(bare, 1), _middle(ours, 1)
    yield f"bare Scrapy spider, keeps nothing   {PAGES / plain:6.0f} pages/s"
    yield (
        f"ours: fetched, archived, recorded   {PAGES / full:6.0f} pages/s"
        f"  ({plain / full:.2f} of bare; goal 0.70)"
    )
    yield f"ours: until all texts are read too  {PAGES / _middle(ours, 4):6.0f} pages/s"
    yield (
        f"processor per page: bare {_each(bare, 2)}, ours {_each(ours, 2)}, "
        f"reader beside it {_each(ours, 5)}"
    )
    yield f"memory: crawler {_middle(ours, 6):.0f} MB, reader {_middle(ours, 7):.0f} MB"


def _middle(runs: list[list[float]], place: int) -> float:
    return median(one[place] for one in runs)


def _each(runs: list[list[float]], place: int) -> str:
    return f"{_middle(runs, place) / PAGES * 1000:.2f} ms"
