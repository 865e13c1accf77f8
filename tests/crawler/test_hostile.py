"""Every way in which a source or a document can go wrong: its code, its marks, and nothing else lost."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from data.db import reading
from data.models import Document, Fetch, Source
from tests.crawler.conftest import World
from tests.replica import behaviours as bad
from tests.replica.server import Page, Replica, packed, redirect, rss

MB = 1024 * 1024
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>_cf_chl_opt</body></html>"
LOGIN = b'<html><title>Login</title><form><input type="password"></form></html>'
FORBIDDEN = Page(body=b"User-agent: *\nDisallow: /private/\n", media_type="text/plain")

Place = Callable[[Replica], str]
"""Puts something hostile on the server and gives its address."""


def at(path: str, page: Any) -> Place:
    def place(replica: Replica) -> str:
        replica.pages[path] = page
        return replica.url(path)

    return place


def circle(replica: Replica) -> str:
    replica.pages["/a"] = redirect("/b")
    replica.pages["/b"] = redirect("/a")
    return replica.url("/a")


def staircase(replica: Replica) -> str:
    for n in range(30):
        replica.pages[f"/step/{n}"] = redirect(f"/step/{n + 1}")
    return replica.url("/step/0")


def closed_port(replica: Replica) -> str:
    return "http://127.0.0.1:1/feed"


def no_such_host(replica: Replica) -> str:
    return "http://authority.invalid/feed"


def forbidden(replica: Replica) -> str:
    replica.pages["127.0.0.1/robots.txt"] = FORBIDDEN
    return replica.html("/private/1", "Private")


def robots_out_of_order(replica: Replica) -> str:
    replica.pages["127.0.0.1/robots.txt"] = Page(status=503)
    return replica.html("/1", "One")


#: Faults of any address, source or document: its code, and who stays away.
ANYWHERE: list[tuple[str, Place]] = [
    ("connection", closed_port),
    ("dns", no_such_host),
    ("connection", at("/x", bad.hang_up)),
    ("connection", at("/x", bad.reset)),
    ("bad_answer", at("/x", bad.garbage)),
    ("truncated", at("/x", bad.cut_short)),
    ("truncated", at("/x", bad.cut_chunk)),
    ("timeout", at("/x", bad.slow_headers(3))),
    ("timeout", at("/x", bad.drip(3))),
    ("too_large", at("/x", bad.promise(50 * MB))),
    ("too_large", at("/x", bad.flood(2 * MB))),
    ("too_large", at("/x", bad.bomb(64 * MB))),
    ("bad_answer", at("/x", Page(body=b"no gzip", headers={"Content-Encoding": "gzip"}))),
    ("bad_answer", at("/x", packed(b"x", encoding="rot13"))),
    ("redirect_loop", circle),
    ("redirect_loop", at("/self", redirect("/self"))),
    ("redirect_loop", staircase),
    ("bad_address", at("/x", redirect("file:///etc/passwd"))),
    ("bad_address", at("/x", redirect("http://["))),
    ("http_404", at("/x", Page(status=404, body=b"gone"))),
    ("http_403", at("/x", Page(status=403, body=b"no"))),
    ("http_500", at("/x", Page(status=500, body=b"oops"))),
    ("http_503", at("/x", Page(status=503, body=b"busy"))),
    ("http_429", at("/x", Page(status=429, headers={"Retry-After": "3600"}))),
    ("challenge", at("/x", Page(status=200, body=CHALLENGE))),
    ("challenge", at("/x", Page(status=403, body=CHALLENGE))),
    ("challenge", at("/x", Page(status=503, body=CHALLENGE))),
    ("challenge", at("/x", Page(status=200, body=LOGIN))),
    ("empty_answer", at("/x", Page(body=b""))),
    ("empty_answer", at("/x", Page(body=b" \n "))),
    ("robots", forbidden),
    ("robots", robots_out_of_order),
]
IDS = [f"{code}-{n}" for n, (code, _) in enumerate(ANYWHERE)]


@pytest.fixture(autouse=True)
def _small_limits(world: World) -> None:
    world.set(max_body_bytes=MB, download_timeout=0.7)


def the_source(world: World, source_id: str) -> Source:
    with reading(world.engine) as session:
        source = session.get(Source, source_id)
        assert source is not None
        return source


def the_fetch(world: World, source_id: str) -> Fetch:
    with reading(world.engine) as session:
        return session.exec(select(Fetch).where(Fetch.source_id == source_id)).one()


def the_document(world: World, url: str) -> Document:
    with reading(world.engine) as session:
        return session.exec(select(Document).where(Document.url == url)).one()


@pytest.mark.parametrize(("code", "place"), ANYWHERE, ids=IDS)
def test_a_source_that_cannot_be_read_is_marked_logged_and_tried_again(
    world: World, code: str, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    world.source("s", "feed", place(world.replica))
    with caplog.at_level(logging.WARNING, logger="crawler"):
        report = world.crawl("s")

    assert (report.sources, report.failed_sources) == (1, 1)
    assert report.failures[0].error == code
    fetch = the_fetch(world, "s")
    assert (fetch.outcome, fetch.error) == ("failed", code)
    assert fetch.message
    source = the_source(world, "s")
    assert source.health in ("failing", "blocked", "empty")
    assert code in source.health_reason
    assert source.failures == 1
    assert source.last_success_at is None
    assert source.next_check_at is not None
    assert source.next_check_at > world.clock.now
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("crawler")]
    assert [line.partition(": ")[2].partition(": ")[0] for line in ours] == [code]


@pytest.mark.parametrize(("code", "place"), ANYWHERE, ids=IDS)
def test_a_document_that_cannot_be_read_is_marked_and_the_others_are_not_lost(
    world: World, code: str, place: Place
) -> None:
    replica = world.replica
    hostile = place(replica)
    replica.html("/good", "A good decision")
    # On another host, because robots.txt and 429 speak for a whole one.
    good = replica.url("/good", host="localhost")
    feed = rss({hostile: "Bad", good: "A good decision"})
    replica.pages["/feed"] = Page(body=feed)
    world.source("s", "feed", replica.url("/feed", host="localhost"))

    report = world.crawl("s")

    assert (report.failed_sources, report.failed_documents) == (0, 1)
    assert (report.new_documents, report.versions) == (2, 1)
    document = the_document(world, hostile)
    assert (document.error, document.failures) == (code, 1)
    assert document.error_message
    assert document.title == "Bad"
    assert document.next_check_at is not None
    assert document.next_check_at > world.clock.now
    assert the_fetch(world, "s").outcome == "partial"
    assert the_document(world, good).error == ""


def test_hostile_and_healthy_sources_together_lose_nothing_healthy(world: World) -> None:
    replica = world.replica
    world.set(download_timeout=2.0)
    hostile = [place for code, place in ANYWHERE if code != "robots"]
    for n, place in enumerate(hostile):
        replica.pages.pop("/x", None)
        url = place(replica)
        if "/x" in replica.pages:
            replica.pages[f"/x/{n}"] = replica.pages.pop("/x")
            url = replica.url(f"/x/{n}")
        world.source(f"bad-{n:02}", "feed", url)
    healthy = [f"good-{n}" for n in range(6)]
    for name in healthy:
        # 429 silences a host: the healthy ones live on the other.
        links = {f"/{name}/{k}": f"Decision {k} of {name}" for k in range(5)}
        for path, title in links.items():
            replica.html(path, title)
        body = rss({replica.url(path, host="localhost"): title for path, title in links.items()})
        replica.pages[f"/{name}"] = Page(body=body)
        world.source(name, "feed", replica.url(f"/{name}", host="localhost"))
    with reading(world.engine) as session:
        ids = list(session.exec(select(Source.id).order_by(col(Source.id))))

    report = world.crawl(*ids)

    assert report.sources == len(hostile) + len(healthy)
    assert report.failed_sources == len(hostile)
    assert (report.new_documents, report.failed_documents, report.versions) == (30, 0, 30)
    assert all(the_source(world, name).health == "healthy" for name in healthy)
