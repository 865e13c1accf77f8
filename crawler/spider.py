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

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import Answer, retry_after
from crawler.challenge import challenge_in
from crawler.errors import (
    BadAnswerError,
    ChallengeError,
    CrawlError,
    EmptyAnswerError,
    FrontPageError,
    StatusError,
)
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

logger = logging.getLogger(__name__)

Held = Callable[[Sequence[str]], Awaitable[Mapping[str, HeldDocument]]]
Clock = Callable[[], datetime]
DocumentItem = FetchedDocument | UnchangedDocument | FailedDocument


class SourcesSpider(scrapy.Spider):
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
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        self._held = held
        self._clock = clock
        self._with_documents = with_documents
        self._every_document = every_document
        self._max_documents = max_documents

    async def start(self) -> AsyncIterator[Request]:
        """One request per source."""
        today = self._clock().astimezone(UTC).date()
        for task in self.tasks:
            reading = Reading(task, kinds()[task.kind].issues(task, today))
            yield self._ask_source(reading, reading.issue.url)

    def _ask_source(self, reading: Reading, url: str) -> Request:
        headers = _validators(reading.task.etag, reading.task.last_modified)
        first = reading.conditional and reading.pages == 0
        return Request(
            url,
            headers=_manner(reading.task) | (headers if first else {}),
            callback=self.read_source,
            errback=self.source_failed,
            cb_kwargs={"reading": reading},
            priority=10,
        )

    async def read_source(
        self, response: Response, reading: Reading
    ) -> AsyncIterator[Request | DocumentItem | ListedDocuments | SourceResult]:
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
            if reading.pages == 1:
                yield reading.failed(exc)
                return
            reading.broke_off(exc)
            listed = Listed()
        else:
            reading.listed(listed)
        if listed.is_document:
            for item in self._own_document(answer, reading):
                yield item
        elif reading.next_url:
            yield self._ask_source(reading, reading.next_url)
            return
        async for found in self._follow(reading):
            yield found
        if reading.is_done:
            yield reading.result()

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

    def _own_document(self, answer: Answer, reading: Reading) -> Iterator[DocumentItem]:
        task = reading.task
        if self._with_documents:
            reading.documents += 1
            yield self._document(answer, ListedLink(url=task.url, title=task.title), task)

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
        reading.waiting, reading.left = len(chosen), len(requests) - len(chosen)
        for request in chosen:
            yield request

    def _ask_document(
        self, link: ListedLink, held: HeldDocument | None, reading: Reading
    ) -> Request:
        headers = _validators(held.etag, held.last_modified) if held else {}
        return Request(
            link.fetch_url or link.url,
            headers=_language(reading.task) | headers,
            callback=self.read_document,
            errback=self.document_failed,
            cb_kwargs={"link": link, "reading": reading},
        )

    async def source_failed(
        self, failure: Failure
    ) -> AsyncIterator[ListedDocuments | Request | SourceResult]:
        """A source could not be asked; what its earlier pages listed is not lost."""
        reading: Reading = failure.request.cb_kwargs["reading"]  # type: ignore[attr-defined]
        reading.broke_off(_typed(failure))
        if reading.pages > 0:
            async for found in self._follow(reading):
                yield found
        if reading.is_done:
            yield reading.result()

    def read_document(
        self, response: Response, link: ListedLink, reading: Reading
    ) -> Iterator[DocumentItem | SourceResult]:
        """The answer of a document."""
        answer = Answer.of(response)
        try:
            item = self._document(answer, link, reading.task)
        except CrawlError as exc:
            exc.retry_after = retry_after(response)
            item = self._failed(exc, link, reading.task)
        yield from reading.done_with(item)

    def document_failed(self, failure: Failure) -> Iterator[DocumentItem | SourceResult]:
        """A document could not be asked."""
        values = failure.request.cb_kwargs  # type: ignore[attr-defined]
        reading: Reading = values["reading"]
        yield from reading.done_with(self._failed(_typed(failure), values["link"], reading.task))

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


def check(answer: Answer) -> None:
    """Raise the typed error of an answer that is no page: a challenge, a bad status, nothing."""
    challenge = challenge_in(answer.headers, answer.body)
    if challenge:
        raise ChallengeError(answer.url, challenge, status=answer.status)
    if not 200 <= answer.status < 300:
        raise StatusError(answer.url, status=answer.status)
    if not answer.body.strip():
        raise EmptyAnswerError(answer.url, "the server answered with nothing", status=answer.status)


def _move(response: Response) -> Move | None:
    way = response.meta.get("redirect_urls", ())
    statuses = response.meta.get("redirect_statuses", ())
    return move_of(way[0], response.url, statuses) if way else None


def _typed(failure: Failure) -> CrawlError:
    """The error of a request; one that is not of ours is a fault in the program, and is raised."""
    if isinstance(failure.value, CrawlError):
        return failure.value
    raise failure.value or RuntimeError("a request failed without a reason")


def _validators(etag: str, last_modified: str) -> dict[str, str]:
    """Headers that let the server answer 304."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _manner(task: SourceTask) -> dict[str, str]:
    """What a source is asked in: its language, and its kind's media type."""
    accept = kinds()[task.kind].accept
    return _language(task) | ({"Accept": accept} if accept else {})


def _language(task: SourceTask) -> dict[str, str]:
    """Ask for the source's own language, which is the law's."""
    known = task.language and task.language != "und"
    return {"Accept-Language": f"{task.language},en;q=0.3" if known else "en"}
