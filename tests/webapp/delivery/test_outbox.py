"""The outbox: at least once, never lost, and one bad delivery holds up nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Barrier, Lock, Thread
from typing import Any, Self

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Delivery, Lease
from data.queries.leases import claim
from data.queries.outbox import (
    count_by_state,
    mark_dead,
    mark_retry,
    mark_sent,
    overdue_deliveries,
    revive,
)
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server, scripted_server
from webapp.context import Context
from webapp.delivery import channels
from webapp.delivery.backoff import MAX_ATTEMPTS
from webapp.delivery.outbox import BATCH, Sent, deliver_due
from webapp.delivery.types import Outgoing, TransportError


@dataclass
class Memory:
    """A channel that keeps what it is given; ``answer`` may raise."""

    name: str = "mail"
    answer: Callable[[Outgoing], None] = lambda _outgoing: None
    taken: list[Outgoing] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, _settings: Settings) -> Self:
        return cls()

    def send(self, outgoing: Outgoing) -> None:
        self.answer(outgoing)
        with self._lock:
            self.taken.append(outgoing)

    @property
    def keys(self) -> list[str]:
        return sorted(outgoing.key for outgoing in self.taken)


def context_of(store: Engine, settings: Settings, now: datetime, owner: str = "w1") -> Context:
    return Context(engine=store, settings=settings, clock=lambda: now, owner=owner)


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return context_of(store, store_settings, now)


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


def test_what_is_due_is_sent_once_and_marked_after_it_was_taken(context: Context) -> None:
    queue(context, 3)
    memory = Memory()
    assert run(context, memory) == Sent(sent=3)
    assert run(context, memory) == Sent()
    assert len(set(memory.keys)) == 3
    for row in rows(context):
        assert (row.state, row.attempts, row.sent_at) == ("sent", 1, context.clock())


def test_what_is_not_due_yet_waits(context: Context) -> None:
    queue(context, next_attempt_at=context.clock() + timedelta(seconds=1))
    assert run(context, Memory()) == Sent()
    assert rows(context)[0].state == "pending"


def test_more_than_one_batch_is_sent_in_one_round(context: Context) -> None:
    queue(context, BATCH + 3)
    assert run(context, Memory()).sent == BATCH + 3


def test_claims_are_given_back_when_the_work_is_done(context: Context) -> None:
    def refuse(outgoing: Outgoing) -> None:
        raise TransportError("no", permanent=outgoing.key.endswith("1"))

    queue(context, 12)
    run(context, Memory(answer=refuse))
    with reading(context.engine) as session:
        assert session.exec(select(Lease)).all() == []


def test_a_transient_failure_is_tried_again_later_and_says_why(context: Context) -> None:
    def refuse(_outgoing: Outgoing) -> None:
        raise TransportError("421 too busy", permanent=False)

    queue(context)
    assert run(context, Memory(answer=refuse), jitter=1.0) == Sent(retried=1)
    row = rows(context)[0]
    assert (row.state, row.attempts, row.error) == ("pending", 1, "421 too busy")
    assert row.next_attempt_at == context.clock() + timedelta(seconds=72)

    later, memory = replace(context, clock=lambda: row.next_attempt_at), Memory()
    assert run(later, memory) == Sent(sent=1)
    row = rows(context)[0]
    assert (row.state, row.attempts, row.error) == ("sent", 2, "")


def test_a_permanent_failure_ends_the_delivery_and_keeps_it_listed(context: Context) -> None:
    def refuse(_outgoing: Outgoing) -> None:
        raise TransportError("550 no such user", permanent=True)

    queue(context)
    assert run(context, Memory(answer=refuse)) == Sent(dead=1)
    row = rows(context)[0]
    assert (row.state, row.error, row.sent_at) == ("dead", "550 no such user", None)


def test_a_delivery_dies_after_its_last_attempt(context: Context) -> None:
    def refuse(_outgoing: Outgoing) -> None:
        raise TransportError("421", permanent=False)

    queue(context, attempts=MAX_ATTEMPTS - 1)
    assert run(context, Memory(answer=refuse)) == Sent(dead=1)


def test_a_dead_delivery_can_be_revived_and_starts_anew(context: Context) -> None:
    (number,) = queue(context, state="dead", attempts=9)
    with writing(context.engine) as session:
        assert revive(session, number, now=context.clock())
        assert not revive(session, number, now=context.clock())
    memory = Memory()
    assert run(context, memory) == Sent(sent=1)
    assert rows(context)[0].attempts == 1


def test_one_bad_delivery_holds_up_no_other(context: Context) -> None:
    numbers = queue(context, 9)
    bad = rows(context)[0].key

    def trip(outgoing: Outgoing) -> None:
        if outgoing.key == bad:
            raise ZeroDivisionError("a fault of ours")

    assert run(context, Memory(answer=trip)) == Sent(sent=8, retried=1)
    states = {row.id: row.state for row in rows(context)}
    assert states[numbers[0]] == "pending"
    assert "ZeroDivisionError in mail" in rows(context)[0].error


def test_a_delivery_whose_alert_is_gone_ends_and_holds_up_no_other(context: Context) -> None:
    queue(context)
    queue(context, alert_id=None)
    assert run(context, Memory()) == Sent(sent=1, dead=1)
    assert "nothing to say" in rows(context)[1].error


def test_a_channel_that_is_not_installed_ends_the_delivery_by_name(context: Context) -> None:
    queue(context, channel="pigeon")
    assert run(context, Memory()) == Sent(dead=1)
    assert "pigeon" in rows(context)[0].error


def test_a_crash_after_sending_sends_again_with_the_same_key(context: Context) -> None:
    class Killed(BaseException):
        """Stands in for the process's end: nothing may catch it."""

    def die(outgoing: Outgoing) -> None:
        first.taken.append(outgoing)
        raise Killed

    first, second = Memory(answer=die), Memory()
    queue(context)
    with pytest.raises(Killed):
        run(context, first)
    assert rows(context)[0].state == "pending"

    now = context.clock()
    soon = replace(context, owner="w2", clock=lambda: now + timedelta(seconds=299))
    assert run(soon, second) == Sent()  # the dead worker's claim still holds
    later = replace(context, owner="w2", clock=lambda: now + timedelta(seconds=300))
    assert run(later, second) == Sent(sent=1)
    assert first.keys == second.keys


