"""Pages rendered by Chromium: what they show, and that nothing gets past our own transport."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings
from scrapy.spiders import Spider
from sqlmodel import select

from crawler.browser import Renderer, missing
from crawler.errors import CrawlError, NeedsBrowserError, SlowError, TooLargeError
from crawler.settings import scrapy_settings
from crawler.transport import GuardedHandler
from data.db import reading
from data.models import Document, Source
from data.settings import Settings
from tests.crawler.conftest import World
from tests.e2e.browser import CHROMIUM, REQUIRED
from tests.replica.scripted import bundle, items, shell
from tests.replica.server import Page, Replica, redirect

pytestmark = pytest.mark.browser
DECISIONS = {"/news/1": "Decision one on devices", "/news/2": "Decision two on roaming"}
MAIN = "http://authority.example/"


@pytest.fixture(autouse=True)
def _chromium() -> None:
    if not Path(CHROMIUM).exists() and not REQUIRED:
        pytest.skip(f"no browser at {CHROMIUM}; on Debian: apt-get install chromium")


def render(settings: Settings, *urls: str) -> list[Response]:
    """Render addresses one after the other, in one browser."""

    async def go() -> list[Response]:
        handler = make_handler(settings)
        try:
            return [
                await handler.download_request(
                    Request(url, meta={"browser": True}, headers={"User-Agent": "Roamwatch/1"})
                )
                for url in urls
            ]
        finally:
            await handler.close()

    return asyncio.run(go())


def make_handler(settings: Settings) -> GuardedHandler:
    return GuardedHandler.from_crawler(Crawler(Spider, ScrapySettings(scrapy_settings(settings))))


def render_outside(settings: Settings, pages: dict[str, Response]) -> Response:
    """Render a page of the open internet, as far as ``pages`` go; the rest is really fetched."""

    async def go() -> Response:
        handler = make_handler(settings)

        async def fetch(request: Request) -> Response:
            return pages.get(request.url) or await handler.download_request(request)

        renderer = Renderer(fetch, timeout=20, max_bytes=1_000_000)
        try:
            return await renderer.render(Request(MAIN))
        finally:
            await renderer.close()
            await handler.close()

    return asyncio.run(go())


def page_with(script: str, more: str = "") -> Response:
    body = (
        f"<!doctype html><html><body><p id='p'>old</p>{more}<script>{script}</script></body></html>"
    )
    return Response(MAIN, body=body.encode(), headers={"Content-Type": "text/html"})


def filled(replica: Replica, more: str = "") -> str:
    """A page whose list comes by a script; its address."""
    replica.pages["/news"] = shell()
    replica.pages["/bundle.js"] = bundle(more)
    replica.pages["/api/list"] = items(DECISIONS)
    return replica.url("/news")


# What is shown


def test_a_list_that_a_script_fills_is_crawled_like_any_other(world: World) -> None:
    url = filled(world.replica)
    for path, title in DECISIONS.items():
        world.replica.html(path, title)
    world.source("s", "listing", url, min_items=2, options={"browser": True})
    report = world.crawl("s")
    assert (report.failed_sources, report.versions) == (0, 2)
    with reading(world.engine) as session:
        titles = {one.title for one in session.exec(select(Document)).all()}
        source = session.exec(select(Source)).one()
    assert titles == set(DECISIONS.values())
    assert source.etag == "", "the frame's validators say nothing of what fills it"


def test_a_page_that_stays_empty_even_in_a_browser_is_an_error(world: World) -> None:
    world.replica.pages["/news"] = shell(script="/missing.js")
    world.source("s", "page", world.replica.url("/news"), options={"browser": True})
    (failure,) = world.crawl("s").failures
    assert failure.error == "needs_browser"
    assert failure.message.startswith("even in a browser the page stays empty")


def test_what_is_no_page_comes_as_it_is(settings: Settings, replica: Replica) -> None:
    replica.pages["/a.pdf"] = Page(body=b"%PDF-1.7", media_type="application/pdf")
    replica.pages["/gone"] = Page(status=410, body=b"<html>gone</html>")
    replica.pages["/moved"] = redirect("/news")
    urls = map(replica.url, ("/a.pdf", "/gone", "/moved"))
    file, gone, moved = render(settings, *urls)
    assert (file.body, gone.status, moved.headers[b"Location"]) == (b"%PDF-1.7", 410, b"/news")


def test_dialogs_and_moved_pages_do_not_stop_it(settings: Settings, replica: Replica) -> None:
    filled(replica, "alert('hello'); confirm('sure?');")
    body = b"<html><body><script>location.href = '/news'</script></body></html>"
    replica.pages["/start"] = Page(body=body)
    (answer,) = render(settings, replica.url("/start"))
    assert answer.url == replica.url("/news")
    assert b"Decision two on roaming" in answer.body


def test_a_part_that_moved_is_followed(settings: Settings, replica: Replica) -> None:
    url = filled(replica)
    replica.pages["/api/list"] = redirect("/api/v2")
    replica.pages["/api/v2"] = items(DECISIONS)
    assert b"Decision one" in render(settings, url)[0].body


# Nothing is kept


def test_no_cookie_and_no_store_outlives_a_page(settings: Settings, replica: Replica) -> None:
    count = (
        "document.cookie = 'seen=1; path=/'; localStorage.n = 1 + Number(localStorage.n || 0);"
        "document.title = 'Visit ' + localStorage.n;"
    )
    url = filled(replica, count)
    first, second = render(settings, url, url)
    assert b"<title>Visit 1</title>" in first.body
    assert b"<title>Visit 1</title>" in second.body
    assert not any("cookie" in ask.headers for ask in replica.asked)
    assert {ask.headers.get("user-agent") for ask in replica.asked} == {"Roamwatch/1"}


# The guard


@pytest.fixture
def guarded(settings: Settings) -> Settings:
    return settings.model_copy(update={"allow_private_addresses": False})


@pytest.mark.parametrize(
    "ask",
    [
        "fetch('{url}', {{mode: 'no-cors'}})",
        "fetch('{url}', {{method: 'POST', mode: 'no-cors', body: 'x'}})",
        "navigator.sendBeacon('{url}', 'x')",
        "new WebSocket('{url}'.replace('http', 'ws'))",
        "new EventSource('{url}')",
        "new Image().src = '{url}'",
        "new Worker(URL.createObjectURL(new Blob([`importScripts('{url}')`])))",
        "document.body.append(Object.assign(document.createElement('iframe'), {{src: '{url}'}}))",
        "document.head.append(Object.assign(document.createElement('script'), {{src: '{url}'}}))",
        "document.head.append(Object.assign(document.createElement('link'),"
        " {{rel: 'prefetch', href: '{url}'}}))",
        "document.head.append(Object.assign(document.createElement('link'),"
        " {{rel: 'preconnect', href: '{url}'}}))",
        "window.open('{url}')",
        "location.href = '{url}'",
    ],
)
def test_no_script_reaches_a_private_address(guarded: Settings, replica: Replica, ask: str) -> None:
    script = (
        f"document.getElementById('p').textContent = 'new'; {ask.format(url=replica.url('/x'))};"
    )
    try:
        answer = render_outside(guarded, {MAIN: page_with(script)})
    except CrawlError:
        assert "location.href" in ask, "only a page that leaves itself is no answer"
    else:
        assert b"new" in answer.body or "chrome-error" in answer.url
    assert replica.connections == 0


def test_no_redirect_of_a_part_reaches_one_either(guarded: Settings, replica: Replica) -> None:
    api = "http://api.example/list"
    away = Response(api, status=302, headers={"Location": replica.url("/secret")})
    script = f"fetch('{api}').catch(() => document.getElementById('p').textContent = 'refused')"
    answer = render_outside(guarded, {MAIN: page_with(script), api: away})
    assert b"refused" in answer.body
    assert replica.connections == 0


# Limits


def limited(settings: Settings, **limits: Any) -> Settings:
    return settings.model_copy(update=limits)


def test_a_page_and_its_parts_may_not_be_larger_than_the_limit(
    settings: Settings, replica: Replica
) -> None:
    url = filled(replica, "for (let n = 0; n < 5; n++) fetch('/big?' + n);")
    replica.pages["/big*"] = Page(body=b"x" * 60_000)
    with pytest.raises(TooLargeError):
        render(limited(settings, max_body_bytes=150_000), url)


def test_a_page_that_grows_without_end_is_cut_by_the_limit(
    settings: Settings, replica: Replica
) -> None:
    url = filled(replica, "document.body.append('x'.repeat(300000));")
    with pytest.raises(TooLargeError):
        render(limited(settings, max_body_bytes=200_000), url)


def test_a_page_that_never_comes_to_rest_is_given_up_and_the_next_is_shown(
    settings: Settings, replica: Replica
) -> None:
    replica.pages["/loop"] = Page(
        body=b"<html><body><script>while (true) {}</script></body></html>"
    )
    url = filled(replica)

    async def go() -> Response:
        handler = make_handler(limited(settings, download_timeout=3.0))
        try:
            with pytest.raises(SlowError, match="did not come to rest within 3 seconds"):
                await handler.download_request(
                    Request(replica.url("/loop"), meta={"browser": True})
                )
            return await handler.download_request(Request(url, meta={"browser": True}))
        finally:
            await handler.close()

    assert b"Decision one" in asyncio.run(go()).body


# Where there is none


def test_where_everything_is_there_nothing_is_missing() -> None:
    assert missing() == ""


def test_without_chromium_the_error_says_what_to_install(
    settings: Settings, replica: Replica, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "there is no Chromium" in missing()
    with pytest.raises(NeedsBrowserError, match="apt-get install chromium"):
        render(settings, filled(replica))


def test_without_the_extra_the_error_says_what_to_install(
    settings: Settings, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "playwright", None)
    with pytest.raises(NeedsBrowserError, match=r"pip install 'roamwatch\[browser\]'"):
        render(settings, filled(replica))
