"""Answers that come well and are wrong: not what they should be, too little, hostile words."""

import json

import pytest
from sqlmodel import select

from data.db import reading
from data.models import Document, Snapshot, Source, Version
from tests.crawler.conftest import World
from tests.replica.faults import CHALLENGE, DOCUMENTS, SOURCES, Fault
from tests.replica.server import Page, article, rss


def the_source(world: World, source_id: str) -> Source:
    with reading(world.engine) as session:
        source = session.get(Source, source_id)
        assert source is not None
        return source


def the_document(world: World, url: str) -> Document:
    with reading(world.engine) as session:
        return session.exec(select(Document).where(Document.url == url)).one()


@pytest.mark.parametrize("fault", SOURCES, ids=[fault.name for fault in SOURCES])
def test_a_source_that_is_not_what_it_should_be_is_named(world: World, fault: Fault) -> None:
    world.source("s", fault.kind, fault.place(world.replica))
    report = world.crawl("s")
    assert [failure.error for failure in report.failures] == [fault.code]
    health = "empty" if fault.code.startswith("empty") else "failing"
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
    links = {f"/d/{n}": f"Decision {n}" for n in range(100)}
    for path, title in links.items():
        replica.html(path, title)
    replica.pages["/d/0"] = Page(status=429, headers={"Retry-After": "7200"})
    world.source("s", "feed", replica.feed("/feed", links, tagged=True))
    world.crawl("s")
    # Those that were under way at that moment may still have been answered.
    assert len(replica.paths()) < 80
    replica.html("/d/0", "Decision 0")
    world.clock.forward(hours=2, minutes=1)
    world.crawl("s")
    with reading(world.engine) as session:
        assert len(session.exec(select(Version)).all()) == 100


def test_retry_after_of_a_source_is_heeded(world: World) -> None:
    page = Page(status=503, headers={"Retry-After": "36000"})
    world.replica.pages["/x"] = page
    world.source("s", "feed", world.replica.url("/x"))
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


@pytest.mark.parametrize("fault", DOCUMENTS, ids=[fault.name for fault in DOCUMENTS])
def test_a_document_that_cannot_be_understood_is_kept_and_marked(
    world: World, fault: Fault
) -> None:
    url = fault.place(world.replica)
    world.source("s", "feed", world.replica.feed("/feed", {"/x": "A decision"}))
    world.crawl("s")
    document = the_document(world, url)
    assert document.error == fault.code
    assert document.error_message
    with reading(world.engine) as session:
        (snapshot,) = session.exec(select(Snapshot)).all()
        (version,) = session.exec(select(Version)).all()
    assert (snapshot.size > 0, snapshot.problem) == (True, fault.code)
    assert (version.text, version.problem) == ("", fault.code)


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
