"""Which deliveries the doctor calls overdue: those that nobody sends, not those that take turns."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data.db import reading, writing
from data.models import User
from data.queries.outbox import overdue_deliveries
from data.settings import Settings
from tests.webapp.delivery.memory import context_of, queue
from tests.webapp.outbox_world import add_channel
from webapp.context import Context

LONG_AGO = timedelta(hours=5)


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return context_of(store, store_settings, now)


def hook(context: Context, **values: object) -> int:
    now = context.clock()
    with writing(context.engine) as session:
        owner = User(email="owner@example.com", name="Owner", role="officer", created_at=now)
        session.add(owner)
        session.flush()
        return add_channel(session, owner, now, **values).id or 0


def overdue(context: Context) -> int:
    with reading(context.engine) as session:
        return overdue_deliveries(session, before=context.clock() - timedelta(hours=1))


def test_a_long_queue_of_a_paced_channel_that_moves_is_not_overdue(context: Context) -> None:
    now, number = context.clock(), hook(context, min_interval=60.0)
    lane: dict[str, Any] = {"channel": "webhook", "channel_id": number}
    queue(context, 3, **lane, next_attempt_at=now - LONG_AGO)
    assert overdue(context) == 3
    queue(context, **lane, state="sent", attempted_at=now - timedelta(minutes=1))
    assert overdue(context) == 0


def test_what_a_receiver_asked_to_hold_back_is_not_overdue(context: Context) -> None:
    now = context.clock()
    number = hook(context, ready_at=now + timedelta(minutes=20))
    queue(context, channel="webhook", channel_id=number, next_attempt_at=now - LONG_AGO)
    assert overdue(context) == 0


def test_another_lane_that_moves_says_nothing_of_this_one(context: Context) -> None:
    now, number = context.clock(), hook(context)
    queue(context, channel="webhook", channel_id=number, next_attempt_at=now - LONG_AGO)
    queue(context, state="sent", attempted_at=now)
    assert overdue(context) == 1


def test_mails_wait_for_one_another_whoever_gets_them(context: Context) -> None:
    now = context.clock()
    queue(context, 2, next_attempt_at=now - LONG_AGO)
    assert overdue(context) == 2
    queue(context, state="sent", recipient="teammate@example.com", attempted_at=now)
    assert overdue(context) == 0
