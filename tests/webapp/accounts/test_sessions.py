import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, select

from data.db import reading, writing
from data.models import AuditEntry, User, UserSession
from data.queries.sessions import end_others, end_own, sessions_of
from tests.factories import make_people
from tests.webapp.accounts.test_session import make_link
from tests.webapp.conftest import SignIn
from webapp import create_app
from webapp.accounts.devices import device_of
from webapp.accounts.sessions import forget_sessions, open_session, session_digest

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "Unknown browser"),
        ("Linux", "A browser on Linux"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_told_in_a_few_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_sessions_are_listed_with_their_device_and_end_one_by_one(
    app: Flask, sign_in: SignIn, sqlite_store: Engine, people: dict[str, User], now: datetime
) -> None:
    here, phone = sign_in("owner"), app.test_client()
    phone.post(make_link(sqlite_store, people["owner"], now), headers={"User-Agent": PHONE})
    page = here.get("/account").text
    assert "Safari on iPhone" in page
    assert page.count(">This one<") == 1
    (number,) = re.findall(r"/account/sessions/(\d+)/end", page)
    assert sign_in("teammate").post(f"/account/sessions/{number}/end").status_code == 404
    assert phone.get("/").status_code == 200
    assert here.post(f"/account/sessions/{number}/end").status_code == 302
    assert phone.get("/").status_code == 302
    assert "Safari on iPhone" not in here.get("/account").text
    with reading(sqlite_store) as session:
        acts = session.exec(select(AuditEntry.action)).all()
    assert acts == ["sessions_ended"]


def test_all_others_end_at_once_and_those_of_somebody_else_stay(sign_in: SignIn) -> None:
    here, there, elsewhere, other = (
        sign_in(name) for name in ("owner", "owner", "owner", "teammate")
    )
    assert here.post("/account/sessions/others/end").status_code == 302
    assert "2 other sessions ended" in here.get("/").text
    assert [client.get("/").status_code for client in (there, elsewhere, other)] == [302, 302, 200]


def test_a_cookie_kept_from_before_signing_out_opens_nothing(sign_in: SignIn, app: Flask) -> None:
    client, thief = sign_in("owner"), app.test_client()
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    with thief.session_transaction() as cookie:
        cookie.update(kept)
    assert thief.get("/").status_code == 200
    client.post("/logout")
    assert thief.get("/").status_code == 302


def test_last_seen_is_noted_every_ten_minutes_and_waits_for_no_writer(
    app: Flask, sign_in: SignIn, sqlite_store: Engine, now: datetime
) -> None:
    client = sign_in("owner")
    with client.session_transaction() as cookie:
        kept = dict(cookie)

    def seen(minutes: int) -> timedelta:
        later = now + timedelta(minutes=minutes)
        settings = app.extensions["roamwatch"].settings
        other = create_app(settings, sqlite_store, lambda: later).test_client()
        with other.session_transaction() as cookie:
            cookie.update(kept)
        assert other.get("/account").status_code == 200
        with reading(sqlite_store) as session:
            return session.exec(select(UserSession)).one().seen_at - now

    assert seen(9) == timedelta(0)
    with Session(sqlite_store) as another, another.begin():
        another.connection()  # takes the lock
        assert seen(12) == timedelta(0)
    assert seen(12) == timedelta(minutes=12)


def test_sessions_in_the_store(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        people = make_people(session, now=now)
        one, two = people["owner"].id or 0, people["teammate"].id or 0
        secret = open_session(session, one, device="A", now=now)
        open_session(session, one, device="B", now=now - timedelta(days=2))
        open_session(session, two, device="C", now=now)
    with writing(store) as session:
        devices = [row.device for row in sessions_of(session, one)]
        assert devices == ["A", "B"]
        assert secret not in str(sessions_of(session, one))
        forget_sessions(session, now=now)
        assert [row.device for row in sessions_of(session, one)] == ["A"]
        assert not end_own(session, two, sessions_of(session, one)[0].id or 0)
        assert end_others(session, one, keep=session_digest(secret)) == 0
        assert end_others(session, one) == 1
        assert len(sessions_of(session, two)) == 1
