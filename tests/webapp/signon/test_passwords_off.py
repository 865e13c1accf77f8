"""Passwords that are switched off: only once an administrator has come by the issuer, and never the links."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import writing
from data.models import User
from data.settings import Settings
from tests.issuer import Issuer
from tests.webapp.accounts.test_session import PASSWORD, make_link, owner
from tests.webapp.signon.conftest import Make
from tests.webapp.signon.travelling import is_in, sign_in
from webapp.context import Context
from webapp.service.upkeep import examine

__all__ = ["owner"]


def by_password(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data={"email": "owner@fleet.test", "password": PASSWORD})
    return client


@pytest.fixture
def only(make: Make, owner: User) -> Flask:
    """An app that wants no passwords."""
    return make(oidc_only=True)


def test_they_work_until_an_administrator_has_come_by_the_issuer(
    only: Flask, issuer: Issuer
) -> None:
    issuer.person = {"sub": "t", "email": "teammate@fleet.test", "email_verified": True}
    sign_in(only.test_client())
    assert is_in(by_password(only))  # only an officer has come
    issuer.person = {"sub": "o", "email": "owner@fleet.test", "email_verified": True}
    sign_in(only.test_client())
    assert not is_in(by_password(only))


def test_then_no_form_asks_for_one_and_a_link_still_lets_in(
    only: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    client = only.test_client()
    sign_in(client)
    page = only.test_client().get("/login").text
    assert 'type="password"' not in page
    assert "Passwords are switched off" in page
    form = {"email": "owner@fleet.test", "password": PASSWORD}
    assert only.test_client().post("/login", data=form).status_code == 403
    for path in ("/login/forgot", "/login/reset/x"):
        assert only.test_client().get(path).location == "/login"
    assert 'type="password"' not in client.get("/account").text
    new = {"old": PASSWORD, "password": "another long sentence"}
    answer = client.post("/account/password", data=new, follow_redirects=True)
    assert "Passwords are switched off" in answer.text
    assert is_in(client)
    assert "New password" not in client.get("/admin/people").text
    guest = only.test_client()
    guest.post(make_link(sqlite_store, owner, now))
    assert is_in(guest)


def test_they_come_back_when_nobody_administers_by_it_any_more(
    only: Flask, sqlite_store: Engine, owner: User
) -> None:
    sign_in(only.test_client())
    with writing(sqlite_store) as session:
        session.get_one(User, owner.id).role = "officer"
    assert is_in(by_password(only))


def examined(settings: Settings, store: Engine) -> tuple[str, str]:
    checks = examine(Context(engine=store, settings=settings))
    return next((check.level, check.message) for check in checks if check.name == "sign-in")


def test_the_doctor_says_how_it_stands(only: Flask, sqlite_store: Engine, issuer: Issuer) -> None:
    settings: Settings = only.extensions["roamwatch"].settings
    level, message = examined(settings, sqlite_store)
    assert (level, "not off yet" in message) == ("warning", True)
    sign_in(only.test_client())
    level, message = examined(settings, sqlite_store)
    assert (level, "/login/oidc/back" in message) == ("ok", True)
    issuer.published = []
    level, message = examined(settings, sqlite_store)
    assert (level, "no key" in message) == ("broken", True)
    issuer.discovery = {"issuer": "https://other.example"}
    level, message = examined(settings, sqlite_store)
    assert (level, "ROAMWATCH_OIDC_ISSUER" in message) == ("broken", True)
    down = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    assert examined(down, sqlite_store)[0] == "broken"
