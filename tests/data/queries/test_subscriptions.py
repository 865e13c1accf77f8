"""Wishes that the store finds for news are all that could be met."""

import random
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Subscription, User
from data.queries.subscriptions import alert_news, wishes_at_once, wishes_of
from data.words import Pace, Severity, Topic
from tests.webapp.alert_world import AlertWorld
from webapp.subscriptions.matching import channels_at_once

PEOPLE, EACH = 12, 8


def fill(store: Engine, now: datetime, chance: random.Random) -> tuple[int, list[int]]:
    """An alert, and people with wishes of all sorts; their numbers."""
    with writing(store) as session:
        world = AlertWorld(session, now)
        alert = world.alert()
        people = [
            User(email=f"p{number}@example.com", name="P", role="officer", created_at=now)
            for number in range(PEOPLE)
        ]
        session.add_all(people)
        session.flush()
        for user in people[1:]:
            for _ in range(EACH):
                session.add(
                    Subscription(
                        user_id=user.id or 0,
                        fleet_id=chance.choice([None, alert.fleet_id]),
                        countries=chance.choice([[], ["TR"], ["BR", "TR"]]),
                        topics=[topic.value for topic in Topic if chance.random() < 0.15],
                        severity=chance.choice(list(Severity)).value,
                        pace=chance.choice(list(Pace)).value,
                        created_at=now,
                    )
                )
        return alert.id or 0, [user.id or 0 for user in people]


@pytest.mark.parametrize("seed", range(5))
def test_the_store_passes_over_no_wish_that_is_met(store: Engine, now: datetime, seed: int) -> None:
    number, people = fill(store, now, random.Random(seed))
    with reading(store) as session:
        news = alert_news(session, number)
        every, found = wishes_of(session, people), wishes_at_once(session, people, news)
        stored = session.exec(select(Subscription)).all()
    assert found.keys() == every.keys() == set(people[1:])
    for person, wishes in every.items():
        assert channels_at_once(found[person], news) == channels_at_once(wishes, news)
    assert any(channels_at_once(wishes, news) for wishes in every.values())
    assert sum(map(len, found.values())) < len(stored)
