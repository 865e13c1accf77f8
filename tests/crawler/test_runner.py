"""Whole crawls against a real server: what is recorded, and what is news."""

import asyncio
from datetime import date

from sqlmodel import Session, col, select

from crawler.archive import Archive
from crawler.items import ListedDocuments, ListedLink
from crawler.recording import record_listed
from crawler.runner import crawl_sources
from crawler.tally import CrawlReport
from data.db import reading, writing
from data.models import Document, Fetch, Snapshot, Source, Version
from tests.crawler.conftest import World, make_source
from tests.replica.server import Page, article, listing


def documents(session: Session) -> dict[str, Document]:
    return {one.url: one for one in session.exec(select(Document))}


def versions(world: World) -> list[tuple[str, str]]:
    """Cause and title of each version, in their order."""
    with reading(world.engine) as session:
        rows = session.exec(select(Version).order_by(col(Version.id)))
        return [(one.cause, one.title) for one in rows]


def source(world: World, source_id: str) -> Source:
    with reading(world.engine) as session:
        found = session.get(Source, source_id)
        assert found is not None
        return found


def fetches(world: World) -> list[Fetch]:
    with reading(world.engine) as session:
        return list(session.exec(select(Fetch).order_by(col(Fetch.id))))


def test_a_feeds_publications_become_documents_snapshots_and_versions(stored_world: World) -> None:
    world = stored_world
    for n in (1, 2):
        world.replica.html(f"/news/{n}", f"Decision {n}", tagged=True)
    feed = world.replica.feed("/feed", {"/news/1": "Decision 1", "/news/2": "Decision 2"})
    world.source("a", "feed", feed)

    report = world.crawl("a")

    assert (report.sources, report.documents, report.new_documents, report.versions) == (1, 2, 2, 2)
    assert report.ok
    with reading(world.engine) as session:
        held = documents(session)
        assert set(held) == {world.replica.url("/news/1"), world.replica.url("/news/2")}
        snapshot = session.exec(select(Snapshot).order_by(col(Snapshot.id))).first()
        assert snapshot is not None
        assert (snapshot.seq, snapshot.media_type) == (1, "text/html")
        assert Archive(world.settings.snapshots).get(snapshot.sha256).startswith(b"<!doctype")
        version = session.exec(select(Version)).first()
        assert version is not None
        assert "hundred and twenty days" in version.text
        assert (version.language, version.problem) == ("en", "")
    assert {cause for cause, _ in versions(world)} == {"first"}


def test_a_second_crawl_of_the_same_state_makes_nothing_new(stored_world: World) -> None:
    world = stored_world
    world.replica.html("/news/1", "Decision 1")
    world.source("a", "feed", world.replica.feed("/feed", {"/news/1": "Decision 1"}))
    world.crawl("a")

    again = world.crawl("a", every_document=True)

    assert (again.documents, again.new_documents, again.changed_documents) == (1, 0, 0)
    assert (again.unchanged, again.versions) == (1, 0)
    assert len(versions(world)) == 1


def test_documents_that_are_not_due_are_not_asked_again(world: World) -> None:
    world.replica.html("/news/1", "Decision 1")
    world.source("a", "feed", world.replica.feed("/feed", {"/news/1": "Decision 1"}))
    world.crawl("a")
    world.replica.forget()

    world.crawl("a")
    assert world.replica.paths() == ["/feed"]

    world.clock.forward(hours=7)
    world.crawl("a")
    assert world.replica.paths() == ["/feed", "/feed", "/news/1"]


def test_conditional_requests_are_made_and_304_means_verified(world: World) -> None:
    world.replica.html("/news/1", "Decision 1", tagged=True)
    feed = world.replica.feed("/feed", {"/news/1": "Decision 1"}, tagged=True)
    world.source("a", "feed", feed)
    world.crawl("a")
    world.clock.forward(days=1)

    report = world.crawl("a")

    assert report.not_modified_sources == 1
    assert (report.documents, report.unchanged) == (1, 1)
    assert "if-none-match" in world.replica.last("/feed").headers
    assert "if-none-match" in world.replica.last("/news/1").headers
    with reading(world.engine) as session:
        (document,) = documents(session).values()
        assert document.last_verified_at == world.clock.now
    assert [fetch.outcome for fetch in fetches(world)] == ["ok", "not_modified"]


def test_an_unlisted_document_that_is_due_is_looked_at_even_when_the_list_is_unchanged(
    world: World,
) -> None:
    world.replica.html("/old", "An old decision")
    world.source("a", "feed", world.replica.feed("/feed", {"/old": "An old decision"}))
    world.crawl("a")
    world.replica.html("/new", "A new decision")
    world.replica.feed("/feed", {"/new": "A new decision"})
    world.replica.html("/old", "An old decision", "Its text was quietly replaced by another one.")
    world.clock.forward(days=1)

    report = world.crawl("a")

    assert (report.new_documents, report.changed_documents) == (1, 1)
    assert sorted(versions(world)) == [
        ("changed", "An old decision"),
        ("first", "A new decision"),
        ("first", "An old decision"),
    ]


