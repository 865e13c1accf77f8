"""Signing in at a real issuer by real HTTP: what lets in, and every way in which nobody is."""

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, Identity, SignInRequest, User, UserSession
from tests.issuer import Issuer
from tests.webapp.signon.conftest import Make
from tests.webapp.signon.travelling import at_issuer, is_in, set_out, sign_in
from webapp.accounts.sessions import forget_sessions
from webapp.signon.refusals import REFUSALS


def test_who_is_known_by_a_verified_address_comes_in_and_goes_where_they_wanted(
    app: Flask, sqlite_store: Engine, issuer: Issuer, people: dict[str, User]
) -> None:
    client = app.test_client()
    assert "/login/oidc?next=/fleet" in client.get("/login?next=/fleet").text
    assert issuer.asked == []  # a page asks nothing of it
    answer = sign_in(client)
    assert answer.location == "/fleet"
    assert is_in(client)
    with reading(sqlite_store) as session:
        identity = session.exec(select(Identity)).one()
        entry = session.exec(select(AuditEntry)).one()
    assert (identity.subject, identity.user_id) == ("u-1", people["owner"].id)
    assert (entry.actor, entry.action, entry.note) == (
        "owner@fleet.test", "linked", "owner@fleet.test",
    )  # fmt: skip


def test_the_way_there_carries_state_nonce_and_a_challenge_and_no_secret(app: Flask) -> None:
    asked = parse_qs(urlsplit(set_out(app.test_client())).query)
    assert asked["realm"] == ["fleet"]
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:8040/login/oidc/back"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert "client_secret" not in asked


def test_from_then_on_the_subject_counts_and_no_address(
    app: Flask, sqlite_store: Engine, issuer: Issuer, people: dict[str, User]
) -> None:
    sign_in(app.test_client())
    issuer.person |= {"email": "teammate@fleet.test", "email_verified": False}
    client = app.test_client()
    sign_in(client)
    assert "owner@fleet.test" in client.get("/account").text
    with reading(sqlite_store) as session:
        assert len(session.exec(select(Identity)).all()) == 1


def test_what_the_token_leaves_out_is_asked_at_the_userinfo_endpoint(
    app: Flask, issuer: Issuer
) -> None:
    issuer.only_userinfo = True
    client = app.test_client()
    assert sign_in(client).status_code == 302
    assert is_in(client)
    assert issuer.asked[-1] == "/userinfo"
    issuer.token = {"sub": "u-2"}
    page = sign_in(app.test_client())
    assert page.status_code == 502
    assert "does not hold" in page.text


@pytest.mark.parametrize(
    ("token", "person", "code"),
    [
        # The userinfo endpoint vouches for the address that it names itself, not for the token's.
        ({"email": "owner@fleet.test"}, {"email": "other@fleet.test"}, "unverified"),
        ({"email": "owner@fleet.test"}, {"email": None}, "unverified"),
        ({"email_verified": True}, {"email_verified": None}, "unverified"),
        ({"email_verified": True}, {"email_verified": False}, "unverified"),
        ({"email": "owner@fleet.test", "email_verified": False}, {}, "unverified"),
        ({"email": "owner@fleet.test"}, {}, ""),
        ({"email_verified": False}, {}, ""),
    ],
)
def test_who_names_the_address_says_whether_it_is_verified(
    make: Make, issuer: Issuer, token: dict[str, Any], person: dict[str, Any], code: str
) -> None:
    issuer.only_userinfo, issuer.token = True, token
    issuer.person |= {"groups": ["admin"], **person}
    client = make(oidc_role_claim="groups").test_client()
    page = sign_in(client)
    assert is_in(client) == (not code)
    assert not code or REFUSALS[code].title in page.text


@pytest.mark.parametrize("secret", ["", "posted: 100 % +1"])
def test_a_public_client_and_a_posted_secret_are_taken(
    make: Make, issuer: Issuer, secret: str
) -> None:
    issuer.secret = secret
    issuer.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post", "none"]}
    client = make(oidc_client_secret=secret or None).test_client()
    assert sign_in(client).location == "/fleet"


def test_no_code_of_an_app_is_asked_for_after_it(
    app: Flask, sqlite_store: Engine, people: dict[str, User]
) -> None:
    with writing(sqlite_store) as session:
        session.get_one(User, people["owner"].id).totp_sealed = "sealed"
    client = app.test_client()
    assert sign_in(client).location == "/fleet"
    assert is_in(client)


def test_signing_out_ends_the_session_here_and_says_what_stays(
    app: Flask, sqlite_store: Engine
) -> None:
    client = app.test_client()
    sign_in(client)
    assert "may still know you" in client.post("/logout", follow_redirects=True).text
    assert not is_in(client)
    with reading(sqlite_store) as session:
        assert session.exec(select(UserSession)).all() == []


