"""The channel “webhook”, against real servers on the loopback: ones that misbehave among them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts
from tests.webapp.delivery.reading import digest
from tests.webapp.delivery.webhook_server import Receiver, Reply, webhook_server
from webapp.delivery.making import new_secret
from webapp.delivery.payload import payload
from webapp.delivery.types import (
    AlertNotice,
    Outgoing,
    Receipt,
    ReceiverGoneError,
    Target,
    TransportError,
)
from webapp.delivery.webhook import KEPT, Webhook, retry_after, signed_headers

OUTGOING = Outgoing(
    key="alert:7:webhook:3",
    recipient="owner@example.com",
    notice=AlertNotice(facts=make_facts(), event="raised", note=""),
    created_at=NOW,
)
SECRET = new_secret()


def send(
    settings: Settings, receiver: Receiver, outgoing: Outgoing = OUTGOING, timeout: float = 5.0
) -> Receipt:
    with webhook_server(receiver) as url:
        target = Target(address=url, secrets={"url": url, "secret": SECRET})
        return Webhook(settings, timeout=timeout).send(outgoing, target)


def failure(settings: Settings, reply: Reply, timeout: float = 5.0) -> TransportError:
    with pytest.raises(TransportError) as caught:
        send(settings, Receiver(answer=lambda _post: reply), timeout=timeout)
    return caught.value


def test_the_receiver_can_verify_what_it_gets_with_the_library_of_the_standard(
    settings: Settings,
) -> None:
    receiver = Receiver()
    send(settings, receiver, replace(OUTGOING, attempted_at=datetime.now(UTC)))
    (post,) = receiver.posts
    body = Verifier(SECRET).verify(post.body, post.headers)
    assert body["type"] == "alert.raised"
    assert body["data"]["live_sims"] == 1200
    assert post.headers["webhook-id"] == OUTGOING.key
    with pytest.raises(WebhookVerificationError):
        Verifier(new_secret()).verify(post.body, post.headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(post.body.replace(b"1200", b"1"), post.headers)


def test_while_a_secret_is_changed_both_verify(settings: Settings) -> None:
    old, now = new_secret(), datetime.now(UTC)
    body = payload(OUTGOING, base_url="https://roamwatch.example")
    headers = signed_headers("k", body, {"secret": SECRET, "old": old}, now)
    for secret in (SECRET, old):
        Verifier(secret).verify(body, headers)


def test_a_repeat_carries_the_same_id_and_the_same_bytes(settings: Settings) -> None:
    receiver = Receiver()
    for _ in range(2):
        send(settings, receiver)
    first, second = receiver.posts
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_what_goes_out_names_no_sim(settings: Settings) -> None:
    body = payload(OUTGOING, base_url=settings.base_url).decode().casefold()
    for word in ("iccid", "imsi", "eid", "msisdn"):
        assert f'"{word}' not in body


def test_a_digest_tells_counts_and_links(settings: Settings) -> None:
    notice = digest(raised=(make_facts(),))
    data = json.loads(payload(replace(OUTGOING, notice=notice), base_url=settings.base_url))
    assert data["type"] == "digest.daily"
    assert data["data"]["counts"]["raised"] == len(data["data"]["raised"]) == 1


def test_a_200_with_an_error_page_is_taken_and_its_beginning_kept(settings: Settings) -> None:
    page = b"<html>\r\n<h1>Fatal \xe2\x80\xaeerror\x00</h1>" + b"x" * 10_000
    receipt = send(settings, Receiver(answer=lambda _p: Reply(status=200, body=page)))
    assert receipt.answer.startswith("HTTP 200: <html> <h1>Fatal error")
    assert "\u202e" not in receipt.answer
    assert len(receipt.answer) <= KEPT + len("HTTP 200: ")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_whether_to_a_private_address_or_not(
    settings: Settings, status: int
) -> None:
    inner = Receiver()
    with webhook_server(inner) as private:
        error = failure(settings, Reply(status=status, headers={"Location": private}))
    assert not error.permanent
    assert "redirects" in str(error)
    assert inner.posts == []


def test_a_private_address_is_refused_before_anything_is_sent(settings: Settings) -> None:
    receiver = Receiver()
    guarded = settings.model_copy(update={"allow_private_addresses": False})
    with pytest.raises(TransportError, match="not a public address") as caught:
        send(guarded, receiver)
    assert not caught.value.permanent
    assert receiver.posts == []


@pytest.mark.parametrize("reply", [Reply(silent=True), Reply(status=200, drips=True)])
def test_a_receiver_that_never_ends_its_answer_is_left_in_time(
    settings: Settings, reply: Reply
) -> None:
    error = failure(settings, reply, timeout=0.4)
    assert not error.permanent
    assert "no whole answer within 0.4 seconds" in str(error)


def test_a_410_means_that_the_receiver_is_gone(settings: Settings) -> None:
    error = failure(settings, Reply(status=410, body=b"moved out"))
    assert isinstance(error, ReceiverGoneError)
    assert "moved out" in str(error)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_any_other_refusal_is_tried_again(settings: Settings, status: int) -> None:
    error = failure(settings, Reply(status=status))
    assert (error.permanent, str(error)) == (False, f"HTTP {status}")


def test_a_coded_answer_is_not_unpacked(settings: Settings) -> None:
    reply = Reply(status=200, headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b bomb")
    assert send(settings, Receiver(answer=lambda _p: reply)).answer == "HTTP 200"


def test_no_message_of_an_error_tells_the_address_which_may_hold_a_key(settings: Settings) -> None:
    url = "http://127.0.0.1:9/hook?key=hush"
    target = Target(address="http://127.0.0.1:9/hook", secrets={"url": url, "secret": SECRET})
    with pytest.raises(TransportError) as caught:
        Webhook(settings).send(OUTGOING, target)
    assert "hush" not in str(caught.value) + repr(target)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta()),
        ("Mon, 16 Nov 2026 09:00:00 GMT", timedelta(hours=1)),
        ("Mon, 16 Nov 2020 09:00:00 GMT", timedelta()),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("9" * 400, timedelta(seconds=10**8)),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, wait: timedelta | None) -> None:
    assert retry_after(value, datetime(2026, 11, 16, 8, tzinfo=UTC)) == wait


@given(st.text())
def test_no_retry_after_of_a_receiver_breaks_us(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or wait >= timedelta()


@pytest.mark.parametrize(
    "title",
    [
        "A\r\nwebhook-id: other",
        "<script>x</script>",
        "abc\u202edef",
        "x" * 10_000,
        "\ud800",
        "\x00",
    ],
)
def test_hostile_titles_stay_one_short_line_of_json(settings: Settings, title: str) -> None:
    facts: Any = make_facts(title=title, reason=title, document_url=title)
    outgoing = replace(OUTGOING, notice=AlertNotice(facts=facts, event="raised", note=title))
    receiver = Receiver()
    send(settings, receiver, outgoing)
    (post,) = receiver.posts
    data = json.loads(post.body)["data"]
    for name in ("title", "note", "reason", "source_url"):
        assert not set(data[name]) & set("\r\n\x00\u202e")
    assert len(data["title"]) <= 300
    assert post.headers["webhook-id"] == OUTGOING.key
