"""Connections to the mail server: kept between messages, and given up when the server does."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from data.settings import Settings
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server
from tests.webapp.delivery.test_mail import OUTGOING
from webapp.delivery.mail import Mail
from webapp.delivery.smtp import MOST_MESSAGES
from webapp.delivery.types import Target, TransportError


@contextmanager
def mail(settings: Settings, mailbox: Mailbox, **options: Any) -> Iterator[Mail]:
    with mail_server(mailbox, **options) as port:
        url = SecretStr(f"smtp://{HOST}:{port}")
        with closing(Mail(settings.model_copy(update={"smtp_url": url}))) as channel:
            yield channel


def send(channel: Mail, number: int, to: str = "owner@example.com") -> None:
    outgoing = replace(OUTGOING, key=f"k:{number}", recipient=to)
    channel.send(outgoing, Target(address=to))


def keys(mailbox: Mailbox) -> list[str]:
    return [message["X-Roamwatch-Key"] for message in mailbox.messages]


def test_messages_go_over_one_connection_until_it_has_carried_its_most(settings: Settings) -> None:
    mailbox = Mailbox()
    with mail(settings, mailbox) as channel:
        for number in range(MOST_MESSAGES + 2):
            send(channel, number)
    assert keys(mailbox) == [f"k:{number}" for number in range(MOST_MESSAGES + 2)]
    first, second = dict.fromkeys(mailbox.connections)
    assert mailbox.connections.count(first) == MOST_MESSAGES
    assert mailbox.connections.count(second) == 2


def test_each_message_over_a_kept_connection_is_one_s_own(settings: Settings) -> None:
    mailbox = Mailbox()
    with mail(settings, mailbox) as channel:
        send(channel, 1, "owner@example.com")
        send(channel, 2, "teammate@example.com")
    assert [message["To"] for message in mailbox.messages] == [
        "owner@example.com",
        "teammate@example.com",
    ]
    assert len({message["Message-ID"] for message in mailbox.messages}) == 2


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "450 mailbox busy"])
def test_a_refused_recipient_costs_the_others_neither_mail_nor_connection(
    settings: Settings, answer: str
) -> None:
    mailbox = Mailbox(refusals={"gone@example.com": answer})
    with mail(settings, mailbox) as channel:
        send(channel, 1)
        with pytest.raises(TransportError, match="recipient refused"):
            send(channel, 2, "gone@example.com")
        send(channel, 3)
    assert keys(mailbox) == ["k:1", "k:3"]
    assert len(set(mailbox.connections)) == 1


def test_a_refused_message_leaves_nothing_behind_for_the_next(settings: Settings) -> None:
    mailbox = Mailbox(data_answer="554 no")
    with mail(settings, mailbox) as channel:
        with pytest.raises(TransportError, match="message refused"):
            send(channel, 1)
        mailbox.data_answer = "250 OK"
        send(channel, 2, "teammate@example.com")
    assert keys(mailbox) == ["k:2"]
    assert mailbox.messages[0]["To"] == "teammate@example.com"


def test_a_server_that_takes_few_messages_a_connection_gets_more_connections(
    settings: Settings,
) -> None:
    mailbox = Mailbox()
    # It answers the third MAIL with 421 and hangs up.
    with mail(settings, mailbox, command_call_limit={"MAIL": 2, "*": 50}) as channel:
        for number in range(5):
            send(channel, number)
    assert keys(mailbox) == [f"k:{number}" for number in range(5)]
    assert len(set(mailbox.connections)) == 3


def test_a_server_that_went_away_is_asked_anew_and_its_absence_is_no_loss(
    settings: Settings,
) -> None:
    first, second = Mailbox(), Mailbox()
    with mail_server(first) as port:
        url = SecretStr(f"smtp://{HOST}:{port}")
        channel = Mail(settings.model_copy(update={"smtp_url": url}))
        send(channel, 1)
    with pytest.raises(TransportError) as caught:
        send(channel, 2)
    assert not caught.value.permanent
    with mail_server(second, port=port), closing(channel):
        send(channel, 2)
    assert (keys(first), keys(second)) == (["k:1"], ["k:2"])
