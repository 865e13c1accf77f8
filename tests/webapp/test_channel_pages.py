"""The pages of channels and deliveries: whose they are, what they show, and what they never show."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import Channel, Delivery
from data.sealing import CHANNELS, unseal
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from webapp.delivery.making import MOST_CHANNELS

URL = "https://tickets.fleet.test/hook?key=hush"


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled store; forms need no token."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def channels_of_kind(app: Flask, kind: str) -> list[Channel]:
    with reading(engine_of(app)) as session:
        return list(session.exec(select(Channel).where(Channel.kind == kind).order_by("id")))


def made(app: Flask, name: str = "teammate", url: str = URL) -> Channel:
    answer = client_of(app, name).post("/channels", data={"address": url, "name": "Tickets"})
    assert answer.status_code == 201, answer.text
    return channels_of_kind(app, "webhook")[-1]


def secrets_of(app: Flask, channel: Channel) -> dict[str, str]:
    key = app.extensions["roamwatch"].settings.signing_key
    return unseal(channel.sealed, key, CHANNELS)


def test_everybody_has_their_mail_without_doing_anything(app: Flask) -> None:
    page = client_of(app, "stranger").get("/channels").text
    assert "Messages reach you over 1 channel; what goes over which" in page
    assert "stranger@fleet.test" in page


def test_a_webhook_s_secret_is_shown_once_and_nothing_of_it_is_stored_in_the_clear(
    app: Flask,
) -> None:
    client = client_of(app, "teammate")
    page = client.post("/channels", data={"address": URL, "name": "Tickets"}).text
    channel = channels_of_kind(app, "webhook")[-1]
    values = secrets_of(app, channel)
    assert values["secret"].startswith("whsec_")
    assert values["secret"] in page
    assert values["url"] == URL
    assert values["secret"] not in client.get("/channels").text
    for stored in (channel.address, channel.mark, channel.sealed, repr(channel)):
        assert "hush" not in stored
        assert values["secret"] not in stored
    assert "hush" not in client.get("/channels").text


@pytest.mark.parametrize(
    "url",
    [
        "", "ftp://fleet.test", "https://", "javascript:alert(1)", "https://a b.test",
        "https://fleet.test/\r\nX: y", "https://user:pass@fleet.test/", "https://fleet.test:99999/",
        "https://fleet.test/" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_the_reason(app: Flask, url: str) -> None:
    before = len(channels_of_kind(app, "webhook"))
    page = client_of(app, "teammate").post("/channels", data={"address": url})
    assert page.status_code == 422
    assert 'id="address-error"' in page.text
    assert len(channels_of_kind(app, "webhook")) == before


def test_the_same_address_twice_and_too_many_are_refused(app: Flask) -> None:
    made(app)
    client = client_of(app, "teammate")
    assert "already" in client.post("/channels", data={"address": URL}).text
    for number in range(MOST_CHANNELS):
        answer = client.post("/channels", data={"address": f"https://fleet.test/{number}"})
    assert answer.status_code == 422
    assert "remove one first" in answer.text


def test_a_new_secret_leaves_the_old_one_good_for_a_day(app: Flask) -> None:
    channel = made(app)
    before = secrets_of(app, channel)["secret"]
    page = client_of(app, "teammate").post(f"/channels/{channel.id}/secret")
    assert page.status_code == 201
    channel = channels_of_kind(app, "webhook")[-1]
    values = secrets_of(app, channel)
    assert values["old"] == before
    assert values["secret"] in page.text
    assert channel.old_until == NOW + timedelta(days=1)
    assert "Two secrets sign" in page.text


def test_another_s_channel_is_one_that_does_not_exist(app: Flask) -> None:
    channel = made(app)
    for act in ("test", "switch", "secret", "remove"):
        assert client_of(app, "owner").post(f"/channels/{channel.id}/{act}").status_code == 404


def test_a_channel_is_switched_off_and_on_by_its_owner(app: Flask) -> None:
    channel, client = made(app), client_of(app, "teammate")
    page = client.post(f"/channels/{channel.id}/switch", follow_redirects=True).text
    assert "switched off by its owner" in page
    assert client.post(f"/channels/{channel.id}/test").status_code == 409
    client.post(f"/channels/{channel.id}/switch", data={"on": "yes"})
    assert channels_of_kind(app, "webhook")[-1].state == "active"


def test_a_removed_channel_is_forgotten_with_its_secrets_and_may_be_made_anew(app: Flask) -> None:
    channel, client = made(app), client_of(app, "teammate")
    client.post(f"/channels/{channel.id}/remove")
    assert "Tickets" not in client.get("/channels").text
    assert channels_of_kind(app, "webhook")[-1].sealed == ""
    assert client.post(f"/channels/{channel.id}/switch", data={"on": "yes"}).status_code == 404
    made(app)


def test_nobody_removes_the_way_to_their_own_mailbox(app: Flask) -> None:
    client_of(app, "teammate").get("/channels")
    (mail,) = [one for one in channels_of_kind(app, "mail") if one.user_id == 2]
    assert client_of(app, "teammate").post(f"/channels/{mail.id}/remove").status_code == 404


def test_a_test_is_put_on_its_way_and_listed(app: Flask) -> None:
    channel = made(app)
    page = client_of(app, "teammate").post(f"/channels/{channel.id}/test", follow_redirects=True)
    assert "A test is on its way" in page.text
    with reading(engine_of(app)) as session:
        row = session.exec(select(Delivery).where(Delivery.channel_id == channel.id)).one()
    assert (row.state, row.about_channel_id) == ("pending", channel.id)
    assert row.key in page.text


def test_each_sees_their_own_deliveries_and_an_administrator_all(app: Flask) -> None:
    assert "filled:sent" not in client_of(app, "stranger").get("/deliveries").text
    page = client_of(app, "owner").get("/deliveries").text
    assert "filled:sent" in page
    assert "stranger@fleet.test" in page


def test_the_beginning_of_an_answer_is_shown_as_text_and_in_one_direction(app: Flask) -> None:
    page = client_of(app, "owner").get("/deliveries").text
    assert "HTTP 200: &lt;script&gt;alert(1)&lt;/script&gt; egap rorre" in page


def test_each_attempt_is_listed_with_its_moment_and_its_answer_as_text(app: Flask) -> None:
    page = client_of(app, "owner").get("/deliveries?state=dead").text
    assert "10 attempts" in page
    assert page.count("Postponed: ") == 9
    assert "Given up: <bdi>HTTP 500: &lt;b&gt;broken&lt;/b&gt;</bdi>" in page
    assert "<script>alert(1)" not in page


def test_what_was_given_up_says_why_and_is_tried_again_alone_or_with_all(app: Flask) -> None:
    client = client_of(app, "owner")
    page = client.get("/deliveries?state=dead").text
    assert "1 could not be delivered." in page
    assert "HTTP 500: &lt;b&gt;broken" in page
    answer = client.post("/deliveries/again", follow_redirects=True)
    assert "1 delivery is tried again." in answer.text
    with reading(engine_of(app)) as session:
        row = session.exec(select(Delivery).where(Delivery.key == "filled:dead")).one()
    assert (row.state, row.attempts, row.next_attempt_at) == ("pending", 0, NOW)


def test_a_delivery_that_was_taken_is_sent_again_under_the_same_key(app: Flask) -> None:
    client = client_of(app, "owner")
    with reading(engine_of(app)) as session:
        number = session.exec(select(Delivery.id).where(Delivery.key == "filled:sent")).one()
    for words in ("It is sent again", "It waits to be sent anyway"):
        answer = client.post(f"/deliveries/{number}/again", follow_redirects=True)
        assert words in answer.text
    assert client_of(app, "teammate").post(f"/deliveries/{number}/again").status_code == 404


def test_sending_all_again_touches_only_one_s_own(app: Flask) -> None:
    with writing(engine_of(app)) as session:
        for row in session.exec(select(Delivery)):
            row.state, row.recipient = "dead", "owner@fleet.test"
    answer = client_of(app, "teammate").post("/deliveries/again", follow_redirects=True)
    assert "0 deliveries are tried again." in answer.text


def test_the_address_of_a_chat_service_is_sealed_and_shown_masked(app: Flask) -> None:
    client, token = client_of(app, "teammate"), "TIiajkdnlazkcOXrIdevi7FQ"
    url = f"slack://T1JJ3T3L2/A1BRTD4JD/{token}/#general"
    page = client.post("/channels/chat", data={"chat": url}, follow_redirects=True)
    assert "Slack" in page.text
    assert token not in page.text
    (channel,) = channels_of_kind(app, "apprise")
    assert token not in repr(channel)
    assert secrets_of(app, channel) == {"url": url}
    assert channel.min_interval > 0


def test_what_apprise_does_not_know_is_refused_without_repeating_it(app: Flask) -> None:
    page = client_of(app, "teammate").post("/channels/chat", data={"chat": "syslog://hush"})
    assert page.status_code == 422
    assert 'id="chat-error"' in page.text
    assert "hush" not in page.text
