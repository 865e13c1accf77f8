"""A forgotten password, over a real mail server on the loopback."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Delivery, User
from data.settings import Settings
from tests.webapp.accounts.test_session import PASSWORD, owner
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server
from tests.webapp.signing import carry
from webapp import create_app
from webapp.accounts.resetting import open_reset, password_mark, reset_token
from webapp.context import Context
from webapp.delivery.outbox import deliver_due
from webapp.security import limiter

__all__ = ["owner"]
NEW = "another sentence of mine"


class Post:
    """An app that can send, and what arrived."""

    def __init__(self, settings: Settings, store: Engine, now: datetime, mailbox: Mailbox) -> None:
        self.context = Context(engine=store, settings=settings, clock=lambda: self.now)
        self.mailbox, self.now = mailbox, now
        self.app = create_app(settings, store, lambda: self.now)
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        limiter.reset()

    def ask(self, email: str) -> tuple[int, str]:
        page = self.app.test_client().post("/login/forgot", data={"email": email})
        varies = r'name="csrf_token" value="[^"]+"'
        return page.status_code, re.sub(varies, "", page.text).replace(email, "")

    def link(self) -> str:
        """The address in the newest mail, as a path."""
        deliver_due(self.context)
        body = self.mailbox.messages[-1].get_body(("plain",))
        assert body is not None
        found = re.search(r"https?://[^/\s]+(/login/reset/\S+)", body.get_content())
        assert found is not None
        return found[1]


@pytest.fixture
def post(sqlite_settings: Settings, sqlite_store: Engine, now: datetime) -> Iterator[Post]:
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        url = SecretStr(f"smtp://{HOST}:{port}")
        settings = sqlite_settings.model_copy(update={"smtp_url": url})
        yield Post(settings, sqlite_store, now, mailbox)


def enters(client: FlaskClient, email: str, password: str) -> bool:
    return client.post("/login", data={"email": email, "password": password}).status_code == 302


def test_a_link_by_mail_sets_a_new_password_once_and_ends_all_sessions(
    post: Post, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    before = carry(post.app.test_client(), sqlite_store, owner, now=now)
    assert before.get("/").status_code == 200
    assert post.ask("Owner@fleet.test")[0] == 200
    link, client = post.link(), post.app.test_client()
    assert post.mailbox.messages[-1]["To"] == owner.email
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short"}).status_code == 422
    assert client.post(link, data={"password": NEW}).location == "/login"
    assert (
        client.get(link).status_code == client.post(link, data={"password": NEW}).status_code == 410
    )
    assert before.get("/").status_code == 302
    assert not enters(client, owner.email, PASSWORD)
    assert enters(client, owner.email, NEW)


def test_it_unlocks_an_account_on_which_others_guessed(post: Post, owner: User) -> None:
    client = post.app.test_client()
    for _ in range(6):
        enters(client, owner.email, "guess")
    post.ask(owner.email)
    client.post(post.link(), data={"password": NEW})
    assert enters(client, owner.email, NEW)


def test_the_answer_does_not_say_who_has_an_account(post: Post, owner: User) -> None:
    assert post.ask(owner.email) == post.ask("nobody@fleet.test")
    deliver_due(post.context)
    assert len(post.mailbox.messages) == 1


def test_one_account_gets_few_mails_and_the_answer_stays_the_same(post: Post, owner: User) -> None:
    answers = {post.ask(owner.email) for _ in range(5)}
    assert len(answers) == 1
    deliver_due(post.context)
    with reading(post.context.engine) as session:
        assert len(session.exec(select(Delivery)).all()) == 3


def test_a_link_is_void_after_an_hour_and_a_mail_that_would_bring_it_is_not_sent(
    post: Post, owner: User
) -> None:
    post.ask(owner.email)
    link = post.link()
    post.now += timedelta(minutes=30)
    post.ask(owner.email)
    post.now += timedelta(minutes=31)
    assert post.app.test_client().get(link).status_code == 410
    post.now += timedelta(minutes=30)
    deliver_due(post.context)
    assert len(post.mailbox.messages) == 1


def test_what_is_no_address_is_refused_at_the_field(post: Post) -> None:
    page = post.app.test_client().post("/login/forgot", data={"email": "owner"})
    assert page.status_code == 422
    assert 'aria-describedby="email-error"' in page.text
    assert 'value="owner"' in page.text


def test_a_link_that_was_changed_or_made_with_another_key_is_void(
    sqlite_store: Engine, owner: User, now: datetime
) -> None:
    until = now + timedelta(hours=1)
    good = reset_token(owner.id or 0, password_mark(owner), until=until, key="k")
    number, seconds, mark = good.split(".")
    bad = [
        reset_token(owner.id or 0, password_mark(owner), until=until, key="other"),
        f"{number}.{int(seconds) + 1}.{mark}",
        f"{int(number) + 1}.{seconds}.{mark}",
        f"{number}.{seconds}.",
        f"²{number}.{seconds}.{mark}",
        f"99999999999.99999999999.{mark}",
        "é..",
        "",
    ]
    with writing(sqlite_store) as session:
        assert open_reset(session, good, key="k", now=now) is not None
        assert [open_reset(session, one, key="k", now=now) for one in bad] == [None] * len(bad)
        session.get_one(User, owner.id).active = False
        assert open_reset(session, good, key="k", now=now) is None


def test_without_a_mail_server_an_administrator_hands_over_a_link(
    app: Flask, sqlite_store: Engine, owner: User
) -> None:
    client = app.test_client()
    assert "An administrator makes you a link" in client.get("/login/forgot").text
    assert client.post("/login/forgot", data={"email": owner.email}).status_code == 404
    page = carry(app.test_client(), sqlite_store, owner).post(
        f"/admin/people/{owner.id}/password-link"
    )
    found = re.search(r"(/login/reset/[^<]+)<", page.text)
    assert found is not None
    assert client.post(found[1], data={"password": NEW}).status_code == 302
    assert enters(client, owner.email, NEW)
