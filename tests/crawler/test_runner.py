"""Whole crawls against a real server: what is recorded, and what is news."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from crawler.archive import Archive
from crawler.errors import UnknownSourceError
from crawler.runner import check_sources, crawl_sources, documents_at_once
from data.db import reading, writing
from data.models import Document, Fetch, Snapshot, Source, Version
from data.queries.leases import claim
from data.settings import Settings
from tests.crawler.conftest import World
from tests.replica.server import Page, article, listing, rss


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


def test_the_sources_validators_are_stored_only_with_its_documents(world: World) -> None:
    world.source("a", "feed", world.replica.feed("/feed", {"/gone": "Gone"}, tagged=True))
    report = world.crawl("a")
    assert report.failed_documents == 1
    assert source(world, "a").etag
    with reading(world.engine) as session:
        (document,) = documents(session).values()
    # The list will say "not modified", yet the document stays due.
    assert document.next_check_at == world.clock.now + timedelta(hours=1)
    world.replica.html("/gone", "Back again")
    world.clock.forward(hours=2)
    report = world.crawl("a")
    assert (report.not_modified_sources, report.versions) == (1, 1)


def test_the_attempt_is_logged_and_the_next_one_is_set(world: World) -> None:
    world.replica.html("/news/1", "Decision 1")
    world.source("a", "feed", world.replica.feed("/feed", {"/news/1": "One", "/news/2": "Two"}))
    world.crawl("a")
    (fetch,) = fetches(world)
    assert (fetch.outcome, fetch.http_status, fetch.items) == ("partial", 200, 2)
    assert (fetch.new_documents, fetch.failed_documents, fetch.new_versions) == (2, 1, 1)
    assert fetch.bytes > 500
    watched = source(world, "a")
    assert (watched.health, watched.failures) == ("healthy", 0)
    assert watched.last_success_at == watched.last_new_at == world.clock.now
    assert watched.next_check_at is not None
    assert timedelta(hours=20) < watched.next_check_at - world.clock.now <= timedelta(hours=24)


def test_a_feeds_ttl_and_cache_control_are_heeded(world: World) -> None:
    body = rss({}).replace(b"<channel>", b"<channel><ttl>300</ttl>")
    world.replica.pages["/feed"] = Page(body=body, headers={"Cache-Control": "max-age=60"})
    world.source("a", "feed", world.replica.url("/feed"), min_items=0, rhythm_days=0.01)
    world.crawl("a")
    due = source(world, "a").next_check_at
    assert due is not None
    assert timedelta(hours=5) <= due - world.clock.now < timedelta(hours=5, minutes=16)


def test_dates_of_the_list_are_kept_and_silence_is_seen(world: World) -> None:
    world.replica.html("/news/1", "Decision 1")
    body = rss({world.replica.url("/news/1"): "Decision 1"})
    old = b"<pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate></item>"
    world.replica.pages["/feed"] = Page(body=body.replace(b"</item>", old))
    world.source("a", "feed", world.replica.url("/feed"), max_silence_days=90)
    world.crawl("a")
    with reading(world.engine) as session:
        (document,) = documents(session).values()
    assert document.published_on == date(2026, 1, 1)
    assert source(world, "a").health == "silent"


def test_a_source_that_another_worker_reads_is_skipped(world: World) -> None:
    world.source("a", "feed", world.replica.feed("/feed", {}), min_items=0)
    with writing(world.engine) as session:
        claim(session, ["source:a"], owner="other", now=world.clock.now, seconds=60)
    report = world.crawl("a")
    assert (report.sources, report.skipped_sources) == (0, 1)
    assert world.replica.asked == []
    world.clock.forward(seconds=61)
    assert world.crawl("a").sources == 1


def test_an_unknown_source_is_refused_by_name(world: World) -> None:
    with pytest.raises(UnknownSourceError, match="nowhere") as caught:
        world.crawl("nowhere")
    assert caught.value.ids == ["nowhere"]


def test_one_process_may_crawl_often_and_at_once(world: World) -> None:
    for name in ("a", "b"):
        world.replica.html(f"/{name}/1", f"Decision of {name}")
        feed = world.replica.feed(f"/{name}", {f"/{name}/1": f"Decision of {name}"})
        world.source(name, "feed", feed)

    async def crawl_twice() -> None:
        for _ in range(2):
            await asyncio.gather(
                *(
                    crawl_sources(world.engine, world.settings, [name], clock=world.clock)
                    for name in ("a", "b")
                )
            )

    asyncio.run(crawl_twice())
    assert sorted(versions(world)) == [("first", "Decision of a"), ("first", "Decision of b")]
    assert len(fetches(world)) == 4


def test_a_first_crawl_takes_the_newest_and_comes_back_soon_for_the_rest(world: World) -> None:
    links = {f"/d/{n}": f"Decision {n}" for n in range(45)}
    for path, title in links.items():
        world.replica.html(path, title)
    world.source("a", "feed", world.replica.feed("/feed", links, tagged=True), rhythm_days=30.0)
    world.set(host_delay=0.01)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.runner.documents_at_once", lambda _settings: 30)
        report = world.crawl("a")
        assert report.documents == 30
        assert set(world.replica.paths()[1:]) == {f"/d/{n}" for n in range(30)}
        due = source(world, "a").next_check_at
        assert due is not None
        assert due - world.clock.now < timedelta(minutes=16)
        assert source(world, "a").etag == ""
        world.clock.forward(minutes=16)
        assert world.crawl("a").new_documents == 15
    assert len(versions(world)) == 45


def test_as_many_documents_are_asked_as_five_minutes_hold(settings: Settings) -> None:
    assert documents_at_once(settings) is None
    assert documents_at_once(settings.model_copy(update={"host_delay": 1.0})) == 300
    assert documents_at_once(settings.model_copy(update={"host_delay": 60.0})) == 30


def test_a_check_asks_the_sources_and_records_nothing(world: World) -> None:
    world.source("a", "feed", world.replica.feed("/feed", {"/1": "One", "/2": "Two"}))
    world.source("b", "feed", world.replica.url("/nowhere"))
    results = asyncio.run(
        check_sources(world.engine, world.settings, ["b", "a"], clock=world.clock)
    )
    assert [(one.source_id, one.outcome, one.items) for one in results] == [
        ("b", "failed", 0),
        ("a", "ok", 2),
    ]
    assert results[0].error == "http_404"
    assert world.replica.paths() in (["/nowhere", "/feed"], ["/feed", "/nowhere"])
    assert fetches(world) == []
    assert source(world, "a").health == "unproven"


def test_a_crawl_that_is_cancelled_gives_its_claims_back(world: World) -> None:
    world.source("a", "feed", world.replica.url("/slow"))
    started = asyncio.Event()

    def slow(*_: object) -> None:
        loop.call_soon_threadsafe(started.set)
        world.replica.stopping.wait(20)

    world.replica.pages["/slow"] = slow

    async def cancel() -> None:
        crawl = asyncio.create_task(
            crawl_sources(world.engine, world.settings, ["a"], clock=world.clock)
        )
        await started.wait()
        crawl.cancel()
        await asyncio.gather(crawl, return_exceptions=True)
        assert crawl.cancelled()

    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        runner.run(cancel())
    world.replica.pages["/slow"] = Page(body=rss({}))
    assert world.crawl("a").sources == 1
