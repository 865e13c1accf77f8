import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import LoginToken, Token, User
from tests.factories import make_story
from tests.webapp.conftest import SignIn

PASSWORD = "a long sentence with words"


def secret_in(page: str) -> str:
    found = re.search(r'class="mono secret">([^<]+)<', page)
    assert found is not None
    return found[1]


def test_a_token_is_shown_once_and_reads_the_feed(
    app: Flask, sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        make_story(session)
    client = sign_in("owner")
    page = client.post("/account/tokens", data={"name": "the dashboard"})
    assert page.status_code == 201
    secret = secret_in(page.text)
    again = client.get("/account").text
    assert secret not in again
    assert "the dashboard" in again
    reader = app.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    assert reader.get("/feed.json", headers=headers).status_code == 200
    with reading(sqlite_store) as session:
        (token,) = session.exec(select(Token)).all()
        assert secret not in str(token)


def test_a_revoked_token_is_void_at_once(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("owner")
    secret = secret_in(client.post("/account/tokens", data={"name": "x"}).text)
    assert client.post("/account/tokens/1/revoke").status_code == 302
    assert "void since" in client.get("/account").text
    headers = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/feed.json", headers=headers).status_code in (401, 403)


def test_nobody_revokes_the_token_of_somebody_else(sign_in: SignIn, sqlite_store: Engine) -> None:
    sign_in("owner").post("/account/tokens", data={"name": "x"})
    assert sign_in("teammate").post("/account/tokens/1/revoke").status_code == 404
    with reading(sqlite_store) as session:
        assert session.get_one(Token, 1).revoked_at is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_token_needs_a_name_and_what_was_typed_stays(sign_in: SignIn, name: str) -> None:
    page = sign_in("owner").post("/account/tokens", data={"name": name})
    assert page.status_code == 422
    assert "Give it a name" in page.text
    assert f'value="{name.strip()}"' in page.text


def test_a_password_is_set_and_then_changed_with_proof(sign_in: SignIn) -> None:
    client = sign_in("owner")
    assert "You have none yet" in client.get("/account").text
    assert client.post("/account/password", data={"password": PASSWORD}).status_code == 302
    assert "You have none yet" not in client.get("/account").text
    page = client.post("/account/password", data={"old": "wrong", "password": "x" * 20})
    assert page.status_code == 422
    assert "not your present password" in page.text
    form = {"old": PASSWORD, "password": "another sentence of mine"}
    assert client.post("/account/password", data=form).status_code == 302


def test_a_short_password_is_refused_at_the_field(sign_in: SignIn) -> None:
    page = sign_in("owner").post("/account/password", data={"password": "short"})
    assert page.status_code == 422
    assert 'aria-describedby="password-error"' in page.text


def test_guessing_the_present_password_is_slowed_down(sign_in: SignIn) -> None:
    client = sign_in("owner")
    client.post("/account/password", data={"password": PASSWORD})
    codes = [
        client.post("/account/password", data={"old": "x", "password": PASSWORD}).status_code
        for _ in range(10)
    ]
    assert codes == [422] * 9 + [429]


def test_an_administrator_adds_a_person_who_comes_in_by_the_link(
    app: Flask, sign_in: SignIn
) -> None:
    form = {"email": "new@fleet.test", "name": "New", "role": "officer"}
    page = sign_in("owner").post("/admin/people", data=form)
    assert page.status_code == 201
    link = secret_in(page.text)
    path = "/login/link/" + link.rsplit("/", 1)[1]
    client = app.test_client()
    assert client.post(path).status_code == 302
    assert "new@fleet.test" in client.get("/").text


def test_an_address_that_is_taken_is_refused_at_the_field(sign_in: SignIn) -> None:
    form = {"email": "teammate@fleet.test", "name": "Twin", "role": "viewer"}
    page = sign_in("owner").post("/admin/people", data=form)
    assert page.status_code == 422
    assert "has an account already" in page.text
    assert 'value="Twin"' in page.text


def test_a_link_for_somebody_is_made_and_kept_as_a_digest(
    sign_in: SignIn, sqlite_store: Engine, people: dict[str, User], now: datetime
) -> None:
    client = sign_in("owner")
    page = client.post(f"/admin/people/{people['teammate'].id}/link")
    secret = secret_in(page.text).rsplit("/", 1)[1]
    with reading(sqlite_store) as session:
        (token,) = session.exec(select(LoginToken)).all()
        assert (token.user_id, token.used_at) == (people["teammate"].id, None)
        assert token.expires_at > now
        assert token.digest != secret


def test_roles_change_at_once(sign_in: SignIn, people: dict[str, User]) -> None:
    owner, stranger = sign_in("owner"), sign_in("stranger")
    assert stranger.get("/admin/people").status_code == 403
    form = {"role": "admin", "active": "yes"}
    assert owner.post(f"/admin/people/{people['stranger'].id}", data=form).status_code == 302
    assert stranger.get("/admin/people").status_code == 200


def test_the_last_administrator_stays_one(
    sign_in: SignIn, sqlite_store: Engine, people: dict[str, User]
) -> None:
    client = sign_in("owner")
    number = people["owner"].id
    for form in ({"role": "viewer", "active": "yes"}, {"role": "admin"}):
        client.post(f"/admin/people/{number}", data=form)
        with reading(sqlite_store) as session:
            user = session.get_one(User, number)
            assert (user.role, user.active) == ("admin", True)
    assert "make another administrator first" in client.get("/").text


def test_with_another_administrator_one_may_step_down(
    sign_in: SignIn, sqlite_store: Engine, people: dict[str, User]
) -> None:
    client = sign_in("owner")
    client.post(f"/admin/people/{people['teammate'].id}", data={"role": "admin", "active": "yes"})
    form = {"role": "officer", "active": "yes"}
    assert client.post(f"/admin/people/{people['owner'].id}", data=form).location == "/"
    assert client.get("/admin/people").status_code == 403


@pytest.mark.parametrize("path", ["/admin/people/999", "/admin/people/999/link"])
def test_people_who_do_not_exist_cannot_be_changed(sign_in: SignIn, path: str) -> None:
    assert sign_in("owner").post(path, data={"role": "viewer"}).status_code == 404


def test_a_role_that_does_not_exist_is_refused(sign_in: SignIn, people: dict[str, User]) -> None:
    client = sign_in("owner")
    form = {"email": "x@fleet.test", "role": "emperor"}
    assert client.post("/admin/people", data=form).status_code == 400
    assert client.post(f"/admin/people/{people['teammate'].id}", data=form).status_code == 400


def test_who_is_locked_out_gets_no_link(sign_in: SignIn, people: dict[str, User]) -> None:
    client = sign_in("owner")
    number = people["teammate"].id
    client.post(f"/admin/people/{number}", data={"role": "officer"})
    assert "Locked out" in client.get("/admin/people").text
    assert client.post(f"/admin/people/{number}/link").status_code == 404


def test_a_token_for_feeds_is_shown_with_addresses_that_work(sign_in: SignIn) -> None:
    client = sign_in("owner")
    page = client.post("/account/tokens", data={"name": "calendar", "scope": "feed"}).text
    addresses = re.findall(r"http://[^<\s]+(/[a-z.]+\?token=rw_[\w-]+)", page)
    assert [address.split("?")[0] for address in addresses] == [
        "/feed.json", "/feed.atom", "/deadlines.ics",
    ]  # fmt: skip
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    other = client.post("/account/tokens", data={"name": "program", "scope": "read"}).text
    assert "?token=" not in other
