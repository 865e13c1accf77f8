"""The worker's clocks: counted once a day and after new sightings, by one worker at a time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from analysis.clocking.tick import tick
from data.db import reading, writing
from data.models import Alert, ClockMark, Lease
from data.queries.leases import claim
from data.settings import Settings
from tests.analysis.clocking.fleet_world import FleetWorld
from webapp.context import Context
from webapp.rules.clocks import ClocksTicked, clocks_report, is_due, tick_clocks

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def known(**values: object) -> ClockMark:
    defaults: dict[str, object] = {
        "day": NOW.date(),
        "presence_id": 10,
        "limits": "",
        "counted_all_on": NOW.date(),
        "finished_at": NOW,
    }
    return ClockMark.model_validate(defaults | values)


def test_clocks_are_due_at_first_each_day_and_an_hour_after_new_sightings_or_limits() -> None:
    def due(
        mark: ClockMark | None, after: timedelta, presence_id: int = 10, limits: str = ""
    ) -> bool:
        return is_due(mark, presence_id=presence_id, limits=limits, now=NOW + after)

    assert due(None, timedelta())
    assert not due(known(), timedelta(hours=2))
    assert due(known(), timedelta(days=1))
    assert not due(known(), timedelta(minutes=59), presence_id=11)
    assert due(known(), timedelta(minutes=60), presence_id=11)
    assert not due(known(), timedelta(minutes=59), limits="others")
    assert due(known(), timedelta(minutes=60), limits="others")


def seen(store: Engine) -> None:
    with writing(store) as session:
        world = FleetWorld(session, NOW)
        world.rules()
        world.seen(world.sim(world.fleet()), "SA", 130)


def test_the_job_counts_and_then_has_nothing_to_do(store: Engine, store_settings: Settings) -> None:
    seen(store)
    context = Context(engine=store, settings=store_settings, clock=lambda: NOW)
    # Over in Saudi Arabia: counted, and alerted once.
    assert tick_clocks(context) == ClocksTicked(counted=1, raised=1)
    assert tick_clocks(context) == ClocksTicked()
    assert tick_clocks(context, at_once=True) == ClocksTicked(counted=1)
    with reading(store) as session:
        assert session.exec(select(Lease)).all() == []
        (saudi,) = clocks_report(session, countries=["SA"])["limits"]
    assert saudi["counts"]["over"] == 1


def test_while_another_worker_counts_nothing_is_done(
    store: Engine, store_settings: Settings
) -> None:
    seen(store)
    with writing(store) as session:
        claim(session, ["clocks:tick"], owner="somebody else", now=NOW, seconds=60)
    context = Context(engine=store, settings=store_settings, clock=lambda: NOW)
    assert tick_clocks(context) == ClocksTicked()
    later = Context(
        engine=store, settings=store_settings, clock=lambda: NOW + timedelta(seconds=61)
    )
    assert tick_clocks(later).counted == 1


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(
    store: Engine, store_settings: Settings
) -> None:
    seen(store)
    context = Context(engine=store, settings=store_settings, clock=lambda: NOW)
    context.stop.set()
    assert tick_clocks(context).counted == 0
    with reading(store) as session:
        assert session.exec(select(ClockMark)).first() is None


def test_a_worker_killed_between_the_count_and_its_alerts_costs_no_alert(
    store: Engine, store_settings: Settings
) -> None:
    seen(store)
    tick(store, now=NOW)  # all that the killed worker came to
    context = Context(engine=store, settings=store_settings, clock=lambda: NOW)
    assert tick_clocks(context) == ClocksTicked(raised=1)
    assert tick_clocks(context) == ClocksTicked()


def test_a_worker_killed_before_it_told_that_more_are_over_costs_no_word_of_it(
    store: Engine, store_settings: Settings
) -> None:
    seen(store)
    at = NOW
    context = Context(engine=store, settings=store_settings, clock=lambda: at)
    assert tick_clocks(context).raised == 1
    with writing(store) as session:
        world = FleetWorld(session, NOW, numbers=7)
        world.seen(world.sim(session.exec(select(Alert.fleet_id)).one()), "SA", 130)
    at = NOW + timedelta(hours=2)
    tick(store, now=at)  # all that the killed worker came to
    at += timedelta(minutes=1)
    assert tick_clocks(context) == ClocksTicked(moved=1, mails=0)
    assert tick_clocks(context) == ClocksTicked()
    with reading(store) as session:
        assert session.exec(select(Alert.live_sims)).one() == 2


def test_before_the_first_count_the_report_says_so(store: Engine) -> None:
    with reading(store) as session:
        assert clocks_report(session) == {"counted_on": None, "never_seen": 0, "limits": []}
