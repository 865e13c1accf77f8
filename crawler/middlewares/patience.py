"""A host that says "not now", or does not answer at all, is left alone for the rest of the crawl."""

from collections import Counter
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.answers import retry_after
from crawler.errors import ConnectError, SlowError, StatusError

#: So many requests in a row that got no answer from a host mean that there is nobody.
_UNANSWERED = 5


class Patience:
    """After a 429, or a 503 that names a time, no further request goes to that host.

    Nor after five in a row that it did not answer: waiting for each would hold up the
    others. What was still to be asked fails with the same code; the schedule comes back
    to it.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[int, float]] = {}
        self._unanswered: Counter[str] = Counter()

    def process_request(self, request: Request) -> None:
        """Let it pass, or raise the error that its host gave before."""
        host = urlsplit(request.url).netloc
        if host in self._waiting:
            status, until = self._waiting[host]
            raise StatusError(
                request.url, status=status, retry_after=max(0.0, until - monotonic()) or None
            )
        if self._unanswered[host] >= _UNANSWERED:
            raise ConnectError(request.url, "the host does not answer, so it is left alone for now")

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember who asked for patience."""
        host = urlsplit(request.url).netloc
        self._unanswered[host] = 0
        if response.status in (429, 503):
            seconds = retry_after(response)
            if response.status == 429 or seconds is not None:
                self._waiting[host] = (response.status, monotonic() + (seconds or 0.0))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count what was not answered."""
        if isinstance(exception, ConnectError | SlowError):
            self._unanswered[urlsplit(request.url).netloc] += 1
