import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Response

from crawler.errors import RobotsError
from crawler.middlewares.robots import Robots, Rules, read_rules
from tests.crawler.conftest import World
from tests.replica import behaviours as bad
from tests.replica.server import Page, redirect

BOT = "Roamwatch"


def rules(text: str | bytes, status: int = 200) -> Rules:
    body = text if isinstance(text, bytes) else text.encode()
    return read_rules(Response("https://r.example/robots.txt", status=status, body=body), BOT)


def may(rules: Rules, path: str) -> bool:
    if rules.closed:
        return False
    return rules.parsed is None or rules.parsed.can_fetch("https://r.example" + path, BOT)


def test_what_is_disallowed_for_all_is_disallowed_for_us() -> None:
    found = rules("User-agent: *\nDisallow: /intranet\nAllow: /intranet/news\n")
    assert not may(found, "/intranet/a")
    assert may(found, "/intranet/news/1")
    assert may(found, "/")


def test_rules_for_our_name_go_before_rules_for_all() -> None:
    found = rules("User-agent: *\nDisallow: /\n\nUser-agent: roamwatch\nDisallow: /x\n")
    assert may(found, "/a")
    assert not may(found, "/x")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_client_error_means_that_there_are_no_rules(status: int) -> None:
    assert may(rules("User-agent: *\nDisallow: /\n", status), "/a")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_means_that_all_is_forbidden(status: int) -> None:
    found = rules("", status)
    assert not may(found, "/a")
    assert str(status) in found.closed


@pytest.mark.parametrize("text", [b"", b"<html>not found</html>", b"\xff\xfe\x00", b"\x00" * 100])
def test_what_makes_no_sense_makes_no_rules(text: bytes) -> None:
    assert may(rules(text), "/a")


def test_a_pause_is_heeded_but_not_one_that_would_stop_us() -> None:
    assert rules("User-agent: *\nCrawl-delay: 7\n").delay == 7.0
    assert rules("User-agent: *\nCrawl-delay: 86400\n").delay == 30.0
    assert rules("User-agent: *\nCrawl-delay: soon\n").delay == 0.0


def test_robots_txt_is_asked_once_per_site_and_not_when_told_so(world: World) -> None:
    links = {f"/{n}": f"Decision {n}" for n in range(5)}
    for path, title in links.items():
        world.replica.html(path, title)
    world.source("s", "feed", world.replica.feed("/feed", links))
    world.crawl("s")
    asked = [ask.path for ask in world.replica.asked]
    assert asked.count("/robots.txt") == 1
    assert asked[0] == "/robots.txt"
    world.replica.forget()
    world.set(obey_robots=False)
    world.crawl("s", every_document=True)
    assert "/robots.txt" not in [ask.path for ask in world.replica.asked]


def test_rules_hold_after_a_redirect_too(world: World) -> None:
    world.replica.pages["/robots.txt"] = Page(body=b"User-agent: *\nDisallow: /hidden\n")
    world.replica.html("/hidden", "Hidden")
    world.replica.pages["/open"] = redirect("/hidden")
    world.source("p", "page", world.replica.url("/open"))
    (failure,) = world.crawl("p").failures
    assert failure.error == "robots"
    assert "/hidden" not in world.replica.paths()


def test_robots_txt_may_itself_be_elsewhere(world: World) -> None:
    world.replica.pages["/robots.txt"] = redirect("/rules.txt")
    world.replica.pages["/rules.txt"] = Page(body=b"User-agent: *\nDisallow: /a\n")
    world.source("p", "page", world.replica.html("/a", "A"))
    assert [failure.error for failure in world.crawl("p").failures] == ["robots"]


class Site:
    """As much of Scrapy's crawler as the middleware asks for, with one site's robots.txt."""

    def __init__(self, text: bytes) -> None:
        self.settings = {"ROBOTSTXT_USER_AGENT": BOT}
        self.slots = {"r.example": Slot(1, 1.0, 0.0)}
        self.per_slot_settings: dict[str, Any] = {}
        self.asked = 0
        self._text = text
        self.engine = SimpleNamespace(downloader=self, download_async=self._download)

    async def _download(self, request: Request) -> Response:
        self.asked += 1
        await asyncio.sleep(0)
        return Response(request.url, body=self._text)


def ask(site: Site, *paths: str) -> list[Request]:
    async def together() -> list[Request]:
        robots = Robots(site)  # type: ignore[arg-type]
        requests = [Request("https://r.example" + path) for path in paths]
        await asyncio.gather(*map(robots.process_request, requests))
        return requests

    return asyncio.run(together())


def test_the_pause_that_a_site_asks_for_is_kept() -> None:
    site = Site(b"User-agent: *\nCrawl-delay: 9\n")
    (request,) = ask(site, "/1")
    assert site.slots["r.example"].delay == 9.0
    # Also for a slot that Scrapy makes anew, and the throttle must not undo it.
    assert site.per_slot_settings == {"r.example": {"delay": 9.0}}
    assert request.meta["autothrottle_dont_adjust_delay"]


def test_a_pause_shorter_than_ours_does_not_hurry_us() -> None:
    site = Site(b"User-agent: *\nCrawl-delay: 0.5\n")
    ask(site, "/1")
    assert site.slots["r.example"].delay == 1.0


def test_requests_at_once_share_one_look_at_the_rules() -> None:
    site = Site(b"User-agent: *\nDisallow: /hidden\n")
    ask(site, "/1", "/2", "/3")
    assert site.asked == 1
    with pytest.raises(RobotsError):
        ask(site, "/1", "/hidden/2")


def test_a_site_whose_robots_txt_breaks_off_makes_no_rules(world: World) -> None:
    world.replica.pages["/robots.txt"] = bad.hang_up
    world.source("p", "page", world.replica.html("/a", "A"))
    assert world.crawl("p").versions == 1
