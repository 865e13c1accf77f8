"""The bare thing: a Scrapy spider with Scrapy's own settings, which keeps nothing."""

import logging
import sys
from collections.abc import AsyncIterator, Iterator
from time import perf_counter, process_time
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from tests.benchmarks._pages import INDEXES


class Bare(scrapy.Spider):
    """Follows every link of the lists and yields what it got."""

    name = "bare"
    address = ""

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The index pages."""
        for number in range(INDEXES):
            yield scrapy.Request(f"{self.address}/index/{number}")

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """The links of a list."""
        for link in response.css("ul.news a::attr(href)").getall():
            yield response.follow(link, self.parse_page)

    def parse_page(self, response: Response) -> Iterator[dict[str, Any]]:
        """A page."""
        yield {"url": response.url, "body": response.body}


def main(address: str) -> None:
    """Print how many pages came, in how many seconds, for how many of processor time.

    The start-up of Scrapy is not counted.
    """
    logging.disable(logging.WARNING)
    process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    crawler = process.create_crawler(Bare)
    moments: list[tuple[float, float]] = []
    for signal in (scrapy.signals.spider_opened, scrapy.signals.spider_closed):
        crawler.signals.connect(
            lambda: moments.append((perf_counter(), process_time())), signal, weak=False
        )
    process.crawl(crawler, address=address)
    process.start()
    pages = crawler.stats.get_value("item_scraped_count")
    (begun, before), (ended, after) = moments
    sys.stdout.write(f"{pages} {ended - begun:.3f} {after - before:.3f}\n")


if __name__ == "__main__":
    main(sys.argv[1])
