"""A mute keeps news from one person for a while, at once and in digests; nobody else, nothing for good."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from data.audit import record
from data.db import reading, writing
from data.models import Alert, AlertWatcher, AuditEntry, Delivery, Mute, User
from data.queries.people import user_by_email
from data.settings import Settings
from data.words import Pace
from tests.webapp.alert_world import AlertWorld
from tests.webapp.digesting import DAY, add_alert, add_user, alerts_in, digests, notice
from webapp.alerts.muting import MOST, create_mute, end_mute
from webapp.alerts.quiet import SilenceError
from webapp.alerts.raising import queue_mails
from webapp.context import Context
from webapp.digests.building import build_digests


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: now, owner="w1")


def mute(session: Session, user: User, now: datetime, **values: Any) -> Mute:
    given = {"topic": "imei", "until": now.date() + timedelta(days=7), "why": "Not mine."}
    return create_mute(session, user, most_days=180, now=now, **(given | values))


def told(
    session: Session, world: AlertWorld, alert: Alert, settings: Settings, now: datetime
) -> list[str]:
    """Who is told of the alert, raised at that moment."""
    entry = record(session, actor="roamwatch", action="raised", alert_id=alert.id, now=now)
    queue_mails(session, alert, entry, settings, now)
    session.flush()
    rows = session.exec(select(Delivery).where(Delivery.event_id == entry.id))
    return sorted(row.recipient.partition("@")[0] for row in rows)


@pytest.mark.parametrize(
    ("values", "heard"),
    [
        ({}, False),
        ({"country": "TR"}, False),
        ({"topic": "roaming"}, True),
        ({"topic": "", "country": "BR"}, True),
    ],
)
def test_who_muted_it_is_not_told_and_everybody_else_is(
    store: Engine, settings: Settings, now: datetime, values: dict[str, Any], heard: bool
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        owner, _ = world.user(), world.user("teammate")
        mute(session, owner, now, **values)
        expected = ["owner", "teammate"] if heard else ["teammate"]
        alert = world.alert(severity="high")
        assert told(session, world, alert, settings, now) == expected
        assert (alert.silence_id, alert.untold, alert.state) == (None, False, "new")


def test_it_holds_through_its_last_day_or_until_it_is_ended(
    store: Engine, settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        owner = world.user()
        number = mute(session, owner, now).id or 0
        for days, expected in ((7, []), (8, ["owner"])):
            alert = world.alert(severity="high")
            later = now + timedelta(days=days)
            assert told(session, world, alert, settings, later) == expected, days
        assert end_mute(session, number, owner, now=now + DAY)
        later = now + 2 * DAY
        assert told(session, world, world.alert(severity="high"), settings, later) == ["owner"]


def test_who_follows_an_alert_hears_of_it_in_any_case(
    store: Engine, settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        owner, teammate = world.user(), world.user("teammate")
        for user in (owner, teammate):
            mute(session, user, now)
        alert = world.alert(severity="high")
        session.add(AlertWatcher(alert_id=alert.id or 0, user_id=owner.id or 0))
        session.flush()
        assert told(session, world, alert, settings, now) == ["owner"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"topic": ""}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"topic": "weather"}, "topic"),
        ({"source_id": "nowhere"}, "source"),
        ({"why": " \u200b"}, "why"),
        ({"until": date(2020, 1, 1)}, "until"),
        ({"until": date(2030, 1, 1)}, "until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    store: Engine, now: datetime, values: dict[str, Any], field: str
) -> None:
    with writing(store) as session:
        owner = AlertWorld(session, now).user()
        with pytest.raises(SilenceError) as refused:
            mute(session, owner, now, **values)
        assert refused.value.field == field


def test_there_are_not_more_than_somebody_can_look_through(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        owner = AlertWorld(session, now).user()
        for _ in range(MOST):
            mute(session, owner, now)
        with pytest.raises(SilenceError, match="end one first"):
            mute(session, owner, now)


def test_making_and_ending_stand_in_the_trail_and_nobody_ends_anothers(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        owner, teammate = world.user(), world.user("teammate")
        number = mute(session, owner, now).id or 0
        assert not end_mute(session, number, teammate, now=now)
        assert not end_mute(session, 999, owner, now=now)
        for _ in range(2):
            assert end_mute(session, number, owner, now=now)
    with reading(store) as session:
        acts = session.exec(select(AuditEntry).where(AuditEntry.subject == f"mute:{number}")).all()
    assert [(act.action, act.actor, act.note) for act in acts] == [
        ("created", "owner@example.com", "Not mine."),
        ("ended", "owner@example.com", "Not mine."),
    ]


def test_a_digest_leaves_it_out_and_says_so_and_a_retry_says_the_same(
    context: Context, now: datetime
) -> None:
    add_user(context)
    alert_id = add_alert(context, now - DAY)
    with writing(context.engine) as session:
        world = AlertWorld(session, now - DAY)
        other = world.alert(world.development(world.change(topic="roaming"))).id or 0
    with writing(context.engine) as session:
        number = mute(session, owner_of(session), now - 2 * DAY).id or 0
    assert build_digests(context, Pace.WEEKLY, at_once=True).digests == 1
    (digest,) = digests(context)
    assert alerts_in(context, digest) == [other]
    assert [one.topic for one in notice(context, digest).muted] == ["imei"]
    with writing(context.engine) as session:
        assert end_mute(session, number, owner_of(session), now=now + DAY)
    assert alerts_in(context, digest) == [other]
    with reading(context.engine) as session:
        assert session.get_one(Alert, alert_id).state == "new"


def test_a_daily_digest_with_nothing_else_does_not_go_out(context: Context, now: datetime) -> None:
    add_user(context)
    add_alert(context, now - DAY / 2)
    with writing(context.engine) as session:
        mute(session, owner_of(session), now - 2 * DAY)
    assert build_digests(context, Pace.DAILY, at_once=True).mails == 0


def owner_of(session: Session) -> User:
    user = user_by_email(session, "owner@example.com")
    assert user is not None
    return user
