"""The picture of the days ahead: every day is in it, no mark hides another, each is a link."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from data.db import writing
from data.models import Development
from data.queries.days_ahead import Deadline
from tests.factories import (
    NOW,
    make_change,
    make_development,
    make_document,
    make_source,
    make_version,
)
from tests.webapp.filled import client_of, engine_of
from webapp.timeline import AHEAD, Mark, timeline

TODAY = date(2026, 11, 16)
#: Width of the picture on a phone of 360 pixels.
PHONE = 304


def item(days: int, *, what: str = "effective", place: str = "TR", number: int = 1) -> Deadline:
    development = Development(
        id=number, key=str(number), jurisdiction=place, topic="roaming", title="x", kind="new_rule",
        status="adopted", direction="tightening", created_at=NOW, moved_at=NOW,
    )  # fmt: skip
    return Deadline(day=TODAY + timedelta(days=days), what=what, development=development)


def counted(items: list[Deadline]) -> dict[tuple[date, str], int]:
    counts: dict[tuple[date, str], int] = {}
    for one in items:
        counts[one.day, one.what] = counts.get((one.day, one.what), 0) + 1
    return counts


def box(mark: Mark) -> tuple[float, float, float, float]:
    middle = mark.x / 100 * PHONE
    return middle - mark.width / 2, middle + mark.width / 2, mark.y, mark.y + 24


def overlap(one: Mark, other: Mark) -> bool:
    left, right, top, bottom = box(one)
    other_left, other_right, other_top, other_bottom = box(other)
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


@pytest.mark.parametrize(
    "days",
    [[0], [5, 5, 5, 5], [0, 1, 2, 3, 4], [88, 89, 90], [*range(0, 80, 2)], [7] * 30],
)
def test_no_mark_hides_another_on_a_phone_nor_leaves_the_picture(days: list[int]) -> None:
    items = [item(n, place="MERCOSUR" if n % 3 else "TR", number=i) for i, n in enumerate(days)]
    drawn = timeline(items, counted(items), today=TODAY)
    assert len(drawn.marks) == len(items)
    pairs = [(a, b) for i, a in enumerate(drawn.marks) for b in drawn.marks[i + 1 :]]
    assert not [(a, b) for a, b in pairs if overlap(a, b)]
    assert all(mark.y >= 0 and mark.y + 24 <= drawn.axis < drawn.height for mark in drawn.marks)


def test_a_day_stands_where_it_is_between_today_and_the_last_day() -> None:
    items = [item(0), item(45, number=2), item(90, number=3)]
    first, middle, last = timeline(items, counted(items), today=TODAY).marks
    assert first.x < middle.x < last.x
    assert middle.x - first.x == pytest.approx(last.x - middle.x, abs=0.02)
    assert middle.said == ("31 Dec 2026, in 45 days: Türkiye, Permanent roaming, takes effect")


def test_what_is_later_than_the_last_day_has_no_mark() -> None:
    late = item(AHEAD.days + 1)
    assert timeline([late], {}, today=TODAY).marks == ()


def test_very_many_are_one_mark_for_each_day_that_counts_them_all() -> None:
    items = [item(n % 90, what="deadline" if n % 2 else "effective", number=n) for n in range(500)]
    drawn = timeline(items[:41], counted(items), today=TODAY)
    assert len(drawn.marks) == 90
    assert sum(int(mark.text) for mark in drawn.marks) == 500
    assert {mark.development_id for mark in drawn.marks} == {None}
    assert drawn.height < 400
    assert drawn.counts == {"effective": 250, "deadline": 250}


def test_months_are_named_and_january_tells_its_year() -> None:
    assert [text for _, text in timeline([], {}, today=TODAY).months] == [
        "Today", "Dec", "Jan 2027", "Feb",
    ]  # fmt: skip
    near = timeline([], {}, today=date(2026, 11, 29)).months
    assert [text for _, text in near] == ["Today", "Jan 2027", "Feb"]


def test_the_overview_links_each_day_and_says_the_same_as_a_list(filled_app: Flask) -> None:
    text = client_of(filled_app, "owner").get("/").text
    picture = text[text.index('class="timeline"') : text.index("</ul>", text.index("timeline"))]
    pins = re.findall(r'class="pin pin-\w+" href="(/changes/\d+)"', picture)
    listed = text[text.index('class="rows top-line"') :]
    assert len(pins) >= 4
    assert all(f'href="{pin}"' in listed for pin in pins)
    assert 'aria-hidden="true"' in picture


def test_a_crowded_day_leads_to_the_list_of_that_day(filled_app: Flask) -> None:
    day = NOW.date() + timedelta(days=20)
    with writing(engine_of(filled_app)) as session:
        source = make_source(session)
        for place in range(45):
            version = make_version(session, make_document(session, source))
            change = make_change(session, version, country="TR", effective_on=day)
            make_development(session, change, title=f"Crowded {place}")
    client = client_of(filled_app, "owner")
    text = client.get("/").text
    assert f'href="/changes?days={day.isoformat()}"' in text
    assert re.search(r">All \d+</a>", text)
    page = client.get(f"/changes?days={day.isoformat()}").text
    assert "45 changes found with these filters" in page
    assert "6 Dec 2026" in page


@pytest.mark.parametrize("words", ["x", "2026-13-01", "2027-01-02/2027-01-01", "/", "2026-12-06/x"])
def test_days_that_are_no_days_narrow_nothing(filled_app: Flask, words: str) -> None:
    client = client_of(filled_app, "owner")
    assert client.get(f"/changes?days={words}").text.count("row-title") == (
        client.get("/changes").text.count("row-title")
    )
