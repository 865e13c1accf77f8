"""Scrapy's item pipeline: hands each item to the crawl's sink."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.sink import Item, Sink, SinkCrawler


class RecordingPipeline:
    """Waits for the sink, so that a slow store slows the crawl down instead of filling memory."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        assert isinstance(crawler, SinkCrawler)
        return cls(crawler.sink)

    async def process_item(self, item: Item) -> Item:
        """Pass the item to the sink."""
        await self._sink.take(item)
        return item
