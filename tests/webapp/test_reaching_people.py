"""From a rule change to the person: raised, matched, sent, and read by real servers at the other end.

Everything runs as in the service but the crawl: the jobs, the pages, the outbox, an HTTP server that
checks signatures with the library of the standard, and a mail server.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select
from standardwebhooks.webhooks import Webhook as Verifier

from data.db import reading, writing
from data.models import Channel, Delivery, Development, Subscription
from data.queries.people import user_by_email
from data.settings import Settings
from data.words import Pace
from tests.webapp.alert_world import AlertWorld, in_days
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server
from tests.webapp.delivery.webhook_server import Post, Receiver, Reply, webhook_server
from tests.webapp.signing import carry
from webapp import create_app
from webapp.context import Context
from webapp.delivery.outbox import deliver_due
from webapp.delivery.sending import Sent
from webapp.digests.building import build_digests
from webapp.jobs import assess_pending

DAY = timedelta(days=1)


@dataclass
class Service:
    """The service on one store, with a receiver and a mailbox at the other end."""

    store: Engine
    settings: Settings
    hook: str
    receiver: Receiver
    mailbox: Mailbox
    # Whoever checks a signature checks its time by their own clock.
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def context(self) -> Context:
        return Context(
            engine=self.store, settings=self.settings, clock=lambda: self.now, owner="w1"
        )

    def person(self, name: str = "owner") -> FlaskClient:
        app = create_app(self.settings, self.store, lambda: self.now)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        client = app.test_client()
        with reading(self.store) as session:
            user = user_by_email(session, f"{name}@example.com")
            assert user is not None
        return carry(client, self.store, user, now=self.now)

    def publish(self, **values: Any) -> None:
        """A rule change of an authority is found; the jobs do the rest."""
        with writing(self.store) as session:
            world = AlertWorld(session, self.now)
            world.change(effective_on=in_days(self.now, 40), **values)
        assert assess_pending(self.context).raised == 1

    def move(self) -> None:
        with writing(self.store) as session:
            development = session.exec(select(Development)).one()
            development.status, development.moved_at = "in_force", self.now
        assert assess_pending(self.context).moved == 1

    def add_webhook(self, client: FlaskClient) -> tuple[int, str]:
        """As a person does; its number, and the secret that the page shows once."""
        page = client.post("/channels", data={"address": self.hook, "name": "Tickets"})
        secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page.text)
        assert secret is not None, page.text
        with reading(self.store) as session:
            channel = session.exec(select(Channel).where(Channel.kind == "webhook")).one()
        return channel.id or 0, secret[0]

    def states(self) -> list[str]:
        with reading(self.store) as session:
            return list(session.exec(select(Delivery.state)).all())


@pytest.fixture
def service(store: Engine, store_settings: Settings) -> Iterator[Service]:
    """A fleet with SIMs in Türkiye and Brazil; its officer has chosen nothing yet."""
    receiver, mailbox = Receiver(), Mailbox()
    with webhook_server(receiver) as hook, mail_server(mailbox) as port:
        values = {
            "smtp_url": SecretStr(f"smtp://{HOST}:{port}"),
            "base_url": "https://roamwatch.fleet.example",
        }
        settings = store_settings.model_copy(update=values)
        made = Service(store, settings, hook, receiver, mailbox)
        with writing(store) as session:
            world = AlertWorld(session, made.now)
            fleet = world.fleet("Meters")
            for country in ("TR", "BR"):
                world.sims(fleet, country, 30)
            world.user("owner", created_at=made.now - 3 * DAY)
        yield made


def test_a_change_reaches_a_webhook_with_a_signature_that_its_receiver_can_check(
    service: Service,
) -> None:
    client = service.person()
    channel, secret = service.add_webhook(client)
    wish = {"severity": "low", "countries": "TR", "channel": str(channel), "do": "save"}
    assert client.post("/subscriptions", data=wish).status_code == 302
    service.publish()
    assert deliver_due(service.context).sent == 1
    (post,) = service.receiver.posts
    body = Verifier(secret).verify(post.body, post.headers)
    assert body["type"] == "alert.raised"
    assert (body["data"]["country"], body["data"]["topic"]) == ("TR", "imei")
    assert body["data"]["live_sims"] == 30
    assert body["data"]["evidence"][0]["language"] == "tr"
    assert not re.search(rb"\d{14,}", post.body), "an identifier of a SIM"
    assert service.mailbox.messages == []
    assert "Tickets" in client.get("/deliveries").text


def test_a_change_that_nobody_asked_for_reaches_nobody(service: Service) -> None:
    client = service.person()
    channel, _ = service.add_webhook(client)
    wish = {"severity": "low", "countries": "BR", "channel": str(channel), "do": "save"}
    client.post("/subscriptions", data=wish)
    service.publish()
    assert deliver_due(service.context).sent == 0
    assert (service.receiver.posts, service.mailbox.messages) == ([], [])


def test_a_receiver_that_fails_first_gets_the_same_message_under_the_same_key(
    service: Service,
) -> None:
    client = service.person()
    channel, secret = service.add_webhook(client)
    client.post("/subscriptions", data={"severity": "low", "channel": str(channel), "do": "save"})
    service.publish()

    def fails_once(_post: Post) -> Reply:
        return Reply(status=503 if len(service.receiver.posts) == 1 else 204)

    service.receiver.answer = fails_once
    assert deliver_due(service.context).retried == 1
    service.now += timedelta(minutes=4)
    assert deliver_due(service.context).sent == 1
    first, second = service.receiver.posts
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert Verifier(secret).verify(second.body, second.headers)["type"] == "alert.raised"
    assert service.states() == ["sent"]


def test_a_change_reaches_a_mailbox_its_move_follows_in_the_thread_and_one_click_ends_it(
    service: Service,
) -> None:
    client = service.person()
    client.post("/subscriptions", data={"severity": "low", "topics": ["imei"], "do": "save"})
    service.publish()
    assert deliver_due(service.context).sent == 1
    service.now += timedelta(hours=1)
    service.move()
    assert deliver_due(service.context).sent == 1
    first, update = service.mailbox.messages
    assert first["To"] == update["To"] == "owner@example.com"
    assert first["Subject"].startswith("Türkiye: IMEI registration – new rule, adopted")
    assert update["Subject"].startswith("Update, Türkiye: IMEI registration")
    assert update["In-Reply-To"] == first["Message-ID"]
    assert update["References"].startswith(first["References"])
    assert first["List-Id"] == update["List-Id"]
    body = first.get_body(("plain",))
    assert body is not None
    assert "30 live SIMs" in body.get_content()

    link = update["List-Unsubscribe"].strip("<>").removeprefix(service.settings.base_url)
    program = service.person().application.test_client()
    assert program.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    service.publish(topic="imei", country="BR")
    assert deliver_due(service.context).sent == 0


def test_a_mail_that_waits_is_not_sent_to_somebody_who_has_unsubscribed_meanwhile(
    service: Service,
) -> None:
    client = service.person()
    channel, _ = service.add_webhook(client)
    for way in ({}, {"channel": str(channel)}):
        client.post("/subscriptions", data={"severity": "low", "do": "save"} | way)
    service.publish()
    client.post("/subscriptions/mails/alerts", data={"do": "stop"})
    assert deliver_due(service.context) == Sent(sent=1, dead=1)
    assert service.mailbox.messages == []
    assert len(service.receiver.posts) == 1
    assert "its reader has unsubscribed" in client.get("/deliveries?state=dead").text
    client.post("/subscriptions/mails/alerts", data={"do": "resume"})
    service.publish(country="BR")
    assert deliver_due(service.context).sent == 2


@pytest.mark.parametrize("by", ["mail", "webhook"])
def test_what_is_asked_for_daily_comes_in_the_digest_and_not_before(
    service: Service, by: str
) -> None:
    client = service.person()
    channel, secret = service.add_webhook(client)
    wish = {"severity": "low", "pace": "daily", "do": "save"}
    client.post(
        "/subscriptions", data=wish | ({"channel": str(channel)} if by == "webhook" else {})
    )
    service.now += timedelta(minutes=1)
    service.publish()
    assert deliver_due(service.context).sent == 0
    service.now += timedelta(minutes=1)
    assert build_digests(service.context, Pace.DAILY, at_once=True).mails == 1
    assert deliver_due(service.context).sent == 1
    if by == "webhook":
        (post,) = service.receiver.posts
        body = Verifier(secret).verify(post.body, post.headers)
        assert (body["type"], body["data"]["counts"]["raised"]) == ("digest.daily", 1)
        assert service.mailbox.messages == []
    else:
        (message,) = service.mailbox.messages
        assert "1 new alert" in message["Subject"]
        assert service.receiver.posts == []


def test_what_waits_is_not_sent_to_somebody_who_was_locked_out_meanwhile(service: Service) -> None:
    client = service.person()
    channel, _ = service.add_webhook(client)
    for way in ({}, {"channel": str(channel)}):
        client.post("/subscriptions", data={"severity": "low", "do": "save"} | way)
    service.publish()
    with writing(service.store) as session:
        user = user_by_email(session, "owner@example.com")
        assert user is not None
        user.active = False
    assert deliver_due(service.context) == Sent(dead=2)
    assert service.mailbox.messages == []
    assert service.receiver.posts == []


def test_the_way_back_to_an_account_is_mailed_though_its_mail_is_switched_off(
    service: Service,
) -> None:
    service.add_webhook(service.person())
    with writing(service.store) as session:
        mail = session.exec(select(Channel).where(Channel.kind == "mail")).one()
        mail.state, mail.reason = "disabled", "switched off by its owner"
    app = create_app(service.settings, service.store, lambda: service.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client().post("/login/forgot", data={"email": "owner@example.com"})
    assert deliver_due(service.context) == Sent(sent=1)
    assert len(service.mailbox.messages) == 1


def test_mail_named_by_the_number_of_its_channel_is_mail_like_any_other(service: Service) -> None:
    client = service.person()
    service.add_webhook(client)
    with writing(service.store) as session:
        mail = session.exec(select(Channel).where(Channel.kind == "mail")).one()
    wish = {"severity": "low", "do": "save", "channel": str(mail.id)}
    assert client.post("/subscriptions", data=wish).status_code == 302
    with reading(service.store) as session:
        assert session.exec(select(Subscription.channel_id)).one() is None
