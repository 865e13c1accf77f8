"""How well index pages are read: each of the layouts, all together, and the five worst."""

from collections.abc import Iterator

from tests.crawler.extract.listing_layouts import Score, load, score, total, worst

NAME = "index pages: links, titles and days of every layout"
_HEAD = f"{'layout':<58}{'entries':>8}{'links P':>9}{'R':>6}{'titles':>8}{'days P':>8}{'R':>6}{'right':>7}"


def run() -> Iterator[str]:
    """One line a layout, the sum, the worst five with what is wrong on them."""
    scores = [score(layout) for layout in load()]
    yield _HEAD
    yield from map(_line, scores)
    yield _line(total(scores))
    yield "the worst five:"
    for one in worst(scores):
        yield _line(one)
        yield from (f"    {fault}" for fault in one.faults[:4])


def _line(one: Score) -> str:
    return (
        f"{one.name[:57]:<58}{one.wanted:>8}{one.precision:>9.3f}{one.recall:>6.2f}"
        f"{one.title_share:>8.3f}{one.date_precision:>8.3f}{one.date_recall:>6.2f}"
        f"{one.date_accuracy:>7.3f}"
    )
