"""The first administrator: by a link from the terminal, and never by a form that stands open."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, User
from tests.webapp.accounts.test_session import PASSWORD
from tests.webapp.conftest import SignIn
from webapp.accounts.founding import FoundingError, found, opens, setup_link
from webapp.accounts.passwords import AccountError

KEY = "k" * 48
WHO = {"email": "First@Fleet.test ", "name": "First", "password": PASSWORD}


def token(now: datetime, key: str = KEY) -> str:
    return setup_link(base_url="http://host.test", key=key, now=now).rsplit("/", 1)[1]


def path(app: Flask, now: datetime) -> str:
    return f"/setup/{token(now, app.extensions['roamwatch'].settings.signing_key)}"


def people_in(store: Engine) -> list[tuple[str, str, str]]:
    with reading(store) as session:
        return [(one.email, one.role, one.name) for one in session.exec(select(User)).all()]


def test_who_holds_the_link_makes_the_administrator_and_is_signed_in(
    app: Flask, sqlite_store: Engine, now: datetime
) -> None:
    client, address = app.test_client(), path(app, now)
    assert "Your account comes first" in client.get(address).text
    assert client.post(address, data=WHO).location == "/start"
    assert "first@fleet.test" in client.get("/account").text
    assert client.get("/admin/people").status_code == 200
    assert people_in(sqlite_store) == [("first@fleet.test", "admin", "First")]
    again = app.test_client().post("/login", data=WHO)
    assert again.status_code == 302


def test_the_trail_says_how_the_first_one_came_in(
    app: Flask, sqlite_store: Engine, now: datetime
) -> None:
    client = app.test_client()
    client.post(path(app, now), data=WHO)
    with reading(sqlite_store) as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.action == "added")).all()
        assert (entry.actor, entry.note) == ("setup link", "first@fleet.test")
        assert entry.detail == {"role": "admin"}
    assert "Added first@fleet.test as admin" in client.get("/admin/audit").text


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("password", "too short", "12 to 200 characters"),
        ("password", "", "12 to 200 characters"),
        ("email", "nobody", "is not an e-mail address"),
        ("email", "", "is not an e-mail address"),
    ],
)
def test_what_is_no_use_is_refused_at_its_field_and_the_rest_is_kept(
    app: Flask, sqlite_store: Engine, now: datetime, field: str, typed: str, message: str
) -> None:
    page = app.test_client().post(path(app, now), data=WHO | {field: typed})
    assert page.status_code == 422
    (said,) = re.findall(r'<p class="field-error" id="([a-z]+)-error">([^<]+)</p>', page.text)
    assert said[0] == field
    assert message in said[1]
    assert f'aria-describedby="{field}-error"' in page.text
    assert 'value="First"' in page.text
    assert PASSWORD not in page.text
    assert people_in(sqlite_store) == []


@pytest.mark.usefixtures("people")
def test_once_anybody_has_an_account_every_link_is_void(
    app: Flask, sqlite_store: Engine, now: datetime
) -> None:
    client, address = app.test_client(), path(app, now)
    assert client.get(address).status_code == 410
    assert client.post(address, data=WHO).status_code == 410
    assert len(people_in(sqlite_store)) == 3


@pytest.mark.parametrize(
    "made_up",
    ["unknown", "0", "9" * 11, "9" * 40, "1.2.3", "²³.x", f"{'9' * 11}.{'A' * 24}", "ü.ß"],
)
def test_a_link_that_nobody_printed_opens_nothing(
    app: Flask, sqlite_store: Engine, made_up: str
) -> None:
    client = app.test_client()
    assert client.get(f"/setup/{made_up}").status_code == 410
    page = client.post(f"/setup/{made_up}", data=WHO)
    assert page.status_code == 410
    assert "roamwatch init" in page.text
    assert people_in(sqlite_store) == []


def test_a_link_lasts_a_day_and_belongs_to_its_key(sqlite_store: Engine, now: datetime) -> None:
    made = token(now)
    with reading(sqlite_store) as session:
        assert opens(session, made, key=KEY, now=now + timedelta(hours=23, minutes=59))
        assert not opens(session, made, key=KEY, now=now + timedelta(hours=24))
        assert not opens(session, made, key="another" * 9, now=now)
        later = f"{int(made.partition('.')[0]) + 86_400}.{made.partition('.')[2]}"
        assert not opens(session, later, key=KEY, now=now)


def test_of_several_at_the_same_moment_one_becomes_administrator(
    store: Engine, now: datetime
) -> None:
    made = token(now)

    def come(number: int) -> str:
        who = {"email": f"p{number}@fleet.test", "name": "", "password": PASSWORD}
        try:
            with writing(store) as session:
                found(session, made, **who, key=KEY, now=now)
        except FoundingError:
            return "void"
        return "in"

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(come, range(4)))
    assert sorted(ends) == ["in", "void", "void", "void"]
    assert len(people_in(store)) == 1


def test_a_refused_password_leaves_the_link_good(store: Engine, now: datetime) -> None:
    made = token(now)
    with pytest.raises(AccountError), writing(store) as session:
        found(session, made, email="a@b.test", name="", password="short", key=KEY, now=now)
    with reading(store) as session:
        assert opens(session, made, key=KEY, now=now)


def test_the_sign_in_page_says_where_the_link_stands_while_nobody_has_an_account(
    app: Flask,
) -> None:
    client = app.test_client()
    assert "Nobody has an account here yet" in client.get("/login").text
    page = client.post("/login", data={"email": "a@b.test", "password": "wrong one, surely"})
    assert "Nobody has an account here yet" in page.text
    assert "/setup/" not in page.text


def test_later_it_says_nothing_of_it(app: Flask, sign_in: SignIn) -> None:
    assert "Nobody has an account here yet" not in app.test_client().get("/login").text
    assert sign_in("owner").get("/login").status_code == 302
