"""Whole crawls against a real server: what a source's state says after them."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from crawler.errors import UnknownSourceError
from crawler.runner import check_sources, crawl_sources, documents_at_once
from data.db import reading, writing
from data.models import Document, Fetch, Source, Trouble, Version
from data.queries.leases import claim
from data.settings import Settings
from tests.crawler.conftest import World
from tests.replica.server import Page, redirect, rss


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
        # All of them are known at once, whatever the list shows the next time.
        assert (report.documents, report.new_documents) == (30, 45)
        assert set(world.replica.paths()[1:]) == {f"/d/{n}" for n in range(30)}
        due = source(world, "a").next_check_at
        assert due is not None
        assert due - world.clock.now < timedelta(minutes=16)
        assert source(world, "a").etag == ""
        world.clock.forward(minutes=16)
        again = world.crawl("a")
        assert (again.documents, again.new_documents) == (15, 0)
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


def test_a_feed_that_moved_for_good_is_read_and_its_new_address_proposed(world: World) -> None:
    world.replica.html("/news/1", "Decision 1")
    world.replica.feed("/new/feed", {"/news/1": "One"})
    world.replica.pages["/old/feed"] = redirect("/new/feed", status=301)
    world.source("a", "feed", world.replica.url("/old/feed"))
    assert world.crawl("a").new_documents == 1
    moved = source(world, "a")
    assert (moved.health, moved.moved_to) == ("moved", world.replica.url("/new/feed"))
    assert moved.url == world.replica.url("/old/feed")


def test_a_passing_redirect_within_the_site_is_no_move(world: World) -> None:
    world.replica.feed("/new/feed", {})
    world.replica.pages["/old/feed"] = redirect("/new/feed")
    world.source("a", "feed", world.replica.url("/old/feed"), min_items=0)
    world.crawl("a")
    assert (source(world, "a").health, source(world, "a").moved_to) == ("healthy", "")


def test_a_list_that_leads_to_the_front_page_is_gone_and_nothing_is_taken_from_there(
    world: World,
) -> None:
    world.replica.html("/", "Welcome")
    world.replica.pages["/decisions"] = redirect("/")
    world.source("a", "listing", world.replica.url("/decisions"))
    report = world.crawl("a")
    assert (report.failed_sources, report.documents) == (1, 0)
    assert source(world, "a").health == "failing"
    assert "front page of its site" in source(world, "a").health_reason


def test_a_crawl_opens_and_closes_the_trouble_of_a_source(world: World) -> None:
    world.source("a", "feed", world.replica.url("/feed"), min_items=0)
    world.replica.pages["/feed"] = Page(status=403, body=b"no")
    world.crawl("a")
    world.replica.feed("/feed", {})
    world.clock.forward(hours=1)
    world.crawl("a")
    with reading(world.engine) as session:
        (trouble,) = session.exec(select(Trouble))
    assert (trouble.kind, trouble.closed_at) == ("blocked", world.clock.now)
