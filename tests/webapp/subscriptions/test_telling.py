"""Raising an alert tells each person by their own wishes, once over each channel."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from data.audit import record
from data.db import reading, writing
from data.models import Delivery, Fleet, FleetMember, Subscription, User
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from webapp.alerts.raising import queue_mails
from webapp.delivery.making import add_webhook


@pytest.fixture
def key() -> str:
    return "k" * 40


def told(
    session: Session,
    world: AlertWorld,
    settings: Settings,
    severity: str = "low",
    fleet: Fleet | None = None,
) -> list[tuple[str, str]]:
    """``(kind of channel, recipient)`` of what is queued for a new alert."""
    alert = world.alert(fleet=fleet, severity=severity)
    entry = record(session, actor="roamwatch", action="raised", alert_id=alert.id, now=world.now)
    queue_mails(session, alert, entry, settings, world.now)
    session.flush()
    rows = session.exec(select(Delivery).where(Delivery.alert_id == alert.id))
    return sorted((row.channel, row.recipient) for row in rows)


def wish(session: Session, user: User, now: datetime, **values: Any) -> None:
    session.add(Subscription(user_id=user.id or 0, created_at=now, **values))
    session.flush()


def test_who_has_no_wish_is_told_by_the_default(
    store: Engine, settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        world.user()
        assert told(session, world, settings) == []
        assert told(session, world, settings, "high") == [("mail", "owner@example.com")]


def test_a_wish_takes_the_place_of_the_default(
    store: Engine, settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        wish(session, world.user(), now, topics=["imei"], severity="low")
        wish(session, world.user("teammate"), now, topics=["roaming"], severity="low")
        assert told(session, world, settings, "high") == [("mail", "owner@example.com")]


def test_a_webhook_is_told_also_of_somebody_who_wants_no_mail(
    store: Engine, settings: Settings, now: datetime, key: str
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        user = world.user(wants_mail=False)
        channel, _ = add_webhook(session, user, url="https://a.test/", name="", key=key, now=now)
        for topics in (["imei"], []):
            wish(session, user, now, severity="low", topics=topics, channel_id=channel.id)
        wish(session, user, now, severity="low")
        assert told(session, world, settings) == [("webhook", "owner@example.com")]


def test_a_channel_that_is_switched_off_gets_nothing_and_mail_takes_its_place(
    store: Engine, settings: Settings, now: datetime, key: str
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        user = world.user()
        channel, _ = add_webhook(session, user, url="https://a.test/", name="", key=key, now=now)
        channel.state = "disabled"
        wish(session, user, now, severity="low", channel_id=channel.id)
        assert told(session, world, settings) == [("mail", "owner@example.com")]


def test_a_wish_for_another_fleet_is_not_met_and_no_wish_opens_a_closed_fleet(
    store: Engine, settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        owner, stranger = world.user(), world.user("stranger", role="viewer")
        other = world.fleet("Other")
        wish(session, owner, now, severity="low", fleet_id=other.id)
        wish(session, stranger, now, severity="low")
        closed = world.fleet("Closed")
        session.add(FleetMember(fleet_id=closed.id or 0, user_id=owner.id or 0))
        session.flush()
        assert told(session, world, settings, fleet=closed) == []


def test_backlog_is_never_told_at_once(store: Engine, settings: Settings, now: datetime) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        wish(session, world.user(), now, severity="low")
        alert = world.alert(backlog=True)
        entry = record(session, actor="roamwatch", action="raised", alert_id=alert.id, now=now)
        assert queue_mails(session, alert, entry, settings, now) == 0
    with reading(store) as session:
        assert session.exec(select(Delivery)).all() == []
