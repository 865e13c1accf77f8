"""A channel whose receiver is gone is switched off, and its owner told another way."""

from datetime import timedelta

from sqlmodel import select

from data.db import reading
from data.models import Channel
from tests.webapp.delivery.lanes import OWNER, at, channel, go, hooks, refuse
from tests.webapp.delivery.memory import Memory, queue, rows
from webapp.context import Context
from webapp.delivery.types import (
    ChannelNotice,
    ReceiverGoneError,
    TransportError,
)


def test_a_receiver_that_is_gone_switches_its_channel_off_and_its_owner_is_told_by_mail(
    context: Context,
) -> None:
    (number,) = hooks(context)
    queue(context, 3, channel="webhook", channel_id=number)
    mail = Memory()
    gone = Memory(name="webhook", answer=refuse(ReceiverGoneError("HTTP 410")))
    total = go(context, mail, gone)
    assert (total.dead, total.sent) == (3, 1)
    (told,) = mail.taken
    assert isinstance(told.notice, ChannelNotice)
    assert (told.recipient, told.notice.what, told.notice.reason) == (OWNER, "off", "HTTP 410")
    assert channel(context, number).state == "disabled"
    assert "switched off: HTTP 410" in rows(context)[1].error


def test_a_mailbox_that_is_gone_is_told_over_a_webhook(context: Context) -> None:
    (number,) = hooks(context)
    queue(context)
    hook = Memory(name="webhook")
    go(context, Memory(answer=refuse(ReceiverGoneError("550 no such user"))), hook)
    (told,) = hook.taken
    assert isinstance(told.notice, ChannelNotice)
    assert told.notice.kind == "mail"
    assert channel(context, number).state == "active"


def test_without_another_channel_nothing_is_queued_and_the_page_says_it(context: Context) -> None:
    hooks(context, 0)
    queue(context)
    go(context, Memory(answer=refuse(ReceiverGoneError("550"))), Memory(name="webhook"))
    assert len(rows(context)) == 1
    with reading(context.engine) as session:
        (mail,) = session.exec(select(Channel)).all()
    assert (mail.state, mail.reason) == ("disabled", "550")


def test_a_message_that_is_refused_does_not_end_its_channel(context: Context) -> None:
    (number,) = hooks(context)
    queue(context, channel="webhook", channel_id=number)
    refused = refuse(TransportError("554 spam", permanent=True))
    assert go(context, Memory(), Memory(name="webhook", answer=refused)).dead == 1
    assert channel(context, number).state == "active"


def test_an_endpoint_that_failed_for_two_days_gets_everything_in_the_end(
    context: Context,
) -> None:
    (number,) = hooks(context)
    queue(context, 3, channel="webhook", channel_id=number)
    start, moment = context.clock(), context.clock()
    down = refuse(TransportError("HTTP 500", permanent=False))
    while moment < start + timedelta(hours=48):
        go(at(context, moment), Memory(), Memory("webhook", down))
        assert {row.state for row in rows(context)} == {"pending"}
        moment += timedelta(minutes=20)
    hook = Memory(name="webhook")
    while any(row.state == "pending" for row in rows(context)):
        moment += timedelta(minutes=20)
        go(at(context, moment), Memory(), hook)
    assert len(set(hook.keys)) == 3
    assert moment < start + timedelta(hours=60)
    assert channel(context, number).state == "active"


def test_one_that_took_nothing_until_its_first_delivery_died_is_switched_off(
    context: Context,
) -> None:
    (number,) = hooks(context)
    queue(context, channel="webhook", channel_id=number, attempts=17)
    down = refuse(TransportError("HTTP 500", permanent=False))
    mail = Memory()
    assert go(context, mail, Memory("webhook", down)).dead == 1
    assert channel(context, number).state == "disabled"
    assert len(mail.taken) == 1


def test_one_that_took_others_meanwhile_stays_in_use(context: Context) -> None:
    (number,) = hooks(context, taken_at=context.clock() + timedelta(seconds=1))
    queue(context, channel="webhook", channel_id=number, attempts=17)
    down = refuse(TransportError("HTTP 500", permanent=False))
    go(context, Memory(), Memory("webhook", down))
    assert channel(context, number).state == "active"


def test_a_mail_server_that_is_down_for_days_switches_off_nobody_s_mail(context: Context) -> None:
    hooks(context, 0)
    queue(context, attempts=17)
    go(context, Memory(answer=refuse(TransportError("421", permanent=False))), Memory("webhook"))
    with reading(context.engine) as session:
        assert session.exec(select(Channel.state)).all() == ["active"]
