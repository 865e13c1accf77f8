"""One row for each trouble: opened once, followed, closed by itself."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.health import SPELL
from crawler.troubles import Step, comes_back, decide, follow_connection, follow_sources
from data.db import reading, writing
from data.models import Source, Trouble
from tests.crawler.conftest import make_source

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("health", "open_kind", "step"),
    [
        ("healthy", "", Step.NOTHING),
        ("unproven", "", Step.NOTHING),
        ("failing", "", Step.OPEN),
        ("moved", "", Step.OPEN),
        ("failing", "failing", Step.FOLLOW),
        ("blocked", "tls", Step.FOLLOW),
        ("silent", "silent", Step.FOLLOW),
        ("failing", "silent", Step.REPLACE),
        ("silent", "moved", Step.REPLACE),
        ("healthy", "empty", Step.CLOSE),
    ],
)
def test_what_to_do_about_a_trouble(health: str, open_kind: str, step: Step) -> None:
    assert decide(health, enabled=True, open_kind=open_kind) is step


def test_a_source_that_is_switched_off_has_no_trouble() -> None:
    assert decide("failing", enabled=False, open_kind="failing") is Step.CLOSE
    assert decide("failing", enabled=False, open_kind="") is Step.NOTHING


def test_a_trouble_of_the_same_sort_within_a_week_is_the_same_one(now: datetime) -> None:
    assert comes_back("failing", closed_kind="blocked", closed_at=now - SPELL, now=now)
    assert not comes_back("failing", closed_kind="blocked", closed_at=now - SPELL - DAY, now=now)
    assert not comes_back("failing", closed_kind="silent", closed_at=now, now=now)
    assert not comes_back("failing", closed_kind="failing", closed_at=None, now=now)


@pytest.fixture(autouse=True)
def _source(store: Engine) -> None:
    with writing(store) as session:
        session.add(make_source("s", "feed", "https://r.example/feed", health="healthy"))


def becomes(store: Engine, health: str, now: datetime, reason: str = "", **values: object) -> None:
    with writing(store) as session:
        source = session.get_one(Source, "s")
        source.health, source.health_reason = health, reason
        for name, value in values.items():
            setattr(source, name, value)
        follow_sources(session, [source], now=now)


def troubles(store: Engine) -> list[Trouble]:
    with reading(store) as session:
        return list(session.exec(select(Trouble).order_by(col(Trouble.id))))


def test_a_trouble_is_opened_once_and_followed(store: Engine, now: datetime) -> None:
    becomes(store, "blocked", now, "A login answers.")
    becomes(store, "failing", now + DAY, "The server answered 500.")
    (trouble,) = troubles(store)
    assert (trouble.source_id, trouble.kind, trouble.opened_at) == ("s", "failing", now)
    assert trouble.reason == "The server answered 500."
    assert trouble.closed_at is None


def test_a_trouble_is_closed_by_recovery(store: Engine, now: datetime) -> None:
    becomes(store, "blocked", now)
    becomes(store, "healthy", now + DAY)
    becomes(store, "healthy", now + 2 * DAY)
    (trouble,) = troubles(store)
    assert (trouble.closed_at, trouble.open_as) == (now + DAY, None)


def test_a_source_that_flaps_has_one_trouble(store: Engine, now: datetime) -> None:
    for n in range(4):
        becomes(store, "failing", now + 2 * n * DAY)
        becomes(store, "healthy", now + (2 * n + 1) * DAY)
    (trouble,) = troubles(store)
    assert (trouble.falls, trouble.opened_at, trouble.closed_at) == (4, now, now + 7 * DAY)


def test_a_fall_long_after_is_another_trouble(store: Engine, now: datetime) -> None:
    becomes(store, "failing", now)
    becomes(store, "healthy", now + DAY)
    becomes(store, "failing", now + 10 * DAY)
    assert [one.open_as for one in troubles(store)] == [None, "s"]


def test_silence_that_becomes_failure_is_another_trouble(store: Engine, now: datetime) -> None:
    becomes(store, "silent", now)
    becomes(store, "failing", now + DAY)
    assert [(one.kind, one.closed_at) for one in troubles(store)] == [
        ("silent", now + DAY),
        ("failing", None),
    ]


def test_switching_a_source_off_closes_its_trouble(store: Engine, now: datetime) -> None:
    becomes(store, "failing", now)
    becomes(store, "failing", now + DAY, enabled=False)
    assert troubles(store)[0].closed_at == now + DAY


def test_our_own_trouble_is_opened_once_and_closed(store: Engine, now: datetime) -> None:
    for n, broken in enumerate([True, True, False, False, True]):
        with writing(store) as session:
            follow_connection(session, broken=broken, reason="why", now=now + n * DAY)
    first, second = troubles(store)
    assert (first.kind, first.source_id, first.reason) == ("outage", None, "why")
    assert (first.opened_at, first.closed_at) == (now, now + 2 * DAY)
    assert (second.opened_at, second.closed_at) == (now + 4 * DAY, None)


def test_two_workers_open_a_trouble_once(store: Engine, now: datetime) -> None:
    start, faults = Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            becomes(store, "failing", now)
            with writing(store) as session:
                follow_connection(session, broken=True, reason="", now=now)
        except Exception as exc:  # noqa: BLE001  # shown by the assertion below
            faults.append(exc)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert sorted(one.kind for one in troubles(store)) == ["failing", "outage"]
