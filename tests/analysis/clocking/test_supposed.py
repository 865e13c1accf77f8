"""A supposed rule over the SIMs of the store: what the clocks one by one would say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from analysis.clocking.limits import LimitStatus, RuleLimit
from analysis.clocking.standing import Supposed
from analysis.clocking.supposed import suppose
from analysis.clocks import ClockState, Stay, read_clock
from data.db import writing
from data.models import Presence
from data.words import LimitPer, LimitShape, Topic
from tests.factories import make_fleet, make_sims

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
TODAY = NOW.date()
#: Days ago at which each SIM was seen first and last in India, and what it is.
STAYS = (
    (200, 0, "single"),
    (95, 0, "euicc_sgp32"),
    (80, 0, "euicc_sgp32"),
    (60, 0, "multi_imsi"),
    (10, 0, "single"),
    (300, 250, "single"),
)


def limit(shape: str = "consecutive", days: int | None = 90, **values: Any) -> RuleLimit:
    return RuleLimit(
        country="IN",
        topic=Topic.ROAMING,
        status=LimitStatus.PROPOSED,
        shape=LimitShape(shape),
        days=days,
        **values,
    )


def fill(session: Session) -> None:
    fleet = make_fleet(session, "Ours")
    for first, last, technology in STAYS:
        (sim,) = make_sims(
            session, fleet, 1, technology=technology, home_country="DE", visited_country="IN"
        )
        session.add(seen(sim.id or 0, "IN", first, last))
        if last:
            session.add(seen(sim.id or 0, "DE", last - 1, 0))
    (local,) = make_sims(session, fleet, 1, home_country="IN", visited_country="IN")
    session.add(seen(local.id or 0, "IN", 300, 0))


def seen(sim_id: int, country: str, first: int, last: int) -> Presence:
    return Presence(
        sim_id=sim_id,
        country=country,
        first_at=NOW - timedelta(days=first),
        last_at=NOW - timedelta(days=last),
        method="session",
    )


def ask(engine: Engine, one: RuleLimit, **values: Any) -> Supposed:
    with writing(engine) as session:
        return suppose(session, one, **{"effective": None, "now": NOW} | values)


@pytest.mark.parametrize(
    "one",
    [
        limit(),
        limit("cumulative", 60, window_days=120),
        limit("calendar_year", 180),
        limit("ban", None),
    ],
)
def test_it_counts_as_the_clocks_do_one_by_one(store: Engine, one: RuleLimit) -> None:
    with writing(store) as session:
        fill(session)
    found = ask(store, one)
    states = [state_of(one, first, last) for first, last, _ in STAYS]
    assert (found.over, found.approaching, found.fine) == (
        states.count(ClockState.OVER),
        states.count(ClockState.APPROACHING),
        states.count(ClockState.FINE),
    )
    assert (found.sims, found.keys) == (7, 6)


def state_of(one: RuleLimit, first: int, last: int, *, ahead: int = 0) -> ClockState:
    def stay(country: str, begin: int, end: int) -> Stay:
        ago = timedelta(days=begin), timedelta(days=end)
        return Stay(country=country, first=TODAY - ago[0], last=TODAY - ago[1])

    stays = [stay("IN", first, -ahead if last == 0 else last)]
    if last:
        stays.append(stay("DE", last - 1, -ahead))
    return read_clock(stays, "IN", one.counted, today=TODAY + timedelta(days=ahead)).state


@pytest.mark.parametrize("ahead", [5, 15, 60])
def test_who_is_over_on_the_day_it_takes_effect_if_they_stay(store: Engine, ahead: int) -> None:
    with writing(store) as session:
        fill(session)
    found = ask(store, limit(), effective=TODAY + timedelta(days=ahead))
    then = [
        technology
        for first, last, technology in STAYS
        if state_of(limit(), first, last, ahead=ahead) is ClockState.OVER
    ]
    assert found.over_by_then == len(then)
    assert dict(found.by_technology) == {word: then.count(word) for word in set(then)}


def test_per_imei_a_device_that_changed_its_sim_counts_once(store: Engine) -> None:
    with writing(store) as session:
        fleet = make_fleet(session, "Ours")
        for first, last in ((100, 51), (50, 0)):
            (sim,) = make_sims(session, fleet, 1, home_country="DE", visited_country="IN")
            row = seen(sim.id or 0, "IN", first, last)
            row.imei = "004999010640000"
            session.add(row)
    assert ask(store, limit(per=LimitPer.IMEI)).over == 1
    assert ask(store, limit()).over == 0


def test_all_sims_are_counted_however_few_at_a_time(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    ahead = TODAY + timedelta(days=15)
    whole = ask(store, limit(), effective=ahead)
    assert whole.sims == 7
    assert ask(store, limit(), effective=ahead, size=2) == whole


def test_per_imei_a_device_that_went_abroad_in_another_sim_is_not_taken_to_have_stayed(
    store: Engine,
) -> None:
    with writing(store) as session:
        fleet = make_fleet(session, "Ours")
        for country, first, last in (("IN", 100, 51), ("DE", 50, 0)):
            (sim,) = make_sims(session, fleet, 1, home_country="DE", visited_country=country)
            row = seen(sim.id or 0, country, first, last)
            row.imei = "004999010640000"
            session.add(row)
    # A device that stayed would have been there for 101 days.
    found = ask(store, limit(per=LimitPer.IMEI), effective=TODAY + timedelta(days=90))
    assert (found.sims, found.over, found.approaching, found.over_by_then) == (1, 0, 0, 0)


def test_where_nobody_ever_was_there_is_nothing_to_count(store: Engine) -> None:
    found = ask(store, limit(), effective=date(2027, 1, 1))
    assert (found.keys, found.over_by_then, found.by_technology) == (0, 0, ())
