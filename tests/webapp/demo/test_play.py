"""The demo on a small part of the sample world, over HTTP, with the real crawler and analysis."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from data.db import reading, writing
from data.models import Alert, Document, Fetch, Fleet, FleetImport, Sim, Source, Version
from data.settings import Settings
from data.words import Health, SimState
from webapp.demo.errors import DemoError, PortBusyError
from webapp.demo.play import DemoStoppedError, Stage, addresses, open_stage, play
from webapp.demo.prepare import FLEET, STAYS_FILE, feed_token, prepare
from webapp.demo.samples import load_samples
from webapp.demo.server import SampleServer
from webapp.demo.state import DemoState
from webapp.demo.worlds import SampleWorld

#: A feed that stays well, a watched page that changes, a source that breaks in the second week.
PART = tuple(a for a in load_samples() if a.slug in ("in", "ng", "za"))
COUNTS = ("documents", "versions", "findings", "changes", "alerts", "mails", "feed_items")


def silent(_line: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def quick(sqlite_settings: Settings) -> Settings:
    """Everything in one process: pools take longer to start than these texts to read."""
    return sqlite_settings.model_copy(update={"analysis_processes": 0, "extraction_processes": 0})


def staged(settings: Settings, tell: Callable[[str], None] = silent, **kept: Any) -> Stage:
    return open_stage(settings, SampleWorld(PART), port=kept.pop("port", 0), tell=tell, **kept)


def add_small_fleet(stage: Stage) -> None:
    """Ten live SIMs in each country, as if the large sample fleet had been imported."""
    now = stage.clock()
    with writing(stage.engine) as session:
        fleet = Fleet(name=FLEET, created_at=now, sample=True)
        session.add(fleet)
        session.flush()
        number = fleet.id or 0
        session.add(
            FleetImport(
                fleet_id=number,
                filename=STAYS_FILE,
                sha256="0" * 64,
                started_at=now,
                finished_at=now,
            )
        )
        session.add_all(_sims(number, now))


def _sims(fleet: int, now: datetime) -> list[Sim]:
    return [
        Sim(
            fleet_id=fleet,
            iccid=f"8944{place}{number:014}",
            iccid_key=f"8944{place}{number:013}",
            state=SimState.ACTIVE.value,
            home_country="GB",
            visited_country=country,
            last_seen_at=now - timedelta(hours=1),
            updated_at=now,
        )
        for place, country in enumerate(("IN", "NG", "ZA"))
        for number in range(10)
    ]


def played(stage: Stage) -> dict[str, Any]:
    add_small_fleet(stage)
    with stage.server:
        return play(stage)


def test_two_weeks_run_from_publication_to_mail(quick: Settings) -> None:
    stage = staged(quick)

    figures = played(stage)

    texts = {(p.path, a.slug) for a in PART for p in a.publications}
    with reading(stage.engine) as session:
        urls = set(session.exec(select(Document.url)))
        assert {f"{stage.server.base_url}/{slug}/{path}" for path, slug in texts} <= urls
        assert session.get_one(Source, "sample-za-gazette").health == Health.FAILING
        assert len(list(quick.outbox.glob("*.eml"))) == figures["mails"] > 0
        _only_the_change_of_the_watched_page_alerts(session)
    assert figures["sources"] == 4
    assert figures["live_sims"] == 30
    assert figures["failed_sources"] == 1
    assert figures["alerts"] == figures["feed_items"] > 0


def _only_the_change_of_the_watched_page_alerts(session: Session) -> None:
    page = session.exec(
        select(Document).where(col(Document.url).endswith("foreign-sims.html"))
    ).one()
    versions = session.exec(
        select(Version).where(Version.document_id == page.id).order_by(col(Version.id))
    ).all()
    assert [version.cause for version in versions] == ["first", "changed"]
    titles = [
        alert for alert in session.exec(select(Alert)) if "foreign SIMs in connected" in alert.title
    ]
    assert len(titles) >= 1


def test_a_second_run_reads_again_and_finds_nothing_new(quick: Settings) -> None:
    first = staged(quick)
    before = played(first)
    with reading(first.engine) as session:
        fetches = len(session.exec(select(Fetch)).all())

    second = staged(quick)
    with second.server:
        after = play(second)

    assert second.server.port == first.server.port
    assert {name: after[name] for name in COUNTS} == {name: before[name] for name in COUNTS}
    with reading(second.engine) as session:
        assert len(session.exec(select(Fetch)).all()) == fetches + 2 * len(PART) + 2


def test_the_first_week_lies_seven_days_back(quick: Settings) -> None:
    moment = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
    stage = staged(quick, clock=lambda: moment)
    with stage.server:
        pass

    assert stage.context(1).clock() == moment - timedelta(days=7)
    assert stage.context(2).clock() == moment
    assert stage.state.anchor == moment.date()


def test_a_demo_that_is_told_to_stop_goes_on_where_it_was(quick: Settings) -> None:
    def stop_in_week_one(line: str) -> None:
        if line.startswith("week 1"):
            threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()

    stage = staged(quick, tell=stop_in_week_one)
    add_small_fleet(stage)
    with stage.server, pytest.raises(DemoStoppedError, match="goes on from here"):
        play(stage)
    assert (
        DemoState.open(quick.instance, world="samples", port=None, today=stage.state.anchor).week
        == 1
    )

    again = staged(quick)
    with again.server:
        figures = play(again)

    assert figures["alerts"] == figures["feed_items"] > 0
    assert figures["failed_sources"] == 1


def test_a_taken_port_is_told_before_anything_is_written(quick: Settings) -> None:
    with SampleServer() as other, pytest.raises(PortBusyError):
        staged(quick, port=other.port)

    assert not (quick.instance / "demo.json").exists()


def test_a_folder_of_another_world_is_left_alone(quick: Settings) -> None:
    first = staged(quick)
    with first.server:
        pass
    first.state.save(quick.instance, world="corpus 0123")

    with pytest.raises(DemoError, match="another world"):
        staged(quick)


def test_addresses_open_the_app_the_feed_and_the_sites(quick: Settings) -> None:
    stage = staged(quick)
    with stage.server:
        prepare(stage.engine, quick, [], now=stage.clock())
        feed_token(stage.engine, stage.state, quick, now=stage.clock())

    told = addresses(stage)

    assert told["sign in (once)"].startswith(f"{quick.base_url}/login/link/")
    assert "/feed.json?token=rw_" in told["feed"]
    assert told["sample sites"] == stage.server.base_url


def test_a_changed_memory_is_written_before_it_is_used(quick: Settings) -> None:
    stage = staged(quick)
    with stage.server:
        changed = stage.remember(week=2)

    kept = DemoState.open(quick.instance, world="samples", port=None, today=stage.state.anchor)
    assert (changed.state.week, kept.week, stage.state.week) == (2, 2, 1)
    assert replace(changed, state=stage.state) == stage
