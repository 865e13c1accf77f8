"""One crawl of many sources, in the running asyncio loop; call it as often as you like."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from sqlalchemy import Engine
from sqlmodel import col, update

from crawler.archive import Archive
from crawler.claims import Claims
from crawler.concluding import conclude
from crawler.errors import UnknownSourceError
from crawler.extraction import SnapshotReader
from crawler.items import HeldAttachment, HeldDocument, SourceResult, SourceTask
from crawler.recorder import Recorder
from crawler.settings import scrapy_settings
from crawler.sink import Item, Sink, SinkCrawler
from crawler.source_recording import begin, make_task
from crawler.spider import Held, SourcesSpider
from crawler.tally import CrawlReport, SourceFailure, summed
from data.db import reading, writing
from data.models import Attachment, Fetch
from data.queries.attachments import held_attachments
from data.queries.documents import documents_by_url, sources_with_due
from data.queries.sources import sources_by_id
from data.settings import Settings

Clock = Callable[[], datetime]


async def crawl_sources(
    engine: Engine,
    settings: Settings,
    source_ids: Sequence[str],
    *,
    clock: Clock,
    every_document: bool = False,
    on_source: Callable[[SourceResult], None] | None = None,
) -> CrawlReport:
    """Read the sources and record what they publish, then read all new snapshots.

    Sources that another worker is reading are skipped. With ``every_document`` each
    document that we hold is asked again, due or not. ``on_source`` hears of each source
    that is done. Raises
    :class:`~crawler.errors.UnknownSourceError`; faults of sources and documents are
    recorded, logged and counted, never raised.
    """
    ids = list(dict.fromkeys(source_ids))
    started_at = clock()
    claims = Claims(engine, seconds=settings.lease_seconds, clock=clock)
    reader = SnapshotReader(engine, settings, clock=clock)
    recorder = Recorder(
        engine,
        Archive(settings.snapshots),
        clock=clock,
        started_at=started_at,
        on_snapshots=reader.wake,
        on_source=on_source,
    )
    async with _beside(reader, recorder, claims) as reads:
        tasks = await asyncio.to_thread(_begin, engine, claims, ids, started_at, every_document)
        spider = {"tasks": tasks, "held": _lookup(engine), "every_document": every_document}
        await _run_spider(settings, recorder, clock=clock, **spider, **_limits(settings))
        await _settle_lost(recorder, tasks)
        await asyncio.to_thread(_conclude, engine, [task.id for task in tasks], clock)
        reader.close()
        await reads
        await asyncio.to_thread(_note_versions, engine, recorder.fetches, reader.versions)
    return _report(recorder, skipped=len(ids) - len(tasks), versions=reader.versions.total())


@contextlib.asynccontextmanager
async def _beside(
    reader: SnapshotReader, recorder: Recorder, claims: Claims
) -> AsyncIterator["asyncio.Task[None]"]:
    """What runs beside a crawl, and ends with it however it ends: the reading of snapshots,

    whose task is given, the recording, and the claims.
    """
    reads = asyncio.create_task(reader.run())
    try:
        async with claims.kept():
            yield reads
    finally:
        reads.cancel()
        await asyncio.gather(reads, return_exceptions=True)
        await recorder.close()
        await asyncio.to_thread(claims.give_back)


async def check_sources(
    engine: Engine, settings: Settings, source_ids: Sequence[str], *, clock: Clock
) -> list[SourceResult]:
    """Ask the sources themselves, not their documents, and record nothing; in the order given."""
    ids = list(dict.fromkeys(source_ids))
    with reading(engine) as session:
        known = sources_by_id(session, ids)
        _refuse_unknown(ids, known)
        # Without validators: a check wants to see the list, not to hear that it is as it was.
        tasks = [make_task(known[source_id], fresh=True) for source_id in ids]
    sink = _Collector()
    spider = {"tasks": tasks, "held": _nothing_held, "with_documents": False}
    await _run_spider(settings, sink, clock=clock, **spider)
    return [sink.results.get(task.id) or _lost(task) for task in tasks]


async def _run_spider(settings: Settings, sink: Sink, **spider: Any) -> None:
    if not spider["tasks"]:
        return
    values = scrapy_settings(settings)
    crawler = SinkCrawler(SourcesSpider, values, sink=sink)
    crawl = AsyncCrawlerRunner(values).crawl(crawler, **spider)
    try:
        # Shielded, because Scrapy's engine has to be closed, not cut off.
        await asyncio.shield(crawl)
    except asyncio.CancelledError:
        await crawler.abort()
        await asyncio.gather(crawl, return_exceptions=True)
        raise


def _limits(settings: Settings) -> dict[str, Any]:
    return {
        "max_documents": documents_at_once(settings),
        "max_attachments": settings.max_attachments,
        "max_body_bytes": settings.max_body_bytes,
    }


def documents_at_once(settings: Settings) -> int | None:
    """How many documents of one source a crawl asks: with its pauses, about five minutes' worth.

    More would keep the other sources of the crawl, and the next crawl, waiting. None
    without a pause: no limit.
    """
    return max(30, int(300 / settings.host_delay)) if settings.host_delay else None


def _begin(
    engine: Engine, claims: Claims, ids: Sequence[str], now: datetime, every_document: bool
) -> list[SourceTask]:
    with writing(engine) as session:
        known = sources_by_id(session, ids)
        _refuse_unknown(ids, known)
        keys = claims.take(session, [f"source:{source_id}" for source_id in ids])
        mine = [key.removeprefix("source:") for key in keys]
        due = sources_with_due(session, mine, now=now)
        return [
            begin(
                session,
                known[source_id],
                now=now,
                every_document=every_document,
                has_due=source_id in due,
            )
            for source_id in mine
        ]


def _refuse_unknown(ids: Sequence[str], known: Mapping[str, object]) -> None:
    unknown = [source_id for source_id in ids if source_id not in known]
    if unknown:
        raise UnknownSourceError(unknown)


def _lookup(engine: Engine) -> Held:
    """What the store knows of documents, as the function that the spider asks."""

    def look(urls: Sequence[str]) -> dict[str, HeldDocument]:
        with reading(engine) as session:
            documents = documents_by_url(session, urls)
            files = held_attachments(session, documents)
            return {
                url: HeldDocument(
                    etag=document.etag,
                    last_modified=document.last_modified,
                    published_on=document.published_on,
                    last_verified_at=document.last_verified_at,
                    next_check_at=document.next_check_at,
                    attachments=tuple(map(_held, files.get(url, ()))),
                )
                for url, document in documents.items()
            }

    async def held(urls: Sequence[str]) -> Mapping[str, HeldDocument]:
        return await asyncio.to_thread(look, urls)

    return held


def _held(one: Attachment) -> HeldAttachment:
    return HeldAttachment(
        url=one.url,
        name=one.name,
        # After retention, or past the limit, we want the bytes, not to hear that they are as they were.
        etag=one.headers.get("etag", "") if one.sha256 and not one.removed_at else "",
        last_modified=one.headers.get("last-modified", "")
        if one.sha256 and not one.removed_at
        else "",
    )


async def _nothing_held(_urls: Sequence[str]) -> Mapping[str, HeldDocument]:
    return {}


class _Collector:
    """A sink that keeps the sources' results and nothing else."""

    def __init__(self) -> None:
        self.results: dict[str, SourceResult] = {}
        self._began = time.monotonic()

    async def take(self, item: Item) -> None:
        """Keep a result."""
        if isinstance(item, SourceResult):
            seconds = round(time.monotonic() - self._began, 3)
            self.results[item.source_id] = replace(item, seconds=seconds)

    def stop(self) -> None:
        """Nothing is recorded anyway."""


