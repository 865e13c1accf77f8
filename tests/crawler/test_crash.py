"""A crawl that is killed at any moment loses nothing and repeats nothing."""

import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlmodel import col, select

from crawler.archive import Archive
from data.db import reading
from data.models import Document, Snapshot, Version
from tests.crawler.conftest import World


def start(world: World) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.replica.crawl_once", str(world.settings.instance)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(world: World) -> None:
    """Crawl until all sources were read: a dead worker's claims run out after a second."""
    for _ in range(60):
        out, _ = start(world).communicate(timeout=120)
        if out.strip() == "2":
            return
        time.sleep(0.3)
    raise AssertionError("the claims of the killed workers never ran out")


@pytest.mark.slow
def test_killed_at_several_moments_it_ends_with_the_same_documents_once(world: World) -> None:
    replica = world.replica
    for name in ("a", "b"):
        links = {f"/{name}/{n}": f"Decision {n} of {name}" for n in range(60)}
        for path, title in links.items():
            replica.html(path, title)
        world.source(name, "feed", replica.feed(f"/{name}", links, tagged=True))

    for documents in (1, 45, 110):
        replica.forget()
        child = start(world)
        while len(replica.paths()) < documents and child.poll() is None:
            time.sleep(0.005)
        child.kill()
        child.communicate()
    finish(world)

    with reading(world.engine) as session:
        urls = session.exec(select(Document.url)).all()
        snapshots = session.exec(select(Snapshot).order_by(col(Snapshot.id))).all()
        versions = session.exec(select(Version)).all()
    assert len(urls) == len(set(urls)) == 120
    assert Counter(snapshot.seq for snapshot in snapshots) == {1: 120}
    assert Counter(version.cause for version in versions) == {"first": 120}
    archive = Archive(world.settings.snapshots)
    assert all(archive.get(snapshot.sha256) for snapshot in snapshots)
    assert not archive.verify().damaged
