"""Snapshots become versions: whatever waits in the store is read, beside the crawl or later.

What waits is a query, never memory: a snapshot that no extractor has read. A worker that
dies between fetching and reading loses nothing, the next one reads it.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from crawler.answers import charset_of
from crawler.archive import Archive
from crawler.claims import Claims
from crawler.extract.ocr import OcrLimits
from crawler.extract.types import EXTRACTOR, Extraction
from crawler.hands import ChildHand, Hand, Hands, Job, OwnHand
from crawler.scans import read_also_scans, reopen_scans
from crawler.versions import record_readings
from crawler.whole import FileJob, WholeJob, read_whole
from data.db import reading, writing
from data.models import Attachment, Document, Snapshot, Source
from data.queries.attachments import attachments_of, readable_before
from data.queries.documents import (
    ids_before,
    outdated_snapshots,
    snapshots_in_context,
    unread_snapshots,
)
from data.settings import Settings

logger = logging.getLogger(__name__)

_BATCH = 200
#: As many snapshots are recorded in one transaction; a crash reads at most these again.
_TOGETHER = 20

#: What is read of one document, in the order of its history.
Unit = dict[int, WholeJob]


class SnapshotReader:
    """Reads what waits, until told that nothing more will come."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        extractor: str = EXTRACTOR,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._extractor = extractor
        self._ocr = OcrLimits(pages=settings.ocr_pages, seconds=settings.ocr_seconds)
        self._wake = asyncio.Event()
        self._closing = False
        self.versions: Counter[str] = Counter()
        """Source → versions that are news or a first reading; what is re-extracted is not counted."""

    def wake(self) -> None:
        """Something new waits."""
        self._wake.set()

    def close(self) -> None:
        """Nothing more will come; :meth:`run` ends when all is read."""
        self._closing = True
        self._wake.set()

    async def run(self) -> None:
        """Read until closed."""
        await asyncio.to_thread(reopen_scans, self._engine, self._settings)
        with make_hands(self._settings) as hands:
            while True:
                self._wake.clear()
                await self._drain(hands)
                if self._closing and not self._wake.is_set():
                    return
                await self._wake.wait()

    async def reread(self, *, limit: int) -> int:
        """Read newest snapshots again that another extractor has read; how many."""
        with reading(self._engine) as session:
            ids = outdated_snapshots(session, extractor=self._extractor, limit=limit)
        with make_hands(self._settings) as hands:
            return await self._read_all(ids, hands)

    async def _drain(self, hands: Hands) -> None:
        while True:
            ids = await asyncio.to_thread(self._unread)
            # None taken: all that waits is another worker's.
            if not ids or not await self._read_all(ids, hands):
                return

    def _unread(self) -> list[int]:
        with reading(self._engine) as session:
            return unread_snapshots(session, limit=_BATCH)

    async def _read_all(self, ids: Sequence[int], hands: Hands) -> int:
        """Read those that nobody else is reading; how many."""
        claims = Claims(self._engine, seconds=self._settings.lease_seconds, clock=self._clock)
        units = await asyncio.to_thread(self._claim_units, claims, ids)
        queue = iter(units)

        async def work() -> None:
            recorded: asyncio.Task[None] | None = None
            # What was read is recorded while the hand reads on.
            while done := await asyncio.to_thread(self._read_some, queue, hands):
                if recorded is not None:
                    await recorded
                recorded = asyncio.create_task(asyncio.to_thread(self._record, done))
            if recorded is not None:
                await recorded

        try:
            async with claims.kept():
                await asyncio.gather(*(work() for _ in range(hands.count)))
        finally:
            await asyncio.to_thread(claims.give_back)
        return len(units)

    def _claim_units(self, claims: Claims, ids: Sequence[int]) -> list[Unit]:
        with writing(self._engine) as session:
            keys = {f"snapshot:{number}": number for number in ids}
            mine = {keys[key] for key in claims.take(session, list(keys))}
            rows = snapshots_in_context(session, mine)
            # Compared with another extractor's reading, our own progress would look like news:
            # so what came before something new is read again first.
            before = ids_before(session, (one for one, _, _ in rows if one.read_by == ""))
            rows = snapshots_in_context(session, {*mine, *before})
            files = attachments_of(session, (one.id or 0 for one, _, _ in rows))
        units: dict[int, Unit] = {}
        for snapshot, document, source in rows:
            if snapshot.id in mine or snapshot.read_by not in ("", self._extractor):
                unit = units.setdefault(snapshot.document_id, {})
                unit[snapshot.id or 0] = WholeJob(
                    page=_job(snapshot, document, source),
                    files=tuple(_file(one, source) for one in files.get(snapshot.id or 0, ())),
                )
        return list(units.values())

    def _read_some(self, queue: Iterator[Unit], hands: Hands) -> dict[int, Extraction]:
        """Read units off the queue, up to a number of snapshots that is recorded together."""
        done: dict[int, Extraction] = {}
        read = partial(read_also_scans, hands.read, limits=self._ocr)
        while len(done) < _TOGETHER and not hands.closed:
            unit = next(queue, None)
            if unit is None:
                break
            for number, job in unit.items():
                done[number] = extraction = read_whole(read, job, earlier=self._earlier)
                if extraction.problem:
                    logger.warning("%s: %s", extraction.problem, job.page.url)
        return done

    def _earlier(self, file: FileJob) -> Job | None:
        """Older bytes of a file that cannot be read as it is now."""
        with reading(self._engine) as session:
            found = readable_before(session, file.id)
        if found is None or file.job is None:
            return None
        return replace(
            file.job,
            sha256=found.sha256,
            media_type=found.media_type,
            charset=charset_of(found.headers.get("content-type", "")),
        )

    def _record(self, done: Mapping[int, Extraction]) -> None:
        """Write readings together; if that fails, each for itself, so that one takes none with it."""
        try:
            self._write(done)
        except (SQLAlchemyError, ValueError) as exc:
            if len(done) > 1:
                for number, extraction in done.items():
                    self._record({number: extraction})
                return
            (number,) = done
            logger.error("snapshot %d: could not record its text: %s", number, type(exc).__name__)
            self._write({number: Extraction(text="", problem="unrecordable")})

    def _write(self, done: Mapping[int, Extraction]) -> None:
        with writing(self._engine) as session:
            news = record_readings(session, done, extractor=self._extractor, now=self._clock())
        self.versions.update(news)


