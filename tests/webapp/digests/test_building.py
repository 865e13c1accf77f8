"""Digests: each covers what the one before left, and no alert is in none or in two."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Delivery, Trouble
from data.queries.order import hold_order
from data.settings import Settings
from data.words import Pace
from tests.webapp.alert_world import AlertWorld
from tests.webapp.digesting import DAY, add_alert, add_user, alerts_in, at, digests, notice
from webapp.context import Context
from webapp.digests.building import Built, build_digests


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: now, owner="w1")


def test_a_digest_is_made_once_however_often_it_is_asked_for(
    context: Context, now: datetime
) -> None:
    add_user(context)
    add_alert(context, now - timedelta(hours=2))
    assert build_digests(context, Pace.DAILY) == Built(digests=1, mails=1)
    assert build_digests(context, Pace.DAILY) == Built()
    assert len(digests(context)) == 1


def test_each_digest_begins_where_the_last_one_ended(context: Context, now: datetime) -> None:
    add_user(context)
    first = add_alert(context, now - timedelta(hours=2))
    build_digests(context, Pace.DAILY)
    second = add_alert(context, now)  # an hour after the boundary at seven
    build_digests(at(context, now + DAY), Pace.DAILY)
    one, two = digests(context)
    assert two.covers_from == one.covers_to
    assert alerts_in(context, one) == [first]
    assert alerts_in(context, two) == [second]


def test_an_alert_on_the_boundary_is_in_exactly_one_digest(context: Context, now: datetime) -> None:
    add_user(context)
    edge = now.replace(hour=7)
    number = add_alert(context, edge)
    build_digests(context, Pace.DAILY)
    add_alert(context, edge + timedelta(microseconds=1))
    build_digests(at(context, now + DAY), Pace.DAILY)
    found = [alerts_in(context, digest) for digest in digests(context)]
    assert found[0] == [number]
    assert number not in found[1]


def test_after_a_downtime_one_digest_covers_the_whole_span_and_says_so(
    context: Context, now: datetime
) -> None:
    add_user(context)
    build_digests(context, Pace.DAILY)
    early = add_alert(context, now + timedelta(hours=1))
    late = add_alert(context, now + 3 * DAY - timedelta(hours=2))
    woken = at(context, now + 3 * DAY)
    assert build_digests(woken, Pace.DAILY) == Built(digests=1, mails=1)
    digest = digests(context)[-1]
    assert sorted(alerts_in(context, digest)) == sorted([early, late])
    assert notice(woken, digest).late
    assert digest.covers_to - digest.covers_from == 3 * DAY


def test_a_digest_on_time_is_not_called_late(context: Context, now: datetime) -> None:
    add_user(context)
    build_digests(context, Pace.DAILY)
    build_digests(at(context, now + DAY), Pace.DAILY)
    assert not notice(context, digests(context)[-1]).late


def test_a_quiet_day_sends_nothing_but_moves_the_mark(context: Context, now: datetime) -> None:
    add_user(context)
    assert build_digests(context, Pace.DAILY) == Built(digests=1, mails=0)
    with reading(context.engine) as session:
        assert session.exec(select(Delivery)).all() == []


def test_a_quiet_week_is_told(context: Context) -> None:
    add_user(context)
    assert build_digests(context, Pace.WEEKLY) == Built(digests=1, mails=1)


def test_a_source_that_newly_fell_into_trouble_is_worth_a_daily_mail(
    context: Context, now: datetime
) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        source = world.source(health="blocked", health_since=now - timedelta(hours=5))
        session.add(
            Trouble(
                source_id=source.id,
                kind="blocked",
                reason="A login answers.",
                opened_at=now - timedelta(hours=5),
                open_as=source.id,
            )
        )
        world.source(health="failing", health_since=now - timedelta(hours=5), enabled=False)
    assert build_digests(context, Pace.DAILY).mails == 1
    (digest,) = digests(context)
    assert [item.health for item in notice(context, digest).trouble] == ["blocked"]
    assert build_digests(at(context, now + DAY), Pace.DAILY) == Built(digests=1, mails=0)


def test_a_trouble_that_closed_or_came_back_is_not_told_anew(
    context: Context, now: datetime
) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        mended, flapping = world.source(), world.source(health="failing")
        hour = timedelta(hours=5)
        session.add(
            Trouble(
                source_id=mended.id,
                kind="tls",
                reason="",
                opened_at=now - hour,
                closed_at=now - hour / 2,
            )
        )
        session.add(
            Trouble(
                source_id=flapping.id,
                kind="failing",
                reason="",
                opened_at=now - 6 * DAY,
                open_as=flapping.id,
                falls=2,
            )
        )
    assert build_digests(context, Pace.DAILY) == Built(digests=1, mails=0)


def test_only_active_people_who_want_mail_get_a_digest(context: Context, now: datetime) -> None:
    add_user(context)
    add_user(context, "teammate")
    add_user(context, "stranger", wants_mail=False)
    add_user(context, "gone", active=False)
    add_alert(context, now - timedelta(hours=2))
    assert build_digests(context, Pace.DAILY) == Built(digests=2, mails=2)


def test_the_first_digest_begins_when_the_person_came(context: Context, now: datetime) -> None:
    add_alert(context, now - 2 * DAY)
    seen = add_alert(context, now - timedelta(hours=2))
    add_user(context, created_at=now - timedelta(hours=3))
    build_digests(context, Pace.DAILY)
    (digest,) = digests(context)
    assert alerts_in(context, digest) == [seen]


def test_who_came_after_the_boundary_waits_for_the_next_one(
    context: Context, now: datetime
) -> None:
    add_user(context, created_at=now)
    assert build_digests(context, Pace.DAILY) == Built()


def test_a_digest_asked_for_now_ends_now_and_the_next_goes_on_from_there(
    context: Context, now: datetime
) -> None:
    add_user(context)
    first = add_alert(context, now)
    assert build_digests(context, Pace.DAILY, at_once=True) == Built(digests=1, mails=1)
    later = at(context, now + DAY)
    second = add_alert(context, now + timedelta(hours=1))
    build_digests(later, Pace.DAILY)
    one, two = digests(context)
    assert (alerts_in(context, one), alerts_in(context, two)) == ([first], [second])


def test_two_workers_at_once_make_each_digest_once(context: Context, now: datetime) -> None:
    for name in ("owner", "teammate"):
        add_user(context, name)
    add_alert(context, now - timedelta(hours=2))
    start, built = Barrier(2), []

    def work(owner: str) -> None:
        start.wait()
        built.append(build_digests(replace(context, owner=owner), Pace.DAILY))

    workers = [Thread(target=work, args=(owner,)) for owner in ("w1", "w2")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(one.mails for one in built) == 2
    assert len(digests(context)) == 2


def test_two_workers_on_both_sides_of_the_boundary_cover_no_time_twice(
    context: Context, now: datetime
) -> None:
    add_user(context)
    edge = now.replace(hour=7)
    clocks = [edge - timedelta(seconds=1), edge + timedelta(seconds=1)]
    start = Barrier(2)

    def work(moment: datetime) -> None:
        start.wait()
        build_digests(at(context, moment), Pace.DAILY)

    workers = [Thread(target=work, args=(moment,)) for moment in clocks]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    spans = sorted((digest.covers_from, digest.covers_to) for digest in digests(context))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_an_alert_being_raised_while_a_digest_is_made_is_not_lost(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    """The raiser reads the clock, the digest comes in between: it must wait, not overtake."""
    ticks = iter(now + timedelta(milliseconds=n) for n in range(100))
    context = Context(engine=store, settings=store_settings, clock=lambda: next(ticks), owner="w1")
    with writing(store) as session:
        AlertWorld(session, now).user(created_at=now - DAY)
    maker = Thread(target=build_digests, args=(context, Pace.DAILY), kwargs={"at_once": True})
    with writing(store) as session:
        hold_order(session, alone=False)
        moment = context.clock()
        maker.start()
        maker.join(timeout=0.3)
        assert maker.is_alive()
        alert = AlertWorld(session, moment).alert()
    maker.join()
    (digest,) = digests(context)
    assert alerts_in(replace(context, clock=lambda: now), digest) == [alert.id]
