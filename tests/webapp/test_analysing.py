"""Reading what waits: claims, stops, and texts that cannot be read or stored."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from analysis.recording import Outcome
from data.db import writing
from data.models import (
    Analysis,
    Lease,
    Version,
)
from data.queries.leases import claim
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from tests.webapp.tiny_world import move_in, site
from tests.webapp.working import context_of, count, rows
from webapp import jobs
from webapp.context import Context
from webapp.demo.server import SampleServer
from webapp.service.readers import Readers


@pytest.fixture
def server(now: datetime) -> Iterator[SampleServer]:
    with SampleServer() as running:
        running.serve(site(now))
        yield running


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return context_of(store, store_settings, now)


@pytest.fixture
def quick(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Context:
    """A context on SQLite alone, where the kind of store plays no part."""
    return context_of(sqlite_store, sqlite_settings, now)


def test_a_version_that_the_analysis_cannot_read_is_noted_and_holds_up_no_other(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    asyncio.run(jobs.crawl_due(quick))

    def break_on_training(payload: Any) -> Outcome:
        broken = "training course" in payload.text
        return Outcome(payload=payload, reading=None, error="Boom" if broken else "")

    with Readers(processes=0, timeout=1, read=break_on_training) as readers:
        report = jobs.analyse_pending(quick, readers)
    assert (report.versions, report.failed) == (5, 5)
    errors = [row.error for row in rows(quick, Analysis)]
    assert sorted(errors) == ["", "", "", "", "Boom"]


def test_a_reading_that_the_store_refuses_is_noted_by_name(
    store: Engine, store_settings: Settings, now: datetime, server: SampleServer
) -> None:
    context = context_of(store, store_settings, now)
    move_in(store, server, now=now)
    asyncio.run(jobs.crawl_due(context))

    def unstorable(payload: Any) -> Outcome:
        return Outcome(payload=payload, reading=None, error="NUL \x00 in it")

    with Readers(processes=0, timeout=1, read=unstorable) as readers:
        jobs.analyse_pending(context, readers)
    errors = {row.error for row in rows(context, Analysis)}
    expected = "NUL \x00 in it" if store.dialect.name == "sqlite" else "not_storable"
    assert errors == {expected}


def test_versions_that_another_worker_reads_are_left_to_it(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    asyncio.run(jobs.crawl_due(quick))
    keys = [f"analysis:{version.id}" for version in rows(quick, Version)]
    with writing(quick.engine) as session:
        claim(session, keys, owner="w2", now=now, seconds=300)
    assert jobs.analyse_pending(quick).versions == 0
    expired = replace(quick, clock=lambda: now + timedelta(seconds=300))
    assert jobs.analyse_pending(expired).versions == 5


def test_a_claim_lost_while_reading_leaves_the_record_to_the_other(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    asyncio.run(jobs.crawl_due(quick))
    key = [f"analysis:{version.id}" for version in rows(quick, Version)]

    def slow(payload: Any) -> Outcome:
        with writing(quick.engine) as session:
            claim(session, key, owner="w2", now=now + timedelta(hours=1), seconds=7200)
        return Outcome(payload=payload, reading=None, error="late")

    with Readers(processes=0, timeout=1, read=slow) as readers:
        assert jobs.analyse_pending(quick, readers).versions == 0
    assert count(quick, Analysis) == 0


def test_a_stop_ends_the_reading_after_the_text_in_hand_and_gives_the_rest_back(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    asyncio.run(jobs.crawl_due(quick))

    def stop_at_once(payload: Any) -> Outcome:
        quick.stop.set()
        return Outcome(payload=payload, reading=None, error="x")

    with Readers(processes=0, timeout=1, read=stop_at_once) as readers:
        assert jobs.analyse_pending(quick, readers).versions == 1
    assert count(quick, Lease) == 0
    assert count(quick, Analysis) == 1


def test_a_stop_before_delivering_sends_nothing_and_holds_nothing(
    quick: Context, now: datetime
) -> None:
    with writing(quick.engine) as session:
        world = AlertWorld(session, now)
        alert = world.alert()
        world.delivery(alert, world.event(alert))
    quick.stop.set()
    assert jobs.deliver_due(quick).sent == 0
    assert count(quick, Lease) == 0