def test_two_tabs_do_not_disturb_each_other(app: Flask, sqlite_store: Engine) -> None:
    client = app.test_client()
    one, two = set_out(client, "/fleet"), set_out(client, "/alerts")
    assert client.get(at_issuer(two)).location == "/alerts"
    assert client.get(at_issuer(one)).location == "/fleet"
    with reading(sqlite_store) as session:
        assert len(session.exec(select(UserSession)).all()) == 1
    assert client.get("/login/oidc?next=/fleet").location == "/fleet"


def test_an_answer_is_used_once_and_in_the_browser_that_asked(
    app: Flask, sqlite_store: Engine
) -> None:
    client, thief = app.test_client(), app.test_client()
    back = at_issuer(set_out(client))
    set_out(thief)  # has a cookie of its own
    assert thief.get(back).status_code == 400
    assert not is_in(thief)
    assert client.get(back).status_code == 302
    client.post("/logout")
    page = client.get(back)
    assert page.status_code == 400
    assert "This sign-in is over" in page.text
    assert "Start again" in page.text
    with reading(sqlite_store) as session:
        assert len(session.exec(select(SignInRequest)).all()) == 1  # the thief's own


def test_who_takes_longer_than_ten_minutes_starts_again(make: Make, now: datetime) -> None:
    moments = [now]
    client = make(clock=lambda: moments[-1]).test_client()
    back = at_issuer(set_out(client))
    moments.append(now + timedelta(minutes=11))
    assert client.get(back).status_code == 400


def test_sign_ins_that_never_come_back_are_forgotten(
    app: Flask, sqlite_store: Engine, now: datetime
) -> None:
    set_out(app.test_client())
    for minutes, left in ((10, 1), (11, 0)):
        with writing(sqlite_store) as session:
            forget_sessions(session, now=now + timedelta(minutes=minutes))
            assert len(session.exec(select(SignInRequest)).all()) == left


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("/alerts?country=" + "T" * 280, "/alerts?country=" + "T" * 280),
        ("/alerts?country=" + "T" * 290, "/"),
        ("/\N{OLD ITALIC LETTER A}" * 40, "/"),
    ],
    ids=["short", "long", "of few signs and many bytes"],
)
def test_a_stranger_cannot_fill_the_store_with_ways_to_go_on(
    app: Flask, sqlite_store: Engine, target: str, leads: str
) -> None:
    client = app.test_client()
    address = set_out(client, target)
    with reading(sqlite_store) as session:
        assert len(session.exec(select(SignInRequest.sealed)).one()) < 800
    assert client.get(at_issuer(address)).location == leads


@pytest.mark.parametrize("query", ["", "?state=", "?state=x&code=y", "?error=access_denied"])
def test_an_answer_that_nobody_waits_for_is_refused(app: Flask, issuer: Issuer, query: str) -> None:
    page = app.test_client().get(f"/login/oidc/back{query}")
    assert page.status_code == 400
    assert issuer.asked == []


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (
            {"error": "access_denied", "error_description": "<b>no</b>"},
            403,
            "did not let you through",
        ),
        ({"error": "server_error"}, 502, "reports an error"),
        ({"error": "<script>"}, 502, "reports an error"),
        ({"code": ""}, 502, "reports an error"),
        ({"iss": "https://other.example"}, 502, "does not hold"),
        ({"code": "made up"}, 502, "does not hold"),
    ],
)
def test_what_the_issuer_answers_instead_of_a_code_has_its_page(
    app: Flask, issuer: Issuer, answer: dict[str, str], status: int, says: str
) -> None:
    issuer.answer = answer
    client = app.test_client()
    page = sign_in(client)
    assert page.status_code == status
    assert says in page.text
    assert "<b>no" not in page.text
    assert not is_in(client)


def test_a_refused_client_is_the_operators_matter_and_stands_in_the_log(
    app: Flask, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    issuer.refuses = "invalid_client"
    with caplog.at_level(logging.WARNING):
        page = sign_in(app.test_client())
    assert page.status_code == 502
    assert "not set up right" in page.text
    assert "invalid_client" in caplog.text


def test_without_an_issuer_there_is_no_such_page_and_no_button(make: Make, issuer: Issuer) -> None:
    client = make(oidc_issuer="", oidc_client_id="").test_client()
    assert client.get("/login/oidc").status_code == 404
    assert client.get("/login/oidc/back?state=x").status_code == 404
    assert "oidc" not in client.get("/login").text


def test_a_sign_in_by_it_is_bounded_by_address(app: Flask) -> None:
    client = app.test_client()
    codes = {client.get("/login/oidc/back").status_code for _ in range(121)}
    assert codes == {400, 429}


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "/\\evil.test"])
def test_it_never_leads_to_another_host(app: Flask, target: str) -> None:
    assert sign_in(app.test_client(), target).location == "/"
