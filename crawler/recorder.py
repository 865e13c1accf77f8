"""Takes items as they come and writes them in batches, in a thread, in their order."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from crawler.archive import Archive
from crawler.items import (
    FailedDocument,
    FetchedAttachment,
    FetchedDocument,
    ListedDocuments,
    SourceResult,
)
from crawler.recording import Archived, DocumentItem, record_documents, record_listed
from crawler.sink import Item
from crawler.source_recording import Ending, settle
from crawler.tally import SourceTally
from data.db import writing
from data.queries.sources import sources_by_id
from data.words import Health

logger = logging.getLogger(__name__)

_BATCH = 64
#: Each waits for the disk most of the time, and the disk serves many at the price of one.
_ARCHIVERS = 16


class Recorder:
    """Where a crawl's items end: bodies in the archive first, then rows, a source's state last."""

    def __init__(
        self,
        engine: Engine,
        archive: Archive,
        *,
        clock: Callable[[], datetime],
        started_at: datetime,
        on_snapshots: Callable[[], None],
        on_source: Callable[[SourceResult], None] | None = None,
    ) -> None:
        self._engine = engine
        self._archive = archive
        self._clock = clock
        self._started_at = started_at
        self._on_snapshots = on_snapshots
        self._on_source = on_source
        self._waiting: list[tuple[Archived, asyncio.Future[None]]] = []
        self._results: list[tuple[SourceResult, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._archivers = ThreadPoolExecutor(_ARCHIVERS, thread_name_prefix="archive")
        self.tallies: dict[str, SourceTally] = {}
        self.results: dict[str, SourceResult] = {}
        self.fetches: dict[str, int] = {}
        """Source → id of its row in the log of attempts."""
        self._unrecorded: set[str] = set()
        self._stopped = False

    async def take(self, item: Item) -> None:
        """Record an item; returns when that is done.

        A source's result waits for all document items that were yielded before it.
        """
        if self._stopped:
            return
        if isinstance(item, ListedDocuments):
            self._count(await asyncio.to_thread(self._store_listed, item))
            return
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        if isinstance(item, SourceResult):
            self._results.append((item, done))
        else:
            try:
                archived = await loop.run_in_executor(self._archivers, self._put, item)
            except Exception as exc:  # noqa: BLE001  # whatever ails the archive: only this item
                self._count(self._give_up(item, exc))
                done.set_result(None)
            else:
                self._waiting.append((archived, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await done

    def stop(self) -> None:
        """See :class:`~crawler.sink.Sink`."""
        self._stopped = True

    async def close(self) -> None:
        """Wait until everything taken is written."""
        if self._writer is not None:
            await asyncio.gather(self._writer, return_exceptions=True)
        self._archivers.shutdown()

    async def _write(self) -> None:
        while self._waiting or self._ready():
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            if batch:
                tallies = await asyncio.to_thread(self._store, [archived for archived, _ in batch])
                self._count(tallies)
                _resolve(done for _, done in batch)
            ready = self._ready()
            self._results = [one for one in self._results if one[0].source_id not in ready]
            await self._settle(list(ready.values()))

    def _ready(self) -> dict[str, tuple[SourceResult, "asyncio.Future[None]"]]:
        """Results by source whose documents are all recorded."""
        return {
            result.source_id: (result, done)
            for result, done in self._results
            if self._tally(result.source_id).recorded >= result.documents
        }

    def _tally(self, source_id: str) -> SourceTally:
        return self.tallies.setdefault(source_id, SourceTally())

    def _count(self, tallies: dict[str, SourceTally]) -> None:
        for source_id, tally in tallies.items():
            self._tally(source_id).add(tally)
        if any(tally.bytes for tally in tallies.values()):
            self._on_snapshots()

    def _store_listed(self, listed: ListedDocuments) -> dict[str, SourceTally]:
        try:
            with writing(self._engine) as session:
                return {listed.source_id: record_listed(session, listed)}
        except Exception as exc:  # noqa: BLE001  # they are recorded one by one as they come
            name = type(exc).__name__
            logger.error("%s: could not record what it lists: %s", listed.source_id, name)
            self._unrecorded.add(listed.source_id)
            return {}

    def _store(self, batch: Sequence[Archived]) -> dict[str, SourceTally]:
        """Write a batch; if that fails, each item for itself, so that one takes none with it."""
        try:
            with writing(self._engine) as session:
                return record_documents(session, batch)
        except Exception as exc:  # noqa: BLE001  # one item holds up no other, nor its source's end
            if len(batch) == 1:
                return self._give_up(batch[0].item, exc)
        total: dict[str, SourceTally] = {}
        for one in batch:
            for source_id, tally in self._store([one]).items():
                total.setdefault(source_id, SourceTally()).add(tally)
        return total

    def _put(self, item: DocumentItem) -> Archived:
        body = item.body if isinstance(item, FetchedDocument) else None
        files = () if isinstance(item, FailedDocument) else item.attachments or ()
        return Archived(
            item=item,
            sha256="" if body is None else self._archive.put(body),
            files={
                one.url: self._archive.put(one.body)
                for one in files
                if isinstance(one, FetchedAttachment)
            },
        )

    def _give_up(self, item: DocumentItem, exc: Exception) -> dict[str, SourceTally]:
        # A database's message would repeat what strangers wrote; its type says enough.
        trace = None if isinstance(exc, SQLAlchemyError) else exc
        name = type(exc).__name__
        logger.error("%s: could not record %s: %s", item.source_id, item.url, name, exc_info=trace)
        self._unrecorded.add(item.source_id)
        return {item.source_id: SourceTally(recorded=1, failed_documents=1)}

    async def _settle(self, ready: Sequence[tuple[SourceResult, "asyncio.Future[None]"]]) -> None:
        """Write how sources ended: together, or each by itself when that fails."""
        results = [self._honest(result) for result, _ in ready]
        try:
            await asyncio.to_thread(self._store_results, results)
        except (SQLAlchemyError, OSError) as exc:
            if len(ready) > 1:
                for one in ready:
                    await self._settle([one])
            elif ready:
                ready[0][1].set_exception(exc)
            return
        for result in results:
            self.results[result.source_id] = result
            if result.error:
                logger.warning("%s: %s: %s", result.source_id, result.error, result.message)
            if self._on_source is not None:
                self._on_source(result)
        _resolve(done for _, done in ready)

    def _honest(self, result: SourceResult) -> SourceResult:
        """Without validators when something was not recorded: the next crawl must see all again."""
        if result.source_id in self._unrecorded:
            return replace(result, etag="", last_modified="")
        return result

    def _store_results(self, results: Sequence[SourceResult]) -> None:
        # Without autoflush, so that all rows are written in few statements at the end.
        with writing(self._engine) as session, session.no_autoflush:
            sources = sources_by_id(session, [result.source_id for result in results])
            endings = [
                Ending(
                    source=sources[result.source_id],
                    result=result,
                    tally=self._tally(result.source_id),
                )
                for result in results
                if result.source_id in sources
            ]
            fetches = settle(session, endings, started_at=self._started_at, now=self._clock())
            session.flush()
            self.fetches |= {name: fetch.id or 0 for name, fetch in fetches.items()}
            silent = [
                (source.id, source.health_reason)
                for source in sources.values()
                if source.health == Health.SILENT
            ]
        for name, reason in silent:
            logger.warning("%s: silent: %s", name, reason)


def _resolve(futures: Iterable["asyncio.Future[None]"]) -> None:
    for done in futures:
        if not done.done():
            done.set_result(None)
