"""What a rendered page asks for, answered one by one through our own transport."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.errors import CrawlError, TooLargeError

Fetch = Callable[[Request], Awaitable[Response]]

#: More parts than this are no page of an authority.
_MOST = 200
_AT_ONCE = 4
_REDIRECTS = 5
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
#: What has no text; a style sheet is answered empty, because scripts may wait for it.
_UNWANTED = frozenset({"image", "media", "font", "websocket", "eventsource", "manifest", "ping"})
_ASKING = frozenset({"xhr", "fetch"})
#: Headers of an answer that are about its way here, or that keep something.
_DROPPED = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"}
)
#: Headers of the browser that say nothing about us; cookies are not among them.
_PASSED = ("accept", "content-type", "x-requested-with", "origin", "referer")
_SENT_AS_OURS = ("User-Agent", "Accept-Language")


class PageParts:
    """Answers the requests of one page; counts them and their bytes."""

    def __init__(self, fetch: Fetch, *, first: Response, request: Request, max_bytes: int) -> None:
        self._fetch = fetch
        self._first: Response | None = first
        self._request = request
        self._left = max_bytes - len(first.body)
        self._asked = 0
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._fault: CrawlError | None = None
        self.waiting = 0
        """Parts that are being fetched."""

    def raise_fault(self) -> None:
        """Raise what ended the page: too much of it."""
        if self._fault is not None:
            raise self._fault

    async def answer(self, route: Any) -> None:
        """Answer one request of the browser's, or refuse it."""
        asked = route.request
        if self._first is not None and asked.is_navigation_request():
            first, self._first = self._first, None
            await _fulfil(route, first)
        elif asked.resource_type == "stylesheet":
            await route.fulfill(status=200, content_type="text/css", body="")
        elif self._refused(asked):
            await route.abort("blockedbyclient")
        else:
            await self._pass_on(route, asked)

    def _refused(self, asked: Any) -> bool:
        is_post = asked.method == "POST" and asked.resource_type in _ASKING
        return (
            asked.resource_type in _UNWANTED
            or urlsplit(asked.url).scheme not in ("http", "https")
            or not (asked.method in ("GET", "HEAD") or is_post)
            or _is_beside(asked)
            or self._asked >= _MOST
            or self._fault is not None
        )

    async def _pass_on(self, route: Any, asked: Any) -> None:
        self._asked += 1
        self.waiting += 1
        try:
            async with self._places:
                response = await self._follow(self._as_ours(asked))
            self._left -= len(response.body)
            if self._left < 0:
                said = "the page and its parts are larger than the limit"
                raise TooLargeError(self._request.url, said)
        except TooLargeError as exc:
            self._fault = exc
            await route.abort("failed")
        except CrawlError:
            # A part that fails is the page's affair: it goes on without it, or stays empty.
            await route.abort("failed")
        else:
            await _fulfil(route, response)
        finally:
            self.waiting -= 1

    def _as_ours(self, asked: Any) -> Request:
        headers = {name: text for name, text in asked.headers.items() if name in _PASSED}
        for name in _SENT_AS_OURS:
            value = self._request.headers.get(name)
            if value:
                headers[name] = value.decode("latin-1")
        headers["Accept-Encoding"] = "identity"
        body = asked.post_data_buffer or b""
        return Request(asked.url, method=asked.method, headers=headers, body=body)

    async def _follow(self, request: Request) -> Response:
        for _ in range(_REDIRECTS):
            response = await self._fetch(request)
            location = response.headers.get("Location")
            if response.status not in _REDIRECT_STATUSES or not location:
                return response
            target = urljoin(request.url, location.decode("latin-1"))
            if urlsplit(target).scheme not in ("http", "https"):
                return response
            # Asked as a GET, whatever it was: a form is not sent on to another address.
            request = request.replace(url=target, method="GET", body=b"")
        return response


def _is_beside(asked: Any) -> bool:
    """Whether it fills no part of the page itself: a frame within (advertisements, maps), or a window."""
    from playwright.async_api import Error

    try:
        return asked.frame.parent_frame is not None
    except Error:  # a window that the page opens asks before it has a frame
        return True


async def _fulfil(route: Any, response: Response) -> None:
    await route.fulfill(
        status=response.status, headers=dict(_headers(response)), body=response.body
    )


def _headers(response: Response) -> Iterator[tuple[str, str]]:
    for name, values in response.headers.items():
        key = name.decode("latin-1").lower()
        if key not in _DROPPED and values:
            yield key, values[0].decode("latin-1")
