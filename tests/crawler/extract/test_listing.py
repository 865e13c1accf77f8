"""The reader of index pages, scored on pages modelled on those of authorities everywhere."""

import pytest

from tests.crawler.extract.listing_layouts import (
    FOLDER,
    Layout,
    Score,
    load,
    score,
    total,
    worst,
)

LAYOUTS = load()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_page_is_read_exactly(layout: Layout) -> None:
    assert layout.read() == list(layout.entries)


def test_precision_and_recall_over_all_pages_hold_the_floor() -> None:
    scores = [score(layout) for layout in LAYOUTS]
    assert len(scores) >= 60
    assert total(scores).least >= 0.95


def test_every_page_has_its_expectation() -> None:
    assert {path.name for path in FOLDER.glob("*.html")} == {layout.file for layout in LAYOUTS}


def test_the_score_counts_what_is_missed_taken_misnamed_and_misdated() -> None:
    layout = next(one for one in LAYOUTS if len(one.entries) > 3)
    (url, title, _), *rest = layout.entries
    changed = (("https://elsewhere.example/x", title, ""), (url, "Other", "1999-01-01"), *rest[1:])
    one = score(Layout(name="x", file=layout.file, url=layout.url, entries=changed))
    count = len(layout.entries)
    assert (one.found, one.wanted, one.right) == (count, count, count - 1)
    assert (one.titles, one.dated_right, one.same_day) == (count - 2, count - 2, count - 2)
    assert one.least == pytest.approx((count - 2) / (count - 1))
    assert len(one.faults) == 4  # one missed, one taken, a title, a day


def test_a_page_without_a_list_that_is_read_as_empty_is_read_rightly() -> None:
    assert Score(name="empty").least == 1.0
    assert Score(name="menu taken", found=4).least == 0.0


def test_the_worst_come_first() -> None:
    bad, good = Score(name="a", wanted=2, found=2, right=1), Score(name="b")
    assert worst([good, bad], 1) == [bad]
