"""Counting the clocks of a store: as slowly as possible and in bulk, all and day by day."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from analysis.clocking.limits import RuleLimit
from analysis.clocking.sources import limits_at_hand
from analysis.clocking.tick import Ticked, tick
from data.civil import civil_day
from data.db import reading, writing
from data.ledger import sync_ledger
from data.models import Clock, ClockDay, ClockLimit, ClockMark, Presence, QuietClock, Sim
from data.rules import rule_facts
from tests.analysis.clocking.fleet_world import Expected, FleetWorld, slow_clocks

TURKIYE = "TR-roaming-in_force-cumulative-90-120-imei"
SAUDI = "SA-roaming-in_force-consecutive-120-sim"


def stored(store: Engine) -> Expected:
    """The rows near or over a limit, as the slow way gives them."""
    with reading(store) as session:
        rows = session.exec(
            select(Clock, ClockLimit.key).join(
                ClockLimit, col(ClockLimit.id) == col(Clock.limit_id)
            )
        ).all()
    return {
        (key, row.sim_id, row.key): (
            row.state,
            row.observed,
            row.possible,
            row.crosses_on,
            row.fleet_id,
        )
        for row, key in rows
    }


def expected(store: Engine, now: datetime) -> tuple[Expected, Expected]:
    """What the slow way shows, and what it counts quietly."""
    with reading(store) as session:
        limits = limits_at_hand(session, now=now)
        every = slow_clocks(session, limits, now)
    by_key = {limit.key: limit for limit in limits}
    shown = {one: values for one, values in every.items() if _worth_showing(by_key[one[0]], values)}
    quiet = {one: values for one, values in every.items() if one not in shown and values[2] > 0}
    return shown, quiet


def _worth_showing(limit: RuleLimit, values: tuple[str, int, int, date | None, int]) -> bool:
    state, observed, possible, _, _ = values
    allowed = limit.counted.allowed
    if state == "unknown" and limit.shape == "share":
        return False
    return state in ("approaching", "over") or (
        state == "unknown"
        and (observed > allowed or (possible > 0 and possible >= limit.warn_at * allowed))
    )


def quiet_rows(store: Engine) -> set[tuple[int, bool, int]]:
    with reading(store) as session:
        return {(one.sim_id, one.known, one.crosses) for one in session.exec(select(QuietClock))}


def day_rows(store: Engine, day: date) -> dict[tuple[int, str], ClockDay]:
    with reading(store) as session:
        rows = session.exec(
            select(ClockDay, ClockLimit.key)
            .join(ClockLimit, col(ClockLimit.id) == col(ClockDay.limit_id))
            .where(ClockDay.day == day)
        ).all()
    return {(row.fleet_id, key): row for row, key in rows}


@pytest.mark.parametrize("seed", [1, 2])
def test_all_clocks_of_a_store_are_those_that_one_reads_alone(
    ruled: Engine, now: datetime, seed: int
) -> None:
    with writing(ruled) as session:
        FleetWorld(session, now).strewn(sims=80, seed=seed)
    report = tick(ruled, now=now, size=17)
    shown, quiet = expected(ruled, now)
    assert stored(ruled) == shown
    assert quiet_rows(ruled) == {
        (sim, values[0] != "unknown", values[3].toordinal() if values[3] else 0)
        for (_, sim, _), values in quiet.items()
    }
    assert report == Ticked(limits=report.limits, sims=80, near=len(shown), everything=True)
    assert shown
    assert quiet


@pytest.mark.parametrize("seed", [3, 4])
def test_day_by_day_comes_to_the_same_as_counting_all_anew(
    ruled: Engine, now: datetime, seed: int
) -> None:
    dice = Random(seed)
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        world.strewn(sims=40, seed=seed)
    tick(ruled, now=now)
    for day in (1, 2, 3, 5, 6):
        then = now + timedelta(days=day)
        with writing(ruled) as session:
            world = FleetWorld(session, then)
            for sim_id in dice.sample(range(1, 41), 4):
                world.wander(dice, sim_id)
            _grow(session, dice, then)
        report = tick(ruled, now=then)
        assert not report.everything
        assert stored(ruled) == expected(ruled, then)[0], day


def _grow(session: Session, dice: Random, now: datetime) -> None:
    """Some SIMs are still where they were seen yesterday: their stretch becomes longer."""
    latest: dict[int, Presence] = {}
    for row in session.exec(select(Presence)):
        if row.sim_id not in latest or row.last_at > latest[row.sim_id].last_at:
            latest[row.sim_id] = row
    for row in latest.values():
        if dice.random() < 0.5 and row.last_at > now - timedelta(days=2):
            row.last_at = now


def test_counts_of_the_day_by_fleet_and_limit_with_what_is_ahead(
    ruled: Engine, now: datetime
) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        fleet = world.fleet()
        # Days seen until today of ninety allowed: over; 5, 20 and 60 days to go; long to go.
        for number, days in enumerate((95, 86, 71, 31, 2)):
            sim = world.sim(fleet)
            world.seen(sim, "TR", days - 1, imei=f"35{number:013d}")
        elsewhere = world.sim(fleet)
        world.seen(elsewhere, "GR", 200)
    tick(ruled, now=now)
    row = day_rows(ruled, now.date())[fleet, TURKIYE]
    assert (row.fine, row.approaching, row.over, row.unknown) == (3, 1, 1, 0)
    assert (row.in_7, row.in_30, row.in_90) == (1, 2, 4)


def test_one_that_may_be_over_is_not_counted_among_those_ahead(
    ruled: Engine, now: datetime
) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        fleet = world.fleet()
        world.seen(world.sim(fleet), "TR", 100, 100, imei="350000000000001")
    tick(ruled, now=now)
    row = day_rows(ruled, now.date())[fleet, TURKIYE]
    assert (row.approaching, row.perhaps_over, row.in_90) == (1, 1, 0)


def test_a_device_is_counted_through_its_sims_and_shown_at_the_last(
    ruled: Engine, now: datetime
) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        old, new = world.fleet("Old"), world.fleet("New")
        first, second = world.sim(old), world.sim(new)
        world.seen(first, "TR", 94, 45, imei="350000000000001")
        world.seen(second, "TR", 44, 0, imei="350000000000001")
    tick(ruled, now=now, size=1)
    found = {key: values for key, values in stored(ruled).items() if key[0] == TURKIYE}
    assert found == {
        (TURKIYE, second, "350000000000001"): ("over", 95, 95, civil_day(now, "TR"), new)
    }


def test_a_sim_that_moves_to_another_device_takes_no_days_along(
    ruled: Engine, now: datetime
) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        sim = world.sim(world.fleet())
        world.seen(sim, "TR", 94, 45, imei="350000000000001")
        world.seen(sim, "TR", 44, 0, imei="350000000000002")
    tick(ruled, now=now)
    assert not [key for key in stored(ruled) if key[0] == TURKIYE and key[2].endswith("2")]


def test_an_imei_in_too_many_sims_is_nobodys_device(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        fleet = world.fleet()
        for _ in range(101):
            world.seen(world.sim(fleet), "TR", 99, imei="350000000000001")
    tick(ruled, now=now)
    assert day_rows(ruled, now.date())[fleet, TURKIYE].unknown == 101


def test_a_sim_that_cannot_connect_any_more_has_no_clock(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        fleet = world.fleet()
        sims = [world.sim(fleet) for _ in range(2)]
        world.seen(sims[0], "SA", 130)
        world.seen(sims[1], "SA", 30)
    tick(ruled, now=now)
    assert len(stored(ruled)) == 1
    with writing(ruled) as session:
        for sim_id in sims:
            session.get_one(Sim, sim_id).state = "terminated"
    tick(ruled, now=now + timedelta(days=1))
    assert stored(ruled) == {}
    assert quiet_rows(ruled) == set()


def test_at_home_nothing_is_counted_and_a_local_profile_ends_the_stay(
    ruled: Engine, now: datetime
) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        fleet = world.fleet()
        local, switched = world.sim(fleet, home="SA"), world.sim(fleet)
        world.seen(local, "SA", 200, imsi="420010000000001")
        world.seen(switched, "SA", 200, 50, imsi="262010000000002")
        world.seen(switched, "SA", 49, 0, imsi="420010000000002")
    tick(ruled, now=now)
    assert not [key for key in stored(ruled) if key[0] == SAUDI]


def test_an_agreement_of_two_countries_binds_their_sims_alone(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        fleet = world.fleet()
        chilean, german = world.sim(fleet), world.sim(fleet)
        world.seen(chilean, "BR", 95, imsi="730010000000001", imei="350000000000001")
        world.seen(german, "BR", 95, imsi="262010000000001", imei="350000000000002")
    tick(ruled, now=now)
    assert {key[1] for key in stored(ruled)} == {chilean}


def test_since_when_it_stands_so_is_kept(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        world.seen(world.sim(world.fleet()), "SA", 115)
    tick(ruled, now=now)
    later = now + timedelta(days=3)
    with writing(ruled) as session:
        session.exec(select(Presence)).one().last_at = later
    tick(ruled, now=later)
    with reading(ruled) as session:
        clock = session.exec(select(Clock).join(ClockLimit).where(ClockLimit.key == SAUDI)).one()
    assert (clock.observed, clock.since) == (119, now.date())


def test_a_limit_that_nobody_says_any_more_stops_and_stays_on_record(
    ruled: Engine, now: datetime
) -> None:
    with writing(ruled) as session:
        world = FleetWorld(session, now)
        world.seen(world.sim(world.fleet()), "SA", 130)
    tick(ruled, now=now)
    with writing(ruled) as session:
        others = [fact for fact in rule_facts() if fact.limits and fact.country != "SA"]
        sync_ledger(session, others, now=now)
    assert tick(ruled, now=now + timedelta(days=1)).everything
    assert stored(ruled) == {}
    with reading(ruled) as session:
        assert not session.exec(select(ClockLimit).where(ClockLimit.key == SAUDI)).one().runs
        assert session.exec(select(ClockDay).where(ClockDay.day == now.date())).first()


def test_all_is_counted_anew_once_a_week(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        FleetWorld(session, now).strewn(sims=3, seed=5)
    kinds = [tick(ruled, now=now + timedelta(days=day)).everything for day in range(9)]
    assert kinds == [True, *[False] * 6, True, False]


def test_what_was_broken_off_begins_again_where_it_began(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        FleetWorld(session, now).strewn(sims=20, seed=6)
    asked = iter([True, False])
    tick(ruled, now=now, size=5, go_on=lambda: next(asked))
    with reading(ruled) as session:
        assert session.exec(select(ClockMark)).first() is None
    tick(ruled, now=now)
    assert stored(ruled) == expected(ruled, now)[0]


def test_counting_twice_changes_nothing(ruled: Engine, now: datetime) -> None:
    with writing(ruled) as session:
        FleetWorld(session, now).strewn(sims=30, seed=7)
    tick(ruled, now=now)
    before = stored(ruled), quiet_rows(ruled)
    tick(ruled, now=now)
    assert (stored(ruled), quiet_rows(ruled)) == before


def test_a_store_without_a_fleet_has_nothing_to_count(ruled: Engine, now: datetime) -> None:
    assert tick(ruled, now=now).sims == 0
