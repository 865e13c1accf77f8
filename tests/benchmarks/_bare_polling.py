"""The bare thing: Scrapy asks addresses that answer 304, and keeps nothing."""

import logging
import sys
from collections.abc import AsyncIterator
from time import perf_counter
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from tests.benchmarks._pages import FEEDS, POLLS


class Bare(scrapy.Spider):
    """Asks each feed as often as it is told."""

    name = "bare"
    address = ""
    handle_httpstatus_list = (304,)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Conditional requests."""
        for number in range(POLLS):
            yield scrapy.Request(
                f"{self.address}/feed/{number % FEEDS}?{number}", headers={"If-None-Match": '"1"'}
            )

    def parse(self, response: Response) -> dict[str, Any]:
        """What came."""
        return {"url": response.url, "status": response.status}


def main(address: str) -> None:
    """Print how many were unchanged, in how many seconds. The start-up is not counted."""
    logging.disable(logging.WARNING)
    process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    crawler = process.create_crawler(Bare)
    moments: list[float] = []
    for signal in (scrapy.signals.spider_opened, scrapy.signals.spider_closed):
        crawler.signals.connect(lambda: moments.append(perf_counter()), signal, weak=False)
    process.crawl(crawler, address=address)
    process.start()
    unchanged = crawler.stats.get_value("downloader/response_status_count/304")
    sys.stdout.write(f"{unchanged} {moments[1] - moments[0]:.3f}\n")


if __name__ == "__main__":
    main(sys.argv[1])
