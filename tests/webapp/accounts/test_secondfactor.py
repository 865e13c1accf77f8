import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, RecoveryCode, User
from tests.factories import make_people
from tests.webapp.accounts.test_session import PASSWORD, make_link, owner
from tests.webapp.signing import carry
from webapp.accounts.secondfactor import offer, opened, step_of, takes, turn_off, turn_on

__all__ = ["owner"]
KEY = "k" * 40
#: RFC 6238, appendix B, SHA-1: its eight digits cut to the six that apps show.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # published in the RFC


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert step_of(RFC_SECRET, code, now=moment) == seconds // 30
    assert step_of(RFC_SECRET, f" {code[:3]} {code[3:]} ", now=moment) == seconds // 30
    assert step_of(RFC_SECRET, code, now=moment + timedelta(seconds=30)) == seconds // 30
    assert step_of(RFC_SECRET, code, now=moment + timedelta(seconds=90)) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "²²²²²²", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_none(code: str, now: datetime) -> None:
    assert step_of(RFC_SECRET, code, now=now) is None


def test_a_code_and_a_recovery_code_are_used_once_and_kept_sealed_or_hashed(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        people = make_people(session, now=now)
        user, other = people["owner"], people["teammate"]
        sealed = offer(user.id or 0, key=KEY)
        secret = opened(sealed, user.id or 0, key=KEY)
        assert opened(sealed, other.id or 0, key=KEY) == ""
        assert opened(sealed, user.id or 0, key="other") == ""
        code = pyotp.TOTP(secret).at(now)
        assert turn_on(session, other, sealed, code, key=KEY, now=now) == []
        recovery = turn_on(session, user, sealed, code, key=KEY, now=now)
    assert len(set(recovery)) == 10

    def taken(word: str, later: int = 0) -> bool:
        moment = now + timedelta(seconds=later)
        with writing(store) as session:
            found = session.get_one(User, user.id)
            return takes(session, found, word, key=KEY, now=moment)

    assert not taken(code)  # the one that turned it on
    following = pyotp.TOTP(secret).at(now + timedelta(seconds=30))
    assert [taken(following, 30) for _ in range(3)] == [True, False, False]
    assert not taken(code, 30)  # an earlier one, though its time is not over
    assert [taken(recovery[0].upper()) for _ in range(2)] == [True, False]
    with reading(store) as session:
        kept = f"{session.get_one(User, user.id)!r} {session.exec(select(RecoveryCode)).all()!r}"
        assert secret not in kept
        assert not any(one in kept or one.replace("-", "") in kept for one in recovery)
    with writing(store) as session:
        turn_off(session, session.get_one(User, user.id), actor="x", now=now)
        assert session.exec(select(RecoveryCode)).all() == []


def switched_on(app: Flask, store: Engine, owner: User, now: datetime) -> tuple[str, list[str]]:
    """Turn codes on as people do; the secret and the recovery codes."""
    client = carry(app.test_client(), store, owner, now=now)
    page = client.get("/account/codes").text
    assert "<svg" in page
    assert "style=" not in page
    secret = re.findall(r'class="mono secret">([A-Z2-7]+)<', page)[0]
    sealed = re.findall(r'name="sealed" value="([^"]+)"', page)[0]
    wrong = client.post("/account/codes", data={"sealed": sealed, "code": "000000x"})
    assert wrong.status_code == 422
    assert secret in wrong.text  # the same one: it was scanned already
    done = client.post("/account/codes", data={"sealed": sealed, "code": code_of(secret, now, -1)})
    assert done.status_code == 201
    return secret, re.findall(r"<li>(\w{5}-\w{5})</li>", done.text)


def code_of(secret: str, now: datetime, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(now + timedelta(seconds=30 * steps))


def password(client: FlaskClient, owner: User) -> str | None:
    form = {"email": owner.email, "password": PASSWORD, "next": "/fleet"}
    return client.post("/login", data=form).location


def test_a_code_is_asked_after_the_password_and_nothing_opens_before(
    app: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    secret, _ = switched_on(app, sqlite_store, owner, now)
    client, thief = app.test_client(), app.test_client()
    assert password(client, owner) == "/login/code"
    assert client.get("/").status_code == 302
    assert client.get("/login/code").status_code == 200
    assert client.post("/login/code", data={"code": code_of(secret, now, 5)}).status_code == 401
    code = code_of(secret, now)
    assert client.post("/login/code", data={"code": code}).location == "/fleet"
    assert client.get("/").status_code == 200
    password(thief, owner)
    assert thief.post("/login/code", data={"code": code}).status_code == 401
    assert thief.get("/").status_code == 302


def test_a_link_asks_for_it_too_and_a_recovery_code_does(
    app: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    _, recovery = switched_on(app, sqlite_store, owner, now)
    client = app.test_client()
    assert client.post(make_link(sqlite_store, owner, now)).location == "/login/code"
    assert client.post("/login/code", data={"code": recovery[3]}).location == "/"
    with reading(sqlite_store) as session:
        acts = session.exec(select(AuditEntry.action)).all()
    assert acts == ["codes_on", "recovery_code_used"]


def test_wrong_codes_lock_and_a_right_password_forgives_none_of_them(
    app: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    secret, _ = switched_on(app, sqlite_store, owner, now)
    for _ in range(5):
        client = app.test_client()
        password(client, owner)
        client.post("/login/code", data={"code": "wrong"})
    page = client.post("/login/code", data={"code": code_of(secret, now)})
    assert page.status_code == 401
    assert "Too many wrong codes" in page.text
    german = {"Accept-Language": "de"}
    page = client.post("/login/code", data={"code": code_of(secret, now)}, headers=german)
    assert "Zu viele falsche Codes" in page.text


def test_an_administrator_turns_them_off_and_the_owner_only_with_a_code(
    app: Flask, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    secret, _ = switched_on(app, sqlite_store, owner, now)
    client = carry(app.test_client(), sqlite_store, owner, now=now)
    assert client.post("/account/codes/off", data={"code": "x"}).status_code == 422
    code = code_of(secret, now)
    assert client.post("/account/codes/off", data={"code": code}).location == "/account"
    assert password(app.test_client(), owner) == "/fleet"
    later = now + timedelta(minutes=5)
    with writing(sqlite_store) as session:
        user = session.get_one(User, owner.id)
        sealed = offer(owner.id or 0, key=KEY)
        code = code_of(opened(sealed, owner.id or 0, key=KEY), later)
        assert turn_on(session, user, sealed, code, key=KEY, now=later)
    assert client.post(f"/admin/people/{owner.id}/codes-off").status_code == 302
    assert password(app.test_client(), owner) == "/fleet"
