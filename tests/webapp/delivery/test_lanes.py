"""Lanes of the outbox: paced and patient, and one bad receiver holds up no other."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Delivery
from data.queries.channels import take_turn
from data.sealing import CHANNELS, seal
from tests.webapp.delivery.lanes import at, channel, go, hooks, refuse
from tests.webapp.delivery.memory import Memory, queue, rows, run
from webapp.context import Context
from webapp.delivery.backoff import LONGEST_HOLD, LONGEST_WAIT
from webapp.delivery.outbox import PATIENCE, Sent
from webapp.delivery.types import (
    Outgoing,
    Target,
    TransportError,
)


@pytest.mark.parametrize(
    ("asked", "wait", "hold"),
    [
        (timedelta(minutes=10), timedelta(minutes=10), timedelta(minutes=10)),
        (timedelta(days=400), LONGEST_WAIT, LONGEST_HOLD),
        (timedelta(seconds=1), timedelta(minutes=1), timedelta(seconds=1)),
    ],
)
def test_retry_after_holds_back_its_delivery_and_for_a_while_its_channel(
    context: Context, asked: timedelta, wait: timedelta, hold: timedelta
) -> None:
    (number,) = hooks(context)
    queue(context, 2, channel="webhook", channel_id=number)
    busy = refuse(TransportError("HTTP 429", permanent=False, retry_after=asked))
    assert go(context, Memory(), Memory("webhook", busy)) == Sent(retried=1)
    now = context.clock()
    first, second = rows(context)
    assert first.next_attempt_at == now + wait
    assert (second.attempts, channel(context, number).ready_at) == (0, now + hold)
    later = replace(context, clock=lambda: now + hold)
    hook = Memory(name="webhook")
    assert go(later, Memory(), hook).sent == (2 if wait == hold else 1)


def test_a_channel_s_pace_is_kept_by_all_workers_together(context: Context) -> None:
    (number,) = hooks(context, min_interval=30.0)
    now = context.clock()
    with writing(context.engine) as session:
        assert take_turn(session, number, now=now)
        assert not take_turn(session, number, now=now + timedelta(seconds=29))
        assert take_turn(session, number, now=now + timedelta(seconds=30))


def test_what_comes_too_quickly_waits_unharmed(context: Context) -> None:
    (number,) = hooks(context, min_interval=30.0)
    queue(context, 3, channel="webhook", channel_id=number)
    now, hook = context.clock(), Memory(name="webhook")
    for step in range(3):
        then = at(context, now + timedelta(seconds=30 * step))
        assert go(then, Memory(), hook) == Sent(sent=1)
    assert {row.attempts for row in rows(context)} == {1}


def test_a_receiver_that_fails_again_and_again_rests_until_the_next_round(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nor do threads that come to the lane only then take up what the first gave back.
    monkeypatch.setattr("webapp.delivery.outbox.THREADS", 1)
    monkeypatch.setattr("webapp.delivery.outbox.REST", 0.0)
    (number,) = hooks(context)
    queue(context, PATIENCE + 5, channel="webhook", channel_id=number)
    down = refuse(TransportError("refused", permanent=False))
    assert go(context, Memory(), Memory("webhook", down)) == Sent(retried=PATIENCE)
    assert sum(row.attempts for row in rows(context)) == PATIENCE
    assert go(context, Memory(), Memory("webhook")) == Sent(sent=5)


def test_a_lane_given_up_is_tried_again_while_another_is_under_way(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.delivery.outbox.REST", 0.0)
    failing, slow = hooks(context, 2)
    queue(context, PATIENCE + 1, channel="webhook", channel_id=failing)
    (late,) = queue(context, channel="webhook", channel_id=slow)
    with reading(context.engine) as session:
        key = session.get_one(Delivery, late).key
    came = Event()
    failed: list[str] = []

    def answer(outgoing: Outgoing) -> None:
        if outgoing.key == key:
            assert came.wait(60), "the lane given up was not tried again"
        elif len(failed) < PATIENCE:
            failed.append(outgoing.key)
            raise TransportError("refused", permanent=False)
        else:
            came.set()

    total = go(context, Memory(), Memory("webhook", answer=answer))
    assert total == Sent(sent=2, retried=PATIENCE)


def test_hanging_receivers_hold_up_neither_mails_nor_other_channels(context: Context) -> None:
    slow, quick = hooks(context, 2)
    queue(context, 2, channel="webhook", channel_id=slow)
    queue(context, 5, channel="webhook", channel_id=quick)
    queue(context, 5)
    others = Event()
    mail, hook = Memory(), Memory(name="webhook")
    with reading(context.engine) as session:
        keys = set(session.exec(select(Delivery.key).where(col(Delivery.channel_id) == slow)).all())

    def answer(outgoing: Outgoing) -> None:
        if outgoing.key in keys:
            assert others.wait(60), "the others waited for the one that hangs"
        elif len(mail.taken) + len(hook.taken) >= 9:
            others.set()

    mail.answer = hook.answer = answer
    assert go(context, mail, hook).sent == 12


def test_what_comes_while_another_hangs_is_sent_in_the_same_round(context: Context) -> None:
    (number,) = hooks(context)
    queue(context, channel="webhook", channel_id=number)
    came = Event()

    def hang(_outgoing: Outgoing) -> None:
        queue(context)
        assert came.wait(60), "the mail waited for the webhook"

    mail = Memory(answer=lambda _outgoing: came.set())
    assert go(context, mail, Memory("webhook", hang)).sent == 2


def test_a_webhook_has_one_message_under_way_at_a_time(context: Context) -> None:
    (number,) = hooks(context)
    queue(context, 20, channel="webhook", channel_id=number)
    under_way: list[int] = []
    most: list[int] = []

    def answer(_outgoing: Outgoing) -> None:
        under_way.append(1)
        most.append(len(under_way))
        under_way.pop()

    hook = Memory("webhook", answer)
    hook.lanes = 1  # type: ignore[misc]
    go(context, Memory(), hook)
    assert set(most) == {1}
    assert len(hook.taken) == 20


def test_the_secret_of_before_signs_for_its_day_and_no_longer(context: Context) -> None:
    now, key = context.clock(), context.settings.signing_key
    sealed = seal({"url": "u", "secret": "new", "old": "old"}, key, CHANNELS)
    (number,) = hooks(context, sealed=sealed, old_until=now + timedelta(days=1))
    seen: list[dict[str, str]] = []

    class Keeping(Memory):
        def send(self, outgoing: Outgoing, target: Target) -> object:  # type: ignore[override]
            seen.append(dict(target.secrets))
            return super().send(outgoing, target)

    queue(context, channel="webhook", channel_id=number)
    go(context, Memory(), Keeping("webhook"))
    queue(context, channel="webhook", channel_id=number, next_attempt_at=now)
    tomorrow = replace(context, clock=lambda: now + timedelta(days=1))
    go(tomorrow, Memory(), Keeping("webhook"))
    assert [sorted(one) for one in seen] == [["old", "secret", "url"], ["secret", "url"]]


def test_secrets_that_cannot_be_opened_are_the_operator_s_to_mend(context: Context) -> None:
    (number,) = hooks(context, sealed=seal({"url": "u"}, "another key", CHANNELS))
    queue(context, channel="webhook", channel_id=number)
    assert go(context, Memory(), Memory("webhook")) == Sent(retried=1)
    assert "cannot be opened" in rows(context)[0].error


def test_mail_to_who_has_no_account_any_more_has_no_channel_and_is_sent(context: Context) -> None:
    queue(context)
    assert run(context, Memory()) == Sent(sent=1)
