"""How bytes come: Scrapy's download handler, over aiohttp, with the guard at the socket.

Scrapy's own handlers resolve and connect out of our sight. Here every socket is made by
:func:`crawler.sockets.guarded_connector`, which sees the numeric address that is about to be
connected to, for first requests, redirects and robots.txt alike. Faults leave as typed errors.
"""

from time import monotonic
from typing import TYPE_CHECKING, Self

import aiohttp
from scrapy import Request
from scrapy.http import Headers, Response
from yarl import URL

from crawler.browser import Renderer
from crawler.errors import ConnectError, CrawlError
from crawler.sink import SinkCrawler
from crawler.sockets import as_crawl_error, guarded_connector, read_body

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class GuardedHandler:
    """Scrapy's interface of a download handler for http and https."""

    lazy = True

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self._max_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = aiohttp.ClientTimeout(total=settings.getfloat("DOWNLOAD_TIMEOUT"))
        self._session = aiohttp.ClientSession(
            connector=guarded_connector(
                allow_private=settings.getbool("ALLOW_PRIVATE_ADDRESSES"),
                limit=settings.getint("CONCURRENT_REQUESTS"),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            timeout=self._timeout,
        )
        self._renderer = Renderer(
            self._download,
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
            max_bytes=self._max_bytes,
        )

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Scrapy's way to build it, inside the running loop."""
        handler = cls(crawler)
        if isinstance(crawler, SinkCrawler):
            crawler.on_abort.append(handler.close)
        return handler

    async def download_request(self, request: Request) -> Response:
        """Fetch one address, without following redirects. Raises a :class:`CrawlError`.

        With ``meta["browser"]`` what comes is the page as a browser shows it.
        """
        if request.meta.get("browser"):
            return await self._renderer.render(request)
        return await self._download(request)

    async def _download(self, request: Request) -> Response:
        if self._session.closed:
            raise ConnectError(request.url, "the crawl was broken off")
        started = monotonic()
        try:
            async with self._session.request(
                request.method,
                URL(request.url, encoded=True),
                headers=request.headers.to_tuple_list(),
                data=request.body or None,
                allow_redirects=False,
            ) as answer:
                request.meta["download_latency"] = monotonic() - started
                body = await read_body(answer, request.url, self._max_bytes)
        except CrawlError:
            raise
        except (TimeoutError, aiohttp.ClientError, ValueError) as exc:
            raise as_crawl_error(exc, request.url, seconds=self._timeout.total) from exc
        return Response(
            request.url, status=answer.status, headers=Headers(answer.raw_headers), body=body
        )

    async def close(self) -> None:
        """Close all connections, and the browser if one was needed."""
        await self._renderer.close()
        await self._session.close()