def test_two_workers_at_once_send_each_delivery_once(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    contexts = [context_of(store, store_settings, now, owner) for owner in ("w1", "w2")]
    queue(contexts[0], 60)
    memory, start = Memory(), Barrier(2)
    counts: list[int] = []

    def work(context: Context) -> None:
        start.wait()
        counts.append(run(context, memory).sent)

    threads = [Thread(target=work, args=(context,)) for context in contexts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 60
    assert len(memory.keys) == len(set(memory.keys)) == 60


def test_what_another_worker_settled_meanwhile_is_not_sent(context: Context) -> None:
    numbers = queue(context, 3)

    def settle_the_rest(outgoing: Outgoing) -> None:
        with writing(context.engine) as session:
            for number in numbers:
                mark_sent(session, number, now=context.clock())

    memory = Memory(answer=settle_the_rest)
    run(context, memory)
    assert len(memory.taken) >= 1
    assert {row.attempts for row in rows(context)} == {1}


def test_a_claim_that_another_worker_took_over_is_respected(context: Context) -> None:
    numbers = queue(context, 30)
    now = context.clock()
    keys = [f"delivery:{number}" for number in numbers]

    def lose_the_claims(_outgoing: Outgoing) -> None:
        with writing(context.engine) as session:
            claim(session, keys, owner="w2", now=now + timedelta(hours=1), seconds=7200)

    memory = Memory(answer=lose_the_claims)
    assert run(context, memory).sent < 30
    assert {row.state for row in rows(context)} == {"sent", "pending"}


def test_a_settled_delivery_is_never_moved_again(context: Context) -> None:
    (number,) = queue(context)
    now = context.clock()
    with writing(context.engine) as session:
        assert mark_sent(session, number, now=now)
        assert not mark_sent(session, number, now=now)
        assert not mark_retry(session, number, error="late", at=now)
        assert not mark_dead(session, number, error="late")
    assert (rows(context)[0].state, rows(context)[0].attempts) == ("sent", 1)


def test_counts_and_overdue_deliveries_are_what_the_doctor_asks_for(context: Context) -> None:
    queue(context, 2, next_attempt_at=context.clock() - timedelta(hours=2))
    queue(context, 1, state="dead")
    with reading(context.engine) as session:
        assert count_by_state(session) == {"pending": 2, "dead": 1}
        assert overdue_deliveries(session, before=context.clock() - timedelta(hours=1)) == 2
        assert overdue_deliveries(session, before=context.clock() - timedelta(hours=3)) == 0


def test_the_mail_channel_is_found_by_scanning() -> None:
    assert channels()["mail"].name == "mail"


@pytest.mark.parametrize("name", sorted(channels()))
def test_every_channel_opens_on_default_settings(settings: Settings, name: str) -> None:
    assert channels()[name].open(settings).name == name


def test_through_a_real_server_one_refused_recipient_keeps_nobody_from_their_mail(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    mailbox = Mailbox(refusals={"gone@example.com": "550 no such user"})
    with mail_server(mailbox) as port:
        url = SecretStr(f"smtp://{HOST}:{port}")
        context = context_of(
            sqlite_store, sqlite_settings.model_copy(update={"smtp_url": url}), now
        )
        with writing(sqlite_store) as session:
            world = AlertWorld(session, now)
            alert = world.alert()
            event = world.event(alert)
            for name in ("owner", "gone", "teammate"):
                world.delivery(alert, event, recipient=f"{name}@example.com")
        assert deliver_due(context) == Sent(sent=2, dead=1)
    assert sorted(message["To"] for message in mailbox.messages) == [
        "owner@example.com",
        "teammate@example.com",
    ]


def test_a_server_that_is_down_delays_mails_and_loses_none(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    with scripted_server(b"421 closing\r\n") as port:
        url = SecretStr(f"smtp://{HOST}:{port}")
        down = sqlite_settings.model_copy(update={"smtp_url": url})
        context = context_of(sqlite_store, down, now)
        queue(context, 3)
        assert deliver_due(context) == Sent(retried=3)
    up = context_of(sqlite_store, sqlite_settings, now + timedelta(minutes=5))
    assert deliver_due(up) == Sent(sent=3)
    assert len(list(sqlite_settings.outbox.glob("*.eml"))) == 3
