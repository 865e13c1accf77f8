"""Debian's Chromium, driven by Playwright; watches the console and every request."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
#: Set in ``.ci/run``: without a browser the tests fail instead of being skipped.
REQUIRED = os.environ.get("ROAMWATCH_REQUIRE_SERVICES") == "1"
#: No sandbox within a container; no calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
]


@dataclass
class Watch:
    """What a page did that it must not do."""

    host: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        """Watch a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        return page

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the time of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
