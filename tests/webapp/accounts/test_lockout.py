from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import SignInTry, User
from tests.webapp.accounts.test_session import PASSWORD, make_link, owner
from webapp import create_app
from webapp.accounts.lockout import account_key, address_key, forgive, take_try, wait_after

__all__ = ["owner"]


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (10_000, 60)]
)
def test_each_further_failure_waits_longer_up_to_an_hour(tries: int, minutes: int) -> None:
    assert wait_after(tries, free=5) == timedelta(minutes=minutes)


def tried(store: Engine, key: str, now: datetime) -> datetime | None:
    with writing(store) as session:
        return take_try(session, key, now=now)


def test_many_at_once_get_no_more_than_the_free_tries(store: Engine, now: datetime) -> None:
    key = account_key("owner@fleet.test")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: tried(store, key, now), range(12)))
    assert answers.count(None) == 5
    assert {one for one in answers if one} == {now + timedelta(minutes=1)}


def test_a_lock_ends_grows_and_is_forgotten(store: Engine, now: datetime) -> None:
    key = account_key("owner@fleet.test")
    for _ in range(5):
        assert tried(store, key, now) is None
    assert tried(store, key, now + timedelta(seconds=59)) == now + timedelta(minutes=1)
    later = now + timedelta(minutes=1)
    assert tried(store, key, later) is None
    assert tried(store, key, later) == later + timedelta(minutes=2)
    next_week = now + timedelta(days=7)
    assert [tried(store, key, next_week) for _ in range(5)] == [None] * 5


def test_who_was_right_begins_anew_and_the_address_gets_the_try_back(
    store: Engine, now: datetime
) -> None:
    keys = account_key("owner@fleet.test"), address_key("192.0.2.1")
    with writing(store) as session:
        take_try(session, *keys, now=now)
        take_try(session, *keys, now=now)
        forgive(session, " OWNER@fleet.test", address="192.0.2.1", now=now)
    with reading(store) as session:
        rows = session.exec(select(SignInTry)).all()
        assert [(row.key, row.tries) for row in rows] == [(keys[1], 1)]
        assert "192.0.2.1" not in repr(rows)


def test_two_processes_count_together_and_the_right_password_waits_too(
    app: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    other = create_app(app.extensions["roamwatch"].settings, sqlite_store, lambda: now)
    other.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    clients = app.test_client(), other.test_client()
    form = {"email": owner.email, "password": "guess"}
    codes = [clients[turn % 2].post("/login", data=form).status_code for turn in range(5)]
    assert codes == [401] * 5
    page = clients[1].post("/login", data=form | {"password": PASSWORD})
    assert page.status_code == 429
    assert 50 <= int(page.headers["Retry-After"]) <= 60
    assert "try again in 1 minute" in page.text
    assert f'value="{owner.email}"' in page.text


def test_a_lock_says_nothing_of_who_has_an_account(app: Flask, owner: User) -> None:
    client = app.test_client()
    for email in (owner.email, "nobody@fleet.test"):
        form = {"email": email, "password": "guess"}
        codes = [client.post("/login", data=form).status_code for _ in range(6)]
        assert codes == [401] * 5 + [429]


def test_one_address_that_tries_many_accounts_is_locked(app: Flask, owner: User) -> None:
    client = app.test_client()
    for number in range(30):
        form = {"email": f"{number}@fleet.test", "password": "guess"}
        assert client.post("/login", data=form).status_code == 401
    right = {"email": owner.email, "password": PASSWORD}
    assert client.post("/login", data=right).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.post("/login", data=right, environ_base=elsewhere).status_code == 302


def test_who_is_locked_by_a_strangers_guesses_comes_in_by_a_link(
    app: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    client = app.test_client()
    for _ in range(6):
        client.post("/login", data={"email": owner.email, "password": "guess"})
    assert client.post(make_link(sqlite_store, owner, now)).status_code == 302
