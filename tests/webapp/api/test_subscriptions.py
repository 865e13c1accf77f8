"""Subscriptions over the API: refused like the page's, tried before they are made, one's own only."""

from typing import Any, get_args

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import Subscription
from data.queries.people import user_by_email
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import client_of, engine_of
from webapp.api.resources.subscriptions import Kind, Status
from webapp.delivery.making import add_webhook
from webapp.subscriptions.making import KINDS, MOST, STATUSES

WISH: dict[str, Any] = {"countries": ["TR", "BR"], "topics": ["imei", "roaming"], "severity": "low"}
OPEN: dict[str, Any] = {
    "fleet": None,
    "kinds": [],
    "statuses": [],
    "pace": "instant",
    "channel": None,
}


@pytest.fixture
def program(filled_app: Flask) -> Program:
    return Program(filled_app, scope="notify")


def stored(app: Flask) -> list[Subscription]:
    with reading(engine_of(app)) as session:
        return list(session.exec(select(Subscription)).all())


def test_the_words_are_those_of_the_page() -> None:
    assert set(get_args(Kind)) == set(KINDS)
    assert set(get_args(Status)) == set(STATUSES)


def test_one_is_made_read_changed_and_taken_back(filled_app: Flask, program: Program) -> None:
    answer = program.ask("/subscriptions", "POST", json=WISH)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.get_json()
    path = answer.headers["Location"].removeprefix("/api/v1")
    assert program.get(path) == made
    asked = {name: made[name] for name in (*WISH, *OPEN)}
    assert asked == WISH | OPEN | {"countries": ["BR", "TR"]}
    changed = program.ask(path, "PUT", json={"kinds": ["clock"], "pace": "weekly"}).get_json()
    assert (changed["kinds"], changed["pace"], changed["countries"]) == (["clock"], "weekly", [])
    assert changed["created_at"] == made["created_at"]
    assert [one["id"] for one in program.get("/subscriptions")["items"]] == [made["id"]]
    assert program.ask(path, "DELETE").status_code == 204
    assert refused(program.ask(path)) == (404, "subscription_not_found")
    assert stored(filled_app) == []


def test_a_preview_tells_what_the_page_tells_and_stores_nothing(
    filled_app: Flask, program: Program
) -> None:
    found = program.get("/subscriptions/preview?countries=TR&severity=low")
    assert found["count"] == len(found["alerts"]) > 0
    filled_app.config["WTF_CSRF_ENABLED"] = False
    form = {"do": "preview", "countries": "TR", "severity": "low"}
    page = client_of(filled_app, "teammate").post("/subscriptions", data=form).text
    assert f"{found['count']} alert" in page
    assert stored(filled_app) == []
    status, made = program.post("/subscriptions", {"countries": ["TR"], "severity": "low"})
    assert (status, made["lately"]) == (201, found["count"])


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"countries": ["TV"]}, "countries"),
        ({"kinds": ["clock"], "statuses": ["adopted"]}, "statuses"),
        ({"channel": 999}, "channel"),
        ({"fleet": 999}, "fleet"),
    ],
)
def test_what_can_never_be_met_is_refused_wherever_it_is_asked(
    filled_app: Flask, program: Program, wish: dict[str, Any], field: str
) -> None:
    status, made = program.post("/subscriptions", {})
    assert status == 201
    path = f"/subscriptions/{made['id']}"
    answers = [
        program.ask("/subscriptions", "POST", json=wish),
        program.ask(path, "PUT", json=wish),
        program.ask("/subscriptions/preview", query_string=wish),
    ]
    for answer in answers:
        assert refused(answer) == (409, "subscription")
        assert answer.get_json()["field"] == field
    assert len({answer.get_json()["detail"] for answer in answers}) == 1
    assert program.get(path) == made


@pytest.mark.parametrize(
    "wish",
    [
        {"countries": ["Atlantis"]},
        {"topics": ["roming"]},
        {"severity": "loud"},
        {"kinds": ["none"]},
        {"channel": "1"},
        {"pace": "hourly"},
        {"country": "TR"},
    ],
)
def test_a_wish_that_is_none_is_refused(
    filled_app: Flask, program: Program, wish: dict[str, Any]
) -> None:
    assert refused(program.ask("/subscriptions", "POST", json=wish)) == (422, "body")
    assert stored(filled_app) == []


def test_one_may_change_the_last_of_as_many_as_there_may_be(program: Program) -> None:
    for _ in range(MOST):
        status, made = program.post("/subscriptions", {})
        assert status == 201
    assert refused(program.ask("/subscriptions", "POST", json={}))[0] == 409
    answer = program.ask(f"/subscriptions/{made['id']}", "PUT", json={"severity": "low"})
    assert answer.status_code == 200
    page = program.get("/subscriptions?limit=30")
    rest = program.get(f"/subscriptions?limit=30&after={page['next']}")
    numbers = [one["id"] for one in (*page["items"], *rest["items"])]
    assert (len(set(numbers)), numbers, rest["next"]) == (MOST, sorted(numbers), None)


def test_another_s_is_one_that_does_not_exist(filled_app: Flask, program: Program) -> None:
    key = filled_app.extensions["roamwatch"].settings.signing_key
    with writing(engine_of(filled_app)) as session:
        owner = user_by_email(session, "owner@fleet.test")
        assert owner is not None
        hook, _ = add_webhook(
            session, owner, url="https://hook.test/a", name="", key=key, now=owner.created_at
        )
        wish = Subscription(user_id=owner.id or 0, created_at=owner.created_at)
        session.add(wish)
        session.flush()
        number, channel = wish.id, hook.id
    path = f"/subscriptions/{number}"
    for method, body in (("GET", None), ("PUT", {}), ("DELETE", None)):
        answer = program.ask(path, method, json=body)
        assert refused(answer) == (404, "subscription_not_found"), method
    answer = program.ask("/subscriptions", "POST", json={"channel": channel})
    assert refused(answer) == (409, "subscription")
    assert program.get("/subscriptions")["items"] == []
