"""A document's files are fetched before the document is passed on, so that both are recorded as one.

The files go through the same downloader: the guard, robots.txt, the pauses of their host and
the limit of a body hold for them too. One that cannot be had costs itself and is recorded so.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import Answer
from crawler.asking import check, language_of, typed, validators
from crawler.attachments import AttachmentLink, attachments_in, is_page
from crawler.errors import CrawlError, NotAFileError
from crawler.items import (
    AttachmentItem,
    FailedAttachment,
    FailedDocument,
    FetchedAttachment,
    FetchedDocument,
    HeldDocument,
    SourceResult,
    UnchangedAttachment,
    UnchangedDocument,
)
from crawler.reading import Reading
from data.errors import RoamwatchError

logger = logging.getLogger(__name__)

DocumentItem = FetchedDocument | UnchangedDocument | FailedDocument
Gathered = Request | DocumentItem | SourceResult
Clock = Callable[[], datetime]

#: Files past the limit that are still named on the document's page.
_NAMED = 20
#: All files of one document together, in bodies of the largest size.
_BODIES = 2


@dataclass(kw_only=True)
class Gathering:
    """A document whose files are under way."""

    item: FetchedDocument | UnchangedDocument
    links: tuple[AttachmentLink, ...]
    room: int
    """Bytes that its files may still have."""
    reading: Reading
    held: HeldDocument | None
    came: dict[str, AttachmentItem] = field(default_factory=dict)

    def take(self, one: AttachmentItem) -> None:
        """A file that came, or did not."""
        if isinstance(one, FetchedAttachment):
            self.room -= len(one.body)
            if self.room < 0:
                message = "the files of this document are together larger than is taken"
                one = FailedAttachment(
                    url=one.url, name=one.name, error="too_large", message=message
                )
        self.came[one.url] = one

    def validators(self, url: str) -> dict[str, str]:
        """Headers that let the server answer 304 for one of its files."""
        files = self.held.attachments if self.held else ()
        one = next((one for one in files if one.url == url), None)
        return validators(one.etag, one.last_modified) if one else {}

    @property
    def whole(self) -> FetchedDocument | UnchangedDocument | None:
        """The document with all its files, once all have come."""
        if any(link.url not in self.came for link in self.links):
            return None
        return replace(self.item, attachments=tuple(self.came[link.url] for link in self.links))


class GatheringSpider(scrapy.Spider):
    """The part of the spider that fetches documents' files."""

    name = "gathering"

    def __init__(
        self,
        *args: Any,
        clock: Clock,
        max_documents: int | None = None,
        max_attachments: int = 0,
        max_body_bytes: int = 25 * 1024 * 1024,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._clock = clock
        self._max_documents = max_documents
        self._max_attachments = max_attachments
        self._room = _BODIES * max_body_bytes
        self._awaited: dict[str, list[tuple[AttachmentLink, Gathering]]] = {}
        """Files that are under way → documents that wait for the same file."""
        self._unchanged: dict[str, dict[str, str]] = {}
        """Files that were unchanged in this crawl → the validators for which that was said."""

    async def gather(
        self, item: DocumentItem, answer: Answer, reading: Reading, held: HeldDocument | None
    ) -> AsyncIterator[Gathered]:
        """Pass a document on, after its files if it has any."""
        links = await self._links(item, answer, reading, held)
        if isinstance(item, FailedDocument) or not links:
            if isinstance(item, FetchedDocument) and links is not None:
                item = replace(item, attachments=())
            for one in reading.done_with(item):
                yield one
            return
        asked = links[: self._max_attachments]
        if not reading.has_room_for(len(asked), self._max_documents):
            for result in reading.leave():
                yield result
            return
        gathering = Gathering(item=item, links=links, room=self._room, reading=reading, held=held)
        for link in links[self._max_attachments :]:
            gathering.take(_not_followed(link, self._max_attachments))
        for request in self._ask_all(asked, gathering):
            yield request
        if gathering.whole is not None:
            for one in reading.done_with(gathering.whole):
                yield one

    def _ask_all(self, links: Sequence[AttachmentLink], gathering: Gathering) -> Iterator[Request]:
        """Requests for files, but for those that this crawl has, or that are under way."""
        for link in links:
            known = gathering.reading.files.get(link.url)
            if known is not None:
                gathering.take(replace(known, name=link.name))
            elif self._unchanged.get(link.url, {}) == gathering.validators(link.url) != {}:
                gathering.take(UnchangedAttachment(url=link.url, name=link.name))
            elif link.url in self._awaited:
                self._awaited[link.url].append((link, gathering))
            else:
                self._awaited[link.url] = []
                yield self._ask_attachment(link, gathering)

    async def _links(
        self, item: DocumentItem, answer: Answer, reading: Reading, held: HeldDocument | None
    ) -> tuple[AttachmentLink, ...] | None:
        """A page's files; of a page that is as it was, those that we hold. None: nobody can say."""
        if self._max_attachments == 0 or isinstance(item, FailedDocument):
            return None
        if isinstance(item, UnchangedDocument):
            known = held.attachments if held else ()
            return tuple(AttachmentLink(url=one.url, name=one.name) for one in known)
        task = reading.task
        try:
            links = await asyncio.to_thread(
                attachments_in,
                answer.body,
                url=answer.url,
                charset=answer.charset,
                language=task.language,
                options=task.options,
            )
        except RoamwatchError as exc:
            # A bad selector; reading the document will say so, too.
            logger.warning("%s: %s", answer.url, exc)
            return None
        except Exception:
            # Whatever a parser makes of strangers' markup: the page itself is kept.
            logger.exception("looking for the files of %s failed", answer.url)
            return None
        return links[: self._max_attachments + _NAMED]

    def _ask_attachment(self, link: AttachmentLink, gathering: Gathering) -> Request:
        return Request(
            link.url,
            headers=language_of(gathering.reading.task) | gathering.validators(link.url),
            callback=self.read_attachment,
            errback=self.attachment_failed,
            cb_kwargs={"link": link, "gathering": gathering},
            # Before further documents, so that few bodies wait in memory.
            priority=5,
        )

    def read_attachment(
        self, response: Response, link: AttachmentLink, gathering: Gathering
    ) -> Iterator[Gathered]:
        """The answer of a document's file."""
        answer = Answer.of(response)
        try:
            one = self._attachment(answer, link)
        except CrawlError as exc:
            one = _failed(link, exc)
        yield from self._came(gathering, one)

    def attachment_failed(self, failure: Failure) -> Iterator[Gathered]:
        """A document's file could not be asked."""
        values: Mapping[str, Any] = failure.request.cb_kwargs  # type: ignore[attr-defined]
        yield from self._came(values["gathering"], _failed(values["link"], typed(failure)))

    def _came(self, gathering: Gathering, one: AttachmentItem) -> Iterator[Gathered]:
        """Give what came to the document that asked, and to those that wait for the same file."""
        waiting = self._awaited.pop(one.url, [])
        known = gathering.validators(one.url)
        if isinstance(one, UnchangedAttachment):
            self._unchanged[one.url] = known
        else:
            gathering.reading.files.keep(one)
        yield from _passed_on(gathering, one)
        for link, other in waiting:
            if isinstance(one, UnchangedAttachment) and other.validators(one.url) != known:
                # Unchanged for the one that asked; this one holds other bytes, or none.
                yield self._ask_attachment(link, other)
            else:
                yield from _passed_on(other, replace(one, name=link.name))

    def _attachment(self, answer: Answer, link: AttachmentLink) -> AttachmentItem:
        if answer.status == 304:
            return UnchangedAttachment(url=link.url, name=link.name)
        check(answer)
        if is_page(answer.body):
            raise NotAFileError(answer.url, "the link leads to a page, not to a file")
        return FetchedAttachment(
            url=link.url,
            name=link.name,
            final_url=answer.url,
            media_type=answer.media_type,
            headers=answer.evidence,
            body=answer.body,
            fetched_at=self._clock(),
        )


def _not_followed(link: AttachmentLink, most: int) -> FailedAttachment:
    message = f"only {most} files of a document are fetched"
    return FailedAttachment(url=link.url, name=link.name, error="not_followed", message=message)


def _failed(link: AttachmentLink, exc: CrawlError) -> FailedAttachment:
    return FailedAttachment(url=link.url, name=link.name, error=exc.code, message=str(exc))


def _passed_on(gathering: Gathering, one: AttachmentItem) -> Iterator[Gathered]:
    gathering.take(one)
    item = gathering.whole
    if item is not None:
        yield from gathering.reading.done_with(item)
