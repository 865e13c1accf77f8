import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from crawler.archive import Archive
from crawler.items import FailedDocument, FetchedDocument, SourceResult
from crawler.recorder import Recorder
from crawler.sink import Item
from data.db import reading, writing
from data.models import Document, Fetch, Snapshot, Source
from data.settings import Settings
from tests.crawler.conftest import make_source


@pytest.fixture(autouse=True)
def _source(store: Engine) -> None:
    with writing(store) as session:
        session.add(make_source("s", "feed", "https://r.example/feed"))


def fetched(now: datetime, n: int, *, body: bytes = b"body") -> FetchedDocument:
    url = f"https://r.example/{n}"
    return FetchedDocument(
        source_id="s", url=url, final_url=url, title=f"D {n}", published_on=None,
        media_type="text/html", charset="", headers={}, body=body, fetched_at=now,
    )  # fmt: skip


def result(documents: int) -> SourceResult:
    return SourceResult(source_id="s", outcome="ok", documents=documents, etag='"1"')


class Run:
    """A recorder in a loop of its own."""

    def __init__(self, store: Engine, settings: Settings, now: datetime) -> None:
        self.wakes = 0
        self.heard: list[str] = []
        self.recorder = Recorder(
            store,
            Archive(settings.snapshots),
            clock=lambda: now,
            started_at=now,
            on_snapshots=self._wake,
            on_source=lambda result: self.heard.append(result.source_id),
        )

    def _wake(self) -> None:
        self.wakes += 1

    def __call__(self, work: Callable[[Recorder], Awaitable[None]]) -> None:
        async def run() -> None:
            await work(self.recorder)
            await self.recorder.close()

        asyncio.run(run())


@pytest.fixture
def run(store: Engine, store_settings: Settings, now: datetime) -> Run:
    return Run(store, store_settings, now)


def count(store: Engine, table: type) -> int:
    with reading(store) as session:
        return len(session.exec(select(table)).all())


def test_a_result_is_recorded_after_the_documents_before_it(
    store: Engine, run: Run, now: datetime
) -> None:
    async def work(recorder: Recorder) -> None:
        early = asyncio.create_task(recorder.take(result(3)))
        for n in range(2):
            await recorder.take(fetched(now, n))
        assert not early.done()
        assert count(store, Fetch) == 0
        await recorder.take(fetched(now, 2))
        await early
        assert count(store, Fetch) == 1

    run(work)
    assert run.recorder.tallies["s"].new_documents == 3
    assert run.heard == ["s"]
    assert run.wakes >= 1


def test_hundreds_at_once_are_all_recorded(store: Engine, run: Run, now: datetime) -> None:
    async def work(recorder: Recorder) -> None:
        items = [fetched(now, n, body=b"%d" % n) for n in range(300)]
        takes = [recorder.take(item) for item in items]
        await asyncio.gather(*takes, recorder.take(result(300)))

    run(work)
    assert count(store, Document) == count(store, Snapshot) == 300


def test_bodies_are_in_the_archive_before_their_rows(
    store: Engine, run: Run, store_settings: Settings, now: datetime
) -> None:
    run(lambda recorder: recorder.take(fetched(now, 1)))
    with reading(store) as session:
        snapshot = session.exec(select(Snapshot)).one()
    assert Archive(store_settings.snapshots).get(snapshot.sha256) == b"body"


def test_one_item_that_cannot_be_recorded_takes_no_other_with_it(
    store: Engine, run: Run, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    # No source has this id, and the store insists on one.
    stray = FailedDocument(
        source_id="nobody", url="https://r.example/x", title="X", published_on=None,
        error="http_404", message="gone", fetched_at=now,
    )  # fmt: skip

    async def work(recorder: Recorder) -> None:
        items: list[Item] = [fetched(now, 1), stray, fetched(now, 2)]
        await asyncio.gather(*(recorder.take(item) for item in items))

    run(work)
    assert count(store, Document) == 2
    assert run.recorder.tallies["nobody"].failed_documents == 1
    assert "could not record" in caplog.text


def test_a_full_disk_costs_the_validators_so_that_nothing_is_forgotten(
    store: Engine, run: Run, store_settings: Settings, now: datetime
) -> None:
    store_settings.snapshots.parent.mkdir(parents=True, exist_ok=True)
    store_settings.snapshots.write_bytes(b"a file where the folder should be")

    async def work(recorder: Recorder) -> None:
        await recorder.take(fetched(now, 1))
        await recorder.take(result(1))

    run(work)
    assert count(store, Document) == 0
    with reading(store) as session:
        source = session.exec(select(Source)).one()
        assert source.etag == ""
        (fetch,) = session.exec(select(Fetch).order_by(col(Fetch.id))).all()
    assert (fetch.outcome, fetch.failed_documents) == ("partial", 1)


def test_after_a_stop_nothing_is_taken(store: Engine, run: Run, now: datetime) -> None:
    async def work(recorder: Recorder) -> None:
        await recorder.take(fetched(now, 1))
        recorder.stop()
        await recorder.take(fetched(now, 2))
        await recorder.take(result(2))

    run(work)
    assert count(store, Document) == 1
    assert count(store, Fetch) == 0


def test_a_source_that_is_gone_meanwhile_ends_nothing(
    store: Engine, run: Run, now: datetime
) -> None:
    gone = SourceResult(source_id="gone", outcome="ok")
    run(lambda recorder: recorder.take(gone))
    assert count(store, Fetch) == 0
    assert run.heard == ["gone"]


def test_a_store_that_is_gone_is_told_to_who_waits(store: Engine, run: Run, now: datetime) -> None:
    with store.begin() as connection:
        connection.execute(text('DROP TABLE "fetch"'))

    async def work(recorder: Recorder) -> None:
        with pytest.raises(SQLAlchemyError):
            await recorder.take(result(0))

    run(work)
    assert run.recorder.results == {}


def test_a_failed_source_is_one_line_in_the_log(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    failed = SourceResult(source_id="s", outcome="failed", error="dns", message="leads nowhere")
    run(lambda recorder: recorder.take(failed))
    assert [record.getMessage() for record in caplog.records] == ["s: dns: leads nowhere"]


def test_a_silent_source_is_told_of_in_the_log(
    store: Engine, run: Run, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with writing(store) as session:
        session.exec(select(Source)).one().last_new_at = now - timedelta(days=100)
    run(lambda recorder: recorder.take(result(0)))
    assert "s: silent: " in caplog.text
