"""The chain from publication to mail on a real (small) web, and that it never does a thing twice."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.types import ANALYSER
from data.db import writing
from data.models import (
    Alert,
    Analysis,
    AuditEntry,
    Delivery,
    Development,
    Document,
    RuleChange,
    Source,
    Version,
)
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from tests.webapp.tiny_world import TEXTS, move_in, site
from tests.webapp.working import context_of, count, mails, rows, run
from webapp import jobs
from webapp.context import Context
from webapp.demo.server import SampleServer
from webapp.jobs import Summary


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


def test_a_publication_becomes_a_mail_in_one_run_and_a_second_run_does_nothing(
    context: Context, server: SampleServer, now: datetime
) -> None:
    move_in(context.engine, server, now=now)
    first = run(context)
    assert (first.sources, first.failed_sources, first.documents, first.versions) == (2, 0, 5, 5)
    alerts = rows(context, Alert)
    assert {alert.severity for alert in alerts} <= {"high", "medium"}
    places = {row.jurisdiction + row.topic for row in rows(context, Development)}
    assert {"BRroaming", "INimei"} <= places
    assert first.raised == len(alerts) >= 3
    assert first.sent == count(context, Delivery) == len(mails(context)) > 0
    assert run(context) == Summary()


def test_the_mail_names_country_topic_what_and_when(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    run(quick)
    assert any(
        subject.startswith("India: IMEI registration – ") and "26 Dec 2026" in subject
        for subject in mails(quick)
    )


def test_a_changed_page_is_read_again_and_the_same_words_alert_nobody_twice(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    run(quick)
    about_alerts = col(Delivery.alert_id).is_not(None)
    before = (count(quick, Alert), count(quick, Delivery, about_alerts))
    texts = {
        country: {title: f"{text} Printed on paper." for title, text in publications.items()}
        for country, publications in TEXTS.items()
    }
    server.serve(site(now, texts))
    later = replace(quick, clock=lambda: now + timedelta(days=2, minutes=1))
    assert run(later).versions == 5
    assert (count(quick, Alert), count(quick, Delivery, about_alerts)) == before


def test_a_source_that_fails_takes_nothing_from_the_others(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    with writing(quick.engine) as session:
        session.get_one(Source, "br-news").url = f"{server.base_url}/nowhere"
    summary = run(quick)
    assert (summary.sources, summary.failed_sources) == (2, 1)
    assert summary.raised >= 2


def test_two_workers_on_one_store_do_everything_once(
    store: Engine, store_settings: Settings, now: datetime, server: SampleServer
) -> None:
    move_in(store, server, now=now)
    workers = [context_of(store, store_settings, now, owner) for owner in ("w1", "w2")]
    start, summaries = Barrier(2), []

    def work(context: Context) -> None:
        start.wait()
        summaries.append(run(context))

    threads = [Thread(target=work, args=(context,)) for context in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run(workers[0])  # whatever one left to the other in its last pass
    context = workers[0]
    assert count(context, Document) == 5
    assert count(context, Version) == 5
    assert count(context, Analysis, Analysis.analyser == ANALYSER) == 5
    assert count(context, Alert) >= 3
    assert count(context, AuditEntry) == count(context, Alert)
    assert count(context, Delivery, Delivery.state == "sent") == len(mails(context))
    assert sum(summary.documents for summary in summaries) <= 5


def test_a_newer_analyser_reads_again_and_alerts_nobody(
    quick: Context, server: SampleServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_in(quick.engine, server, now=now)
    run(quick)
    before = (count(quick, Alert), count(quick, AuditEntry), count(quick, Delivery))
    monkeypatch.setattr("analysis.types.ANALYSER", f"{ANALYSER}-next")
    monkeypatch.setattr("analysis.recording.ANALYSER", f"{ANALYSER}-next")
    assert run(quick).versions == 5
    assert (count(quick, Alert), count(quick, AuditEntry), count(quick, Delivery)) == before


def test_sims_that_arrive_later_are_alerted_without_a_new_publication(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    run(quick)
    with writing(quick.engine) as session:
        world = AlertWorld(session, now)
        world.sims(world.fleet("Trackers"), "BR", 150)
    summary = run(quick)
    assert (summary.documents, summary.versions) == (0, 0)
    assert summary.raised >= 1


def test_the_daily_digest_follows_in_the_same_run_when_it_is_due(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    run(quick)
    tomorrow = replace(quick, clock=lambda: now + timedelta(days=1))
    with writing(quick.engine) as session:
        for source in session.exec(select(Source)):
            source.next_check_at = now + timedelta(days=30)
    summary = run(tomorrow)
    assert (summary.digests, summary.sent) == (2, 2)
    assert sum("daily digest" in subject for subject in mails(quick)) == 2


def test_rule_changes_are_gathered_before_alerts_are_raised(
    quick: Context, server: SampleServer, now: datetime
) -> None:
    move_in(quick.engine, server, now=now)
    asyncio.run(jobs.crawl_due(quick))
    jobs.analyse_pending(quick)
    assert count(quick, RuleChange) >= 3
    assessed = jobs.assess_pending(quick)
    assert assessed.developments == count(quick, Development)
    assert assessed.raised == count(quick, Alert)
    assert assessed.mails == count(quick, Delivery)
    assert jobs.assess_pending(quick) == jobs.Assessed()