def make_hands(settings: Settings) -> Hands:
    """Hands as the settings want them."""
    archive = Archive(settings.snapshots)

    def make() -> Hand:
        if settings.extraction_processes == 0:
            return OwnHand(archive)
        return ChildHand(archive, timeout=settings.extraction_timeout)

    return Hands(make, settings.extraction_processes)


async def read_pending(engine: Engine, settings: Settings, *, clock: Callable[[], datetime]) -> int:
    """Read all snapshots that wait, such as those of a crawl that died; versions made."""
    reader = SnapshotReader(engine, settings, clock=clock)
    reader.close()
    await reader.run()
    return reader.versions.total()


async def reextract_pending(
    engine: Engine, settings: Settings, *, clock: Callable[[], datetime], limit: int = 100
) -> int:
    """Read the newest snapshot of up to ``limit`` documents with the extractor in force, where
    an older one has read it; how many were read. Their versions are ``re-extracted``: never news.
    """
    reader = SnapshotReader(engine, settings, clock=clock)
    return await reader.reread(limit=limit)


def _job(snapshot: Snapshot, document: Document, source: Source) -> Job:
    return Job(
        sha256=snapshot.sha256,
        url=document.url,
        media_type=snapshot.media_type,
        charset=charset_of(snapshot.headers.get("content-type", "")),
        language=source.language,
        options=source.options,
    )


def _file(one: Attachment, source: Source) -> FileJob:
    job = Job(
        sha256=one.sha256,
        url=one.url,
        media_type=one.media_type,
        charset=charset_of(one.headers.get("content-type", "")),
        language=source.language,
        # A source's selectors are for its pages.
        options={},
    )
    has_bytes = one.sha256 and one.removed_at is None
    return FileJob(
        id=one.id or 0, url=one.url, name=one.name, error=one.error, job=job if has_bytes else None
    )
