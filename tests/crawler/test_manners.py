"""What a webmaster sees of us."""

import pytest

from crawler.schedule import LEAST
from tests.crawler.conftest import World
from tests.replica.server import Page


@pytest.fixture
def asked(world: World) -> World:
    """A source with two documents, crawled once."""
    world.set(contact="https://fleet.example/crawler")
    world.replica.html("/1", "One")
    world.replica.pages["/2"] = Page(
        body=b"<html><p>A rule about devices that roam for long.</p></html>",
        headers={"Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT", "Set-Cookie": "id=7"},
    )
    feed = world.replica.feed("/feed", {"/1": "One", "/2": "Two"})
    world.source("s", "feed", feed, language="pt-BR")
    world.crawl("s")
    return world


def test_every_request_says_who_asks_and_whom_to_write_to(asked: World) -> None:
    agents = {ask.headers.get("user-agent") for ask in asked.replica.asked}
    assert agents == {"Roamwatch/1 (+https://fleet.example/crawler)"}
    assert len(asked.replica.asked) == 4


def test_pages_are_asked_for_in_the_languages_of_the_law(asked: World) -> None:
    for path in ("/feed", "/1", "/2"):
        assert asked.replica.last(path).headers["accept-language"] == "pt-BR,en;q=0.3"


def test_packed_answers_are_welcome_and_where_we_came_from_is_nobodys_business(
    asked: World,
) -> None:
    headers = asked.replica.last("/1").headers
    assert "gzip" in headers["accept-encoding"]
    assert "text/html" in headers["accept"]
    assert "referer" not in headers


def test_cookies_are_not_sent_back(asked: World) -> None:
    asked.crawl("s", every_document=True)
    assert all("cookie" not in ask.headers for ask in asked.replica.asked)


def test_a_page_with_only_a_date_is_asked_for_by_that_date(asked: World) -> None:
    asked.crawl("s", every_document=True)
    headers = asked.replica.last("/2").headers
    assert headers["if-modified-since"] == "Mon, 02 Nov 2026 08:00:00 GMT"
    assert "if-none-match" not in headers


def test_a_page_without_validators_is_asked_for_plainly(asked: World) -> None:
    asked.crawl("s", every_document=True)
    headers = asked.replica.last("/1").headers
    assert not {"if-modified-since", "if-none-match"} & set(headers)


def test_the_list_is_read_from_its_top(world: World) -> None:
    links = {f"/{n}": f"Decision {n}" for n in range(30)}
    for path, title in links.items():
        world.replica.html(path, title)
    world.source("s", "feed", world.replica.feed("/feed", links))
    # One at a time, so that the server sees the order.
    world.set(host_delay=0.001)
    world.crawl("s")
    order = [int(path[1:]) for path in world.replica.paths()[1:]]
    assert order[:3] != [29, 28, 27]
    assert sum(abs(place - n) for place, n in enumerate(order)) < 2 * len(order)


def test_a_source_in_trouble_is_not_hammered(world: World) -> None:
    world.source("s", "feed", world.replica.url("/gone"))
    for _ in range(3):
        world.crawl("s")
    # A fault of the server is tried once more at once; a clear answer is not.
    assert world.replica.paths() == ["/gone"] * 3
    world.replica.forget()
    world.replica.pages["/gone"] = Page(status=500)
    world.crawl("s")
    assert world.replica.paths() == ["/gone"] * 2
    assert LEAST.total_seconds() == 900
