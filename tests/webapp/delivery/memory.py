"""A channel that remembers, and an outbox to fill; for tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, ClassVar, Self

from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Delivery
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from webapp.context import Context
from webapp.delivery.outbox import Sent, deliver_due
from webapp.delivery.types import Outgoing, Receipt, Target


@dataclass
class Memory:
    """A channel that keeps what it is given; ``answer`` may raise."""

    name: str = "mail"
    lanes: ClassVar[int] = 4
    at_once: ClassVar[int] = 10
    answer: Callable[[Outgoing], None] = lambda _outgoing: None
    taken: list[Outgoing] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, _settings: Settings) -> Self:
        return cls()

    def send(self, outgoing: Outgoing, target: Target) -> Receipt:
        self.answer(outgoing)
        with self._lock:
            self.taken.append(outgoing)
        return Receipt(answer="taken")

    def close(self) -> None:
        """Nothing is kept open."""

    @property
    def keys(self) -> list[str]:
        return sorted(outgoing.key for outgoing in self.taken)


def context_of(store: Engine, settings: Settings, now: datetime, owner: str = "w1") -> Context:
    return Context(engine=store, settings=settings, clock=lambda: now, owner=owner)


def queue(context: Context, count: int = 1, **values: Any) -> list[int]:
    """Queue that many deliveries of one alert; their numbers."""
    with writing(context.engine) as session:
        world = AlertWorld(session, context.clock())
        alert = world.alert()
        event = world.event(alert)
        return [world.delivery(alert, event, **values).id or 0 for _ in range(count)]


def rows(context: Context) -> Sequence[Delivery]:
    with reading(context.engine) as session:
        return session.exec(select(Delivery).order_by(col(Delivery.id))).all()


def run(context: Context, memory: Memory, jitter: float = 0.5) -> Sent:
    return deliver_due(context, ways={"mail": memory}, draw=lambda: jitter)
