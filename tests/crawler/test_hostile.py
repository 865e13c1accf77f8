"""Every way in which a source or a document can go wrong: its code, its marks, and nothing else lost."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from data.db import reading
from data.models import Document, Fetch, Snapshot, Source, Version
from tests.crawler.conftest import World
from tests.replica import behaviours as bad
from tests.replica.server import Page, Replica, article, listing, packed, redirect, rss

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


@pytest.mark.parametrize(
    ("kind", "page", "code", "health"),
    [
        ("feed", Page(body=article("News")), "not_a_feed", "failing"),
        ("feed", Page(body=rss({})), "empty_feed", "empty"),
        ("feed", Page(body=b'{"items": []}'), "not_a_feed", "failing"),
        ("listing", Page(body=listing({})), "empty_listing", "empty"),
        ("federal_register", Page(body=b"<html></html>"), "bad_answer", "failing"),
        ("federal_register", Page(body=b'{"count": 0}'), "empty_listing", "empty"),
    ],
)
def test_a_source_that_is_not_what_it_should_be_is_named(
    world: World, kind: str, page: Page, code: str, health: str
) -> None:
    world.replica.pages["/list"] = page
    world.source("s", kind, world.replica.url("/list"))
    report = world.crawl("s")
    assert [failure.error for failure in report.failures] == [code]
    assert the_source(world, "s").health == health


def test_fewer_entries_than_asserted_is_an_error_but_those_that_are_there_are_read(
    world: World,
) -> None:
    world.replica.html("/1", "The only one")
    feed = world.replica.feed("/feed", {"/1": "The only one"}, tagged=True)
    world.source("s", "feed", feed, min_items=3)
    report = world.crawl("s")
    assert (report.failed_sources, report.versions) == (1, 1)
    assert "1 entries, 3 or more expected" in the_source(world, "s").health_reason
    # No validator is kept: the next attempt must see the whole list.
    assert the_source(world, "s").etag == ""


def test_a_challenge_never_becomes_a_snapshot_of_the_page(world: World) -> None:
    url = world.replica.html("/rules", "Rules of roaming")
    world.source("p", "page", url)
    world.crawl("p")
    world.replica.pages["/rules"] = Page(body=CHALLENGE)
    world.clock.forward(days=1)
    report = world.crawl("p")
    assert (report.failed_sources, report.changed_documents, report.versions) == (1, 0, 0)
    assert the_source(world, "p").health == "blocked"
    with reading(world.engine) as session:
        assert len(session.exec(select(Snapshot)).all()) == 1


def test_a_host_that_says_not_now_is_left_alone_and_nothing_is_lost(world: World) -> None:
    replica = world.replica
    links = {f"/d/{n}": f"Decision {n}" for n in range(40)}
    for path, title in links.items():
        replica.html(path, title)
    replica.pages["/d/0"] = Page(status=429, headers={"Retry-After": "7200"})
    world.source("s", "feed", replica.feed("/feed", links, tagged=True))
    world.crawl("s")
    # Those that were under way at that moment may still have been answered.
    assert len(replica.paths()) < 30
    replica.html("/d/0", "Decision 0")
    world.clock.forward(hours=2, minutes=1)
    world.crawl("s")
    with reading(world.engine) as session:
        assert len(session.exec(select(Version)).all()) == 40


def test_retry_after_of_a_source_is_heeded(world: World) -> None:
    page = Page(status=503, headers={"Retry-After": "36000"})
    world.source("s", "feed", at("/x", page)(world.replica))
    world.crawl("s")
    due = the_source(world, "s").next_check_at
    assert due is not None
    assert 36000 <= (due - world.clock.now).total_seconds() < 36000 * 1.06


def test_a_wrong_charset_does_not_garble_the_text(world: World) -> None:
    text = "Yurt dışından getirilen cihazların kaydı yüz yirmi gün içinde yapılır. " * 10
    body = article("Cihaz kaydı", text, lang="tr").decode().encode("windows-1254")
    world.replica.pages["/tr"] = Page(body=body, media_type="text/html; charset=utf-8")
    world.source("p", "page", world.replica.url("/tr"), language="tr")
    world.crawl("p")
    with reading(world.engine) as session:
        (version,) = session.exec(select(Version)).all()
    assert "Yurt dışından getirilen cihazların kaydı" in version.text


@pytest.mark.parametrize(
    ("media_type", "body", "problem"),
    [
        ("application/pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog", "pdf_truncated"),
        ("text/html", b"%PDF-1.4\nnothing of a PDF\n%%EOF\n", "pdf_broken"),
        ("application/zip", b"PK\x03\x04\x00\x00\x00\x00 an archive", "unknown_format"),
        ("text/html", b"<html><body></body></html>", "no_text"),
    ],
)
def test_a_document_that_cannot_be_understood_is_kept_and_marked(
    world: World, media_type: str, body: bytes, problem: str
) -> None:
    world.replica.pages["/d.pdf"] = Page(body=body, media_type=media_type)
    world.source("s", "feed", world.replica.feed("/feed", {"/d.pdf": "A decision"}))
    world.crawl("s")
    document = the_document(world, world.replica.url("/d.pdf"))
    assert document.error == problem
    assert document.error_message
    with reading(world.engine) as session:
        (snapshot,) = session.exec(select(Snapshot)).all()
        (version,) = session.exec(select(Version)).all()
    assert (snapshot.size, snapshot.problem) == (len(body), problem)
    assert (version.text, version.problem) == ("", problem)


@pytest.mark.parametrize("source_kind", ["page", "feed"])
def test_private_addresses_are_refused_unless_allowed(world: World, source_kind: str) -> None:
    world.set(allow_private_addresses=False)
    for n, url in enumerate(
        (
            world.replica.url("/feed"),
            world.replica.url("/feed", host="localhost"),
            f"http://[::1]:{world.replica.port}/feed",
            f"http://[::ffff:127.0.0.1]:{world.replica.port}/feed",
            f"http://0.0.0.0:{world.replica.port}/feed",
            f"http://169.254.169.254:{world.replica.port}/latest/meta-data",
        )
    ):
        world.source(f"s{n}", source_kind, url)
    report = world.crawl(*(f"s{n}" for n in range(6)))
    assert {failure.error for failure in report.failures} == {"private_address"}
    assert report.failed_sources == 6
    assert world.replica.asked == []


@pytest.mark.parametrize("spelling", ["http://2130706433/", "http://0x7f.1/", "http://127.1/"])
def test_odd_spellings_of_a_private_address_are_refused(world: World, spelling: str) -> None:
    world.set(allow_private_addresses=False)
    world.source("s", "page", spelling)
    (failure,) = world.crawl("s").failures
    assert failure.error in ("private_address", "bad_address", "dns")
    assert world.replica.asked == []


def test_hostile_words_do_not_reach_the_store_unwashed(stored_world: World) -> None:
    world = stored_world
    title = "Evil\x00\x1b[31m \ud800title\u202e " + "x" * 5000
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": world.replica.url("/1"), "title": title}],
    }
    world.replica.pages["/feed"] = Page(
        body=json.dumps(feed).encode(), headers={"ETag": 'W/"a\x01b"'}
    )
    world.replica.pages["/1"] = Page(
        body=article("T", "Text with a \x00 zero byte, and enough words to be one paragraph."),
        headers={"Content-Language": "en\x02", "ETag": "x" * 5000},
    )
    world.source("s", "feed", world.replica.url("/feed"))
    report = world.crawl("s")
    assert (report.failed_documents, report.versions) == (0, 1)
    document = the_document(world, world.replica.url("/1"))
    assert document.title.startswith("Evil[31m title xxx")
    assert len(document.title) == 500
    assert len(document.etag) == 500
    assert the_source(world, "s").etag == 'W/"ab"'


def test_a_list_of_a_million_links_is_cut(world: World) -> None:
    links = {f"https://127.0.0.1:1/{n}": "A title that is long enough" for n in range(7000)}
    world.replica.pages["/feed"] = Page(body=rss(links))
    world.source("s", "feed", world.replica.url("/feed"))
    assert world.crawl("s").documents == 5000
