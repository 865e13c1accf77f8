"""Every error under /api is a problem that says what to do, whoever found it."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Token, User
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused, secret_of
from tests.webapp.filled import engine_of
from webapp.api import limits


def with_token(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        ("/api/v1/nothing", "GET", 404, "not_found"),
        ("/api/", "GET", 404, "not_found"),
        ("/api/v1/rules/proposals/99999999999999", "GET", 404, "not_found"),
        ("/api/v1/rules/proposals/x", "GET", 404, "not_found"),
        ("/api/v1/rules/proposals/0", "POST", 404, "not_found"),
        ("/api/v1/rules/proposals/2147483648", "POST", 404, "not_found"),
        ("/api/v1/rules", "DELETE", 405, "method_not_allowed"),
        ("/api/v1/rules", "TRACE", 405, "method_not_allowed"),
        ("/api/v1/rules?country=%00", "GET", 400, "bad_request"),
        ("/api/v1/a%00b", "GET", 400, "bad_request"),
    ],
)
def test_what_the_framework_refuses_is_a_problem(
    filled_app: Flask, path: str, method: str, status: int, code: str
) -> None:
    answer = filled_app.test_client().open(path, method=method)
    assert refused(answer) == (status, code)
    assert (status == 405) == ("Allow" in answer.headers)


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/rules?country=Turkey", "country"),
        ("/rules?on=soon", "on"),
        ("/rules?known=2026-13-01", "known"),
        ("/rules?countri=TR", "countri"),
        ("/rules/proposals?state=nonsense", "state"),
    ],
)
def test_a_word_that_is_wrong_or_unknown_is_named(filled_app: Flask, path: str, where: str) -> None:
    answer = Program(filled_app).ask(path)
    assert refused(answer) == (400, "words")
    assert json.loads(answer.data)["errors"][0]["where"] == where


def test_a_word_that_stands_twice_is_refused(filled_app: Flask) -> None:
    assert refused(Program(filled_app).ask("/rules?country=TR&country=DE")) == (400, "word_twice")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"data": b"{", "content_type": "application/json"}, 400, "json"),
        ({"data": b"\xff\xfe", "content_type": "application/json"}, 400, "json"),
        ({"data": b"[" * 100_000, "content_type": "application/json"}, 400, "json"),
        ({"data": b"action=accept", "content_type": "text/plain"}, 415, "media_type"),
        ({"data": {"action": "accept"}}, 415, "media_type"),
        ({}, 415, "media_type"),
        ({"json": {"action": 7}}, 422, "body"),
        ({"json": {"action": "accept", "more": 1}}, 422, "body"),
        ({"json": {"action": "accept", "note": "x" * 700_000}}, 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused(
    filled_app: Flask, sent: dict[str, object], status: int, code: str
) -> None:
    answer = Program(filled_app, scope="work").ask("/rules/proposals/1", "POST", **sent)
    assert refused(answer) == (status, code)


def test_a_fault_of_ours_is_a_problem_without_its_inside(
    filled_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_app.config["PROPAGATE_EXCEPTIONS"] = False
    program = Program(filled_app)
    with writing(engine_of(filled_app)) as session:
        session.connection().exec_driver_sql("DROP TABLE ruleproposalevent")
        session.connection().exec_driver_sql("DROP TABLE ruleproposal")
    answer = program.ask("/rules/proposals")
    assert refused(answer) == (500, "internal")
    assert "ruleproposal" not in answer.text


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer ", "Token x"])
def test_nobody_gets_in_without_a_token(filled_app: Flask, header: str) -> None:
    answer = filled_app.test_client().get("/api/v1/rules", headers={"Authorization": header})
    assert refused(answer) == (401, "token_missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_in_the_address_opens_nothing(filled_app: Flask) -> None:
    address = f"/api/v1/rules?token={secret_of(filled_app)}"
    assert refused(filled_app.test_client().get(address)) == (401, "token_missing")


def test_a_token_ends_when_it_said(filled_app: Flask) -> None:
    client = filled_app.test_client()
    later = secret_of(filled_app, expires_at=NOW + timedelta(seconds=1))
    assert client.get("/api/v1/coverage", headers=with_token(later)).status_code == 200
    ended = secret_of(filled_app, expires_at=NOW)
    answer = client.get("/api/v1/coverage", headers=with_token(ended))
    assert refused(answer) == (401, "token_expired")


@pytest.mark.parametrize(
    ("scope", "path", "opened"),
    [
        ("feed", "/coverage", False),
        ("read", "/coverage", True),
        ("work", "/coverage", True),
        ("import", "/coverage", False),
        ("admin", "/coverage", False),
        ("import read", "/coverage", True),
        ("nonsense", "/coverage", False),
    ],
)
def test_a_token_opens_what_its_scopes_say(
    filled_app: Flask, scope: str, path: str, opened: bool
) -> None:
    answer = Program(filled_app, "owner", scope).ask(path)
    assert answer.status_code == (200 if opened else 403)
    assert opened or refused(answer) == (403, "token_scope")


def test_a_token_loses_what_its_owner_loses(filled_app: Flask) -> None:
    program = Program(filled_app, "teammate", "work")
    with writing(engine_of(filled_app)) as session:
        user = session.exec(select(User).where(User.email == "teammate@fleet.test")).one()
        user.role = "viewer"
    body = {"action": "reject", "note": "no"}
    assert refused(program.ask("/rules/proposals/1", "POST", json=body)) == (403, "role")
    assert program.ask("/rules").status_code == 200
    with writing(engine_of(filled_app)) as session:
        session.exec(select(User).where(User.email == "teammate@fleet.test")).one().active = False
    assert refused(program.ask("/rules")) == (403, "user_inactive")


def test_the_last_use_of_a_token_is_known(filled_app: Flask) -> None:
    program = Program(filled_app)

    def last() -> object:
        with reading(engine_of(filled_app)) as session:
            return session.exec(select(Token).order_by(col(Token.id).desc())).first()

    assert getattr(last(), "last_used_at", "") is None
    program.get("/coverage")
    assert getattr(last(), "last_used_at", "") == NOW


def test_a_reader_does_not_wait_for_a_writer_to_note_its_use(filled_app: Flask) -> None:
    """With the store's one write lock in other hands the answer still comes."""
    program = Program(filled_app)
    with writing(engine_of(filled_app)) as session:
        session.connection()
        assert program.ask("/coverage").status_code == 200


