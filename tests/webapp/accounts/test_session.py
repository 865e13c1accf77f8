import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import writing
from data.models import User
from tests.webapp.conftest import SignIn
from webapp.accounts.passwords import hash_password
from webapp.auth import issue_login_link

PASSWORD = "a long sentence with words"


@pytest.fixture
def owner(sqlite_store: Engine, people: dict[str, User]) -> User:
    with writing(sqlite_store) as session:
        user = session.get_one(User, people["owner"].id)
        user.password_hash = hash_password(PASSWORD)
        session.add(user)
    return user


def path_of(link: str) -> str:
    return link.removeprefix("http://host.test")


def make_link(store: Engine, user: User, now: datetime, **more: float) -> str:
    with writing(store) as session:
        link = issue_login_link(session, user, base_url="http://host.test", now=now, **more)
    return path_of(link)


def test_the_right_pair_comes_in_and_goes_where_it_wanted(app: Flask, owner: User) -> None:
    client = app.test_client()
    form = {"email": " Owner@Fleet.test", "password": PASSWORD, "next": "/alerts?state=open"}
    answer = client.post("/login", data=form)
    assert answer.status_code == 302
    assert answer.location == "/alerts?state=open"
    assert client.get("/").status_code == 200


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    app: Flask, owner: User
) -> None:
    client = app.test_client()
    pages = [
        client.post("/login", data={"email": email, "password": "not the right one"})
        for email in (owner.email, "nobody@fleet.test")
    ]
    assert [page.status_code for page in pages] == [401, 401]
    varies = r'name="csrf_token" value="[^"]+"|owner@fleet.test|nobody@fleet.test'
    bodies = [re.sub(varies, "", page.text) for page in pages]
    assert bodies[0] == bodies[1]
    assert "do not go together" in bodies[0]


def test_who_has_no_password_cannot_come_in_with_an_empty_one(
    app: Flask, people: dict[str, User]
) -> None:
    form = {"email": people["teammate"].email, "password": ""}
    assert app.test_client().post("/login", data=form).status_code == 401


def test_guessing_one_account_is_slowed_down_with_a_page_that_says_so(
    app: Flask, owner: User
) -> None:
    client = app.test_client()
    form = {"email": owner.email, "password": "guess"}
    codes = [client.post("/login", data=form).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    page = client.post("/login", data=form)
    assert "Too many tries" in page.text
    assert int(page.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "\\\\evil.test",
        "/a\nb",
        "javascript:alert(1)",
        "evil",
    ],
)
def test_a_sign_in_never_leads_to_another_host(app: Flask, owner: User, target: str) -> None:
    form = {"email": owner.email, "password": PASSWORD, "next": target}
    assert app.test_client().post("/login", data=form).location == "/"


def test_a_link_asks_for_a_click_and_works_once(
    app: Flask, sqlite_store: Engine, people: dict[str, User], now: datetime
) -> None:
    link = make_link(sqlite_store, people["teammate"], now)
    scanner, client, thief = (app.test_client() for _ in range(3))
    assert scanner.get(link).status_code == 200
    assert scanner.get("/").status_code == 302
    assert client.post(link).location == "/"
    assert "Teammate" in client.get("/").text
    assert thief.post(link).status_code == 410
    assert thief.get("/").status_code == 302


def test_a_link_is_void_when_its_time_is_over(
    app: Flask, sqlite_store: Engine, people: dict[str, User], now: datetime
) -> None:
    past = now - timedelta(hours=1)
    link = make_link(sqlite_store, people["teammate"], past, hours=1.0)
    page = app.test_client().get(link)
    assert page.status_code == 410
    assert "no longer works" in page.text
    assert app.test_client().post(link).status_code == 410


def test_a_made_up_link_is_void(app: Flask) -> None:
    assert app.test_client().post("/login/link/anything").status_code == 410


def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    client = sign_in("owner")
    assert client.post("/logout").status_code == 302
    assert client.get("/alerts").status_code == 302


def test_a_new_password_ends_sessions_elsewhere(sign_in: SignIn) -> None:
    here, elsewhere = sign_in("owner"), sign_in("owner")
    assert elsewhere.get("/").status_code == 200
    assert here.post("/account/password", data={"password": PASSWORD}).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_person_who_is_locked_out_is_out_at_once(
    sign_in: SignIn, sqlite_store: Engine, people: dict[str, User]
) -> None:
    client = sign_in("teammate")
    assert client.get("/").status_code == 200
    with writing(sqlite_store) as session:
        session.get_one(User, people["teammate"].id).active = False
    assert client.get("/").status_code == 302


def test_a_forged_session_is_nobodys(app: Flask, people: dict[str, User]) -> None:
    for value in ("1", "1.", "1.0000000000000000", "x.y", "²."):
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = value
        assert client.get("/").status_code == 302


def test_who_is_signed_in_is_not_asked_again(sign_in: SignIn) -> None:
    assert sign_in("owner").get("/login?next=/fleet").location == "/fleet"


def test_the_sign_in_page_is_reached_with_the_way_back(app: Flask) -> None:
    answer = app.test_client().get("/alerts?state=open")
    assert answer.location == "/login?next=/alerts?state%3Dopen"


def test_the_colours_are_kept_in_a_cookie_and_shown(app: Flask) -> None:
    client = app.test_client()
    assert theme_of(client) == "system"
    assert client.post("/theme", data={"theme": "dark", "next": "/login"}).location == "/login"
    assert theme_of(client) == "dark"
    client.post("/theme", data={"theme": '"><script>'})
    assert theme_of(client) == "dark"


def theme_of(client: FlaskClient) -> str:
    found = re.search(r'data-theme="(\w+)"', client.get("/login").text)
    assert found is not None
    return found[1]
