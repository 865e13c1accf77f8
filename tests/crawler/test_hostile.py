"""Every way in which a source or a document can go wrong: its code, its marks, and nothing else lost."""

import logging

import pytest
from sqlmodel import col, select

from data.db import reading
from data.models import Document, Fetch, Source
from tests.crawler.conftest import World
from tests.replica.faults import ANYWHERE, LIMITS, Fault
from tests.replica.server import Page, rss

IDS = [fault.name for fault in ANYWHERE]


@pytest.fixture(autouse=True)
def _small_limits(world: World) -> None:
    world.set(**LIMITS)


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


@pytest.mark.parametrize("fault", ANYWHERE, ids=IDS)
def test_a_source_that_cannot_be_read_is_marked_logged_and_tried_again(
    world: World, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    code = fault.code
    world.source("s", "feed", fault.place(world.replica))
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


@pytest.mark.parametrize("fault", ANYWHERE, ids=IDS)
def test_a_document_that_cannot_be_read_is_marked_and_the_others_are_not_lost(
    world: World, fault: Fault
) -> None:
    code, replica = fault.code, world.replica
    hostile = fault.place(replica)
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
    hostile = [fault.place for fault in ANYWHERE if fault.code != "robots"]
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
