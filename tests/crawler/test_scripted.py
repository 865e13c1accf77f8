"""What a crawl says and does about pages that only a browser would show."""

from sqlmodel import select

from data.db import reading
from data.models import Document, Source
from tests.crawler.conftest import World
from tests.replica.scripted import next_page, shell
from tests.replica.server import Page

POSTS = [
    {"title": f"Decision {n} on devices", "href": f"/news/{n}", "date": f"2026-11-0{n}"}
    for n in (1, 2)
]


def test_a_list_that_only_a_script_fills_is_an_error_that_says_what_to_do(world: World) -> None:
    world.replica.pages["/news"] = shell()
    for kind in ("listing", "pdf_list", "page"):
        world.source(kind, kind, world.replica.url("/news"))
    report = world.crawl("listing", "pdf_list", "page")
    assert {one.source: one.error for one in report.failures} == dict.fromkeys(
        ("listing", "pdf_list", "page"), "needs_browser"
    )
    message = report.failures[0].message
    assert 'a script is to fill <div id="root">' in message
    assert "browser = true" in message
    assert "pip install 'roamwatch[browser]'" in message
    with reading(world.engine) as session:
        assert session.exec(select(Document)).all() == [], "an empty frame is no document"
        assert session.exec(select(Source.health)).first() != "healthy"


def test_a_list_that_stands_in_the_page_as_json_needs_no_browser(world: World) -> None:
    world.replica.pages["/news"] = next_page(POSTS)
    for n in (1, 2):
        world.replica.html(f"/news/{n}", f"Decision {n} on devices")
    world.source("s", "listing", world.replica.url("/news"), min_items=2)
    report = world.crawl("s")
    assert (report.failed_sources, report.versions) == (0, 2)


def test_too_few_entries_of_an_ordinary_page_are_an_empty_list(world: World) -> None:
    world.replica.pages["/news"] = Page(body=b"<html><body><p>Nothing yet.</p></body></html>")
    world.source("s", "listing", world.replica.url("/news"))
    assert [one.error for one in world.crawl("s").failures] == ["empty_listing"]


def test_a_watched_file_or_short_page_is_no_frame(world: World) -> None:
    world.replica.pages["/a.pdf"] = Page(body=b"%PDF-1.7 <html>", media_type="application/pdf")
    world.source("pdf", "page", world.replica.url("/a.pdf"))
    world.replica.pages["/short"] = Page(body=b"<html><body><p>In force.</p></body></html>")
    world.source("short", "page", world.replica.url("/short"))
    assert world.crawl("pdf", "short").failed_sources == 0
