"""What only shows in a whole crawl: API pages, faults of our own, other event loops."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from sqlmodel import col, select

from crawler.answers import Answer
from crawler.items import SourceTask
from crawler.spider import SourcesSpider
from crawler.spiders import kinds
from crawler.spiders.base import Kind, Listed
from data.db import reading
from data.models import Document, Snapshot, Source, Version
from data.words import SourceKind
from tests.crawler.conftest import World
from tests.replica.server import Page


def results(world: World, *numbers: int, next_page: str = "") -> Page:
    found = [
        {
            "title": f"Rule {n}",
            "html_url": world.replica.url(f"/doc/{n}"),
            "body_html_url": world.replica.url(f"/body/{n}"),
            "publication_date": "2026-11-12",
        }
        for n in numbers
    ]
    content = {"count": len(found), "results": found, "next_page_url": next_page or None}
    return Page(body=json.dumps(content).encode(), media_type="application/json")


def test_the_federal_register_is_read_at_the_machines_address(world: World) -> None:
    world.replica.html("/body/1", "Rule 1")
    world.replica.pages["/api"] = results(world, 1)
    world.source("us", "federal_register", world.replica.url("/api"))
    assert world.crawl("us").versions == 1
    assert world.replica.paths() == ["/api", "/body/1"]
    with reading(world.engine) as session:
        document = session.exec(select(Document)).one()
    assert document.url == world.replica.url("/doc/1")
    world.clock.forward(days=30)
    world.replica.pages["/api"] = results(world, 2)
    world.replica.html("/body/2", "Rule 2")
    world.crawl("us")
    # No longer listed, yet looked at again, and where machines read.
    assert world.replica.paths().count("/body/1") == 2


def test_pages_of_results_are_followed_as_far_as_the_source_says(world: World) -> None:
    for n in range(4):
        world.replica.html(f"/body/{n}", f"Rule {n}")
        following = world.replica.url(f"/api/{n + 1}")
        world.replica.pages[f"/api/{n}"] = results(world, n, next_page=following)
    first = world.replica.url("/api/0")
    world.source("us", "federal_register", first, options={"max_pages": 3}, min_items=3)
    report = world.crawl("us")
    assert (report.failed_sources, report.versions) == (0, 3)
    assert "/api/3" not in world.replica.paths()


def test_a_reader_that_breaks_is_a_fault_of_that_source_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_answer: Answer, _task: SourceTask) -> Listed:
        raise RecursionError

    monkeypatch.setitem(kinds(), "page", Kind(name=SourceKind.PAGE, read=broken))
    world.source("p", "page", world.replica.html("/p", "A page"))
    world.replica.html("/1", "One")
    world.source("f", "feed", world.replica.feed("/feed", {"/1": "One"}))
    report = world.crawl("p", "f")
    assert [(one.source, one.error) for one in report.failures] == [("p", "bad_answer")]
    assert report.versions == 1


def test_a_fault_in_the_spider_is_marked_and_the_list_is_read_anew(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.replica.html("/1", "One")
    world.source("f", "feed", world.replica.feed("/feed", {"/1": "One"}, tagged=True))

    def stumble(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL):
        patch.setattr(SourcesSpider, "read_document", stumble)
        report = world.crawl("f")
    assert [one.error for one in report.failures] == ["internal"]
    with reading(world.engine) as session:
        source = session.exec(select(Source)).one()
    assert (source.health, source.etag) == ("failing", "")
    assert world.crawl("f").versions == 1


@pytest.mark.parametrize("reactor", [True, False])
def test_it_runs_in_any_loop_with_or_without_twisteds_reactor(world: World, reactor: bool) -> None:
    """In a process of its own, because a reactor stays for life."""
    world.replica.html("/1", "One")
    world.source("f", "feed", world.replica.feed("/feed", {"/1": "One"}))
    install = "from twisted.internet import asyncioreactor as a; a.install()" if reactor else ""
    script = f"""
import asyncio
from pathlib import Path
async def main():
    {install}
    from crawler.runner import crawl_sources
    from data.db import make_engine
    from data.settings import Settings
    from webapp.context import system_clock
    settings = Settings.load(
        instance=Path({str(world.settings.instance)!r}), allow_private_addresses=True,
        host_delay=0.0, extraction_processes=0)
    for _ in range(2):
        print(await crawl_sources(make_engine(settings), settings, ["f"], clock=system_clock))
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, timeout=120, check=True
    )
    assert done.stdout.count("failed_sources=0") == 2
    with reading(world.engine) as session:
        assert len(session.exec(select(Version)).all()) == 1


def test_what_was_fetched_is_told_by_its_snapshot(world: World) -> None:
    world.replica.pages["/moved"] = Page(status=301, headers={"Location": "/here"})
    world.replica.pages["/here"] = Page(
        body=b"<html><p>A rule about devices that roam.</p></html>",
        headers={"Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT", "Set-Cookie": "a=b"},
    )
    world.source("f", "feed", world.replica.feed("/feed", {"/moved": "Moved"}))
    world.crawl("f")
    with reading(world.engine) as session:
        snapshot = session.exec(select(Snapshot).order_by(col(Snapshot.id))).one()
    assert snapshot.url == world.replica.url("/here")
    assert snapshot.headers == {
        "content-type": "text/html; charset=utf-8",
        "last-modified": "Mon, 02 Nov 2026 08:00:00 GMT",
    }
