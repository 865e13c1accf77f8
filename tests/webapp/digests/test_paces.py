"""Each person's digests hold what they chose for that pace, come by their clocks, and never twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Channel, Delivery, Digest, Subscription
from data.queries.people import user_by_email
from data.settings import Settings
from data.words import Pace
from tests.webapp.alert_world import AlertWorld
from tests.webapp.digesting import DAY, add_alert, add_user, alerts_in, at, digests, notice
from webapp.context import Context
from webapp.delivery.making import add_webhook
from webapp.digests.building import Built, build_digests
from webapp.digests.contents import digest_notice
from webapp.jobs import build_digests as build_due

HOUR = timedelta(hours=1)


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: now, owner="w1")


def wish(context: Context, pace: Pace, **values: Any) -> None:
    defaults: dict[str, Any] = {"severity": "low", "created_at": context.clock() - 3 * DAY}
    with writing(context.engine) as session:
        user = user_by_email(session, "owner@example.com")
        assert user is not None
        session.add(Subscription(user_id=user.id or 0, pace=pace.value, **(defaults | values)))


def add_topic(context: Context, moment: datetime, topic: str) -> int:
    with writing(context.engine) as session:
        world = AlertWorld(session, moment)
        return world.alert(world.development(world.change(topic=topic))).id or 0


def webhook(context: Context) -> int:
    with writing(context.engine) as session:
        user = user_by_email(session, "owner@example.com")
        assert user is not None
        made = add_webhook(
            session, user, url="https://a.test/", name="", key="k" * 40, now=context.clock()
        )
        return made[0].id or 0


def queued(context: Context) -> list[tuple[str, int | None]]:
    with reading(context.engine) as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id)))
        return [(row.channel, row.channel_id) for row in rows]


def test_a_digest_holds_what_subscriptions_of_its_pace_ask_for(
    context: Context, now: datetime
) -> None:
    add_user(context)
    wish(context, Pace.DAILY, topics=["imei"])
    wish(context, Pace.WEEKLY, topics=["roaming"])
    wish(context, Pace.MONTHLY, topics=["esim"])
    imei, roaming, esim = (
        add_topic(context, now - 2 * HOUR, topic) for topic in ("imei", "roaming", "esim")
    )
    add_topic(context, now - 2 * HOUR, "numbering")
    for pace, alert in ((Pace.DAILY, imei), (Pace.WEEKLY, roaming), (Pace.MONTHLY, esim)):
        assert build_digests(context, pace, at_once=True) == Built(digests=1, mails=1)
        assert alerts_in(context, digests(context)[-1]) == [alert]


def test_who_is_told_of_all_at_once_still_gets_a_weekly_digest_of_it_as_proof(
    context: Context, now: datetime
) -> None:
    add_user(context)
    wish(context, Pace.INSTANT, topics=["imei"])
    imei, _ = (add_topic(context, now - 2 * HOUR, topic) for topic in ("imei", "roaming"))
    assert build_digests(context, Pace.DAILY) == Built()
    assert build_digests(context, Pace.MONTHLY) == Built()
    assert build_digests(context, Pace.WEEKLY) == Built(digests=1, mails=1)
    assert alerts_in(context, digests(context)[0]) == [imei]


def test_a_monthly_digest_takes_the_place_of_the_weekly_proof(context: Context) -> None:
    add_user(context)
    wish(context, Pace.MONTHLY)
    assert build_digests(context, Pace.WEEKLY) == Built()


def test_without_a_subscription_there_is_no_monthly_digest(context: Context) -> None:
    add_user(context)
    assert build_digests(context, Pace.MONTHLY, at_once=True) == Built()


def test_a_daily_digest_without_anything_asked_for_is_not_sent(
    context: Context, now: datetime
) -> None:
    add_user(context)
    wish(context, Pace.DAILY, topics=["imei"])
    add_topic(context, now - 2 * HOUR, "roaming")
    assert build_digests(context, Pace.DAILY) == Built(digests=1, mails=0)


def test_dates_ahead_are_those_of_what_was_asked_for(context: Context, now: datetime) -> None:
    add_user(context)
    wish(context, Pace.WEEKLY, topics=["imei"])
    with writing(context.engine) as session:
        world = AlertWorld(session, now - 30 * DAY)
        for topic in ("imei", "roaming"):
            change = world.change(topic=topic, effective_on=(now + 9 * DAY).date())
            world.alert(world.development(change))
    build_digests(context, Pace.WEEKLY)
    ahead = notice(context, digests(context)[0]).ahead
    assert [facts.topic for _, _, facts in ahead] == ["imei"]


def test_each_channel_gets_what_its_own_subscriptions_ask_for(
    context: Context, now: datetime
) -> None:
    add_user(context)
    channel = webhook(context)
    wish(context, Pace.DAILY, topics=["imei"])
    wish(context, Pace.DAILY, topics=["roaming"], channel_id=channel)
    imei, roaming = (add_topic(context, now - 2 * HOUR, topic) for topic in ("imei", "roaming"))
    assert build_digests(context, Pace.DAILY) == Built(digests=1, mails=2)
    assert queued(context) == [("mail", None), ("webhook", channel)]
    (digest,) = digests(context)
    for way, alert in ((None, imei), (channel, roaming)):
        with reading(context.engine) as session:
            told = digest_notice(session, digest, channel_id=way, now=now, live_days=30)
        assert [facts.alert_id for facts in told.raised] == [alert]


def test_what_a_closed_channel_would_have_told_goes_by_mail(
    context: Context, now: datetime
) -> None:
    add_user(context)
    channel = webhook(context)
    wish(context, Pace.DAILY, channel_id=channel)
    with writing(context.engine) as session:
        session.get_one(Channel, channel).state = "disabled"
    alert = add_alert(context, now - 2 * HOUR)
    assert build_digests(context, Pace.DAILY).mails == 1
    assert queued(context) == [("mail", None)]
    assert alerts_in(context, digests(context)[0]) == [alert]


def test_who_wants_no_mail_gets_digests_over_other_channels(
    context: Context, now: datetime
) -> None:
    add_user(context, wants_mail=False)
    wish(context, Pace.DAILY, topics=["imei"])
    add_alert(context, now - 2 * HOUR)
    assert build_digests(context, Pace.DAILY) == Built()
    channel = webhook(context)
    wish(context, Pace.DAILY, channel_id=channel)
    assert build_digests(context, Pace.DAILY) == Built(digests=1, mails=1)
    assert queued(context) == [("webhook", channel)]


def test_a_subscription_made_anew_does_not_reach_back_to_digests_of_long_ago(
    context: Context, now: datetime
) -> None:
    add_user(context, created_at=now - 400 * DAY)
    with writing(context.engine) as session:
        user = user_by_email(session, "owner@example.com")
        assert user is not None
        ends = now - 300 * DAY
        session.add(
            Digest(
                user_id=user.id or 0,
                period="daily",
                covers_from=ends - DAY,
                covers_to=ends,
                created_at=ends,
            )
        )
    wish(context, Pace.DAILY, created_at=now - 5 * HOUR)
    build_digests(context, Pace.DAILY)
    last = digests(context)[-1]
    assert last.covers_from == now - 5 * HOUR
    assert not last.late


def test_after_three_days_of_downtime_one_digest_says_which_days_it_covers(
    context: Context,
) -> None:
    clock = datetime(2026, 11, 25, 7, 10, tzinfo=UTC)
    add_user(at(context, clock))
    assert build_digests(at(context, clock), Pace.DAILY).digests == 1
    seen = [add_alert(context, clock + days * DAY) for days in (0.2, 1.5, 2.9)]
    woken = at(context, clock + 3 * DAY + 2 * HOUR)
    assert build_digests(woken, Pace.DAILY) == Built(digests=1, mails=1)
    assert build_digests(woken, Pace.DAILY) == Built()
    told = notice(woken, digests(context)[-1])
    assert sorted(facts.alert_id for facts in told.raised) == sorted(seen)
    assert told.late
    assert [f"{moment:%-d %B %H:%M}" for moment in told.local] == [
        "25 November 07:00",
        "28 November 07:00",
    ]


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ("2026-03-29", ["27 01:00", "28 01:00", "29 01:00", "30 00:00"]),
        ("2026-10-25", ["24 00:00", "25 00:00", "26 01:00"]),
    ],
)
def test_across_a_change_of_clocks_each_day_has_one_digest_and_none_is_lost(
    context: Context, change: str, ends: list[str]
) -> None:
    """Berlin skips 2:00 on the one day and has it twice on the other; the worker looks every 20 minutes."""
    first = datetime.fromisoformat(change).replace(tzinfo=UTC) - DAY
    add_user(
        at(context, first),
        created_at=first - DAY,
        time_zone="Europe/Berlin",
        digest_hour=2,
    )
    moment, raised = first, []
    while moment < first + 3 * DAY:
        raised.append(add_alert(context, moment)) if moment.minute == 40 else None
        build_due(at(context, moment))
        moment += timedelta(minutes=20)
    daily = [one for one in digests(context) if one.period == "daily"]
    assert [f"{one.covers_to:%d %H:%M}" for one in daily] == ends
    assert all(one.covers_to == two.covers_from for one, two in pairwise(daily))
    assert not any(one.late for one in daily)
    told = [number for one in daily for number in alerts_in(context, one)]
    assert sorted(told) == sorted(set(told))
    assert set(told) == {number for number in raised if number <= max(told)}


def test_two_workers_in_the_hour_that_comes_twice_make_one_digest(context: Context) -> None:
    add_user(
        context,
        created_at=datetime(2026, 10, 24, 12, tzinfo=UTC),
        time_zone="Europe/Berlin",
        digest_hour=2,
    )
    add_alert(context, datetime(2026, 10, 24, 20, tzinfo=UTC))
    clocks = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    start, built = Barrier(2), []

    def work(moment: datetime) -> None:
        start.wait()
        built.append(build_digests(replace(context, clock=lambda: moment), Pace.DAILY))

    workers = [Thread(target=work, args=(moment,)) for moment in clocks]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(one.digests for one in built) == sum(one.mails for one in built) == 1
    assert len(queued(context)) == 1


def test_whoever_moves_to_another_time_zone_gets_no_hour_twice(
    context: Context, now: datetime
) -> None:
    add_user(context, time_zone="Asia/Tokyo")
    build_digests(context, Pace.DAILY)
    for zone in ("America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati"):
        with writing(context.engine) as session:
            user = user_by_email(session, "owner@example.com")
            assert user is not None
            user.time_zone = zone
        for hours in range(0, 30, 3):
            build_digests(at(context, now + hours * HOUR), Pace.DAILY)
    spans = [(one.covers_from, one.covers_to) for one in digests(context)]
    assert all(one[1] == two[0] for one, two in pairwise(spans))
