"""The outbox: at least once, never lost, and one bad delivery holds up nobody."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Lease
from data.queries.attempts import Attempt, attempts_of, forget_attempts, note_attempts
from data.queries.outbox import (
    Taken,
    count_by_state,
    mark_dead,
    mark_retry,
    mark_taken,
    overdue_deliveries,
    send_again,
)
from data.settings import Settings
from data.words import AttemptOutcome
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.memory import Memory, context_of, queue, rows, run
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server, scripted_server
from webapp.context import Context
from webapp.delivery import channels
from webapp.delivery.backoff import MAX_ATTEMPTS
from webapp.delivery.outbox import Sent, deliver_due
from webapp.delivery.types import Outgoing, TransportError

POSTPONED = AttemptOutcome.POSTPONED


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
    many = 2 * Memory.at_once + 3
    queue(context, many)
    assert run(context, Memory()).sent == many


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


def test_each_attempt_is_kept_with_its_moment_and_what_was_said(context: Context) -> None:
    (number,) = queue(context)
    start = context.clock()

    def refuse(outgoing: Outgoing) -> None:
        raise TransportError(f"{'x' * 400} {outgoing.key}", permanent=False)

    run(context, Memory(answer=refuse))
    later = replace(context, clock=lambda: start + timedelta(hours=1))
    run(later, Memory())
    with reading(context.engine) as session:
        second, first = attempts_of(session, [number])[number]
    assert (first.at, first.outcome, first.said) == (start, "postponed", "x" * 300)
    assert (second.at, second.outcome, second.said) == (later.clock(), "taken", "taken")


def test_attempts_are_forgotten_once_their_delivery_is_settled_for_long(context: Context) -> None:
    done, waits = queue(context, 2)
    now = context.clock()
    old = [Attempt(number, now - timedelta(days=91), POSTPONED, "old") for number in (done, waits)]
    with writing(context.engine) as session:
        note_attempts(session, [*old, Attempt(done, now, POSTPONED, "new")])
        mark_dead(session, done, error="gone", now=now)
        assert forget_attempts(session, now=now) == 1
        kept = attempts_of(session, [done, waits])
    assert [one.said for one in kept[done]] == ["gone", "new"]
    assert [one.said for one in kept[waits]] == ["old"]


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
        assert send_again(session, number, now=context.clock())
        assert not send_again(session, number, now=context.clock())
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


def test_a_settled_delivery_is_never_moved_again(context: Context) -> None:
    (number,) = queue(context)
    now = context.clock()
    with writing(context.engine) as session:
        mark_taken(session, [Taken(number, None, now, "first"), Taken(number, None, now, "again")])
        mark_taken(session, [Taken(number, None, now, "late")])
        assert not mark_retry(session, number, error="late", at=now, now=now)
        assert not mark_dead(session, number, error="late", now=now)
    (row,) = rows(context)
    assert (row.state, row.attempts, row.answer) == ("sent", 1, "first")


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
