"""Following redirects: few, never in a circle, only to the web. The guard sees each hop."""

from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from w3lib.url import safe_url_string

from crawler.errors import BadAddressError, RedirectError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_STATUSES = frozenset({301, 302, 303, 307, 308})


class Redirects:
    """Asks the address that an answer points to; the way stands in ``meta["redirect_urls"]``

    and the answers' statuses in ``meta["redirect_statuses"]``.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Scrapy's way to build it."""
        return cls(crawler.settings.getint("REDIRECT_MAX_TIMES"))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer itself, or the next request. Raises :class:`CrawlError`."""
        location = response.headers.get("Location")
        if response.status not in _STATUSES or not location:
            return response
        target = _target(request.url, location)
        way = [*request.meta.get("redirect_urls", ()), request.url]
        if target in way:
            raise RedirectError(way[0], f"redirects lead back to {target}")
        if len(way) > self._limit:
            raise RedirectError(way[0], f"more than {self._limit} redirects")
        statuses = (*request.meta.get("redirect_statuses", ()), response.status)
        meta = {**request.meta, "redirect_urls": way, "redirect_statuses": statuses}
        return request.replace(url=target, meta=meta, priority=request.priority + 2)


def _target(url: str, location: bytes) -> str:
    try:
        target = safe_url_string(urljoin(url, safe_url_string(location.strip())))
        parts = urlsplit(target)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError as exc:
        raise BadAddressError(url, "redirects to what is no address") from exc
    if not usable:
        raise BadAddressError(url, f"redirects to a {parts.scheme or 'nameless'} address")
    return target.partition("#")[0]
