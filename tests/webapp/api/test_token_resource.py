"""Tokens by a token: it tells of itself, ends itself, and an administrator's makes others."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading
from data.models import Token
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import engine_of

OWNER = "owner@fleet.test"


def test_a_token_tells_of_itself_and_can_end_itself(filled_app: Flask) -> None:
    program = Program(filled_app, scope="import")
    found = program.get("/tokens/current")
    assert (found["scopes"], found["owner"]) == (["import"], "teammate@fleet.test")
    assert "digest" not in found
    assert program.ask("/tokens/current", "DELETE").status_code == 204
    assert refused(program.ask("/tokens/current")) == (401, "token_invalid")


def test_an_administrator_makes_and_ends_tokens(filled_app: Flask) -> None:
    program = Program(filled_app, "owner", "admin")
    status, made = program.post("/tokens", {"name": "robot", "scopes": ["read", "work"], "days": 7})
    assert (status, made["scopes"]) == (201, ["read", "work"])
    client = filled_app.test_client()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert client.get("/api/v1/alerts", headers=headers).status_code == 200
    listed = program.get("/tokens?limit=200")["items"]
    assert "secret" not in listed[0]
    assert made["id"] in {one["id"] for one in listed}
    assert program.ask(f"/tokens/{made['id']}", "DELETE").status_code == 204
    assert client.get("/api/v1/alerts", headers=headers).status_code == 401
    assert refused(program.ask(f"/tokens/{made['id']}", "DELETE")) == (404, "token_not_found")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "scopes": ["read"]},
        {"name": " ", "scopes": ["read"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": ["read"], "days": 0},
        {"name": "x", "scopes": ["read"], "days": 367},
    ],
)
def test_a_token_that_cannot_be_made_is_not(filled_app: Flask, body: dict[str, Any]) -> None:
    program = Program(filled_app, "owner", "admin")
    assert refused(program.ask("/tokens", "POST", json=body)) == (422, "body")
    with reading(engine_of(filled_app)) as session:
        assert [one.name for one in session.exec(select(Token)) if one.name == "x"] == []
