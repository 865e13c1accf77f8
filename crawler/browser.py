"""Pages rendered by the system's Chromium, which itself never touches the network.

Each request of a page is caught and answered through our own transport, so that its guard
against private addresses, its limits and its user agent hold for the page and all its parts.
What cannot be caught (name look-ups, WebRTC, prefetching) meets a resolver that knows no
host and a proxy that is not there. A page gets a context of its own, which is thrown away
with whatever it stored.
"""

import asyncio
import importlib.util
import os
import shutil
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Headers, Response

from crawler.errors import (
    BadAnswerError,
    CrawlError,
    NeedsBrowserError,
    SlowError,
    TooLargeError,
)
from crawler.page_parts import PageParts

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright

Fetch = Callable[[Request], Awaitable[Response]]

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
#: A port where nothing listens (discard), for loopback addresses as well.
_NO_PROXY = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}
#: Pages at once; each takes some hundred megabytes.
_AT_ONCE = 2
#: Seconds without a request or a change of the text after which a page counts as complete,
#: and the most that is waited for it.
_QUIET, _LONGEST_QUIET = 0.6, 15.0
_LOOK = 0.15
#: Seconds that closing may take before the browser is given up.
_CLOSING = 5.0
_HOW = "install Chromium (on Debian: apt-get install chromium) and pip install 'roamwatch[browser]'"


def missing() -> str:
    """What a browser is missing to render pages, and what to do; empty when nothing is."""
    if _program() is None:
        return f"there is no Chromium: {_HOW}"
    if importlib.util.find_spec("playwright") is None:
        return f"the extra “browser” is not installed: {_HOW}"
    return ""


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Renderer:
    """Renders pages, one browser for all; started with the first page."""

    def __init__(self, fetch: Fetch, *, timeout: float, max_bytes: int) -> None:
        self._fetch = fetch
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def render(self, request: Request) -> Response:
        """The page at an address as a browser shows it, in UTF-8.

        Answers that are no page (redirects, errors, files) come back as they are. Raises a
        :class:`CrawlError`: of the transport, :class:`SlowError`, :class:`TooLargeError`, or
        :class:`NeedsBrowserError` where there is no browser.
        """
        # Chromium is handed bodies that are unpacked.
        first = await self._fetch(_unpacked(request))
        if not _is_page(first):
            return first
        async with self._places:
            browser = await self._started(request.url)
            try:
                async with asyncio.timeout(self._timeout):
                    url, text = await self._show(browser, request, first)
            except TimeoutError as exc:
                said = f"the page did not come to rest within {self._timeout:g} seconds"
                raise SlowError(request.url, said) from exc
            except CrawlError:
                raise
            except Exception as exc:
                # Playwright's own errors: the page crashed, or ended the browser.
                said = f"the page broke the browser ({type(exc).__name__})"
                raise BadAnswerError(request.url, said) from exc
        body = text.encode("utf-8", errors="replace")
        if len(body) > self._max_bytes:
            raise TooLargeError(request.url, f"{len(body)} bytes, more than {self._max_bytes}")
        # Without validators: those of the frame say nothing of what fills it.
        headers = Headers({"Content-Type": "text/html; charset=utf-8"})
        return Response(url, status=first.status, headers=headers, body=body)

    async def close(self) -> None:
        """End the browser."""
        await self._give_up()
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            await playwright.stop()

    async def _started(self, url: str) -> "Browser":
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._launch(url)
            return self._browser

    async def _launch(self, url: str) -> "Browser":
        program, lacking = _program(), missing()
        if program is None or lacking:
            raise NeedsBrowserError(url, f"the page needs a browser: {lacking}")
        from playwright.async_api import Error, async_playwright

        if self._playwright is None:
            self._playwright = await async_playwright().start()
        try:
            return await self._playwright.chromium.launch(
                executable_path=program,
                args=list(_ARGUMENTS),
                proxy=_NO_PROXY,  # type: ignore[arg-type]  # a plain dictionary will do
                # Root has no sandbox; a worker should not run as root.
                chromium_sandbox=os.geteuid() != 0,
            )
        except Error as exc:
            reason = str(exc).partition("\n")[0][:200]
            raise NeedsBrowserError(url, f"{program} does not start ({reason})") from exc

    async def _show(self, browser: "Browser", request: Request, first: Response) -> tuple[str, str]:
        """Address and markup of the page when it has come to rest."""
        context = await browser.new_context(
            user_agent=_header(request, "User-Agent"),
            service_workers="block",
            accept_downloads=False,
        )
        try:
            parts = PageParts(self._fetch, first=first, request=request, max_bytes=self._max_bytes)
            await _catch_all(context, parts)
            page = await context.new_page()
            await page.goto(first.url, wait_until="domcontentloaded")
            await _come_to_rest(page, parts)
            parts.raise_fault()
            return page.url, await page.content()
        finally:
            await self._put_away(context)

    async def _put_away(self, context: "BrowserContext") -> None:
        """Close a page's context; a page in an endless loop takes the browser with it."""
        try:
            async with asyncio.timeout(_CLOSING):
                await context.close()
        except TimeoutError:
            await self._give_up()

    async def _give_up(self) -> None:
        """End the browser; the next page starts another one."""
        browser, self._browser = self._browser, None
        if browser is not None and browser.is_connected():
            await browser.close()


async def _catch_all(context: "BrowserContext", parts: PageParts) -> None:
    async def answer(route: Any) -> None:
        await parts.answer(route)

    async def refuse(socket: Any) -> None:
        await socket.close()

    await context.route("**/*", answer)
    await context.route_web_socket("**/*", refuse)


async def _come_to_rest(page: "Page", parts: PageParts) -> None:
    """Wait until no part is awaited and the text stays as it is."""
    loop = asyncio.get_running_loop()
    end, since, before = loop.time() + _LONGEST_QUIET, loop.time(), -1
    while loop.time() < end:
        await asyncio.sleep(_LOOK)
        length = await page.evaluate("document.documentElement.outerHTML.length")
        if parts.waiting or length != before:
            since, before = loop.time(), length
        elif loop.time() - since >= _QUIET:
            return


def _unpacked(request: Request) -> Request:
    headers = {**request.headers, "Accept-Encoding": ["identity"]}
    return request.replace(headers=headers)


def _is_page(response: Response) -> bool:
    media_type = (response.headers.get("Content-Type") or b"").lower()
    packed = response.headers.get("Content-Encoding", b"") not in (b"", b"identity")
    return 200 <= response.status < 300 and b"html" in media_type and not packed


def _header(request: Request, name: str) -> str:
    return (request.headers.get(name) or b"").decode("latin-1")
