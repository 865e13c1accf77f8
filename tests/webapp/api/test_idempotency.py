"""An Idempotency-Key: a write that comes again is not done again."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import AuditEntry, DoneRequest, Job
from data.queries.idempotency import KEPT, forget_done
from data.queries.leases import claim
from data.settings import Settings
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import engine_of
from tests.webapp.world import fill
from webapp import create_app
from webapp.api.idempotency import Key

KEY = {"Idempotency-Key": "7f3a-1"}
NOTE = {"note": "Asked the operator."}
OTHER = {"note": "Something else."}


def comments(app: Flask) -> list[str]:
    """What our programs have said."""
    with reading(engine_of(app)) as session:
        rows = session.exec(select(AuditEntry).where(col(AuditEntry.action) == "commented"))
        return [row.note for row in rows if row.note in (NOTE["note"], OTHER["note"])]


def test_the_same_request_is_done_once_and_answered_alike(filled_app: Flask) -> None:
    program = Program(filled_app, scope="work")
    first = program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY)
    second = program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.data == second.data
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert comments(filled_app) == [NOTE["note"]]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/alerts/1/comment", OTHER),
        ("/alerts/2/comment", NOTE),
        ("/alerts/1/resolve", NOTE),
    ],
)
def test_a_key_with_another_request_is_refused(
    filled_app: Flask, path: str, body: dict[str, str]
) -> None:
    program = Program(filled_app, scope="work")
    assert program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY).status_code == 200
    answer = program.ask(path, "POST", json=body, headers=KEY)
    assert refused(answer) == (422, "idempotency_key_reused")
    assert len(comments(filled_app)) == 1


def test_a_key_belongs_to_its_token(filled_app: Flask) -> None:
    for _ in range(2):
        program = Program(filled_app, scope="work")
        answer = program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY)
        assert "Idempotency-Replayed" not in answer.headers
    assert len(comments(filled_app)) == 2


def test_a_refused_request_leaves_its_key_free(filled_app: Flask) -> None:
    program = Program(filled_app, scope="work")
    answer = program.ask("/alerts/1/reopen", "POST", json={}, headers=KEY)
    assert refused(answer) == (409, "invalid_transition")
    assert program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY).status_code == 200


def test_while_one_is_at_work_another_is_told_to_wait(filled_app: Flask) -> None:
    program = Program(filled_app, scope="work")
    token = program.get("/tokens/current")["id"]
    held = Key(token_id=token, key=KEY["Idempotency-Key"], digest="", owner="another process")
    with writing(engine_of(filled_app)) as session:
        claim(session, [held.lease], owner=held.owner, now=NOW, seconds=60)
    answer = program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY)
    assert refused(answer) == (409, "idempotency_key_busy")
    assert answer.headers["Retry-After"] == "1"
    assert comments(filled_app) == []


def test_the_key_of_a_dead_request_is_free_after_its_lease(filled_app: Flask) -> None:
    program = Program(filled_app, scope="work")
    token = program.get("/tokens/current")["id"]
    held = Key(token_id=token, key=KEY["Idempotency-Key"], digest="", owner="a dead process")
    with writing(engine_of(filled_app)) as session:
        claim(session, [held.lease], owner=held.owner, now=NOW - timedelta(hours=1), seconds=60)
    assert program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY).status_code == 200


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "ä"])
def test_a_key_is_short_and_visible(filled_app: Flask, key: str) -> None:
    answer = Program(filled_app, scope="work").ask(
        "/alerts/1/comment", "POST", json=NOTE, headers={"Idempotency-Key": key}
    )
    assert refused(answer) == (400, "idempotency_key")


def test_of_many_at_once_one_is_done(store: Engine, store_settings: Settings) -> None:
    with writing(store) as session:
        fill(session, now=NOW)
    app = create_app(store_settings, store, lambda: NOW)
    program = Program(app, scope="work")
    answers: list[Any] = []

    def ask() -> None:
        client = app.test_client()
        headers = program.headers | KEY
        answers.append(client.post("/api/v1/alerts/1/comment", json=NOTE, headers=headers))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert len(answers) == 6
    done = [one for one in answers if one.status_code == 200]
    assert {one.status_code for one in answers} <= {200, 409}
    assert len({one.data for one in done}) == 1
    assert len(comments(app)) == 1


def test_a_new_token_s_secret_is_not_kept_in_the_clear(filled_app: Flask) -> None:
    program = Program(filled_app, "owner", "admin")
    body = {"name": "robot", "scopes": ["read"]}
    first = program.ask("/tokens", "POST", json=body, headers=KEY)
    again = program.ask("/tokens", "POST", json=body, headers=KEY)
    secret = json.loads(first.data)["secret"]
    assert json.loads(again.data)["secret"] == secret
    with reading(engine_of(filled_app)) as session:
        assert secret not in session.exec(select(DoneRequest)).one().model_dump_json()


def test_a_file_that_comes_again_is_imported_once(filled_app: Flask) -> None:
    program = Program(filled_app, scope="import")
    sent = {"data": b"iccid,state\n", "content_type": "text/csv", "headers": KEY}
    first, second = (program.ask("/imports?fleet=New", "POST", **sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.headers["Location"] == second.headers["Location"]
    with reading(engine_of(filled_app)) as session:
        rows = session.exec(select(Job).where(Job.state == "waiting", Job.kind == "import")).all()
    assert len(rows) == 1
    folder = filled_app.extensions["roamwatch"].settings.instance / "uploads"
    assert [path.name for path in folder.iterdir()] == [rows[0].params["stored"]]


def test_keys_are_forgotten_after_their_time(filled_app: Flask) -> None:
    program = Program(filled_app, scope="work")
    assert program.ask("/alerts/1/comment", "POST", json=NOTE, headers=KEY).status_code == 200
    with writing(engine_of(filled_app)) as session:
        assert forget_done(session, now=NOW + KEPT) == 0
        assert forget_done(session, now=NOW + KEPT + timedelta(seconds=1)) == 1
