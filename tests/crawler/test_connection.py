"""Whose fault it is when hosts cannot be reached."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.connection import ASKED, WINDOW, Attempt, Connection, judge_connection, to_ask

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def failed(name: str, minutes: float = 1, *, blamed: bool = False) -> Attempt:
    return Attempt(host=name, at=ago(minutes), network_fault=True, blamed=blamed)


def answered(name: str, minutes: float = 1) -> Attempt:
    return Attempt(host=name, at=ago(minutes), network_fault=False, blamed=False)


def state(*attempts: Attempt, broken: bool = False, hosts: int = 50) -> Connection:
    return judge_connection(attempts, now=NOW, broken=broken, hosts=hosts)


def test_who_answers_shows_that_we_are_on_line() -> None:
    assert state() is Connection.WORKING
    assert state(answered("a"), answered("b")) is Connection.WORKING
    assert state(answered("a"), failed("b")) is Connection.WORKING


def test_most_hosts_failing_at_once_is_our_fault() -> None:
    three = [failed(name) for name in "abc"]
    assert state(*three, failed("d"), answered("e"), answered("f")) is Connection.BROKEN
    assert state(*three, failed("d"), *map(answered, "efgh")) is Connection.WORKING


def test_three_failing_hosts_of_many_are_not_enough() -> None:
    assert state(*(failed(name) for name in "abc")) is Connection.UNSURE


def test_many_sources_of_one_host_are_one_host() -> None:
    assert state(*[failed("a")] * 9) is Connection.UNSURE
    assert state(*[failed("a")] * 9, answered("b")) is Connection.WORKING


def test_where_there_are_few_hosts_all_of_them_are_enough() -> None:
    assert state(failed("a"), failed("b"), hosts=2) is Connection.BROKEN
    assert state(failed("a"), failed("b"), hosts=3) is Connection.UNSURE


def test_a_host_alone_is_blamed_because_nobody_else_can_be_asked() -> None:
    assert state(failed("a"), hosts=1) is Connection.WORKING
    assert state(failed("a"), hosts=0) is Connection.WORKING


def test_hosts_known_to_be_out_of_reach_say_nothing() -> None:
    dead = [failed(name, blamed=True) for name in "abcdef"]
    assert state(*dead) is Connection.WORKING
    assert state(*dead, failed("g")) is Connection.UNSURE


def test_an_answer_long_before_the_fault_proves_nothing() -> None:
    assert state(failed("a", 1), answered("b", 10)) is Connection.UNSURE
    assert state(failed("a", 10), answered("b", 1)) is Connection.WORKING


def test_what_is_long_past_does_not_count() -> None:
    old = WINDOW.total_seconds() / 60 + 1
    assert state(*(failed(name, old) for name in "abcdef")) is Connection.WORKING


def test_an_outage_lasts_until_hosts_answer_again() -> None:
    many = [failed(name) for name in "abcd"]
    assert state(*many, broken=True) is Connection.BROKEN
    assert state(broken=True) is Connection.BROKEN
    assert state(*many, answered("e"), broken=True) is Connection.BROKEN
    assert state(failed("a"), answered("e"), broken=True) is Connection.WORKING


def test_the_recovery_is_seen_by_the_last_minutes_alone() -> None:
    before = [failed(name, 10) for name in "abcdefgh"]
    assert state(*before, answered("a", 1), broken=True) is Connection.WORKING
    assert state(*before, answered("a", 6), broken=True) is Connection.BROKEN


def test_dead_hosts_do_not_keep_an_outage_open() -> None:
    dead = [failed(name, blamed=True) for name in "abc"]
    assert state(*dead, answered("e"), broken=True) is Connection.WORKING


def test_a_few_others_are_asked_one_of_each_host() -> None:
    well = [(f"s{n}", f"host{n // 2}") for n in range(40)]
    chosen = to_ask(well, but={"host0"})
    assert len(chosen) == ASKED
    assert not {"s0", "s1"} & set(chosen)
    assert len({int(name[1:]) // 2 for name in chosen}) == ASKED


@pytest.mark.parametrize("well", [[], [("a", "host")]])
def test_there_may_be_nobody_to_ask(well: list[Any]) -> None:
    assert to_ask(well, but={"host"}) == []
