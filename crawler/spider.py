"""The spider: reads sources of every kind, then the documents that they list.

One spider for all sources of a crawl, so that politeness is per host over all of them. It
holds no session and no clock of its own: what the store knows of a document it learns from
the function ``held``.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import Answer, retry_after
from crawler.asking import check, language_of, typed, validators
from crawler.errors import BadAnswerError, CrawlError, FrontPageError
from crawler.gathering import DocumentItem, Gathered, GatheringSpider
from crawler.items import (
    FailedDocument,
    FetchedDocument,
    HeldDocument,
    ListedDocuments,
    ListedLink,
    SourceResult,
    SourceTask,
    UnchangedDocument,
)
from crawler.moves import Move, move_of
from crawler.reading import Reading
from crawler.schedule import wants_look
from crawler.spiders import kinds
from crawler.spiders.base import Listed
from crawler.urls import document_address

logger = logging.getLogger(__name__)

Held = Callable[[Sequence[str]], Awaitable[Mapping[str, HeldDocument]]]
Clock = Callable[[], datetime]


class SourcesSpider(GatheringSpider):
    """Yields :mod:`crawler.items` and requests, nothing else."""

    name = "sources"

    def __init__(
        self,
        *args: Any,
        tasks: Sequence[SourceTask],
        held: Held,
        clock: Clock,
        with_documents: bool = True,
        every_document: bool = False,
        max_documents: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, clock=clock, max_documents=max_documents, **kwargs)
        self.tasks = tasks
        self._held = held
        self._with_documents = with_documents
        self._every_document = every_document

    async def start(self) -> AsyncIterator[Request]:
        """One request per source."""
        today = self._clock().astimezone(UTC).date()
        for task in self.tasks:
            reading = Reading(task, kinds()[task.kind].issues(task, today))
            yield self._ask_source(reading, reading.issue.url)

    def _ask_source(self, reading: Reading, url: str) -> Request:
        headers = validators(reading.task.etag, reading.task.last_modified)
        first = reading.conditional and reading.pages == 0
        return Request(
            url,
            headers=_manner(reading.task) | (headers if first else {}),
            callback=self.read_source,
            errback=self.source_failed,
            cb_kwargs={"reading": reading},
            meta=_means(reading.task),
            priority=10,
        )

    async def read_source(
        self, response: Response, reading: Reading
    ) -> AsyncIterator[Gathered | ListedDocuments]:
        """The answer of a source: its entries are told, and become requests."""
        answer = Answer.of(response)
        # A gazette's address of a day may lead elsewhere on days without an issue.
        move = _move(response) if reading.issue.day is None else None
        reading.answered(answer, retry_after=retry_after(response), move=move)
        try:
            if move is not None and move.gone:
                raise FrontPageError(
                    answer.url, f"it leads to the front page of its site, {move.to}"
                )
            listed = await self._listed(answer, reading)
        except CrawlError as exc:
            reading.broke_off(exc)
            if reading.pages == 1 and not reading.next_url:
                yield reading.failed(exc)
                return
            listed = Listed()
        else:
            reading.listed(listed, all_new=await self._is_all_new(listed, reading))
        if not listed.is_document and reading.next_url:
            yield self._ask_source(reading, reading.next_url)
            return
        async for found in self._documents(answer, listed, reading):
            yield found

    async def _documents(
        self, answer: Answer, listed: Listed, reading: Reading
    ) -> AsyncIterator[Gathered | ListedDocuments]:
        """What a source that is read through leads to: its own page as a document, or those listed."""
        # This answer itself is awaited, too: its document may come before the others are asked.
        reading.waiting += 1
        if listed.is_document:
            async for item in self._own_document(answer, reading):
                yield item
        async for found in self._follow(reading):
            yield found
        reading.waiting -= 1
        if reading.is_done:
            yield reading.result()

    async def _is_all_new(self, listed: Listed, reading: Reading) -> bool:
        """Whether it is the source's first reading, or nothing that is listed is held."""
        if not self._with_documents or listed.catch_up == 1 or not listed.next_url:
            return False
        if reading.task.since is None:
            return True
        urls = [document_address(entry.url, base=reading.task.url) for entry in listed.entries]
        return bool(urls) and not await self._held([url for url in urls if url])

    async def _listed(self, answer: Answer, reading: Reading) -> Listed:
        kind = kinds()[reading.task.kind]
        if answer.status == 304:
            return Listed(is_document=kind.name == "page")
        if answer.status == 404 and reading.issue.day is not None:
            return Listed()
        check(answer)
        try:
            # In a thread: a hostile feed of 25 MB must not hold up the other sources.
            return await asyncio.to_thread(kind.read, answer, reading.task)
        except CrawlError:
            raise
        except Exception as exc:
            # Whatever a parser makes of strangers' text is a fault of that text.
            logger.exception("%s: the reader broke", reading.task.id)
            raise BadAnswerError(answer.url, f"cannot be read ({type(exc).__name__})") from exc

    async def _own_document(self, answer: Answer, reading: Reading) -> AsyncIterator[Gathered]:
        """The source's own page as a document; it is awaited like any other."""
        task = reading.task
        if self._with_documents:
            reading.waiting += 1
            link = ListedLink(url=task.url, title=task.title)
            held = (await self._held([task.url])).get(task.url)
            async for item in self.gather(
                self._document(answer, link, task), answer, reading, held
            ):
                yield item

    async def _follow(self, reading: Reading) -> AsyncIterator[ListedDocuments | Request]:
        """What is new, then requests for all that wants a look; the reading waits for them."""
        if not self._with_documents or not reading.wanted:
            return
        held = await self._held(list(reading.wanted))
        now = self._clock()
        new = tuple(link for url, link in reading.wanted.items() if url not in held)
        if new:
            yield ListedDocuments(source_id=reading.task.id, links=new, listed_at=now)
        requests = [
            self._ask_document(link, held.get(url), reading)
            for url, link in reading.wanted.items()
            if self._every_document or wants_look(link, held.get(url), now=now)
        ]
        chosen = requests[: self._max_documents]
        reading.waiting += len(chosen)
        reading.left = len(requests) - len(chosen)
        for request in chosen:
            yield request

    def _ask_document(
        self, link: ListedLink, held: HeldDocument | None, reading: Reading
    ) -> Request:
        headers = validators(held.etag, held.last_modified) if held else {}
        return Request(
            link.fetch_url or link.url,
            headers=language_of(reading.task) | headers,
            callback=self.read_document,
            errback=self.document_failed,
            cb_kwargs={"link": link, "reading": reading, "held": held},
            meta=_means(reading.task),
        )

    async def source_failed(
        self, failure: Failure
    ) -> AsyncIterator[ListedDocuments | Request | SourceResult]:
        """A source could not be asked; what its earlier pages listed is not lost."""
        reading: Reading = failure.request.cb_kwargs["reading"]  # type: ignore[attr-defined]
        reading.broke_off(typed(failure))
        if reading.pages > 0:
            async for found in self._follow(reading):
                yield found
        if reading.is_done:
            yield reading.result()

    async def read_document(
        self, response: Response, link: ListedLink, reading: Reading, held: HeldDocument | None
    ) -> AsyncIterator[Gathered]:
        """The answer of a document; its files are asked for before it is passed on."""
        answer = Answer.of(response)
        try:
            item = self._document(answer, link, reading.task)
        except CrawlError as exc:
            exc.retry_after = retry_after(response)
            item = self._failed(exc, link, reading.task)
        async for gathered in self.gather(item, answer, reading, held):
            yield gathered

    def document_failed(self, failure: Failure) -> Iterator[DocumentItem | SourceResult]:
        """A document could not be asked."""
        values = failure.request.cb_kwargs  # type: ignore[attr-defined]
        reading: Reading = values["reading"]
        yield from reading.done_with(self._failed(typed(failure), values["link"], reading.task))

    def _document(self, answer: Answer, link: ListedLink, task: SourceTask) -> DocumentItem:
        if answer.status == 304:
            return UnchangedDocument(source_id=task.id, url=link.url, fetched_at=self._clock())
        check(answer)
        return FetchedDocument(
            source_id=task.id,
            url=link.url,
            fetch_url=link.fetch_url,
            final_url=answer.url,
            title=link.title,
            published_on=link.published_on,
            media_type=answer.media_type,
            charset=answer.charset,
            headers=answer.evidence,
            body=answer.body,
            fetched_at=self._clock(),
        )

    def _failed(self, exc: CrawlError, link: ListedLink, task: SourceTask) -> FailedDocument:
        return FailedDocument(
            source_id=task.id,
            url=link.url,
            fetch_url=link.fetch_url,
            title=link.title,
            published_on=link.published_on,
            error=exc.code,
            message=str(exc),
            retry_after=exc.retry_after,
            fetched_at=self._clock(),
        )


def _move(response: Response) -> Move | None:
    way = response.meta.get("redirect_urls", ())
    statuses = response.meta.get("redirect_statuses", ())
    return move_of(way[0], response.url, statuses) if way else None


def _means(task: SourceTask) -> dict[str, Any]:
    """By what a source and its documents are asked: see :class:`crawler.transport.GuardedHandler`."""
    return {"browser": True} if task.options.get("browser") else {}


def _manner(task: SourceTask) -> dict[str, str]:
    """What a source is asked in: its language, and its kind's media type."""
    accept = kinds()[task.kind].accept
    return language_of(task) | ({"Accept": accept} if accept else {})
