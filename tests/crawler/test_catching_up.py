"""An index of many pages: how far it is followed, and when."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.crawler.conftest import World
from tests.replica.server import Page

PER_PAGE = 3


def publish(world: World, *, last: int, pages: int) -> None:
    """An index whose newest entry has the number ``last``; older ones follow on further pages."""
    for page in range(1, pages + 1):
        newest = last - (page - 1) * PER_PAGE
        world.replica.pages[_path(page)] = Page(body=_index(newest, page, pages).encode())
        for number in range(newest, newest - PER_PAGE, -1):
            world.replica.html(f"/d/{number}", f"Decision {number} on devices")


def _path(page: int) -> str:
    return "/list" if page == 1 else f"/list?page={page}"


def _index(newest: int, page: int, pages: int) -> str:
    rows = "".join(
        f"<li><a href='/d/{n}'>Decision {n} on devices that roam</a> "
        f"<time>{date(2026, 1, 1) + timedelta(days=n)}</time></li>"
        for n in range(newest, newest - PER_PAGE, -1)
    )
    onward = f"<a rel='next' href='{_path(page + 1)}'>Next</a>" if page < pages else ""
    return f"<html lang=en><body><ul>{rows}</ul><div class=pager>{onward}</div></body></html>"


def lists_asked(world: World) -> list[str]:
    return [path for path in world.replica.paths() if path.startswith("/list")]


def begin(world: World, **facts: Any) -> None:
    world.source("s", "listing", world.replica.url("/list"), **facts)


def again(world: World) -> None:
    world.replica.forget()
    world.clock.forward(hours=12)
    world.crawl("s")


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, 3), ({"catch_up": 1}, 1), ({"catch_up": 2}, 2), ({"max_pages": 4, "catch_up": 1}, 4)],
)
def test_the_first_reading_follows_a_few_pages(
    world: World, options: dict[str, int], expected: int
) -> None:
    publish(world, last=40, pages=6)
    begin(world, options=options)
    report = world.crawl("s")
    assert lists_asked(world) == [_path(page) for page in range(1, expected + 1)]
    assert (report.failed_sources, report.documents) == (0, expected * PER_PAGE)


def test_a_list_with_something_known_on_it_is_not_followed(world: World) -> None:
    publish(world, last=40, pages=6)
    begin(world)
    world.crawl("s")
    publish(world, last=42, pages=6)
    again(world)
    assert lists_asked(world) == ["/list"]


def test_a_list_of_which_all_is_new_is_followed_till_something_is_known(world: World) -> None:
    publish(world, last=40, pages=6)
    begin(world, options={"catch_up": 4})
    world.crawl("s")
    publish(world, last=44, pages=6)
    again(world)
    assert lists_asked(world) == ["/list", "/list?page=2"]


def test_a_further_page_that_cannot_be_had_does_no_harm(world: World) -> None:
    publish(world, last=40, pages=6)
    world.replica.pages["/list?page=2"] = Page(status=403, body=b"no")
    begin(world)
    report = world.crawl("s")
    assert (report.failed_sources, report.documents) == (0, PER_PAGE)


def test_a_further_page_that_the_source_asks_for_must_be_had(world: World) -> None:
    publish(world, last=40, pages=6)
    world.replica.pages["/list?page=2"] = Page(status=403, body=b"no")
    begin(world, options={"max_pages": 2})
    report = world.crawl("s")
    assert (report.failed_sources, report.documents) == (1, PER_PAGE)


def test_a_page_that_names_itself_as_the_next_ends_the_reading(world: World) -> None:
    publish(world, last=40, pages=2)
    body = _index(37, 1, 2).replace("/list?page=2", "/list?page=3").encode()
    world.replica.pages["/list?page=2"] = Page(body=body)
    world.replica.pages["/list?page=3"] = Page(body=body)
    begin(world, options={"catch_up": 10})
    report = world.crawl("s")
    assert lists_asked(world) == ["/list", "/list?page=2", "/list?page=3"]
    assert report.failed_sources == 0
