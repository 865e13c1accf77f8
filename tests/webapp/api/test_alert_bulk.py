"""One act on many alerts over the API, and the evidence of one to take away."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, User
from data.queries.members import set_members
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import engine_of
from webapp.work.doing import work_off
from webapp.work.kinds import kinds


@pytest.fixture
def program(filled_app: Flask) -> Program:
    return Program(filled_app, scope="work")


def waiting(program: Program) -> list[dict[str, Any]]:
    """Alerts that nobody has taken, each with the version that it has."""
    found = program.get("/alerts?state=new&limit=200")["items"]
    return [
        {"id": one["id"], "version": program.get(f"/alerts/{one['id']}")["version"]}
        for one in found
    ]


def test_each_is_decided_by_itself_and_what_was_left_says_why(program: Program) -> None:
    one, two, three = waiting(program)[:3]
    program.post(f"/alerts/{two['id']}/start", {})
    picks = [one, two, three, {"id": 999_999}]
    status, went = program.post("/alerts/acknowledge", {"alerts": picks})
    assert status == 200
    assert went["done"] == sorted((one["id"], three["id"]))
    assert [(no["id"], no["code"]) for no in went["refused"]] == [
        (two["id"], "stale_alert"),
        (999_999, "alert_not_found"),
    ]
    assert "teammate@fleet.test changed it meanwhile" in went["refused"][0]["detail"]
    assert program.get(f"/alerts/{one['id']}")["state"] == "acknowledged"
    assert program.get(f"/alerts/{two['id']}")["state"] == "in_progress"


def test_they_are_given_snoozed_and_closed(program: Program) -> None:
    picks = [{"id": one["id"]} for one in waiting(program)[:2]]
    numbers = sorted(one["id"] for one in picks)
    body: dict[str, Any] = {"alerts": picks}
    for action, said in (
        ("assign", {"assignee": "owner@fleet.test"}),
        ("snooze", {"day": "2027-01-04"}),
        ("resolve", {"note": "Moved to local profiles."}),
    ):
        _, went = program.post(f"/alerts/{action}", body | said)
        assert went == {"done": numbers, "refused": []}, action
    alert = program.get(f"/alerts/{numbers[0]}")
    assert (alert["state"], alert["assignee"]) == ("resolved", "owner@fleet.test")
    assert [act["action"] for act in alert["trail"]][-1] == "resolved"
    _, went = program.post("/alerts/dismiss", body | {"note": "Not ours."})
    assert {no["code"] for no in went["refused"]} == {"invalid_transition"}


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("resolve", {}),
        ("snooze", {}),
        ("snooze", {"day": "2027-01-04", "until_effect": True}),
        ("assign", {}),
        ("acknowledge", {"alerts": []}),
        ("acknowledge", {"alerts": [{"id": 0}]}),
        ("acknowledge", {"day": "2027-01-04"}),
    ],
)
def test_what_does_not_belong_to_the_act_is_refused_as_a_whole(
    program: Program, action: str, body: dict[str, Any]
) -> None:
    answer = program.ask(f"/alerts/{action}", "POST", json={"alerts": [{"id": 1}]} | body)
    assert refused(answer) == (422, "body")


def test_a_day_that_is_past_leaves_each_as_it_is(program: Program) -> None:
    (one, *_) = waiting(program)
    _, went = program.post("/alerts/snooze", {"alerts": [one], "day": "2026-01-01"})
    assert (went["done"], [no["code"] for no in went["refused"]]) == ([], ["day"])


def test_the_same_request_acts_once(program: Program) -> None:
    (one, *_) = waiting(program)
    headers = {"Idempotency-Key": "bulk-1"}
    first = program.post("/alerts/acknowledge", {"alerts": [one]}, headers=headers)
    trail = program.get(f"/alerts/{one['id']}")["trail"]
    assert program.post("/alerts/acknowledge", {"alerts": [one]}, headers=headers) == first
    assert first[1]["done"] == [one["id"]]
    assert program.get(f"/alerts/{one['id']}")["trail"] == trail


def test_alerts_of_a_fleet_out_of_sight_are_none(filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        owner = session.exec(select(User).where(User.email == "owner@fleet.test")).one()
        set_members(session, 1, [owner.id or 0])
        session.add(User(email="far@fleet.test", name="F", role="officer", created_at=NOW))
    far = Program(filled_app, "far", "work")
    _, went = far.post("/alerts/acknowledge", {"alerts": [{"id": 1}]})
    assert [(no["id"], no["code"]) for no in went["refused"]] == [(1, "alert_not_found")]
    assert refused(far.ask("/alerts/1/evidence", "POST")) == (404, "alert_not_found")


def test_the_evidence_is_a_pack_that_its_own_script_verifies_and_the_trail_knows(
    filled_app: Flask, program: Program, tmp_path: Path
) -> None:
    asked = program.ask("/alerts/1/evidence", "POST")
    assert asked.status_code == 202
    job = asked.headers["Location"].removeprefix("/api/v1")
    assert program.ask(f"{job}/file").status_code == 404
    work_off(filled_app.extensions["roamwatch"], kinds()["evidence"])
    assert (program.get(job)["state"], program.get(job)["has_file"]) == ("done", True)
    answer = program.ask(f"{job}/file")
    assert answer.status_code == 200
    assert answer.content_type == "application/zip"
    assert "roamwatch-alert-1.zip" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        pack.extractall(tmp_path / "pack")
    answer.close()
    (script,) = (tmp_path / "pack").rglob("verify.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with reading(engine_of(filled_app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "evidence_packed")).one()
    assert (entry.alert_id, entry.actor) == (1, "teammate@fleet.test")


def test_evidence_is_for_officers_tokens_that_work(filled_app: Flask) -> None:
    assert refused(Program(filled_app).ask("/alerts/1/evidence", "POST")) == (403, "token_scope")
    stranger = Program(filled_app, "stranger", "work")
    assert refused(stranger.ask("/alerts/1/evidence", "POST")) == (403, "role")
