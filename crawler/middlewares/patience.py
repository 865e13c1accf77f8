"""A host that says "not now" is left alone for the rest of the crawl."""

from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.answers import retry_after
from crawler.errors import StatusError


class Patience:
    """After a 429, or a 503 that names a time, no further request goes to that host.

    What was still to be asked fails with the same code and the time that is left; the
    schedule comes back to it then.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[int, float]] = {}

    def process_request(self, request: Request) -> None:
        """Let it pass, or raise the :class:`StatusError` that its host gave before."""
        host = urlsplit(request.url).netloc
        if host in self._waiting:
            status, until = self._waiting[host]
            raise StatusError(
                request.url, status=status, retry_after=max(0.0, until - monotonic()) or None
            )

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember who asked for patience."""
        if response.status in (429, 503):
            seconds = retry_after(response)
            if response.status == 429 or seconds is not None:
                host = urlsplit(request.url).netloc
                self._waiting[host] = (response.status, monotonic() + (seconds or 0.0))
        return response