def _lost(task: SourceTask) -> SourceResult:
    """A source whose reading ended without a result: a fault of ours, which the log shows."""
    return SourceResult(
        source_id=task.id,
        outcome="failed",
        error="internal",
        message="reading it broke off by a fault in the crawler; see the log",
    )


async def _settle_lost(recorder: Recorder, tasks: Sequence[SourceTask]) -> None:
    for task in tasks:
        if task.id not in recorder.results:
            await recorder.take(_lost(task))


def _conclude(engine: Engine, read: Sequence[str], clock: Clock) -> None:
    if read:
        with writing(engine) as session:
            conclude(session, read, now=clock())


def _note_versions(engine: Engine, fetches: Mapping[str, int], versions: Mapping[str, int]) -> None:
    with writing(engine) as session:
        for source_id, count in versions.items():
            if source_id in fetches:
                session.exec(
                    update(Fetch)
                    .where(col(Fetch.id) == fetches[source_id])
                    .values(new_versions=count)
                )


def _report(recorder: Recorder, *, skipped: int, versions: int) -> CrawlReport:
    results = recorder.results.values()
    total = summed(recorder.tallies)
    failures = tuple(
        SourceFailure(source=result.source_id, error=result.error, message=result.message)
        for result in results
        if result.outcome == "failed"
    )
    return CrawlReport(
        sources=len(results),
        skipped_sources=skipped,
        failed_sources=len(failures),
        not_modified_sources=sum(result.outcome == "not_modified" for result in results),
        documents=total.recorded,
        new_documents=total.new_documents,
        changed_documents=total.changed_documents,
        unchanged=total.unchanged,
        failed_documents=total.failed_documents,
        versions=versions,
        bytes=total.bytes + sum(result.bytes for result in results),
        failures=failures,
    )
