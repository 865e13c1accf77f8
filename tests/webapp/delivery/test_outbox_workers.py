"""The outbox with a crash in between, and with two workers at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from time import sleep

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from data.db import reading, writing
from data.models import Lease
from data.queries.channels import note_taken
from data.queries.leases import claim
from data.queries.outbox import Taken, mark_taken
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.memory import Memory, context_of, queue, rows, run
from tests.webapp.outbox_world import add_channel
from webapp.context import Context
from webapp.delivery.outbox import Sent
from webapp.delivery.types import Outgoing


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
            mark_taken(session, [Taken(number, None, context.clock()) for number in numbers])

    memory = Memory(answer=settle_the_rest)
    run(context, memory)
    assert len(memory.taken) >= 1
    assert {row.attempts for row in rows(context)} == {1}


def test_a_claim_that_ran_out_and_was_taken_over_is_respected(context: Context) -> None:
    numbers = queue(context, 30)
    start = context.clock()
    keys = [f"delivery:{number}" for number in numbers]
    moments = [start]

    def take_long(_outgoing: Outgoing) -> None:
        later = start + timedelta(hours=1)
        with writing(context.engine) as session:
            claim(session, keys, owner="w2", now=later, seconds=7200)
        # Only now: another thread that saw the hour go by would rightly renew the claim itself.
        moments[0] = later

    memory = Memory(answer=take_long)
    # Each of its threads had one under way.
    assert 1 <= run(replace(context, clock=lambda: moments[0]), memory).sent <= Memory.lanes
    assert {row.state for row in rows(context)} == {"sent", "pending"}


def test_claims_are_renewed_while_a_batch_is_sent_slowly(context: Context) -> None:
    numbers = queue(context, 10)
    leases = {row.key: f"delivery:{row.id}" for row in rows(context)}
    moments = [context.clock()]
    left: list[timedelta] = []

    def take_long(outgoing: Outgoing) -> None:
        with reading(context.engine) as session:
            lease = session.get_one(Lease, leases[outgoing.key])
            left.append(lease.expires_at - moments[0])
        moments[0] += timedelta(minutes=2)

    memory = Memory(answer=take_long)
    memory.lanes = 1  # type: ignore[misc]
    assert run(replace(context, clock=lambda: moments[0]), memory).sent == len(numbers)
    assert min(left) >= timedelta(seconds=0.8 * context.settings.lease_seconds)


def test_when_nothing_can_be_written_down_no_more_is_sent(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    context = context_of(sqlite_store, sqlite_settings, now)
    queue(context, 2000)

    def lose_the_store(outgoing: Outgoing) -> None:
        if outgoing.key == first:
            with writing(context.engine) as session:
                session.execute(text("ALTER TABLE lease RENAME TO lost"))

    first, memory = rows(context)[0].key, Memory(answer=lose_the_store)
    with pytest.raises(OperationalError, match="no such table: lease"):
        run(context, memory)
    assert len(memory.taken) < 2000


def _wait_for_a_lock(context: Context) -> None:
    """Until some other connection of this database waits for one; it has five seconds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(500):
        with context.engine.connect() as connection:
            if connection.execute(waiting).scalar_one():
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("store_settings", ["postgresql"], indirect=True)
def test_two_workers_who_note_the_same_channels_never_wait_for_each_other(
    context: Context,
) -> None:
    """One holds the first channel and wants the second; the other was told of them the other way round."""
    now = context.clock()
    faults: list[OperationalError] = []
    with writing(context.engine) as session:
        owner = AlertWorld(session, now).user()
        first, second = (
            add_channel(session, owner, now, name=name).id or 0 for name in ("one", "two")
        )

    def note() -> None:
        try:
            with writing(context.engine) as session:
                note_taken(session, {second: now, first: now})
        except OperationalError as exc:
            faults.append(exc)

    other = Thread(target=note)
    with writing(context.engine) as session:
        note_taken(session, {first: now})
        other.start()
        _wait_for_a_lock(context)
        note_taken(session, {second: now})
    other.join()
    assert faults == []
