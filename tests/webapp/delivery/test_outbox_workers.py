"""The outbox with a crash in between, and with two workers at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine

from data.db import writing
from data.queries.leases import claim
from data.queries.outbox import (
    mark_sent,
)
from data.settings import Settings
from tests.webapp.delivery.memory import Memory, context_of, queue, rows, run
from webapp.context import Context
from webapp.delivery.outbox import Sent
from webapp.delivery.types import Outgoing


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    return context_of(store, store_settings, now)


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
