"""What a digest holds: moves, dates ahead, and how sure we are where nothing changed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import (
    Alert,
    ClockDay,
    ClockLimit,
    ClockMark,
    Delivery,
    Mute,
    Source,
    Trouble,
    User,
)
from data.settings import Settings
from data.words import Pace
from tests.webapp.alert_world import AlertWorld, in_days
from tests.webapp.digesting import DAY, add_alert, add_user, at, digests, notice
from webapp.context import Context
from webapp.delivery.outbox import deliver_due
from webapp.digests.building import build_digests


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: now, owner="w1")


def test_moves_of_older_alerts_are_told_with_what_moved(context: Context, now: datetime) -> None:
    add_user(context)
    number = add_alert(context, now - timedelta(hours=2))
    build_digests(context, Pace.DAILY)
    with writing(context.engine) as session:
        world = AlertWorld(session, now + timedelta(hours=1))
        alert = session.get_one(Alert, number)
        world.event(alert, "moved", "From proposed to adopted.")
        world.event(alert, "noted", "a remark is no move")
        world.event(alert, "moved", "Now effective 1 Mar 2027.")
    assert build_digests(at(context, now + DAY), Pace.DAILY).mails == 1
    last = notice(context, digests(context)[-1])
    assert last.raised == ()
    assert [(facts.alert_id, note) for facts, note in last.moved] == [
        (number, "From proposed to adopted. Now effective 1 Mar 2027.")
    ]


def test_an_alert_that_is_new_in_the_digest_is_not_told_again_as_moved(
    context: Context, now: datetime
) -> None:
    add_user(context)
    number = add_alert(context, now - timedelta(hours=2))
    with writing(context.engine) as session:
        world = AlertWorld(session, now - timedelta(hours=1, minutes=30))
        world.event(session.get_one(Alert, number), "moved", "From proposed to adopted.")
    build_digests(context, Pace.DAILY)
    only = notice(context, digests(context)[0])
    assert ([facts.alert_id for facts in only.raised], only.moved) == ([number], ())


def test_dates_within_ninety_days_are_listed_soonest_first(context: Context, now: datetime) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now - timedelta(hours=2))
        for days in (90, 10, 91, -1):
            change = world.change(effective_on=in_days(now, days), deadline_on=in_days(now, 5))
            if days == 10:
                change.deadline_on = None
            development = world.development(change)
            world.alert(development, state="dismissed" if days == -1 else "new")
    build_digests(context, Pace.DAILY)
    ahead = notice(context, digests(context)[0]).ahead
    assert [(day, word) for day, word, _ in ahead] == [
        (in_days(now, 5), "deadline"),
        (in_days(now, 5), "deadline"),
        (in_days(now, 10), "effective"),
        (in_days(now, 90), "effective"),
    ]


def test_countries_with_live_sims_are_told_by_how_sure_we_are_of_silence(
    context: Context, now: datetime
) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet()
        for country in ("TR", "DE", "FR", "BR", "KE"):
            world.sims(fleet, country, 2)
        world.sims(fleet, "JP", 2, last_seen_at=now - 40 * DAY)  # not live
        old = now - timedelta(hours=20)
        world.source("EU", last_success_at=old)
        world.source("DE", last_success_at=now)
        world.source("BR", health="failing", last_success_at=now)
        world.source("INT", last_success_at=now)  # says little of one country's law
        change = world.change(world.source("TR"))
        world.alert(world.development(change), fleet, created_at=now - timedelta(hours=2))
    build_digests(context, Pace.DAILY)
    seen = notice(context, digests(context)[0]).coverage
    assert (seen.live, seen.verified, seen.within_days) == (5, 3, 3)
    assert (seen.unchanged, seen.unchanged_since) == (("DE", "FR"), old)
    assert dict(seen.blind) == {
        "BR": ("none_healthy",),
        "FR": ("only_group",),
        "KE": ("no_source",),
    }


def test_a_source_never_read_vouches_for_nothing(context: Context, now: datetime) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        world.sims(world.fleet(), "DE", 1)
        world.source("DE", health="unproven", last_success_at=None)
    build_digests(context, Pace.WEEKLY)
    seen = notice(context, digests(context)[0]).coverage
    assert (seen.live, seen.verified, seen.blind) == (1, 0, (("DE", ("never_read",)),))


def test_a_source_in_trouble_is_told_with_the_day_its_trouble_opened(
    context: Context, now: datetime
) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        old = world.source("BR", health="failing", health_since=now - DAY)
        world.source("TR", health="blocked", health_since=now - 2 * DAY)
        world.save(
            Trouble(
                source_id=old.id,
                kind="failing",
                reason="",
                opened_at=now - 6 * DAY,
                open_as=old.id,
                falls=2,
            )
        )
    build_digests(context, Pace.WEEKLY)
    told = notice(context, digests(context)[0]).trouble
    assert [(item.country, item.since) for item in told] == [
        ("BR", now - 6 * DAY),
        ("TR", now - 2 * DAY),
    ]


def test_outages_of_ours_that_fell_in_the_time_are_told(context: Context, now: datetime) -> None:
    add_user(context, created_at=now - DAY)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        for opened, closed in ((4, 2), (2, 0.5), (0.1, None), (-1, None)):
            world.save(
                Trouble(
                    kind="outage",
                    reason="6 of 7 hosts failed.",
                    opened_at=now - opened * DAY,
                    closed_at=None if closed is None else now - closed * DAY,
                )
            )
        source = world.source("TR", health="failing")
        world.save(Trouble(source_id=source.id, kind="failing", reason="", opened_at=now - DAY))
    build_digests(context, Pace.DAILY, at_once=True)
    outages = notice(context, digests(context)[0]).coverage.outages
    assert [(item.since, item.until) for item in outages] == [
        (now - 2 * DAY, now - DAY / 2),
        (now - DAY / 10, None),
    ]


def test_the_digest_goes_out_as_one_mail_per_reader(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    context = Context(engine=sqlite_store, settings=sqlite_settings, clock=lambda: now)
    add_user(context)
    add_alert(context, now - timedelta(hours=2))
    build_digests(context, Pace.DAILY)
    assert deliver_due(context).sent == 1
    (path,) = sqlite_settings.outbox.glob("*.eml")
    assert b"daily digest" in path.read_bytes()
    with reading(sqlite_store) as session:
        assert session.exec(select(Delivery.state)).all() == ["sent"]
        assert len(session.exec(select(User)).all()) == 1
        assert len(session.exec(select(Source)).all()) == 1


def add_limit(context: Context, country: str, **counts: int) -> None:
    """A limit of 90 days that binds, and how SIMs of a fleet stand against it."""
    now = context.clock()
    with writing(context.engine) as session:
        limit = ClockLimit(
            key=f"{country}-90", country=country, topic="roaming", status="in_force",
            shape="consecutive", days=90, per="sim", warn_at=0.8, counted=True,
        )  # fmt: skip
        fleet = AlertWorld(session, now).fleet(country)
        session.add(limit)
        session.flush()
        session.add(
            ClockDay(day=now.date(), fleet_id=fleet.id or 0, limit_id=limit.id or 0, **counts)
        )


def test_clocks_near_their_limit_are_named_but_not_of_a_country_that_is_muted(
    context: Context, now: datetime
) -> None:
    add_user(context)
    with writing(context.engine) as session:
        session.add(
            ClockMark(
                day=now.date(), presence_id=0, limits="", counted_all_on=now.date(), finished_at=now
            )
        )
        session.add(
            Mute(user_id=1, country="BR", until=(now + DAY).date(), why="known", created_at=now)
        )
    add_limit(context, "TR", approaching=5, in_7=2)
    add_limit(context, "BR", over=40, in_7=9)
    add_limit(context, "IN", over=3, in_7=4)
    add_limit(context, "FR", fine=80)
    add_alert(context, now - timedelta(hours=2))
    build_digests(context, Pace.DAILY)
    clocks = notice(context, digests(context)[0]).clocks
    assert [(one.limit.country, one.counts["in_7"]) for one in clocks] == [("IN", 4), ("TR", 2)]
