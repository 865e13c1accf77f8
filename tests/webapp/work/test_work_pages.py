"""The pages of long work: how far it is, whose it is, stopping it, and what to do when it failed."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from analysis.types import ANALYSER
from data.db import reading, writing
from data.models import Analysis, Fleet, Job
from data.queries.analysis import count_pending, pending_versions
from data.queries.members import set_members
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from tests.webapp.work.kinds import job_of, person

REFRESH = '<noscript><meta http-equiv="refresh"'


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def change(app: Flask, number: int, **values: Any) -> None:
    with writing(engine_of(app)) as session:
        job = session.get_one(Job, number)
        for name, value in values.items():
            setattr(job, name, value)


def page(app: Flask, path: str, name: str = "owner") -> str:
    return " ".join(client_of(app, name).get(path).text.split())


def test_a_running_one_says_how_far_it_is_and_renews_itself(app: Flask) -> None:
    text = page(app, "/work/1")
    assert "Import of sims-december.csv into Sample fleet" in text
    assert "26 %: 2,400,000 of 9,000,000 bytes" in text
    assert 'aria-valuenow="26"' in text
    assert "Reading the file, row by row. You may leave this page" in text
    assert REFRESH in text
    assert "/script-work" in text


@pytest.mark.parametrize(
    ("number", "state", "said"),
    [
        (2, "failed", "It failed: Its file is gone; send it again."),
        (4, "cancelled", "Stopped by owner@fleet.test."),
        (3, "waiting", "No worker has taken it yet. Ask whoever runs the service"),
    ],
)
def test_each_state_says_what_it_means(app: Flask, number: int, state: str, said: str) -> None:
    assert job_of(engine_of(app), number).state == state
    text = page(app, f"/work/{number}")
    assert said in text
    assert (REFRESH in text) is (state == "waiting")
    assert ("Stop it" in text) is (state == "waiting")


def test_one_just_asked_for_waits_without_alarm(app: Flask) -> None:
    change(app, 3, asked_at=NOW - timedelta(seconds=20))
    assert "It waits for the worker" in page(app, "/work/3")


def test_a_worker_that_is_not_heard_of_is_told(app: Flask) -> None:
    change(app, 1, alive_at=NOW - timedelta(minutes=2))
    assert "another begins it anew within minutes" in page(app, "/work/1")


def test_what_ended_says_until_when_it_is_kept(app: Flask) -> None:
    assert "Kept until 29 Nov 2026" in page(app, "/work/4")


def test_the_list_holds_one_s_own_and_all_for_administrators(app: Flask) -> None:
    mine = page(app, "/work")
    assert "1 under way" in mine
    assert "120 days in a row" in mine
    assert "sims-december.csv" not in mine
    everybody = page(app, "/work?whose=all")
    assert "2 under way" in everybody
    assert "sims-december.csv" in everybody
    theirs = page(app, "/work?whose=all", "teammate")
    assert "sims-december.csv" in theirs
    assert "120 days in a row" not in theirs
    assert "Everybody" not in theirs
    assert "Nothing here" in page(app, "/work", "stranger")


def test_texts_that_a_better_analysis_has_still_to_read_are_counted(app: Flask) -> None:
    engine = engine_of(app)
    with reading(engine) as session:
        waiting = count_pending(session, analyser=ANALYSER)
    assert waiting > 0
    assert f"The analysis has still to read {waiting} texts." in page(app, "/work")
    with writing(engine) as session:
        for number in pending_versions(session, analyser=ANALYSER, limit=1000):
            session.add(
                Analysis(
                    version_id=number,
                    analyser=ANALYSER,
                    created_at=NOW,
                    language="en",
                    relevant=False,
                )
            )
    assert "still to read" not in page(app, "/work")


def test_what_somebody_else_asked_for_is_not_there(app: Flask) -> None:
    client = client_of(app, "teammate")
    assert client.get("/work/2").status_code == 404
    assert client.post("/work/3/cancel").status_code == 404
    assert job_of(engine_of(app), 3).state == "waiting"
    assert client_of(app, "owner").get("/work/2").status_code == 200


def test_a_viewer_sees_a_shared_one_and_does_not_stop_it(app: Flask) -> None:
    client = client_of(app, "stranger")
    assert "Stop it" not in client.get("/work/1").text
    assert client.post("/work/1/cancel").status_code == 403
    assert job_of(engine_of(app), 1).state == "running"


def test_what_tells_of_a_fleet_that_went_out_of_sight_went_too(app: Flask) -> None:
    with writing(engine_of(app)) as session:
        session.add(Fleet(name="Hidden", created_at=NOW))
        session.flush()
        hidden = session.exec(select(Fleet.id).where(Fleet.name == "Hidden")).one() or 0
        set_members(session, hidden, [person(engine_of(app), "owner").id or 0])
    client = client_of(app, "teammate")
    assert client.get("/work/1").status_code == 200
    for sight in ([1, hidden], None):
        change(app, 1, sight=sight)
        assert client.get("/work/1").status_code == 404
        assert "sims-december.csv" not in client.get("/work").text


def test_it_is_stopped_by_who_asked_and_only_once(app: Flask) -> None:
    client = client_of(app, "teammate")
    client.post("/work/1/cancel")
    assert job_of(engine_of(app), 1).state == "stopping"
    text = page(app, "/work/1", "teammate")
    assert "It stops after the step in hand" in text
    assert "Stop it" not in text
    client_of(app, "owner").post("/work/3/cancel")
    assert job_of(engine_of(app), 3).state == "cancelled"
    again = client_of(app, "owner").post("/work/3/cancel", follow_redirects=True)
    assert "come to its end already" in again.text
