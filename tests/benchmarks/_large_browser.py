"""The first page in a real browser with an empty cache: when it is drawn, and what came over the wire."""

from collections.abc import Iterator
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.benchmarks._large_crowd import readers_of, server
from tests.e2e.browser import chromium
from tests.large.store import Large

VISITS = 7
PATHS = ("/", "/alerts", "/documents?q=roaming", "/countries", "/fleet")
_DRAWN = "performance.getEntriesByName('first-contentful-paint').length"
_MEASURE = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const drawn = performance.getEntriesByName("first-contentful-paint")[0];
  const parts = [page, ...performance.getEntriesByType("resource")];
  const size = parts.reduce((sum, one) => sum + one.transferSize, 0);
  return [drawn.startTime, page.loadEventEnd, page.responseEnd, size];
}"""


def drawn(large: Large) -> Iterator[str]:
    """A line for each page: medians of several first visits."""
    cookie = readers_of(large, 1)[0].cookie
    with server(large) as (address, _process), chromium() as browser:
        for path in PATHS:
            visits = [_visit(browser, address, path, cookie) for _ in range(VISITS)]
            paint, load, answered, size = (median(column) for column in zip(*visits, strict=True))
            yield (
                f"{path:<24} first drawn after {paint:4.0f} ms, loaded after {load:4.0f} ms (answered "
                f"after {answered:4.0f} ms), {size / 1000:4.0f} kB over the wire"
            )


def _visit(browser: Browser, address: str, path: str, cookie: str) -> list[float]:
    name, _, value = cookie.partition("=")
    context = browser.new_context()
    host = urlsplit(address).hostname or ""
    context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
    page = context.new_page()
    page.goto(address + path, wait_until="load")
    while not page.evaluate(_DRAWN):
        page.wait_for_timeout(50)
    found: list[float] = page.evaluate(_MEASURE)
    context.close()
    return found
