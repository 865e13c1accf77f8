"""Silences over the API: listed, made, refused with the reason, ended; and what they keep quiet."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading
from data.models import AuditEntry, Silence
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import engine_of

LAST = (NOW + timedelta(days=14)).date().isoformat()
ROAMING = {"fleet": 1, "topic": "roaming", "until": LAST, "why": "The trial has ended."}


@pytest.fixture
def program(filled_app: Flask) -> Program:
    return Program(filled_app, scope="work")


def stored(app: Flask) -> int:
    with reading(engine_of(app)) as session:
        return len(session.exec(select(Silence)).all())


def test_a_silence_is_made_found_where_it_says_and_keeps_alerts_quiet(
    filled_app: Flask, program: Program
) -> None:
    answer = program.ask("/silences", "POST", json=ROAMING)
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/silences/{made['id']}"
    assert made["quiet"] > 0
    assert (made["country"], made["source"], made["created_by"]) == (
        None,
        None,
        "teammate@fleet.test",
    )
    assert program.get(f"/silences/{made['id']}") == made
    quiet = program.get("/alerts?work=quiet&topic=roaming&state=open")["items"]
    assert len(quiet) == made["quiet"]
    with reading(engine_of(filled_app)) as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.subject == f"silence:{made['id']}")
        ).one()
    assert (entry.action, entry.actor) == ("created", "teammate@fleet.test")


def test_it_is_ended_once_and_its_alerts_are_back(program: Program) -> None:
    _, made = program.post("/silences", ROAMING)
    path = f"/silences/{made['id']}"
    status, ended = program.post(f"{path}/end")
    assert (status, ended["ended_by"], ended["quiet"]) == (200, "teammate@fleet.test", 0)
    assert program.post(f"{path}/end") == (200, ended)
    assert program.get("/alerts?work=quiet&topic=roaming&state=open")["items"] == []


def test_those_that_hold_and_those_that_ended_are_listed_piece_by_piece(program: Program) -> None:
    first = [one["id"] for one in program.get("/silences?limit=200")["items"]]
    _, made = program.post("/silences", ROAMING)
    _, other = program.post("/silences", ROAMING | {"topic": "esim"})
    program.post(f"/silences/{other['id']}/end")
    newest = program.get("/silences?limit=1")
    assert [one["id"] for one in newest["items"]] == [other["id"]]
    rest = program.get(f"/silences?limit=200&after={newest['next']}")
    assert [one["id"] for one in rest["items"]] == [made["id"], *first]
    ended = [one["id"] for one in program.get("/silences?state=ended")["items"]]
    holding = [one["id"] for one in program.get("/silences?state=holding")["items"]]
    assert other["id"] in ended
    assert made["id"] in holding
    assert not set(ended) & set(holding)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"topic": None}, (422, "body")),
        ({"why": " "}, (422, "body")),
        ({"why": "\u200b"}, (409, "silence")),
        ({"why": "x" * 1001}, (422, "body")),
        ({"until": "2026-11-15"}, (409, "silence")),
        ({"until": "2099-01-01"}, (409, "silence")),
        ({"source": "no-such-source"}, (409, "silence")),
        ({"fleet": 999}, (409, "silence")),
        ({"country": "ZZ"}, (422, "body")),
        ({"days": 3}, (422, "body")),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_nothing_is_stored(
    filled_app: Flask, program: Program, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    before = stored(filled_app)
    assert refused(program.ask("/silences", "POST", json=ROAMING | body)) == expected
    assert stored(filled_app) == before


def test_all_of_a_fleet_is_too_much(program: Program) -> None:
    body = {name: ROAMING[name] for name in ("fleet", "until", "why")}
    assert refused(program.ask("/silences", "POST", json=body)) == (422, "body")


def test_the_same_request_makes_one(filled_app: Flask, program: Program) -> None:
    before = stored(filled_app)
    headers = {"Idempotency-Key": "silence-1"}
    first = program.post("/silences", ROAMING, headers=headers)
    assert program.post("/silences", ROAMING, headers=headers) == first
    assert stored(filled_app) == before + 1


def test_a_token_that_reads_lists_them_and_makes_none(filled_app: Flask) -> None:
    program = Program(filled_app, scope="read")
    program.get("/silences")
    assert refused(program.ask("/silences", "POST", json=ROAMING)) == (403, "token_scope")
