"""Matching one alert against 10,000 subscriptions, and telling everybody who wished for it."""

import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from sqlmodel import Session, func, select

from data.audit import record
from data.db import make_engine, migrate, writing
from data.models import Delivery, Subscription, User
from data.settings import Settings
from data.words import Severity, Topic
from tests.factories import NOW, make_story
from webapp.alerts.raising import queue_mails

NAME = "one alert against 10,000 subscriptions of 1,000 people (goal: under 1 s)"
PEOPLE, EACH = 1000, 10
ROUNDS = 3


def run() -> Iterable[str]:
    """Fill a store, raise, count what is queued."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(instance=Path(folder))
        migrate(settings)
        engine = make_engine(settings)
        with writing(engine) as session:
            _fill(session)
        for place in range(ROUNDS):
            with writing(engine) as session:
                alert = make_story(session)
                entry = record(
                    session, actor="roamwatch", action="raised", alert_id=alert.id, now=NOW
                )
                began = time.perf_counter()
                queued = queue_mails(session, alert, entry, settings, NOW)
                session.flush()
                yield f"round {place + 1}: {time.perf_counter() - began:.2f} s, {queued} deliveries"
        with writing(engine) as session:
            yield f"{session.exec(select(func.count()).select_from(Delivery)).one()} in the outbox"
        engine.dispose()


def _fill(session: Session) -> None:
    rng = random.Random(5)
    people = [
        User(email=f"p{number}@fleet.test", name=f"P {number}", role="officer", created_at=NOW)
        for number in range(PEOPLE)
    ]
    session.add_all(people)
    session.flush()
    session.add_all(
        Subscription(
            user_id=user.id or 0,
            countries=rng.sample(["TR", "BR", "IN", "CN", "NG", "DE"], k=2),
            # Every other one asks for all topics.
            topics=[rng.choice(list(Topic)).value] * rng.randrange(2),
            severity=rng.choice(list(Severity)).value,
            created_at=NOW,
        )
        for user in people
        for _ in range(EACH)
    )
