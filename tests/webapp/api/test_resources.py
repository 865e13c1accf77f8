"""What the resources give: lists piece by piece, one thing whole, and the work on alerts."""

import io
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, Development, Document, Sim
from data.queries.people import user_by_email
from tests.webapp.api.calling import Program, refused, secret_of
from tests.webapp.api.owning import own_things
from tests.webapp.api.test_who import WORDS, served
from tests.webapp.filled import engine_of
from webapp.api.description import description, openapi_path
from webapp.uploads import folder
from webapp.work.doing import work_off
from webapp.work.kinds import kinds

OWNER = "owner@fleet.test"


@pytest.mark.parametrize("path", ["/alerts", "/developments", "/documents"])
def test_a_list_gives_everything_once_whatever_its_pieces(filled_app: Flask, path: str) -> None:
    program = Program(filled_app)
    whole = program.get(f"{path}?limit=200")
    assert whole["next"] is None
    found: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = program.get(f"{path}?limit=2&after={after}")
        assert 0 < len(page["items"]) <= 2
        found += page["items"]
        after = page["next"]
    assert found == whole["items"]
    assert len(found) > 5


@pytest.mark.parametrize(
    ("path", "query", "holds"),
    [
        ("/alerts", "severity=high", lambda one: one["severity"] == "high"),
        ("/alerts", "topic=imei", lambda one: one["topic"] == "imei"),
        ("/alerts", "country=tr", lambda one: "TR" in one["countries"]),
        ("/developments", "status=adopted", lambda one: one["status"] == "adopted"),
        ("/developments", "country=EU", lambda one: one["jurisdiction"] == "EU"),
        ("/documents", "country=TR", lambda one: one["country"] == "TR"),
        ("/documents", "show=changes", lambda one: one["changes"] > 0),
        ("/sources", "health=healthy", lambda one: one["health"] == "healthy"),
    ],
)
def test_filters_narrow(filled_app: Flask, path: str, query: str, holds: Any) -> None:
    program = Program(filled_app)
    every, found = program.get(path)["items"], program.get(f"{path}?{query}")["items"]
    assert 0 < len(found) < len(every)
    assert all(map(holds, found))


def test_a_cursor_with_other_filters_is_refused(filled_app: Flask) -> None:
    program = Program(filled_app)
    after = program.get("/alerts?limit=1&severity=high")["next"]
    answer = program.ask(f"/alerts?severity=low&after={after}")
    assert refused(answer) == (409, "cursor_of_another_question")
    answer = program.ask(f"/developments?after={after}")
    assert refused(answer) == (409, "cursor_of_another_question")


@pytest.fixture
def owner_s(filled_app: Flask) -> Flask:
    """The filled store, in which the owner has a webhook and a subscription."""
    key = filled_app.extensions["roamwatch"].settings.signing_key
    with writing(engine_of(filled_app)) as session:
        owner = user_by_email(session, OWNER)
        assert owner is not None
        own_things(session, owner, key)
    return filled_app


def test_every_answer_is_as_described(owner_s: Flask) -> None:
    whole = description("http://127.0.0.1:8040")
    program = Program(owner_s, "owner", "read admin")
    for name, rule, method, address in served(owner_s, OWNER):
        told = whole["paths"][openapi_path(rule.rule.removeprefix("/api/v1"))].get(method.lower())
        content = told["responses"]["200"]["content"] if method == "GET" else {}
        if "application/json" in content:  # a file is no JSON
            found = program.get(address)
            schema = content["application/json"]["schema"]
            validator = Draft202012Validator(schema | {"components": whole["components"]})
            assert list(validator.iter_errors(found)) == [], name


def test_no_answer_holds_an_identifier_of_a_sim(owner_s: Flask) -> None:
    with reading(engine_of(owner_s)) as session:
        sims = session.exec(select(Sim).limit(300)).all()
    marks = {mark for sim in sims for mark in (sim.iccid, sim.imsi, sim.imei) if mark}
    program = Program(owner_s, "owner", "read admin")
    for name, _, method, address in served(owner_s, OWNER):
        if method == "GET":
            text = program.ask(address).text
            assert [mark for mark in marks if mark in text] == [], name
    assert set(WORDS) <= {name for name, *_ in served(owner_s)}


def test_an_alert_is_worked_to_its_end(filled_app: Flask) -> None:
    program = Program(filled_app, scope="work")
    before = program.get("/alerts/1")
    assert before["state"] == "new"
    status, taken = program.post("/alerts/1/acknowledge", {"version": before["version"]})
    assert (status, taken["state"]) == (200, "acknowledged")
    stale = program.ask("/alerts/1/start", "POST", json={"version": before["version"]})
    assert refused(stale) == (409, "stale_alert")
    status, done = program.post("/alerts/1/resolve", {"note": "All profiles moved."})
    assert (status, done["state"], done["actions"]) == (200, "resolved", ["reopen", "comment"])
    last = done["trail"][-1]
    assert (last["actor"], last["note"]) == ("teammate@fleet.test", "All profiles moved.")
    assert [act["action"] for act in done["trail"]][-2:] == ["acknowledged", "resolved"]
    assert program.get("/alerts/1") == done


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("resolve", {}, 422),
        ("resolve", {"note": ""}, 422),
        ("resolve", {"note": " \n "}, 422),
        ("resolve", {"note": "a\x00b"}, 422),
        ("comment", {"note": "x" * 4001}, 422),
        ("acknowledge", {"version": "1"}, 422),
        ("snooze", {"day": "2020-01-01"}, 409),
        ("due", {"day": "2020-01-01"}, 409),
        ("due", {"day": 0}, 422),
        ("due", {"day": "0"}, 422),
        ("due", {"day": "soon"}, 422),
        ("due", {}, 422),
    ],
)
def test_an_act_that_lacks_something_does_nothing(
    filled_app: Flask, act: str, body: dict[str, Any], status: int
) -> None:
    program = Program(filled_app, scope="work")
    before = program.get("/alerts/1")
    answer = program.ask(f"/alerts/1/{act}", "POST", json=body)
    assert refused(answer)[0] == status
    assert program.get("/alerts/1") == before


