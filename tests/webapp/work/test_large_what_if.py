"""A “what if” over many SIMs: asked on the form, counted by the worker, killed on the way, read again."""

import re
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Fleet, Job, Presence, Sim
from data.queries.members import set_members
from data.settings import Settings
from tests.benchmarks._seen_fleet import write_seen_fleet
from tests.factories import NOW, make_people
from tests.webapp.filled import client_of, engine_of
from tests.webapp.processes import environment, roamwatch
from tests.webapp.work.kinds import job_of, person
from webapp.context import Context
from webapp.rules import supposing
from webapp.rules.supposing import WhatIf, supposition_of, what_if
from webapp.work.asking import ask
from webapp.work.doing import Worked, work_off
from webapp.work.kinds import kinds

WORDS = {"country": "IN", "days": "90", "effective": "2027-01-01"}
QUERY = "country=IN&days=90&effective=2027-01-01"


@pytest.fixture
def app(filled_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The filled app: some SIMs were seen in India, and its fleet counts as a large one."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(supposing, "LARGE", 1000)
    with writing(engine_of(filled_app)) as session:
        sims = session.exec(
            select(Sim.id).where(Sim.visited_country == "IN").order_by(col(Sim.id)).limit(40)
        )
        session.add_all(
            Presence(sim_id=number or 0, country="IN", first_at=datetime(2026, 8, 1, tzinfo=UTC),
                     last_at=NOW, method="session")
            for number in sims
        )  # fmt: skip
    return filled_app


def work(app: Flask) -> Worked:
    context: Context = app.extensions["roamwatch"]
    return work_off(context, kinds()["what_if"])


def test_it_is_counted_by_the_worker_and_says_what_the_page_would_have_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app, "stranger")
    answer = client.post("/check/what-if", data=WORDS)
    assert (answer.status_code, answer.location) == (303, "/work/5")
    assert "It waits for the worker" in client.get("/work/5").text
    assert work(app).failed == 0
    moved = client.get("/work/5")
    assert moved.location == f"/check/what-if?{QUERY}&job=5"
    counted = plain(client.get(moved.location).text)
    assert "871 live roaming SIMs there, 40 over it today" in counted
    assert "Counted just now." in counted
    monkeypatch.setattr(supposing, "LARGE", 10**6)
    assert plain(client.get(f"/check/what-if?{QUERY}").text) == counted.replace(
        " Counted just now.", ""
    ).replace("Count anew", "Show").replace("&amp;job=5", "")


def plain(text: str) -> str:
    """What the page says, without its forms' tokens."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace(" .", ".")


def test_an_address_with_a_question_offers_to_count(app: Flask) -> None:
    text = client_of(app, "stranger").get(f"/check/what-if?{QUERY}").text
    assert "the worker counts them" in text
    assert ">Count</button>" in text
    assert 'value="2027-01-01"' in text


def test_a_small_fleet_is_answered_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supposing, "LARGE", 10**6)
    answer = client_of(app, "stranger").post("/check/what-if", data=WORDS)
    assert (answer.status_code, answer.location) == (303, f"/check/what-if?{QUERY}")
    with reading(engine_of(app)) as session:
        assert session.get(Job, 5) is None


def test_two_clicks_are_one_job_and_two_people_have_one_each(app: Flask) -> None:
    def click(name: str) -> str:
        return client_of(app, name).post("/check/what-if", data=WORDS).location

    assert click("stranger") == click("stranger") == "/work/5"
    assert click("teammate") == "/work/6"


def test_a_wrong_question_is_refused_and_stays_as_typed(app: Flask) -> None:
    answer = client_of(app, "stranger").post("/check/what-if", data=WORDS | {"days": "nine"})
    assert answer.status_code == 422
    assert "whole number" in answer.text
    assert 'value="nine"' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        f"{QUERY}&job=99", f"{QUERY}&job=x", f"{QUERY}&job=1", f"{QUERY.replace('90', '91')}&job=5",
    ],
)  # fmt: skip
def test_an_address_with_another_s_or_no_job_shows_no_answer(app: Flask, query: str) -> None:
    client_of(app, "stranger").post("/check/what-if", data=WORDS)
    work(app)
    text = client_of(app, "stranger").get(f"/check/what-if?{query}").text
    assert "the worker counts them" in text
    assert "over it today" not in text
    assert (
        "over it today" not in client_of(app, "teammate").get(f"/check/what-if?{QUERY}&job=5").text
    )


def test_it_counts_and_shows_what_the_asker_may_see(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_of(app, "stranger").post("/check/what-if", data=WORDS)
    work(app)
    with writing(engine_of(app)) as session:
        set_members(session, 1, [person(engine_of(app), "teammate").id or 0])
        session.add(Fleet(name="Open", created_at=NOW))
    client = client_of(app, "stranger")
    assert client.get("/work/5").status_code == 404
    monkeypatch.setattr(supposing, "LARGE", -1)
    assert "over it today" not in client.get(f"/check/what-if?{QUERY}&job=5").text
    client.post("/check/what-if", data=WORDS | {"days": "80"})
    work(app)
    assert WhatIf.of_json(job_of(engine_of(app), 6).result).live_sims == 0


def test_an_answer_is_kept_whole(app: Flask) -> None:
    words = {"country": "EU", "shape": "cumulative", "days": "90", "window": "180", "per": "imsi"}
    with reading(engine_of(app)) as session:
        found = what_if(session, supposition_of(words), now=NOW, live_days=30)
    assert found.shares
    assert WhatIf.of_json(found.as_json()) == found


def asked(store: Engine, *, now: datetime) -> int:
    with writing(store) as session:
        owner = make_people(session, now=now)["owner"]
        job, _ = ask(
            session, kinds()["what_if"], {"country": "BR", "days": "90"}, key="k",
            user_id=owner.id or 0, by=owner.email, sight=None, now=now,
        )  # fmt: skip
        return job.id or 0


def soon(store: Engine, true: Callable[[Job], bool]) -> None:
    """Look more often than the others do: it is over in a second."""
    deadline = time.monotonic() + 90
    while not true(job_of(store)):
        assert time.monotonic() < deadline, job_of(store)
        time.sleep(0.002)


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_counts_to_the_end(
    store: Engine, store_settings: Settings, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    write_seen_fleet(store, sims=60_000, now=now)
    asked(store, now=now)
    env = environment(store_settings, LEASE_SECONDS="2")
    with roamwatch("worker", env=env, log=tmp_path / "first") as worker:
        soon(store, lambda job: job.state == "running")
        assert worker.stop(signal.SIGKILL) == -signal.SIGKILL
    killed = job_of(store)
    assert (killed.state, killed.tries, killed.result) == ("running", 1, {})
    with roamwatch("worker", env=env, log=tmp_path / "second") as worker:
        worker.until(lambda: job_of(store).state != "running")
    job = job_of(store)
    assert (job.state, job.tries) == ("done", 2), job
    with reading(store) as session:
        found = what_if(session, supposition_of(job.params), now=now, live_days=30)
    assert WhatIf.of_json(job.result).clocks.sims == found.clocks.sims > 0
