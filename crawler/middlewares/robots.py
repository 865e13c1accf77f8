"""robots.txt as RFC 9309 has it, asked once per site and crawl."""

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.errors import CrawlError, RobotsError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

#: RFC 9309, 2.5: at least 500 KiB must be read.
_MAX_BYTES = 512 * 1024
#: A longer pause between requests than this would keep a whole crawl waiting.
_MAX_DELAY = 30.0


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What one site lets us do."""

    parsed: Protego | None = None
    """None: the site makes no rules."""
    closed: str = ""
    """Why everything is forbidden, although no rule says so."""
    delay: float = 0.0
    """Seconds between two requests that the site asks for."""


class Robots:
    """Refuses what a site's robots.txt forbids and keeps the pause that it asks for."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._robot = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._sites: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let it pass, or raise :class:`RobotsError`."""
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._sites.get(site)
        if task is None:
            task = self._sites[site] = asyncio.create_task(self._load(site))
        # Shielded: one request that is given up must not take the rules from the others.
        rules = task.result() if task.done() else await asyncio.shield(task)
        if rules.closed:
            raise RobotsError(request.url, rules.closed)
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, self._robot):
            raise RobotsError(request.url, "robots.txt asks crawlers to stay away from this page")
        if rules.delay:
            self._slow_down(parts.hostname or "", rules.delay)
            request.meta["autothrottle_dont_adjust_delay"] = True

    async def _load(self, site: str) -> Rules:
        request = Request(
            f"{site}/robots.txt", callback=NO_CALLBACK, meta={"robots": True}, priority=1000
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except CrawlError as exc:
            # Most times the page itself fails in the same way, and then under its own name.
            logger.info("no robots.txt at %s (%s): read without its rules", site, exc.code)
            return Rules()
        return read_rules(response, self._robot)

    def _slow_down(self, host: str, delay: float) -> None:
        downloader = self._crawler.engine.downloader
        downloader.per_slot_settings.setdefault(host, {"delay": delay})
        slot = downloader.slots.get(host)
        if slot is not None and slot.delay < delay:
            slot.delay = delay


def read_rules(response: Response, robot: str) -> Rules:
    """The rules that an answer means (RFC 9309, 2.3.1).

    A client error means that there are none; a server error, that all is forbidden.
    """
    if response.status >= 500:
        return Rules(closed=f"robots.txt answers {response.status}, so we must stay away")
    if not 200 <= response.status < 300:
        return Rules()
    text = response.body[:_MAX_BYTES].decode("utf-8", errors="replace")
    parsed = Protego.parse(text)
    delay = parsed.crawl_delay(robot) or 0.0
    return Rules(parsed=parsed, delay=min(max(float(delay), 0.0), _MAX_DELAY))
