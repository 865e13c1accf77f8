"""Headers as another program reads them, from the very bytes that a mail server took."""

from contextlib import closing
from email.message import EmailMessage
from typing import Any

import pytest
from pydantic import SecretStr

from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts
from tests.webapp.delivery.reading import digest, letter, raised, text_of
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server, parse
from webapp.delivery.letters import Letters
from webapp.delivery.mail import Mail
from webapp.delivery.types import AlertNotice, ChannelNotice, Notice, Outgoing, Target

LONG_HOST = "compliance-and-device-management.a-company-with-a-long-name.example"


@pytest.fixture
def served(settings: Settings) -> Settings:
    """An installation on the web, under a name longer than a header's line."""
    return settings.model_copy(
        update={
            "base_url": f"https://{LONG_HOST}",
            "mail_from": f"roamwatch@{LONG_HOST}",
            "secret_key": SecretStr("s" * 40),
        }
    )


def arrived(settings: Settings, *notices: Notice, **values: Any) -> list[EmailMessage]:
    """The mails as the server's own parser (``email.policy.default``) has them."""
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        server = SecretStr(f"smtp://{HOST}:{port}")
        with closing(Mail.open(settings.model_copy(update={"smtp_url": server}))) as mail:
            for number, notice in enumerate(notices):
                defaults: dict[str, Any] = {
                    "key": f"alert:7:{number}",
                    "recipient": "owner@example.com",
                    "reader_id": 12,
                    "created_at": NOW,
                }
                outgoing = Outgoing(notice=notice, **(defaults | values))
                mail.send(outgoing, Target(address=outgoing.recipient))
    assert not any(part.defects for one in mailbox.messages for part in one.walk())
    return mailbox.messages


def test_one_click_stands_in_the_headers_as_rfc_8058_wants_it(served: Settings) -> None:
    (message,) = arrived(served, raised())
    address = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert address.startswith(f"https://{LONG_HOST}/unsubscribe/12.alerts.")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"=?" not in bytes(message["List-Unsubscribe"], "ascii")


def test_the_link_holds_no_secret_and_no_address(served: Settings) -> None:
    (message,) = arrived(served, raised())
    link = message["List-Unsubscribe"]
    assert "s" * 40 not in link
    assert "owner" not in link
    assert "@" not in link


def test_a_mail_address_is_named_only_where_somebody_reads_it(served: Settings) -> None:
    reader = served.model_copy(update={"unsubscribe_mail": "desk@example.com"})
    (message,) = arrived(reader, raised())
    link, mail = message["List-Unsubscribe"].split(", ")
    assert link.startswith("<https://")
    assert mail == "<mailto:desk@example.com?subject=unsubscribe>"


def test_without_encryption_no_one_click_is_promised(settings: Settings) -> None:
    (message,) = arrived(settings, raised())
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1")
    assert message["List-Unsubscribe-Post"] is None


def test_each_kind_of_mail_is_a_list_of_its_own(served: Settings) -> None:
    work = AlertNotice(facts=make_facts(), event="assigned", note="", actor="o@example.com")
    notices: list[Notice] = [
        raised(),
        work,
        *(digest(period=word) for word in ("daily", "weekly", "monthly")),
    ]
    found = arrived(served, *notices)
    lists = [message["List-Id"].partition("<")[2].partition(".")[0] for message in found]
    assert lists == ["alerts", "work", "daily", "weekly", "monthly"]
    for word, message in zip(lists, found, strict=True):
        assert f"/unsubscribe/12.{word}." in message["List-Unsubscribe"]


def test_news_of_a_channel_and_mail_to_nobody_we_know_cannot_be_stopped(served: Settings) -> None:
    news = ChannelNotice(
        channel_id=1, what="off", kind="webhook", name="Hook", address="", reason="gone", since=NOW
    )
    assert arrived(served, news)[0]["List-Unsubscribe"] is None
    (stranger,) = arrived(served, raised(), reader_id=None)
    assert stranger["List-Unsubscribe"] is None
    assert stranger["List-Id"] is not None


def test_all_mails_of_a_development_hang_on_one_mark_in_every_fleet(served: Settings) -> None:
    meters, cars = raised(), raised(alert_id=8, fleet_id=2)
    other = raised(alert_id=9, development_key="another")
    first, second, third = arrived(served, meters, cars, other)
    assert first["References"] == second["References"] != third["References"]
    assert first["References"].startswith("<")
    assert first["In-Reply-To"] is None
    (later,) = arrived(served, meters, key="alert:7:event:3", thread_key="alert:7:0")
    assert later["References"].split() == [first["References"], first["Message-ID"]]
    assert later["In-Reply-To"] == first["Message-ID"]
    assert len({one["Message-ID"] for one in (first, second, third, later)}) == 4


def test_a_digest_hangs_on_no_thread(served: Settings) -> None:
    (message,) = arrived(served, digest())
    assert message["References"] is None
    assert message["In-Reply-To"] is None


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_foot_of_a_mail_says_why_it_came_and_how_to_stop_it(
    served: Settings, kind: str
) -> None:
    for notice, mails in ((raised(), "instant alerts"), (digest(), "daily digests")):
        message = letter(notice, served, reader_id=12)
        body = text_of(message, kind)
        assert f"because you take {mails} from Roamwatch" in body
        assert f"Unsubscribe from {mails}" in body
        assert message["List-Unsubscribe"].strip("<>") in body
        assert f"https://{LONG_HOST}/subscriptions" in body


def test_what_is_written_once_for_many_holds_each_reader_s_own_link(served: Settings) -> None:
    letters, notice = Letters(served), raised()
    mails = [
        parse(
            letters.compose(
                Outgoing(
                    key=f"k:{number}",
                    recipient=f"{name}@example.com",
                    notice=notice,
                    reader_id=number,
                    created_at=NOW,
                )
            )
        )
        for number, name in ((12, "owner"), (13, "teammate"), (None, "stranger"))
    ]
    links = [str(mail["List-Unsubscribe"] or "").strip("<>") for mail in mails]
    assert len(set(links)) == 3
    for kind in ("plain", "html"):
        bodies = [text_of(mail, kind) for mail in mails]
        for body, link in zip(bodies[:2], links[:2], strict=True):
            assert [one for one in links[:2] if one in body] == [link]
        assert not any("link.invalid" in body for body in bodies)
        assert "nsubscribe" not in bodies[2]
