"""How bytes come: Scrapy's download handler, over aiohttp, with the guard at the socket.

Scrapy's own handlers resolve and connect out of our sight. Here every socket is made by
:meth:`GuardedHandler._open`, which sees the numeric address that is about to be connected
to, for first requests, redirects and robots.txt alike. Faults leave as typed errors.
"""

import asyncio
import errno
import os
import socket
import ssl
from time import monotonic
from typing import TYPE_CHECKING, Self

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy import Request
from scrapy.http import Headers, Response
from yarl import URL

from crawler.browser import Renderer
from crawler.errors import (
    BadAddressError,
    BadAnswerError,
    ConnectError,
    CrawlError,
    CutShortError,
    DnsError,
    PrivateAddressError,
    SlowError,
    TlsError,
    TooLargeError,
)
from crawler.sink import SinkCrawler
from data.errors import BlockedAddressError
from data.net import check_address, is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: Servers of authorities are often old; without this OpenSSL 3 refuses to talk to them
#: (SSL_OP_LEGACY_SERVER_CONNECT; the ssl module names it from Python 3.12 on).
_LEGACY_SERVER_CONNECT = 0x4
_AddressInfo = tuple[int, int, int, str, tuple[str | int, ...]]


class _RefusedError(OSError):
    """Carries the guard's refusal through code that only knows OSError."""

    def __init__(self, blocked: BlockedAddressError) -> None:
        self.blocked = blocked
        super().__init__(str(blocked))


class PublicResolver(ThreadedResolver):
    """The system's resolver, which keeps to itself what is not to be connected to."""

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Addresses of ``host``; refuses a name of which none is public."""
        found = await self.look_up(host, port, family)
        if self._allow_private:
            return found
        public = [result for result in found if is_public(result["host"])]
        if found and not public:
            raise _RefusedError(BlockedAddressError(host, found[0]["host"]))
        return public

    async def look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> list[ResolveResult]:
        """All addresses that the system knows of."""
        return await super().resolve(host, port, family)


class GuardedHandler:
    """Scrapy's interface of a download handler for http and https."""

    lazy = True

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self._allow_private = settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        self._max_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = aiohttp.ClientTimeout(total=settings.getfloat("DOWNLOAD_TIMEOUT"))
        tls = ssl.create_default_context()
        tls.options |= _LEGACY_SERVER_CONNECT
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=settings.getint("CONCURRENT_REQUESTS"),
                resolver=PublicResolver(allow_private=self._allow_private),
                socket_factory=self._open,
                ssl=tls,
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
                body = await self._read(answer, request.url)
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

    async def _read(self, answer: aiohttp.ClientResponse, url: str) -> bytes:
        promised = answer.content_length or 0
        if promised > self._max_bytes:
            raise TooLargeError(
                url, f"it announces {promised:,} bytes; at most {self._max_bytes:,} are taken"
            )
        body = bytearray()
        async for chunk in answer.content.iter_any():
            body += chunk
            if len(body) > self._max_bytes:
                raise TooLargeError(url, f"more than {self._max_bytes:,} bytes")
        return bytes(body)

    def _open(self, info: _AddressInfo) -> socket.socket:
        """A socket for one address, if the guard lets it pass."""
        family, kind, protocol, _, address = info
        try:
            check_address(str(address[0]), str(address[0]), allow_private=self._allow_private)
        except BlockedAddressError as exc:
            raise _RefusedError(exc) from exc
        return socket.socket(family, kind, protocol)


def as_crawl_error(exc: Exception, url: str, *, seconds: float | None = None) -> CrawlError:
    """The typed error for what aiohttp raised while reading ``url``."""
    blocked = _blocked(exc)
    if blocked is not None:
        return PrivateAddressError(url, str(blocked))
    if isinstance(exc, TimeoutError | asyncio.TimeoutError):
        return SlowError(url, f"no whole answer within {seconds:g} seconds" if seconds else "slow")
    for kinds, make, message in _FAULTS:
        if isinstance(exc, kinds):
            return make(url, message + _detail(exc))
    return ConnectError(url, "the server broke the connection off" + _detail(exc))


def _detail(exc: Exception) -> str:
    """What the system says of it, in parentheses; the client's own words are of no use to people."""
    cause = exc.os_error if isinstance(exc, aiohttp.ClientConnectorError) else exc
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f" ({cause.verify_message})"
    if not isinstance(cause, OSError) or not cause.strerror:
        return ""
    number = cause.errno or 0
    if number in errno.errorcode and not isinstance(cause, ssl.SSLError | socket.gaierror):
        return f" ({os.strerror(number)})"
    return f" ({cause.strerror})"


_FAULTS: tuple[tuple[tuple[type[Exception], ...], type[CrawlError], str], ...] = (
    ((aiohttp.ClientSSLError,), TlsError, "no trustworthy connection"),
    ((aiohttp.ClientConnectorDNSError,), DnsError, "the host's name leads nowhere"),
    ((aiohttp.ClientPayloadError,), CutShortError, "the answer ended too early"),
    ((aiohttp.InvalidURL, ValueError), BadAddressError, "not an address to fetch"),
    ((aiohttp.ClientResponseError,), BadAnswerError, "the answer is not HTTP"),
    ((aiohttp.ClientConnectorError,), ConnectError, "no connection"),
)


def _blocked(exc: BaseException | None) -> BlockedAddressError | None:
    """The guard's refusal, if it stands in the chain of causes."""
    while exc is not None:
        if isinstance(exc, _RefusedError):
            return exc.blocked
        exc = exc.__cause__
    return None