def test_a_development_names_who_reports_it_with_quotes(filled_app: Flask) -> None:
    with reading(engine_of(filled_app)) as session:
        key = session.get_one(Development, 1).key
    found = Program(filled_app).get("/developments/1")
    assert found["key"] == key
    assert found["publications"]
    assert all(one["quotes"] for one in found["publications"])


def test_a_document_has_its_versions_texts_and_differences(filled_app: Flask) -> None:
    program = Program(filled_app)
    found = program.get("/documents/1")
    new, old = (one["id"] for one in found["versions"][:2])
    text = program.get(f"/documents/1/versions/{new}")
    assert text["length"] == len(text["text"])
    lines = program.get(f"/documents/1/difference?old={old}&new={new}")["lines"]
    assert {line["kind"] for line in lines} >= {"old", "new"}
    assert program.get(f"/documents/1/difference?old={new}&new={new}")["lines"] == []
    other = program.get("/documents/2")["versions"][0]["id"]
    for path in (
        f"/documents/1/versions/{other}",
        f"/documents/1/difference?old={old}&new={other}",
    ):
        assert refused(program.ask(path)) == (404, "version_not_found")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/alerts/999", "alert_not_found"),
        ("/developments/999", "development_not_found"),
        ("/documents/999", "document_not_found"),
        ("/countries/ZZ", "country_not_found"),
        ("/countries/EU", "country_not_found"),
        ("/sources/none", "source_not_found"),
        ("/fleets/999", "fleet_not_found"),
        ("/exposure?fleet=999", "fleet_not_found"),
        ("/imports/999", "import_not_found"),
        ("/rules/proposals/999", "proposal_not_found"),
    ],
)
def test_what_does_not_exist_is_named(filled_app: Flask, path: str, code: str) -> None:
    assert refused(Program(filled_app).ask(path)) == (404, code)


def test_countries_exposure_and_fleets_agree(filled_app: Flask) -> None:
    program = Program(filled_app)
    exposure = program.get("/exposure")
    (fleet,) = program.get("/fleets")["items"]
    assert exposure["total"] == fleet["live_sims"] == sum(one["sims"] for one in exposure["groups"])
    turkiye = program.get("/countries/tr")
    there = sum(one["sims"] for one in exposure["groups"] if one["country"] == "TR")
    assert turkiye["live_sims"] == there > 0
    listed = {one["code"]: one for one in program.get("/countries")["items"]}
    assert listed["TR"] == turkiye


def test_a_file_is_sent_imported_by_the_worker_and_told_of(filled_app: Flask) -> None:
    program = Program(filled_app, scope="import")
    lines = (
        b"iccid,state,country,last_seen\n8949300000000000012,active,TR,2026-11-15\nx,active,TR,\n"
    )
    answer = program.ask(
        "/imports?fleet=Lorries&filename=l.csv", "POST", data=lines, content_type="text/csv"
    )
    assert answer.status_code == 202
    address = answer.headers["Location"].removeprefix("/api/v1")
    assert program.get(address)["state"] == "waiting"
    work_off(filled_app.extensions["roamwatch"], kinds()["import"])
    job = program.get(address)
    assert (job["state"], job["error"]) == ("done", "")
    assert job["result"]["rows"] == 2
    assert sum(one["rows"] for one in job["result"]["reasons"] if one["refused"]) == 1
    names = [one["name"] for one in Program(filled_app).get("/fleets")["items"]]
    assert names == ["Lorries", "Sample fleet"]


@pytest.mark.parametrize(
    ("query", "sent", "status"),
    [
        ("fleet=A", {"data": b"x", "content_type": "application/x-www-form-urlencoded"}, 415),
        ("fleet=A", {"data": {"file": (io.BytesIO(b"x"), "a.csv")}}, 415),
        ("fleet=A", {"data": b"", "content_type": "text/csv"}, 422),
        ("", {"data": b"x", "content_type": "text/csv"}, 400),
        ("fleet=%20", {"data": b"x", "content_type": "text/csv"}, 400),
        ("fleet=A&full=perhaps", {"data": b"x", "content_type": "text/csv"}, 400),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_nothing_behind(
    filled_app: Flask, query: str, sent: dict[str, Any], status: int
) -> None:
    answer = Program(filled_app, scope="import").ask(f"/imports?{query}", "POST", **sent)
    assert refused(answer)[0] == status
    place = folder(filled_app.extensions["roamwatch"].settings)
    assert not place.exists() or list(place.iterdir()) == []


def test_an_import_is_stopped_once(filled_app: Flask) -> None:
    program = Program(filled_app, scope="import")
    sent = program.ask("/imports?fleet=A", "POST", data=b"iccid\n", content_type="text/csv")
    address = sent.headers["Location"].removeprefix("/api/v1")
    assert program.ask(f"{address}/cancel", "POST").status_code == 200
    work_off(filled_app.extensions["roamwatch"], kinds()["import"])
    assert program.get(address)["state"] == "cancelled"
    assert refused(program.ask(f"{address}/cancel", "POST")) == (409, "import_ended")


def test_rows_behind_the_lists_are_there(filled_app: Flask) -> None:
    """The lists above are long enough to be read in pieces."""
    secret_of(filled_app)
    with reading(engine_of(filled_app)) as session:
        for table in (Alert, Development, Document):
            assert len(session.exec(select(table)).all()) > 5
