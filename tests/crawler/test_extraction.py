import asyncio

import pytest
from sqlmodel import col, select

from crawler.extract.types import EXTRACTOR
from crawler.extraction import SnapshotReader, read_pending, reextract_pending
from data.db import reading, writing
from data.models import Snapshot, Version
from data.queries.leases import claim
from tests.crawler.conftest import World
from tests.replica.server import Page, article


@pytest.fixture
def lazy(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose crawls end before anything is read, as if the worker had died then."""

    async def die(self: SnapshotReader) -> None:
        return

    with monkeypatch.context() as patch:
        patch.setattr(SnapshotReader, "run", die)
        links = {f"/{n}": f"Decision {n}" for n in range(3)}
        for path, title in links.items():
            world.replica.html(path, title)
        world.source("s", "feed", world.replica.feed("/feed", links))
        assert world.crawl("s").versions == 0
    return world


def read(world: World) -> int:
    return asyncio.run(read_pending(world.engine, world.settings, clock=world.clock))


def reread(world: World, extractor: str, *, limit: int = 100) -> int:
    reader = SnapshotReader(world.engine, world.settings, clock=world.clock, extractor=extractor)
    return asyncio.run(reader.reread(limit=limit))


def versions(world: World) -> list[tuple[str, str]]:
    with reading(world.engine) as session:
        rows = session.exec(select(Version).order_by(col(Version.id)))
        return [(one.extractor, one.cause) for one in rows]


def test_what_a_dead_worker_left_is_read_by_the_next(lazy: World) -> None:
    assert read(lazy) == 3
    assert [cause for _, cause in versions(lazy)] == ["first"] * 3
    assert read(lazy) == 0


def test_the_next_crawl_reads_it_too_even_without_sources(lazy: World) -> None:
    assert lazy.crawl().versions == 3


def test_snapshots_that_another_worker_reads_are_left_to_it(lazy: World) -> None:
    with reading(lazy.engine) as session:
        first = session.exec(select(Snapshot.id).order_by(col(Snapshot.id))).first()
    with writing(lazy.engine) as session:
        claim(session, [f"snapshot:{first}"], owner="other", now=lazy.clock.now, seconds=60)
    assert read(lazy) == 2
    lazy.clock.forward(seconds=61)
    assert read(lazy) == 1


def test_one_text_that_cannot_be_stored_takes_no_other_with_it(lazy: World) -> None:
    with writing(lazy.engine) as session:
        snapshot = session.exec(select(Snapshot).order_by(col(Snapshot.id))).first()
        assert snapshot is not None
        # A store that was put together from two backups: the version is there already.
        session.add(
            Version(
                snapshot_id=snapshot.id or 0,
                document_id=snapshot.document_id,
                extractor=EXTRACTOR,
                cause="first",
                created_at=lazy.clock.now,
                title="",
                language="und",
                text="Another text",
                text_sha256="0" * 64,
            )
        )
    assert read(lazy) == 2
    with reading(lazy.engine) as session:
        problems = session.exec(select(Snapshot.problem).order_by(col(Snapshot.id)))
        assert list(problems) == ["unrecordable", "", ""]
    assert read(lazy) == 0


def test_a_new_extractor_rereads_the_newest_snapshots_without_making_news(world: World) -> None:
    url = world.replica.url("/rules")
    world.source("p", "page", url)
    for text in ("Ninety days are the limit.", "Thirty days are the limit."):
        world.replica.html("/rules", "Rules of roaming", text)
        world.crawl("p")
        world.clock.forward(days=1)
    with writing(world.engine) as session:
        # What the older extractor had made of it.
        for version in session.exec(select(Version)):
            version.text_sha256 = "0" * 64
    assert reread(world, "next") == 1
    assert versions(world) == [
        (EXTRACTOR, "first"),
        (EXTRACTOR, "changed"),
        ("next", "re-extracted"),
    ]
    assert reread(world, "next") == 0


def test_a_change_after_an_upgrade_is_compared_with_the_new_extractors_reading(
    world: World,
) -> None:
    body = article("Rules of roaming")
    world.replica.pages["/rules"] = Page(body=body)
    world.source("p", "page", world.replica.url("/rules"))
    world.crawl("p")
    with writing(world.engine) as session:
        for version in session.exec(select(Version)):
            version.text_sha256 = "0" * 64
            version.extractor = "0"
        for snapshot in session.exec(select(Snapshot)):
            snapshot.read_by = "0"
    # Other bytes, but the text as it stands is that of the snapshot before.
    world.replica.pages["/rules"] = Page(body=body + b"<!-- token -->")
    world.clock.forward(days=1)
    world.crawl("p")
    assert versions(world) == [("0", "first"), (EXTRACTOR, "re-extracted")]


def test_rereading_goes_in_steps(lazy: World) -> None:
    read(lazy)
    assert reread(lazy, "next", limit=2) == 2
    assert reread(lazy, "next", limit=2) == 1


def test_the_extractor_in_force_rereads_nothing_of_its_own(lazy: World) -> None:
    read(lazy)
    pending = reextract_pending(lazy.engine, lazy.settings, clock=lazy.clock)
    assert asyncio.run(pending) == 0


def test_children_read_beside_the_crawl(world: World) -> None:
    world.set(extraction_processes=2)
    links = {f"/{n}": f"Decision {n}" for n in range(6)}
    for path, title in links.items():
        world.replica.html(path, title)
    world.source("s", "feed", world.replica.feed("/feed", links))
    assert world.crawl("s").versions == 6