def test_a_to_b_to_a_is_two_changes(stored_world: World) -> None:
    world = stored_world
    texts = ("The limit is ninety days.", "The limit is thirty days.")
    url = world.replica.url("/rules")
    world.source("p", "page", url)
    for text in (texts[0], texts[1], texts[0]):
        world.replica.html("/rules", "Rules of roaming", text)
        world.crawl("p")
        world.clock.forward(days=1)

    assert [cause for cause, _ in versions(world)] == ["first", "changed", "changed"]
    with reading(world.engine) as session:
        rows = session.exec(select(Snapshot).order_by(col(Snapshot.seq)))
        hashes = [one.sha256 for one in rows]
    assert hashes[0] == hashes[2] != hashes[1]


def test_other_bytes_with_the_same_text_are_kept_but_are_no_version(stored_world: World) -> None:
    world = stored_world
    body = article("Rules of roaming")
    world.source("p", "page", world.replica.url("/rules"))
    for token in (b"one", b"two"):
        world.replica.pages["/rules"] = Page(body=body + b"<!-- token " + token + b" -->")
        world.crawl("p")
        world.clock.forward(days=1)

    assert len(versions(world)) == 1
    with reading(world.engine) as session:
        snapshots = session.exec(select(Snapshot)).all()
    assert len(snapshots) == 2
    assert all(snapshot.read_by for snapshot in snapshots)


def test_a_watched_page_takes_its_sources_name_and_is_asked_once(world: World) -> None:
    url = world.replica.html("/rules", "Rules", tagged=True)
    world.source("p", "page", url)
    world.crawl("p")
    assert world.replica.paths() == ["/rules"]
    world.clock.forward(days=40)
    report = world.crawl("p")
    assert world.replica.paths() == ["/rules", "/rules"]
    assert (report.not_modified_sources, report.unchanged) == (1, 1)
    with reading(world.engine) as session:
        assert documents(session)[url].title == "News of p"


def test_a_list_page_leads_to_its_documents(world: World) -> None:
    links = {f"/d/{n}": f"Decision {n} on permanent roaming of devices" for n in range(4)}
    for path, title in links.items():
        world.replica.html(path, title)
    world.replica.pages["/list"] = Page(body=listing(links))
    world.source("l", "listing", world.replica.url("/list"))
    assert world.crawl("l").versions == 4
    with reading(world.engine) as session:
        days = {one.published_on for one in documents(session).values()}
    assert days == {date(2026, 11, day) for day in (1, 2, 3, 4)}


def test_a_document_of_two_sources_is_known_once(world: World) -> None:
    world.replica.html("/news/1", "Decision 1")
    world.source("a", "feed", world.replica.feed("/feed-a", {"/news/1": "Decision 1"}))
    world.source(
        "b", "feed", world.replica.feed("/feed-b", {"/news/1?utm_source=b#top": "Decision 1"})
    )
    report = world.crawl("a", "b")
    assert (report.new_documents, report.versions) == (1, 1)
    with reading(world.engine) as session:
        assert len(documents(session)) == 1


def test_two_crawls_at_once_that_find_the_same_documents_record_them_once(
    stored_world: World,
) -> None:
    world = stored_world
    links = {f"/d/{n}": f"Decision {n}" for n in range(40)}
    for path, title in links.items():
        world.replica.html(path, title)
    for name in ("a", "b"):
        world.source(name, "feed", world.replica.feed(f"/{name}", links))

    async def both() -> list[CrawlReport]:
        crawls = (
            crawl_sources(world.engine, world.settings, [name], clock=world.clock)
            for name in ("a", "b")
        )
        return await asyncio.gather(*crawls)

    reports = asyncio.run(both())

    assert [report.failed_documents for report in reports] == [0, 0]
    assert [report.failures for report in reports] == [(), ()]
    assert sum(report.new_documents for report in reports) == 40
    assert sum(report.versions for report in reports) == 40
    with reading(world.engine) as session:
        assert len(documents(session)) == 40
        assert {one.seq for one in session.exec(select(Snapshot))} == {1}
        assert len(session.exec(select(Snapshot)).all()) == 40


def test_what_a_list_named_once_is_read_even_when_the_list_has_moved_on(
    stored_world: World,
) -> None:
    world = stored_world
    replica = world.replica
    replica.html("/2", "Second")
    replica.pages["/1"] = Page(status=503)
    feed = {"/1": "First", "/2": "Second"}
    world.source("s", "feed", replica.feed("/feed", feed))
    world.crawl("s")
    replica.html("/1", "First")
    replica.html("/3", "Third")
    replica.feed("/feed", {"/3": "Third"})
    world.clock.forward(hours=2)
    report = world.crawl("s")
    assert (report.documents, report.new_documents, report.versions) == (2, 1, 2)


def test_a_crawl_that_dies_after_the_list_forgets_nothing_of_it(stored_world: World) -> None:
    world = stored_world
    with writing(world.engine) as session:
        session.add(make_source("s", "feed", world.replica.url("/feed")))
        session.flush()
        links = tuple(
            ListedLink(url=world.replica.html(f"/{n}", f"Title {n}"), title=f"Title {n}")
            for n in range(3)
        )
        listed = ListedDocuments(source_id="s", links=links, listed_at=world.clock.now)
        assert record_listed(session, listed).new_documents == 3
        assert record_listed(session, listed).new_documents == 0
    world.replica.feed("/feed", {"/9": "Title 9"})
    world.replica.html("/9", "Title 9")
    report = world.crawl("s")
    assert (report.documents, report.new_documents, report.versions) == (4, 1, 4)
