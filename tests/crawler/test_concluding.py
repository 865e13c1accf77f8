"""The end of a crawl: whose fault the faults of the network were."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.concluding import conclude
from crawler.connection import ASKED, Connection
from crawler.items import SourceResult
from crawler.source_recording import Ending, settle
from crawler.tally import SourceTally
from data.db import reading, writing
from data.models import Source, Trouble
from tests.crawler.conftest import Clock, make_source

NAMES = [f"s{n}" for n in range(10)]


@pytest.fixture(autouse=True)
def _sources(store: Engine, clock: Clock) -> None:
    """Ten sources on ten hosts, all read well a day ago and not due for hours."""
    with writing(store) as session:
        for name in NAMES:
            session.add(
                make_source(
                    name,
                    "feed",
                    f"https://{name}.example/feed",
                    health="healthy",
                    last_success_at=clock.now - timedelta(days=1),
                    next_check_at=clock.now + timedelta(hours=5),
                )
            )


def read(store: Engine, clock: Clock, **errors: str) -> Connection:
    """One crawl of these sources, each with its error; empty for a good read."""
    with writing(store) as session:
        endings = [
            Ending(
                source=session.get_one(Source, name),
                result=SourceResult(
                    source_id=name,
                    outcome="failed" if error else "ok",
                    error=error,
                    message="the host's name leads nowhere" if error else "",
                ),
                tally=SourceTally(),
            )
            for name, error in errors.items()
        ]
        settle(session, endings, started_at=clock.now, now=clock.now)
        return conclude(session, list(errors), now=clock.now)


def source(store: Engine, name: str) -> Source:
    with reading(store) as session:
        return session.get_one(Source, name)


def troubles(store: Engine) -> list[tuple[str | None, str, bool]]:
    with reading(store) as session:
        rows = session.exec(select(Trouble).order_by(col(Trouble.id)))
        return [(one.source_id, one.kind, one.closed_at is None) for one in rows]


def test_most_failing_at_once_is_one_trouble_of_ours(store: Engine, clock: Clock) -> None:
    assert read(store, clock, s0="dns", s1="timeout", s2="dns", s3="tls", s4="") is (
        Connection.BROKEN
    )
    assert troubles(store) == [(None, "outage", True)]
    for name in ("s0", "s3"):
        blamed = source(store, name)
        assert (blamed.health, blamed.failures) == ("healthy", 0)
        assert "Our own connection is down" in blamed.health_reason
        assert blamed.next_check_at is not None
        assert blamed.next_check_at <= clock.now + timedelta(minutes=16)


def test_sources_never_read_are_not_blamed_for_our_outage(store: Engine, clock: Clock) -> None:
    with writing(store) as session:
        for row in session.exec(select(Source)):
            row.health, row.last_success_at = "unproven", None
    read(store, clock, **dict.fromkeys(NAMES, "dns"))
    assert {source(store, name).health for name in NAMES} == {"unproven"}


def test_recovery_closes_our_trouble_and_asks_everybody_at_once(
    store: Engine, clock: Clock
) -> None:
    read(store, clock, **dict.fromkeys(NAMES[:6], "connection"))
    clock.forward(minutes=10)
    assert read(store, clock, s9="", s8="") is Connection.WORKING
    assert troubles(store) == [(None, "outage", False)]
    assert source(store, "s0").next_check_at == clock.now
    assert source(store, "s7").next_check_at != clock.now


def test_an_outage_that_lasts_stays_one_trouble(store: Engine, clock: Clock) -> None:
    for _ in range(8):
        read(store, clock, **dict.fromkeys(NAMES[:6], "dns"))
        clock.forward(minutes=15)
    assert troubles(store) == [(None, "outage", True)]
    assert source(store, "s0").failures == 0


def test_a_fault_of_one_host_is_its_own_when_others_answer(store: Engine, clock: Clock) -> None:
    read(store, clock, s0="dns", s1="")
    assert (source(store, "s0").health, troubles(store)) == ("healthy", [])
    clock.forward(minutes=15)
    assert read(store, clock, s0="dns", s1="") is Connection.WORKING
    assert source(store, "s0").health == "failing"
    assert source(store, "s0").health_reason.startswith("The host's name leads nowhere (dns).")
    assert troubles(store) == [("s0", "failing", True)]
    clock.forward(hours=1)
    read(store, clock, s0="")
    assert troubles(store) == [("s0", "failing", False)]


def test_a_host_that_fails_alone_is_judged_when_others_were_asked(
    store: Engine, clock: Clock
) -> None:
    assert read(store, clock, s0="tls") is Connection.UNSURE
    assert source(store, "s0").health == "healthy"
    assert "others are asked first" in source(store, "s0").health_reason
    hurried = [name for name in NAMES if source(store, name).next_check_at == clock.now]
    assert len(hurried) == ASKED
    assert "s0" not in hurried
    clock.forward(seconds=30)
    assert read(store, clock, **dict.fromkeys(hurried, "")) is Connection.WORKING
    assert source(store, "s0").health == "tls"


def test_others_that_fail_as_well_make_it_our_fault(store: Engine, clock: Clock) -> None:
    read(store, clock, s0="connection")
    clock.forward(seconds=30)
    assert read(store, clock, **dict.fromkeys(NAMES[1:6], "connection")) is Connection.BROKEN
    assert troubles(store) == [(None, "outage", True)]
    assert source(store, "s0").failures == 0


def test_a_source_blamed_just_before_the_outage_was_seen_is_acquitted(
    store: Engine, clock: Clock
) -> None:
    read(store, clock, s0="tls", s9="")
    assert source(store, "s0").health == "tls"
    clock.forward(minutes=3)
    read(store, clock, **dict.fromkeys(NAMES[1:8], "dns"))
    assert source(store, "s0").health == "healthy"
    assert troubles(store) == [("s0", "tls", False), (None, "outage", True)]


def test_a_source_out_of_reach_before_stays_so_in_an_outage(store: Engine, clock: Clock) -> None:
    for _ in range(2):
        read(store, clock, s0="dns", s9="")
        clock.forward(hours=1)
    due = source(store, "s0").next_check_at
    read(store, clock, **dict.fromkeys(NAMES, "dns"))
    assert source(store, "s0").health == "failing"
    assert source(store, "s0").next_check_at != due
    assert troubles(store) == [("s0", "failing", True), (None, "outage", True)]


def test_the_outage_says_on_what_ground(store: Engine, clock: Clock) -> None:
    read(store, clock, **dict.fromkeys(NAMES[:6], "dns"), s9="")
    with reading(store) as session:
        (reason,) = session.exec(select(Trouble.reason))
    assert reason.startswith("6 of the 7 hosts that were asked within 20 minutes")


def test_a_source_that_is_switched_off_leaves_no_trouble(store: Engine, clock: Clock) -> None:
    read(store, clock, s0="http_404", s1="")
    with writing(store) as session:
        session.get_one(Source, "s0").enabled = False
    read(store, clock, s1="")
    assert troubles(store) == [("s0", "failing", False)]


def test_a_flapping_source_is_held_in_one_trouble(store: Engine, clock: Clock) -> None:
    for _ in range(3):
        read(store, clock, s0="http_500", s1="")
        clock.forward(hours=1)
        read(store, clock, s0="http_500", s1="")
        clock.forward(hours=1)
        read(store, clock, s0="", s1="")
        clock.forward(hours=1)
    assert (source(store, "s0").health, source(store, "s0").falls) == ("failing", 3)
    assert "fell 3 times" in source(store, "s0").health_reason
    assert troubles(store) == [("s0", "failing", True)]
    clock.forward(days=2)
    read(store, clock, s0="", s1="")
    assert source(store, "s0").health == "healthy"
    assert troubles(store) == [("s0", "failing", False)]
