"""The channel “apprise”: through the real library to real servers on the loopback, and its secrets."""

import contextlib
import json
import logging
import socket
import threading
from dataclasses import replace
from typing import Any

import pytest

from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts
from tests.webapp.delivery.reading import digest
from tests.webapp.delivery.webhook_server import Receiver, Reply, webhook_server
from webapp.delivery.apprise import AppriseChannel, masked, service_of
from webapp.delivery.guarding import Refused, guarded
from webapp.delivery.remark import plain, remark
from webapp.delivery.types import (
    AlertNotice,
    ChannelNotice,
    Outgoing,
    Receipt,
    Target,
    TransportError,
)

OUTGOING = Outgoing(
    key="alert:7:apprise:3",
    recipient="owner@example.com",
    notice=AlertNotice(facts=make_facts(), event="raised", note=""),
    created_at=NOW,
)
BASE = "https://roamwatch.example"


def send(settings: Settings, receiver: Receiver, outgoing: Outgoing = OUTGOING) -> Receipt:
    with webhook_server(receiver) as url:
        address = url.replace("http://", "json://")
        return AppriseChannel(settings).send(outgoing, Target(address="", secrets={"url": address}))


def test_a_message_arrives_with_counts_and_a_link(settings: Settings) -> None:
    receiver = Receiver(answer=lambda _post: Reply(status=200))
    assert send(settings, receiver).answer == "taken by JSON"
    message = json.loads(receiver.posts[0].body)["message"]
    assert "1,200 live SIMs" in message
    assert message.endswith(f"{settings.base_url}/alerts/7")


def test_a_refusal_is_tried_again_and_names_the_service_alone(settings: Settings) -> None:
    with pytest.raises(TransportError, match="JSON did not take it") as caught:
        send(settings, Receiver(answer=lambda _post: Reply(status=500)))
    assert not caught.value.permanent


def test_a_private_address_is_refused_before_anything_is_sent(settings: Settings) -> None:
    receiver = Receiver()
    own = settings.model_copy(update={"allow_private_addresses": False})
    with pytest.raises(TransportError, match="not a public address"):
        send(own, receiver)
    assert receiver.posts == []


def test_the_guard_sees_the_address_behind_a_name_and_only_in_its_own_thread() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = ("localhost", server.getsockname()[1])
        with pytest.raises(Refused, match=r"127\.0\.0\.1 is not a public"):
            _connect_and_swallow(address)
        server.accept()[0].close()
        with guarded(allow_private=True):
            socket.create_connection(address, timeout=5).close()
        socket.create_connection(address, timeout=5).close()


def _connect_and_swallow(address: tuple[str, int]) -> None:
    """Another thread connects freely; this one is refused, whatever a library makes of the failure."""
    with guarded(allow_private=False):
        other = threading.Thread(target=lambda: socket.create_connection(address).close())
        other.start()
        other.join()
        with contextlib.suppress(OSError):
            socket.create_connection(address, timeout=5)


@pytest.mark.parametrize(
    "url",
    [
        "", "nonsense", "https://", "syslog://", "mailto://u:p@example.com", "dbus://",
        "file:///etc/passwd", "mqtt://localhost/topic", "windows://", "xmpp://u:p@example.com",
    ],
)  # fmt: skip
def test_what_does_not_go_over_the_web_is_no_service(url: str) -> None:
    assert service_of(url) is None


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
            "TIiajkdnlazkcOXrIdevi7FQ",
        ),
        ("tgram://123456789:abcdefghijklmnop/12315544", "abcdefghijklmnop"),
        ("ntfys://user:hushhush@ntfy.example.com/topic", "hushhush"),
    ],
)
def test_what_is_shown_of_an_address_holds_no_secret(url: str, secret: str) -> None:
    service = service_of(url)
    assert service is not None
    assert secret not in masked(service)
    assert "?" not in masked(service)


def test_the_library_logs_nothing_since_it_would_tell_addresses(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TransportError):
        send(settings, Receiver(answer=lambda _post: Reply(status=500)))
    assert [record for record in caplog.records if record.name.startswith("apprise")] == []


def test_an_address_that_is_no_longer_known_ends_the_delivery(settings: Settings) -> None:
    target = Target(address="", secrets={"url": "nonsense"})
    with pytest.raises(TransportError) as caught:
        AppriseChannel(settings).send(OUTGOING, target)
    assert caught.value.permanent


@pytest.mark.parametrize(
    "title",
    [
        "@everyone <!channel>",
        "[click](http://evil.test)",
        "a\r\nb",
        "a\u202eb",
        "*x* `y`",
        "x" * 9999,
    ],
)
def test_a_crawled_title_calls_nobody_and_leads_nowhere(title: str) -> None:
    facts: Any = make_facts(title=title)
    notice = AlertNotice(facts=facts, event="commented", note=title, actor=title)
    heading, text = remark(replace(OUTGOING, notice=notice), base_url=BASE)
    said = (heading + text).replace(BASE, "")
    assert not set(said) & set("@<>[]*`\r\u202e")
    assert len(text) < 1200


def test_each_kind_of_news_has_its_few_lines() -> None:
    off = ChannelNotice(
        channel_id=3, what="off", kind="webhook", name="Hook", address="https://h.test",
        reason="HTTP 410", since=NOW,
    )  # fmt: skip
    said = [
        remark(replace(OUTGOING, notice=notice), base_url=BASE)
        for notice in (off, replace(off, what="test"), digest(raised=(make_facts(),)))
    ]
    assert [title for title, _ in said] == [
        "A channel was switched off: Hook",
        "Test",
        "Daily digest",
    ]
    assert all(BASE in text for _, text in said)
    assert plain("a@b", 10) == "a＠b"
