"""The worker as a process: it works by its timetable, survives its jobs' faults, and stops soon."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from data.db import reading
from data.models import Delivery, Lease
from data.settings import Settings
from tests.webapp.delivery.smtp_server import scripted_server
from tests.webapp.processes import environment, finished, roamwatch
from tests.webapp.tiny_world import move_in, site
from webapp.context import Context
from webapp.demo.server import SampleServer
from webapp.service.readers import Readers
from webapp.work.kinds import kinds
from webapp.worker import Worker, timetable


@pytest.fixture
def server(sqlite_store: Engine) -> Iterator[SampleServer]:
    now = datetime.now(UTC)
    with SampleServer() as running:
        running.serve(site(now))
        move_in(sqlite_store, running, now=now)
        yield running


def events(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def sent(store: Engine) -> int:
    with reading(store) as session:
        return session.exec(
            select(func.count()).select_from(Delivery).where(Delivery.state == "sent")
        ).one()


@pytest.mark.usefixtures("server")
def test_the_worker_brings_publications_to_mails_by_itself_and_stops_cleanly(
    sqlite_store: Engine, sqlite_settings: Settings, tmp_path: Path
) -> None:
    env = environment(sqlite_settings, ANALYSIS_PROCESSES="1")
    with roamwatch("worker", env=env, log=tmp_path / "log") as worker:
        worker.until(lambda: sent(sqlite_store) >= 6)
        assert worker.stop() == 0
        said = events(worker.text())
    assert said[0]["event"] == "worker started"
    assert said[-1]["event"] == "worker stopped"
    assert said[-1]["in_time"] is True
    assert {"crawl_due", "analyse_pending", "assess_pending"} <= {e["event"] for e in said}
    assert [event for event in said if event["level"] == "error"] == []
    with reading(sqlite_store) as session:
        assert session.exec(select(Lease)).all() == []


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_right_after_the_start_is_clean_too(
    sqlite_settings: Settings, tmp_path: Path, number: signal.Signals
) -> None:
    with roamwatch("worker", env=environment(sqlite_settings), log=tmp_path / "log") as worker:
        worker.until(lambda: "worker started" in worker.text())
        assert worker.stop(number) == 0
        assert "Traceback" not in worker.text()


@pytest.mark.usefixtures("server")
def test_a_mail_server_that_hangs_does_not_keep_the_worker_from_stopping(
    sqlite_settings: Settings, tmp_path: Path, sqlite_store: Engine
) -> None:
    with scripted_server(b"") as port:
        env = environment(sqlite_settings, SMTP_URL=f"smtp://127.0.0.1:{port}")
        with roamwatch("worker", env=env, log=tmp_path / "log") as worker:
            worker.until(lambda: leases(sqlite_store, "delivery:") > 0)
            assert worker.stop() == 1
            assert events(worker.text())[-1]["in_time"] is False


def leases(store: Engine, kind: str) -> int:
    with reading(store) as session:
        return sum(lease.key.startswith(kind) for lease in session.exec(select(Lease)))


def test_a_worker_without_a_store_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    result = finished("worker", env=environment(settings))
    assert result.returncode == 2
    assert "roamwatch: the store is not set up; run: roamwatch init" in result.stderr


@pytest.mark.parametrize("words", ["worker", "init", "run", "users login-link a@fleet.test"])
def test_a_store_that_cannot_be_reached_is_one_sentence(settings: Settings, words: str) -> None:
    address = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    result = finished(*words.split(), env=environment(settings, DATABASE_URL=address))
    assert result.returncode == 2
    assert "cannot be reached" in result.stderr
    assert "ROAMWATCH_DATABASE_URL" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_job_that_fails_is_logged_and_the_others_go_on(
    sqlite_store: Engine,
    sqlite_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = sqlite_settings.model_copy(update={"tick_seconds": 0.05, "analysis_processes": 0})
    context = Context(engine=sqlite_store, settings=settings)
    delivered: list[int] = []

    def fail(_context: Context) -> None:
        raise OSError("disk on fire")

    monkeypatch.setattr("webapp.jobs.assess_pending", fail)
    monkeypatch.setattr("webapp.jobs.deliver_due", lambda _context: delivered.append(1))

    async def scene(readers: Readers) -> bool:
        running = asyncio.create_task(Worker(context, readers).run())
        while len(delivered) < 3:
            await asyncio.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)
        return await running

    with Readers.of(settings) as readers:
        assert asyncio.run(scene(readers))
    failed = [record for record in caplog.records if record.message == "job failed"]
    assert {getattr(record, "facts", {})["job"] for record in failed} == {"assess_pending"}


def test_the_timetable_names_every_job_of_the_design(
    sqlite_store: Engine, settings: Settings
) -> None:
    with Readers(processes=0, timeout=1) as readers:
        table = timetable(Context(engine=sqlite_store, settings=settings), readers)
    assert set(table) == {
        "tick_alerts",
        "grow_alerts",
        "crawl_due",
        "pull_due",
        "analyse_pending",
        "index_texts",
        "assess_pending",
        "deliver_due",
        "build_digests",
        "check_health",
        "housekeeping",
        "tick_clocks",
        *(f"work_{name}" for name in kinds()),
    }
    waited_for = {name for name in table if name.startswith("work_")}
    assert all(table[name][0] <= 2 for name in waited_for)
    assert all(table[name][0] >= settings.tick_seconds for name in set(table) - waited_for)
