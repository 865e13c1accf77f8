"""Digests: each covers what the one before left, and no alert is in none or in two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, Delivery, Digest, Source, User
from data.queries.order import hold_order
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld, in_days
from webapp.context import Context
from webapp.delivery.outbox import deliver_due
from webapp.delivery.types import DigestNotice
from webapp.digests import Built, Period, boundary, build_digests, digest_notice

DAY = timedelta(days=1)


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: now, owner="w1")


def at(context: Context, moment: datetime) -> Context:
    return replace(context, clock=lambda: moment)


def add_user(context: Context, name: str = "owner", **values: object) -> None:
    values = {"created_at": context.clock() - 3 * DAY} | values
    with writing(context.engine) as session:
        AlertWorld(session, context.clock()).user(name, **values)


def add_alert(context: Context, moment: datetime, **values: Any) -> int:
    with writing(context.engine) as session:
        alert = AlertWorld(session, moment).alert(**values)
        return alert.id or 0


def digests(context: Context) -> Sequence[Digest]:
    with reading(context.engine) as session:
        return session.exec(select(Digest).order_by(col(Digest.id))).all()


def notice(context: Context, digest: Digest) -> DigestNotice:
    with reading(context.engine) as session:
        return digest_notice(session, digest, now=context.clock(), live_days=30)


def alerts_in(context: Context, digest: Digest) -> list[int]:
    return [facts.alert_id for facts in notice(context, digest).raised]


@pytest.mark.parametrize(
    ("period", "moment", "end"),
    [
        ("daily", "2026-11-16T07:00", "2026-11-16T07:00"),
        ("daily", "2026-11-16T06:59", "2026-11-15T07:00"),
        ("daily", "2026-11-16T23:59", "2026-11-16T07:00"),
        ("weekly", "2026-11-16T07:00", "2026-11-16T07:00"),
        ("weekly", "2026-11-16T06:59", "2026-11-09T07:00"),
        ("weekly", "2026-11-22T23:00", "2026-11-16T07:00"),
        ("daily", "2027-01-01T01:00", "2026-12-31T07:00"),
    ],
)
def test_a_period_ends_at_the_digest_hour_and_a_week_on_monday(
    period: Period, moment: str, end: str
) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert boundary(period, now, hour=7) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_a_digest_is_made_once_however_often_it_is_asked_for(
    context: Context, now: datetime
) -> None:
    add_user(context)
    add_alert(context, now - timedelta(hours=2))
    assert build_digests(context, "daily") == Built(digests=1, mails=1)
    assert build_digests(context, "daily") == Built()
    assert len(digests(context)) == 1


def test_each_digest_begins_where_the_last_one_ended(context: Context, now: datetime) -> None:
    add_user(context)
    first = add_alert(context, now - timedelta(hours=2))
    build_digests(context, "daily")
    second = add_alert(context, now)  # an hour after the boundary at seven
    build_digests(at(context, now + DAY), "daily")
    one, two = digests(context)
    assert two.covers_from == one.covers_to
    assert alerts_in(context, one) == [first]
    assert alerts_in(context, two) == [second]


def test_an_alert_on_the_boundary_is_in_exactly_one_digest(context: Context, now: datetime) -> None:
    add_user(context)
    edge = boundary("daily", now, hour=7)
    number = add_alert(context, edge)
    build_digests(context, "daily")
    add_alert(context, edge + timedelta(microseconds=1))
    build_digests(at(context, now + DAY), "daily")
    found = [alerts_in(context, digest) for digest in digests(context)]
    assert found[0] == [number]
    assert number not in found[1]


def test_after_a_downtime_one_digest_covers_the_whole_span_and_says_so(
    context: Context, now: datetime
) -> None:
    add_user(context)
    build_digests(context, "daily")
    early = add_alert(context, now + timedelta(hours=1))
    late = add_alert(context, now + 3 * DAY - timedelta(hours=2))
    woken = at(context, now + 3 * DAY)
    assert build_digests(woken, "daily") == Built(digests=1, mails=1)
    digest = digests(context)[-1]
    assert sorted(alerts_in(context, digest)) == sorted([early, late])
    assert notice(woken, digest).late
    assert digest.covers_to - digest.covers_from == 3 * DAY


def test_a_digest_on_time_is_not_called_late(context: Context, now: datetime) -> None:
    add_user(context)
    build_digests(context, "daily")
    build_digests(at(context, now + DAY), "daily")
    assert not notice(context, digests(context)[-1]).late


def test_a_quiet_day_sends_nothing_but_moves_the_mark(context: Context, now: datetime) -> None:
    add_user(context)
    assert build_digests(context, "daily") == Built(digests=1, mails=0)
    with reading(context.engine) as session:
        assert session.exec(select(Delivery)).all() == []


def test_a_quiet_week_is_told(context: Context) -> None:
    add_user(context)
    assert build_digests(context, "weekly") == Built(digests=1, mails=1)


def test_a_source_that_newly_fell_into_trouble_is_worth_a_daily_mail(
    context: Context, now: datetime
) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        world.source(health="blocked", health_since=now - timedelta(hours=5))
        world.source(health="failing", health_since=now - timedelta(hours=5), enabled=False)
    assert build_digests(context, "daily").mails == 1
    (digest,) = digests(context)
    assert [item.health for item in notice(context, digest).trouble] == ["blocked"]
    assert build_digests(at(context, now + DAY), "daily") == Built(digests=1, mails=0)


def test_only_active_people_who_want_mail_get_a_digest(context: Context, now: datetime) -> None:
    add_user(context)
    add_user(context, "teammate")
    add_user(context, "stranger", wants_mail=False)
    add_user(context, "gone", active=False)
    add_alert(context, now - timedelta(hours=2))
    assert build_digests(context, "daily") == Built(digests=2, mails=2)


def test_the_first_digest_begins_when_the_person_came(context: Context, now: datetime) -> None:
    add_alert(context, now - 2 * DAY)
    seen = add_alert(context, now - timedelta(hours=2))
    add_user(context, created_at=now - timedelta(hours=3))
    build_digests(context, "daily")
    (digest,) = digests(context)
    assert alerts_in(context, digest) == [seen]


def test_who_came_after_the_boundary_waits_for_the_next_one(
    context: Context, now: datetime
) -> None:
    add_user(context, created_at=now)
    assert build_digests(context, "daily") == Built()


def test_a_digest_asked_for_now_ends_now_and_the_next_goes_on_from_there(
    context: Context, now: datetime
) -> None:
    add_user(context)
    first = add_alert(context, now)
    assert build_digests(context, "daily", at_once=True) == Built(digests=1, mails=1)
    later = at(context, now + DAY)
    second = add_alert(context, now + timedelta(hours=1))
    build_digests(later, "daily")
    one, two = digests(context)
    assert (alerts_in(context, one), alerts_in(context, two)) == ([first], [second])


def test_two_workers_at_once_make_each_digest_once(context: Context, now: datetime) -> None:
    for name in ("owner", "teammate"):
        add_user(context, name)
    add_alert(context, now - timedelta(hours=2))
    start, built = Barrier(2), []

    def work(owner: str) -> None:
        start.wait()
        built.append(build_digests(replace(context, owner=owner), "daily"))

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
    edge = boundary("daily", now, hour=7)
    clocks = [edge - timedelta(seconds=1), edge + timedelta(seconds=1)]
    start = Barrier(2)

    def work(moment: datetime) -> None:
        start.wait()
        build_digests(at(context, moment), "daily")

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
    maker = Thread(target=build_digests, args=(context, "daily"), kwargs={"at_once": True})
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


def test_moves_of_older_alerts_are_told_with_what_moved(context: Context, now: datetime) -> None:
    add_user(context)
    number = add_alert(context, now - timedelta(hours=2))
    build_digests(context, "daily")
    with writing(context.engine) as session:
        world = AlertWorld(session, now + timedelta(hours=1))
        alert = session.get_one(Alert, number)
        world.event(alert, "moved", "From proposed to adopted.")
        world.event(alert, "noted", "a remark is no move")
        world.event(alert, "moved", "Now effective 1 Mar 2027.")
    assert build_digests(at(context, now + DAY), "daily").mails == 1
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
    build_digests(context, "daily")
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
            world.alert(development, state="dismissed" if days == -1 else "open")
    build_digests(context, "daily")
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
    build_digests(context, "daily")
    seen = notice(context, digests(context)[0]).coverage
    assert seen.verified == ("DE", "FR")
    assert seen.verified_since == old
    assert seen.unverified == ("BR",)
    assert seen.unwatched == ("KE",)


def test_a_source_never_read_vouches_for_nothing(context: Context, now: datetime) -> None:
    add_user(context)
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        world.sims(world.fleet(), "DE", 1)
        world.source("DE", health="unproven", last_success_at=None)
    build_digests(context, "weekly")
    assert notice(context, digests(context)[0]).coverage.unverified == ("DE",)


def test_the_digest_goes_out_as_one_mail_per_reader(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    context = Context(engine=sqlite_store, settings=sqlite_settings, clock=lambda: now)
    add_user(context)
    add_alert(context, now - timedelta(hours=2))
    build_digests(context, "daily")
    assert deliver_due(context).sent == 1
    (path,) = sqlite_settings.outbox.glob("*.eml")
    assert b"daily digest" in path.read_bytes()
    with reading(sqlite_store) as session:
        assert session.exec(select(Delivery.state)).all() == ["sent"]
        assert len(session.exec(select(User)).all()) == 1
        assert len(session.exec(select(Source)).all()) == 1
