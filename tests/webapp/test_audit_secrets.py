"""Tokens, passwords, channels, subscriptions and sources in the audit trail: in words, and never a secret."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from data.audit import as_json, verify
from data.catalogue_sync import sync_catalogue
from data.db import reading, writing
from data.models import AuditEntry, Channel
from tests.data.entries import entry
from tests.factories import NOW
from tests.webapp.api.calling import Program
from tests.webapp.filled import client_of, engine_of
from webapp.delivery.closing import close_channel

HOOK = "https://tickets.fleet.test/hook/hush-path?key=hush-query"
CHAT = "slack://AAAHUSHAA/BBBHUSHBB/cccchushcccccccccccccccc"


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled store; forms need no token."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app, "teammate")


def lines(app: Flask, kind: str) -> list[str]:
    """What the page says of acts on such things, the oldest first."""
    page = client_of(app, "owner").get(f"/admin/audit?about={kind}").text
    found = re.findall(r'data-label="What"><span class="strong" dir="auto">(.*?)</span>', page)
    return [unescape(line) for line in reversed(found)]


def trail(store: Engine) -> Iterator[str]:
    with reading(store) as session:
        for one in session.exec(select(AuditEntry).order_by(col(AuditEntry.id))):
            yield json.dumps(as_json(one), ensure_ascii=False)


def made(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found, page
    return found[0]


def test_tokens_made_and_revoked_stand_in_it_without_their_secret(
    app: Flask, client: FlaskClient
) -> None:
    page = client.post("/account/tokens", data={"name": "reader", "scope": "feed", "days": "30"})
    secret = made(page.text, r"rw_[\w-]+")
    with reading(engine_of(app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "created")).all()[-1]
    number = entry.subject.partition(":")[2]
    client.post(f"/account/tokens/{number}/revoke")
    client.post(f"/account/tokens/{number}/revoke")  # void already: nothing is done
    program = Program(app, "owner", "admin")
    _, robot = program.post("/tokens", {"name": "robot", "scopes": ["read", "work"], "days": 7})
    assert program.ask(f"/tokens/{robot['id']}", "DELETE").status_code == 204
    assert lines(app, "token") == [
        "Made the token “reader” for feeds, until 16 Dec 2026",
        "Revoked the token “reader”",
        "Made the token “robot” for read, work, until 23 Nov 2026",
        "Revoked the token “robot”",
    ]
    for line in trail(engine_of(app)):
        assert secret not in line
        assert robot["secret"] not in line


def test_a_new_password_stands_in_it_and_nothing_of_the_password(
    app: Flask, client: FlaskClient
) -> None:
    words = "a sentence that nobody guesses"
    assert client.post("/account/password", data={"password": "short"}).status_code == 422
    assert "set a new password" not in client_of(app, "owner").get("/admin/audit").text
    assert client.post("/account/password", data={"password": words}).status_code == 302
    assert lines(app, "person") == ["teammate@fleet.test set a new password"]
    assert not any("sentence" in line or "argon2" in line for line in trail(engine_of(app)))


def test_channels_stand_in_it_with_their_host_and_without_their_secrets(
    app: Flask, client: FlaskClient
) -> None:
    page = client.post("/channels", data={"address": HOOK, "name": "Tickets"}).text
    secrets = [made(page, r"whsec_[\w+/=]+")]
    with reading(engine_of(app)) as session:
        number = session.exec(select(Channel).where(Channel.name == "Tickets")).one().id
    secrets.append(made(client.post(f"/channels/{number}/secret").text, r"whsec_[\w+/=]+"))
    for form in ({}, {}, {"on": "yes"}):  # off twice is off once
        client.post(f"/channels/{number}/switch", data=form)
    client.post(f"/channels/{number}/remove")
    assert client.post("/channels/chat", data={"chat": CHAT, "name": ""}).status_code == 302
    assert lines(app, "channel") == [
        "Made the webhook “Tickets” to tickets.fleet.test",
        "Gave a new secret to the webhook “Tickets” to tickets.fleet.test",
        "Switched off the webhook “Tickets” to tickets.fleet.test",
        "Switched on the webhook “Tickets” to tickets.fleet.test",
        "Removed the webhook “Tickets” to tickets.fleet.test",
        "Made the chat service “Slack”",
    ]
    assert len(set(secrets)) == 2
    for line in trail(engine_of(app)):
        assert not any(secret in line for secret in (*secrets, "whsec", "hush", "HUSH"))


def test_a_channel_that_we_switch_off_says_who_and_why(app: Flask) -> None:
    with writing(engine_of(app)) as session:
        channel = session.exec(select(Channel).where(Channel.state == "active")).all()[-1]
        assert close_channel(session, channel, reason="the receiver is gone (HTTP 410)", now=NOW)
        assert not close_channel(session, channel, reason="again", now=NOW)
    with reading(engine_of(app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "switched_off")).one()
    assert (entry.actor, entry.note) == ("roamwatch", "the receiver is gone (HTTP 410)")
    assert "the receiver is gone (HTTP 410)" in client_of(app, "owner").get("/admin/audit").text


def test_subscriptions_stand_in_it_in_words(app: Flask, client: FlaskClient) -> None:
    form = {"severity": "low", "do": "save", "countries": "tr, Brazil", "topics": ["imei"]}
    client.post("/subscriptions", data=form | {"do": "preview"})
    client.post("/subscriptions", data=form)
    with reading(engine_of(app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "created")).all()[-1]
    client.post(f"/subscriptions/{entry.subject.partition(':')[2]}/remove")
    wish = "Brazil, Türkiye; IMEI registration; low or worse; At once"
    assert lines(app, "subscription") == [
        f"Subscribed: {wish}",
        f"Took a subscription back: {wish}",
    ]


def test_what_the_catalogue_says_anew_stands_in_it(app: Flask) -> None:
    steps = (
        [entry("de-test-a"), entry("de-test-b")],
        [entry("de-test-a", url="https://a.test/rss"), entry("de-test-b")],
        [entry("de-test-a", url="https://a.test/rss"), entry("de-test-b")],
        [entry("de-test-a", url="https://a.test/rss")],
    )
    for entries in steps:
        with writing(engine_of(app)) as session:
            sync_catalogue(session, entries, now=NOW)
    assert lines(app, "source") == [
        "2 sources of the catalogue added",
        "The catalogue says otherwise of “News”: address",
        "“News” is no longer watched",
    ]
    with reading(engine_of(app)) as session:
        assert verify(session).broken == ()