def test_too_many_requests_are_told_when_to_come_again(filled_app: Flask) -> None:
    program = Program(filled_app)
    answer = program.ask("/coverage")
    most = 600
    assert answer.headers["X-RateLimit-Limit"] == str(most)
    assert answer.headers["X-RateLimit-Remaining"] == str(most - 1)
    for _ in range(most):
        answer = program.ask("/rules/proposals/999")
    assert refused(answer) == (429, "rate_limited")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert Program(filled_app).ask("/coverage").status_code == 200


def test_who_guesses_tokens_is_slowed_down(filled_app: Flask) -> None:
    client = filled_app.test_client()
    for number in range(600 // limits.STRANGERS):
        answer = client.get("/api/v1/rules", headers=with_token(f"rw_{number}"))
        assert refused(answer) == (401, "token_invalid")
    answer = client.get("/api/v1/rules", headers=with_token("rw_x"))
    assert refused(answer) == (429, "rate_limited")
    assert Program(filled_app).ask("/coverage").status_code == 200


def test_an_answer_that_did_not_change_is_not_sent_again(filled_app: Flask) -> None:
    program = Program(filled_app)
    tag = program.ask("/rules").headers["ETag"]
    again = program.ask("/rules", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = program.ask("/rules?country=TR", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["Cache-Control"] == "private, no-cache"
