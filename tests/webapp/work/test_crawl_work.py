"""“Read it now”: a source is crawled on request, in the worker's loop, stopped on the way, once at a time."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import func, select

from data.db import reading, writing
from data.models import AuditEntry, Document, Fetch, Source
from data.queries.jobs import cancel
from data.queries.leases import claim, release
from data.settings import Settings
from tests.factories import NOW, make_people
from tests.webapp.filled import client_of, engine_of
from tests.webapp.processes import environment, roamwatch
from tests.webapp.tiny_world import move_in, site
from tests.webapp.work.kinds import job_of, person
from webapp.context import Context
from webapp.demo.server import SampleServer
from webapp.work.doing import Worked, work_off
from webapp.work.kind import StoppedError
from webapp.work.kinds import kinds
from webapp.work.requests import ask_crawl
from webapp.work.waiting import in_loop


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


@pytest.fixture
def server(sqlite_store: Engine) -> Iterator[SampleServer]:
    now = datetime.now(UTC)
    with SampleServer() as running:
        running.serve(site(now))
        move_in(sqlite_store, running, now=now)
        yield running


@pytest.fixture
def context(sqlite_store: Engine, sqlite_settings: Settings) -> Context:
    return Context(engine=sqlite_store, settings=sqlite_settings)


def asked(store: Engine) -> str:
    """The source that somebody asks to be read now."""
    now = datetime.now(UTC)
    with writing(store) as session:
        owner = make_people(session, now=now)["owner"]
        source = session.exec(select(Source).order_by(Source.id)).first()
        assert source is not None
        ask_crawl(session, source, by=owner, now=now)
        return source.id


def counted(store: Engine, table: type[Document] | type[Fetch], source: str) -> int:
    with reading(store) as session:
        return session.exec(
            select(func.count()).select_from(table).where(table.source_id == source)
        ).one()


@pytest.mark.usefixtures("server")
def test_it_is_read_and_says_what_came(sqlite_store: Engine, context: Context) -> None:
    source = asked(sqlite_store)
    assert work_off(context, kinds()["crawl"]) == Worked(jobs=1)
    job = job_of(sqlite_store)
    assert job.state == "done", job.message
    assert job.result["new_documents"] == counted(sqlite_store, Document, source) > 0
    assert counted(sqlite_store, Fetch, source) == 1


def test_a_source_that_cannot_be_read_has_failed_with_its_reason(
    sqlite_store: Engine, context: Context, server: SampleServer
) -> None:
    asked(sqlite_store)
    server.serve({})
    assert work_off(context, kinds()["crawl"]) == Worked(jobs=1, failed=1)
    message = job_of(sqlite_store).message
    assert message.startswith("It could not be read: ")
    assert "goes on trying at its own pace" in message


@pytest.mark.usefixtures("server")
def test_while_the_worker_s_own_round_has_it_it_waits(
    sqlite_store: Engine, context: Context
) -> None:
    source = asked(sqlite_store)
    with writing(sqlite_store) as session:
        claim(session, [f"source:{source}"], owner="round", now=context.clock(), seconds=300)
    worker = threading.Thread(target=work_off, args=(context, kinds()["crawl"]))
    worker.start()
    wait(lambda: "own round" in job_of(sqlite_store).message)
    with writing(sqlite_store) as session:
        release(session, [f"source:{source}"], owner="round")
    worker.join(timeout=60)
    assert job_of(sqlite_store).state == "done"


@pytest.mark.usefixtures("server")
def test_it_is_stopped_while_it_waits(sqlite_store: Engine, context: Context) -> None:
    source = asked(sqlite_store)
    with writing(sqlite_store) as session:
        claim(session, [f"source:{source}"], owner="round", now=context.clock(), seconds=300)
    worker = threading.Thread(target=work_off, args=(context, kinds()["crawl"]))
    worker.start()
    wait(lambda: job_of(sqlite_store).state == "running")
    with writing(sqlite_store) as session:
        cancel(session, 1, message="Stopped by x", now=context.clock())
    worker.join(timeout=60)
    assert job_of(sqlite_store).state == "cancelled"
    assert counted(sqlite_store, Fetch, source) == 0


@pytest.mark.usefixtures("server")
def test_a_real_worker_reads_it_in_its_own_loop(
    sqlite_store: Engine, sqlite_settings: Settings, tmp_path: Path
) -> None:
    source = asked(sqlite_store)
    with roamwatch("worker", env=environment(sqlite_settings), log=tmp_path / "log") as worker:
        worker.until(lambda: job_of(sqlite_store).state not in ("waiting", "running"))
    assert job_of(sqlite_store).state == "done", job_of(sqlite_store).message
    assert counted(sqlite_store, Document, source) > 0


def wait(true: Callable[[], bool]) -> None:
    for _ in range(1200):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never happened")


def in_thread(work: Coroutine[Any, Any, Any], beat: Callable[[], None]) -> Any:
    """Wait for it from a thread beside a running loop, as the worker does."""

    async def scene() -> Any:
        here = in_loop(asyncio.get_running_loop())
        return await asyncio.to_thread(here, work, beat)

    return asyncio.run(scene())


def test_what_is_waited_for_is_cancelled_with_the_job() -> None:
    ended: list[str] = []

    async def long() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("cleanly")

    def stop() -> None:
        raise StoppedError(cancelled=True)

    with pytest.raises(StoppedError):
        in_thread(long(), stop)
    assert ended == ["cleanly"]


def test_what_is_waited_for_gives_its_value_or_its_fault() -> None:
    async def short(value: int) -> int:
        return 6 // value

    assert in_thread(short(2), lambda: None) == 3
    with pytest.raises(ZeroDivisionError):
        in_thread(short(0), lambda: None)


def test_an_officer_asks_on_the_source_s_page_once_and_it_is_in_the_trail(app: Flask) -> None:
    for name in ("teammate", "owner"):
        answer = client_of(app, name).post("/sources/tr-btd/crawl")
        assert (answer.status_code, answer.location) == (303, "/work/5")
    with reading(engine_of(app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "crawl_asked")).one()
    assert (entry.actor, entry.subject) == ("teammate@fleet.test", "source:tr-btd")
    page = client_of(app, "stranger").get("/sources/tr-btd").text
    assert 'href="/work/5">It is being read now' in page
    assert "Read it now" not in page
    assert "Reading “" in client_of(app, "stranger").get("/work/5").text


def test_a_viewer_has_no_button_and_is_refused(app: Flask) -> None:
    assert "Read it now" not in client_of(app, "stranger").get("/sources/tr-btd").text
    assert client_of(app, "stranger").post("/sources/tr-btd/crawl").status_code == 403
    assert client_of(app, "teammate").post("/sources/none/crawl").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"enabled": False}, "it is switched off"),
        ({"last_attempt_at": NOW - timedelta(seconds=30)}, "less than a minute ago"),
    ],
)
def test_what_should_not_be_read_now_says_why(
    app: Flask, change: dict[str, object], said: str
) -> None:
    with writing(engine_of(app)) as session:
        source = session.get_one(Source, "tr-btd")
        for name, value in change.items():
            setattr(source, name, value)
    answer = client_of(app, "teammate").post("/sources/tr-btd/crawl", follow_redirects=True)
    assert said in answer.text
    assert person(engine_of(app), "teammate")


def test_the_source_s_page_tells_what_was_read_on_request(app: Flask) -> None:
    client_of(app, "teammate").post("/sources/tr-btd/crawl")
    with writing(engine_of(app)) as session:
        job = job_of(engine_of(app), 5)
        job.state, job.ended_at = "done", NOW
        job.result = {
            "new_documents": 2, "changed_documents": 0, "unchanged": 9, "failed_documents": 1,
        }  # fmt: skip
        session.merge(job)
    client = client_of(app, "stranger")
    assert client.get("/work/5").location == "/sources/tr-btd?job=5"
    text = " ".join(client.get("/sources/tr-btd?job=5").text.split())
    assert "as you asked: 2 new and 0 changed publications; the analysis reads them next." in text
    assert "1 could not be read." in text
    assert "as you asked" not in client.get("/sources/tr-btd?job=1").text
    assert "as you asked" not in client.get("/sources/us-fsc?job=5").text
