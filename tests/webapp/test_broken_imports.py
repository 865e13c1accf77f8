"""An import whose process was killed is shown as broken off, with what to do; one under way as that."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import FleetImport, Sim
from data.queries.imports import ImportState, import_state
from tests.data.fleet.files import csv_of, row
from tests.data.fleet.loading import load
from tests.factories import make_fleet
from tests.webapp.conftest import SignIn
from tests.webapp.jobs_world import import_job
from webapp.context import Context, attach

_KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from data.db import make_engine
from data.fleet import importing
from data.settings import Settings
importing.BATCH = 10
def progress(read, size):
    if read > size * 9 // 10:
        os.kill(os.getpid(), signal.SIGKILL)
importing.import_csv(
    make_engine(Settings.load(database_url=sys.argv[1])), Path(sys.argv[2]), fleet="Meters",
    filename="meters.csv", now=datetime.fromisoformat(sys.argv[3]), progress=progress,
)
"""


@pytest.fixture
def killed(sqlite_store: Engine, tmp_path: Path, now: datetime) -> Engine:
    """A store in which an import of 20,000 rows was killed in its last tenth: rows are read in blocks."""
    path = tmp_path / "meters.csv"
    path.write_bytes(csv_of(*(row(number) for number in range(20_000))))
    command = [sys.executable, "-c", _KILLED, str(sqlite_store.url), str(path), now.isoformat()]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120, env=os.environ)
    assert done.returncode == -signal.SIGKILL, done.stderr
    return sqlite_store


def at(app: Flask, moment: datetime) -> None:
    """Let the app's clock stand at that moment."""
    known: Context = app.extensions["roamwatch"]
    attach(app, Context(engine=known.engine, settings=known.settings, clock=lambda: moment))


def test_after_its_claim_would_have_ended_it_is_shown_as_broken_off_with_what_to_do(
    killed: Engine, app: Flask, sign_in: SignIn, now: datetime
) -> None:
    with reading(killed) as session:
        record = session.exec(select(FleetImport)).one()
    assert record.finished_at is None
    client, address = sign_in("teammate"), f"/fleet/imports/{record.id}"
    at(app, now + timedelta(minutes=2))
    assert "Under way: its counts stand here when it is done." in client.get(address).text
    assert "Broken off" not in client.get("/fleet").text
    at(app, now + timedelta(minutes=10))
    text = client.get(address).text
    assert "Broken off: whatever was reading it ended" in text
    assert "Import the same file again" in text
    assert "not finished" not in text
    assert "Broken off</span>" in client.get("/fleet").text


def test_the_same_file_again_brings_the_rest_and_nothing_twice(
    killed: Engine, tmp_path: Path, now: datetime
) -> None:
    with reading(killed) as session:
        before = len(session.exec(select(Sim.id)).all())
    assert 0 < before < 20_000
    report = load(killed, (tmp_path / "meters.csv").read_bytes(), now, fleet="Meters")
    assert report.added == 20_000 - before
    assert report.refused == 0


def test_how_far_an_import_is(now: datetime) -> None:
    record = FleetImport(fleet_id=1, filename="x", sha256="", started_at=now)

    def state(seconds: float) -> ImportState:
        return import_state(record, now=now + timedelta(seconds=seconds), patience=300)

    assert [state(0), state(300), state(301)] == [
        ImportState.RUNNING,
        ImportState.RUNNING,
        ImportState.BROKEN,
    ]
    record.alive_at = now + timedelta(seconds=100)
    assert state(400) is ImportState.RUNNING
    assert state(401) is ImportState.BROKEN
    record.finished_at = now
    assert state(9999) is ImportState.DONE


def test_a_pull_that_broke_off_goes_on_by_itself(
    app: Flask, sqlite_store: Engine, sign_in: SignIn, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        fleet = make_fleet(session)
        record = FleetImport(
            fleet_id=fleet.id or 0, filename="Soracom", sha256="", mapping={"platform": "soracom"},
            started_at=now - timedelta(hours=1),
        )  # fmt: skip
        session.add(record)
        session.flush()
        number = record.id
    text = sign_in("teammate").get(f"/fleet/imports/{number}").text
    assert "The connector goes on where it was" in text
    assert "Import the same file again" not in text


@pytest.mark.parametrize(
    ("state", "said"),
    [("waiting", "waits for the worker"), ("running", "25 % read"), ("stopping", "stops after")],
)
def test_files_that_are_read_or_wait_stand_on_the_fleet_s_page(
    app: Flask, sqlite_store: Engine, sign_in: SignIn, now: datetime, state: str, said: str
) -> None:
    with writing(sqlite_store) as session:
        fleet = make_fleet(session, "Meters")
        for name, word in (("big.csv", state), ("old.csv", "done")):
            session.add(import_job(fleet.id or 0, name, now=now, size=400, done=100, state=word))
    text = sign_in("teammate").get("/fleet").text
    card = text.split("Under way")[1].split("</section>")[0]
    assert 'href="/work/1"' in card
    assert said in card
    assert "old.csv" not in card
    assert 'href="/work/1"' in sign_in("stranger").get("/fleet").text


def test_without_files_under_way_there_is_no_such_card(app: Flask, sign_in: SignIn) -> None:
    assert "Under way" not in sign_in("teammate").get("/fleet").text
