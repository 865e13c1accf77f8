"""Work on alerts over the API: given to somebody, dated, snoozed, followed, with links."""

from typing import Any, get_args

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, AlertLink, Delivery, User
from data.queries.alert_desk import WORK
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import engine_of
from webapp.api.resources.alerts import Work

TICKET = {"url": "https://tickets.fleet.test/7", "title": "Ticket 7"}


@pytest.fixture
def program(filled_app: Flask) -> Program:
    return Program(filled_app, scope="work")


def test_an_alert_is_given_to_somebody_and_to_nobody(filled_app: Flask, program: Program) -> None:
    status, given = program.post("/alerts/1/assign", {"assignee": "OWNER@fleet.test"})
    assert (status, given["assignee"]) == (200, "owner@fleet.test")
    assert given["trail"][-1]["action"] == "assigned"
    with reading(engine_of(filled_app)) as session:
        told = session.exec(select(Delivery).where(Delivery.recipient == "owner@fleet.test")).all()
    assert given["version"] > 1
    assert [one.alert_id for one in told if one.event_id][-1] == 1
    status, given = program.post("/alerts/1/assign", {"assignee": None})
    assert (status, given["assignee"]) == (200, None)


@pytest.mark.parametrize("email", ["nobody@fleet.test", "", "stranger@fleet.test", "a b"])
def test_it_is_given_to_nobody_who_cannot_act_on_it(program: Program, email: str) -> None:
    before = program.get("/alerts/1")
    answer = program.ask("/alerts/1/assign", "POST", json={"assignee": email})
    assert refused(answer) == (409, "person")
    assert program.get("/alerts/1") == before


def test_it_is_snoozed_until_a_day_or_until_the_rule_takes_effect_and_woken(
    program: Program,
) -> None:
    ahead = next(
        one for one in program.get("/alerts?limit=200&work=all")["items"]
        if (one["effective_on"] or "") > "2026-11-16" and one["state"] == "new"
    )  # fmt: skip
    path = f"/alerts/{ahead['id']}"
    _, asleep = program.post(f"{path}/snooze", {"until_effect": True})
    assert asleep["snoozed_until"] == ahead["effective_on"]
    listed = {one["id"] for one in program.get("/alerts?work=snoozed")["items"]}
    assert ahead["id"] in listed
    _, awake = program.post(f"{path}/wake", {})
    assert awake["snoozed_until"] is None
    assert refused(program.ask(f"{path}/wake", "POST", json={})) == (409, "invalid_transition")
    _, asleep = program.post(f"{path}/snooze", {"day": "2027-01-04"})
    assert asleep["snoozed_until"] == "2027-01-04"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"day": None},
        {"until_effect": False},
        {"until_effect": None},
        {"day": "2027-01-04", "until_effect": True},
    ],
)
def test_a_snooze_has_one_end(program: Program, body: dict[str, Any]) -> None:
    answer = program.ask("/alerts/1/snooze", "POST", json=body)
    assert refused(answer) == (422, "body")


def test_links_are_attached_and_removed_and_the_trail_keeps_them(
    filled_app: Flask, program: Program
) -> None:
    _, linked = program.post("/alerts/1/links", TICKET)
    (link,) = [one for one in linked["links"] if one["url"] == TICKET["url"]]
    assert (link["title"], link["added_by"]) == ("Ticket 7", "teammate@fleet.test")
    assert refused(program.ask("/alerts/1/links", "POST", json=TICKET)) == (409, "link")
    path = f"/alerts/1/links/{link['id']}"
    assert refused(program.ask(f"/alerts/2/links/{link['id']}", "DELETE"))[0] == 404
    answer = program.ask(path, "DELETE")
    assert answer.status_code == 200
    assert refused(program.ask(path, "DELETE")) == (404, "link_not_found")
    trail = program.get("/alerts/1")["trail"]
    assert [act["action"] for act in trail][-2:] == ["linked", "unlinked"]
    with reading(engine_of(filled_app)) as session:
        assert session.exec(select(AlertLink).where(AlertLink.url == TICKET["url"])).all() == []


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "https://me:hush@a.test/", "https://a b.test", "//a.test"]
)
def test_what_is_no_address_is_not_attached(program: Program, url: str) -> None:
    assert refused(program.ask("/alerts/1/links", "POST", json={"url": url})) == (422, "body")


def test_watching_is_for_whoever_sees_it_and_said_twice_is_said_once(filled_app: Flask) -> None:
    program = Program(filled_app, "stranger", "notify")
    before = program.get("/alerts/1")
    assert not before["watching"]
    for _ in range(2):
        assert program.ask("/alerts/1/watch", "PUT").status_code == 200
    after = program.get("/alerts/1")
    assert (after["watching"], after["watchers"]) == (True, before["watchers"] + 1)
    assert [one["id"] for one in program.get("/alerts?work=watched")["items"]] == [1]
    for _ in range(2):
        assert program.ask("/alerts/1/watch", "DELETE").status_code == 200
    assert program.get("/alerts/1") == before


def test_a_token_that_may_set_what_one_is_told_of_does_no_work(filled_app: Flask) -> None:
    program = Program(filled_app, scope="notify")
    assert refused(program.ask("/alerts/1/start", "POST", json={})) == (403, "token_scope")
    assert refused(program.ask("/alerts/1/links", "POST", json=TICKET)) == (403, "token_scope")


def test_the_list_knows_the_words_of_the_page_s_filter(filled_app: Flask, program: Program) -> None:
    assert get_args(Work) == WORK
    with writing(engine_of(filled_app)) as session:
        user = session.exec(select(User).where(User.email == "teammate@fleet.test")).one()
        session.get_one(Alert, 2).assignee_id = user.id
    assert 2 in {one["id"] for one in program.get("/alerts?work=mine")["items"]}
    program.post("/alerts/1/snooze", {"day": "2027-01-04"})
    every = {one["id"] for one in program.get("/alerts?work=all&limit=200")["items"]}
    assert every - {one["id"] for one in program.get("/alerts?limit=200")["items"]} >= {1}
    waiting = program.get("/alerts?state=waiting&limit=200")["items"]
    assert {one["state"] for one in waiting} <= {"new", "reopened"}
    assert waiting
