"""Where a crawl's items go, and how a crawl is broken off."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from scrapy import Spider
from scrapy.crawler import Crawler

from crawler.items import (
    FailedDocument,
    FetchedDocument,
    ListedDocuments,
    SourceResult,
    UnchangedDocument,
)

Item = FetchedDocument | UnchangedDocument | FailedDocument | ListedDocuments | SourceResult


class Sink(Protocol):
    """Takes the items of a crawl."""

    async def take(self, item: Item) -> None:
        """Returns when the item is dealt with."""

    def stop(self) -> None:
        """Deal with no item that is taken from now on: they tell of a crawl that was broken off."""


class SinkCrawler(Crawler):
    """Scrapy's crawler, knowing where its items go: settings carry plain values only."""

    def __init__(self, spider: type[Spider], settings: dict[str, Any], *, sink: Sink) -> None:
        super().__init__(spider, settings)
        self.sink = sink
        self.on_abort: list[Callable[[], Awaitable[None]]] = []
        """Cut the connections that are open."""

    async def abort(self) -> None:
        """End now, without waiting for answers that are under way."""
        self.sink.stop()
        for cut in self.on_abort:
            await cut()
        await self.stop_async()
