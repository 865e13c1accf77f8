"""The state of reading one source within a crawl: what was listed, what is still awaited."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from crawler.answers import Answer
from crawler.choosing import concerns_us
from crawler.errors import BadAnswerError, CrawlError
from crawler.items import (
    FailedAttachment,
    FailedDocument,
    FetchedAttachment,
    FetchedDocument,
    ListedLink,
    SourceResult,
    SourceTask,
    UnchangedDocument,
)
from crawler.moves import Move
from crawler.spiders import kinds
from crawler.spiders.base import Issue, Listed
from crawler.urls import document_address

#: More entries than this are no list of news; the first ones are the newest.
MAX_ENTRIES = 5000
#: Statuses that are about the one address which was asked.
_OF_THIS_ONE = (400, 404, 410)
#: Parts of a list (sitemaps of an index) that are read; they come newest first.
MAX_PARTS = 50


class KeptFiles:
    """Files that several documents of a source link to are asked once in a crawl; the latest stay."""

    def __init__(self, room: int = 32 * 1024 * 1024) -> None:
        self._room = room
        self._kept: dict[str, FetchedAttachment | FailedAttachment] = {}

    def get(self, url: str) -> FetchedAttachment | FailedAttachment | None:
        """What became of it in this crawl; None: nobody asked yet, or it did not stay."""
        return self._kept.get(url)

    def keep(self, one: FetchedAttachment | FailedAttachment) -> None:
        """Remember it, in place of older ones when there are too many bytes."""
        before = self._kept.pop(one.url, None)
        self._room += (_size(before) if before else 0) - _size(one)
        self._kept[one.url] = one
        while self._room < 0:
            oldest = self._kept.pop(next(iter(self._kept)))
            self._room += _size(oldest)


def _size(one: FetchedAttachment | FailedAttachment) -> int:
    return len(one.body) if isinstance(one, FetchedAttachment) else 0


class Reading:
    """Collects what the :class:`SourceResult` says at the end."""

    def __init__(self, task: SourceTask, issues: Sequence[Issue] = ()) -> None:
        self.task = task
        self.issue, *self._issues = issues or (Issue(url=task.url),)
        """What is being asked; the rest waits for its turn."""
        self.conditional = self.issue.day is None and not self._issues
        """There is one address, always the same: what it said last time may still hold."""
        self.pages = 0
        """Answers of the source so far."""
        self.waiting = 0
        """Document requests that have not come back yet."""
        self.documents = 0
        """Document items yielded so far."""
        self.left = 0
        """Documents that want a look but have to wait for the next crawl."""
        self.wanted: dict[str, ListedLink] = {link.url: link for link in task.due}
        """What to look at, by address: what is due, then what is listed."""
        self.next_url = ""
        """Where the list goes on, if it is to be read further."""
        self._page = 1
        self._asked = {task.url, self.issue.url}
        self._is_catching_up = False
        self._parts = 0
        self._seen: set[str] = set()
        self._listed: set[str] = set()
        self._days: set[date] = set()
        self.files = KeptFiles()
        self._files = 0
        self._bytes = 0
        self._outcome = "ok"
        self._facts: dict[str, Any] = {}
        self._broken: CrawlError | None = None

    def answered(
        self, answer: Answer, *, retry_after: float | None, move: Move | None = None
    ) -> None:
        """Note how the source answered; validators are those of its one address."""
        self.pages += 1
        self._bytes += len(answer.body)
        if self._facts.get("http_status", 404) != 404:
            return
        self._outcome = "not_modified" if answer.status == 304 else "ok"
        self._facts = {
            "http_status": answer.status,
            "etag": answer.headers.get("etag", "") if self.conditional else "",
            "last_modified": answer.headers.get("last-modified", "") if self.conditional else "",
            "max_age": answer.max_age,
            "retry_after": retry_after,
            "move": move,
        }

    def listed(self, listed: Listed, *, all_new: bool = False) -> None:
        """Take the entries of one answer: each document once, in one spelling.

        ``all_new``: none of them was known before, so that there may be more behind them.
        """
        for entry in listed.entries:
            url = document_address(entry.url, base=self.task.url)
            if not url or len(self._seen) >= MAX_ENTRIES:
                continue
            self._seen.add(url)
            if entry.published_on is not None:
                self._days.add(entry.published_on)
            if concerns_us(entry, self.task.options):
                self._listed.add(url)
                self.wanted[url] = _spelt(entry, url, base=self.task.url)
        if listed.max_age is not None:
            self._facts["max_age"] = max(listed.max_age, self._facts.get("max_age") or 0.0)
        self._go_on(listed, all_new=all_new)
        self._issues += [
            Issue(url=part)
            for part in listed.parts[: MAX_PARTS - self._parts]
            if document_address(part, base=self.task.url)
        ]
        self._parts += len(listed.parts)
        if not self.next_url:
            self._next_issue()

    def _go_on(self, listed: Listed, *, all_new: bool) -> None:
        """Whether the next page is asked; never an address that was asked before."""
        within = self._page < int(self.task.options.get("max_pages", 1))
        self._is_catching_up = not within and all_new and self._page < listed.catch_up
        url = document_address(listed.next_url, base=self.task.url)
        is_wanted = (within or self._is_catching_up) and url not in self._asked
        self.next_url = url if is_wanted else ""
        self._asked.add(self.next_url)
        self._page += 1

    def _next_issue(self) -> None:
        """Go on with the next issue, unless an older one was read by an earlier crawl."""
        if not self._issues:
            return
        self.issue = self._issues.pop(0)
        since, day = self.task.since, self.issue.day
        if day and since and day < since and self._seen:
            self._issues.clear()
            return
        self._page = 1
        self.next_url = document_address(self.issue.url, base=self.task.url)

    def broke_off(self, exc: CrawlError) -> None:
        """A later part of the list failed: what was listed before is looked at all the same.

        Pages beyond what the source asks for are extra: many sites keep robots from them.
        """
        if not self._is_catching_up:
            self._broken = self._broken or exc
        self.next_url = ""
        # What is wrong with one day or one search says nothing of the others.
        if isinstance(exc, BadAnswerError) or exc.status in _OF_THIS_ONE:
            self._next_issue()

    def has_room_for(self, files: int, most: int | None) -> bool:
        """Whether that many more files of its documents may be asked in this crawl; counts them.

        One document's files are always asked, however many they are.
        """
        if most is not None and self._files and self._files + files > most:
            return False
        self._files += files
        return True

    def leave(self) -> Iterator[SourceResult]:
        """A document that came, but whose files have to wait for the next crawl."""
        self.left += 1
        self.waiting -= 1
        if self.is_done:
            yield self.result()

    @property
    def is_done(self) -> bool:
        """Nothing is awaited any more."""
        return self.waiting == 0

    def done_with(
        self, item: FetchedDocument | UnchangedDocument | FailedDocument
    ) -> Iterator[FetchedDocument | UnchangedDocument | FailedDocument | SourceResult]:
        """Pass on a document's item; after the last one, the source's result."""
        self.documents += 1
        yield item
        self.waiting -= 1
        if self.is_done:
            yield self.result()

    def result(self) -> SourceResult:
        """How it went; fewer entries than the catalogue asserts is an error."""
        if self._broken is not None:
            return self.failed(self._broken)
        kind = kinds()[self.task.kind]
        lists = self._outcome == "ok" and kind.name != "page"
        # What a filter passes over was listed: a quiet week in our matters is no empty list.
        if lists and len(self._seen) < self.task.min_items:
            expected = f"{self.task.min_items} or more expected"
            return self.failed(kind.empty(self.task.url, f"{len(self._seen)} entries, {expected}"))
        return self._result(outcome=self._outcome)

    def failed(self, exc: CrawlError) -> SourceResult:
        """How it went wrong."""
        if exc.status is not None:
            self._facts["http_status"] = exc.status
        if exc.retry_after is not None:
            self._facts["retry_after"] = exc.retry_after
        return self._result(outcome="failed", error=exc.code, message=str(exc))

    def _result(self, **values: Any) -> SourceResult:
        if self.left:
            # The next crawl must see the whole list again, and soon.
            self._facts.update(etag="", last_modified="", max_age=None)
        if self._parts:
            # An index of sitemaps may stay as it is while its parts change.
            self._facts.update(etag="", last_modified="")
        return SourceResult(
            source_id=self.task.id,
            items=len(self._listed),
            documents=self.documents,
            bytes=self._bytes,
            left=self.left,
            days=tuple(sorted(self._days, reverse=True)),
            **self._facts,
            **values,
        )


def _spelt(entry: ListedLink, url: str, *, base: str) -> ListedLink:
    fetch_url = document_address(entry.fetch_url, base=base)
    return ListedLink(
        url=url,
        title=entry.title,
        published_on=entry.published_on,
        certainty=entry.certainty,
        fetch_url="" if fetch_url == url else fetch_url,
        updated_at=entry.updated_at,
    )
