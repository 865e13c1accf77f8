"""What can go wrong on the way to a publication: one type per fault, each with a stable code.

Codes stand in the fetch log, on documents and in the API; the message is for people.
"""

from collections.abc import Sequence

from data.errors import RoamwatchError


class CrawlError(RoamwatchError):
    """An address could not be read. ``transient`` faults may pass by themselves."""

    code = "crawl"
    transient = False

    def __init__(
        self, url: str, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        self.url = url
        self.status = status
        self.retry_after = retry_after
        """Seconds that the server asked us to wait."""
        super().__init__(message)


class DnsError(CrawlError):
    """The host's name leads to no address."""

    code = "dns"
    transient = True


class ConnectError(CrawlError):
    """Refused, reset, unreachable, or closed before an answer came."""

    code = "connection"
    transient = True


class SlowError(CrawlError):
    """The answer did not come whole within the time limit."""

    code = "timeout"
    transient = True


class TlsError(CrawlError):
    """No trustworthy encrypted connection: a certificate is wrong, or nothing in common."""

    code = "tls"


class StatusError(CrawlError):
    """The server answered with a status that is no success; ``code`` is ``http_<status>``."""

    def __init__(self, url: str, *, status: int, retry_after: float | None = None) -> None:
        self.code = f"http_{status}"
        self.transient = status >= 500 or status in (408, 425, 429)
        super().__init__(
            url, f"the server answered {status}", status=status, retry_after=retry_after
        )


class BadAnswerError(CrawlError):
    """What came is not what the protocol allows: no HTTP, no readable compression, no JSON."""

    code = "bad_answer"


class BadAddressError(CrawlError):
    """An address, or one that a redirect leads to, that is not fetched: another scheme, too long."""

    code = "bad_address"


class PrivateAddressError(CrawlError):
    """The address is not one of the open internet; see :mod:`data.net`."""

    code = "private_address"


class TooLargeError(CrawlError):
    """The body is larger than the limit, as sent or after unpacking."""

    code = "too_large"


class CutShortError(CrawlError):
    """The connection ended before the promised length."""

    code = "truncated"
    transient = True


class EmptyAnswerError(CrawlError):
    """A success without a body."""

    code = "empty_answer"


class NotAFileError(CrawlError):
    """A link to a document's file leads to a page: a login, a viewer, or "not found"."""

    code = "not_a_file"


class RedirectError(CrawlError):
    """A redirect that comes back to where it was, or too many of them."""

    code = "redirect_loop"


class RobotsError(CrawlError):
    """The site's robots.txt asks us to stay away, or a server error stands in its place (RFC 9309, 2.3.1)."""

    code = "robots"


class ChallengeError(CrawlError):
    """A bot check, a block page or a login stands where the page should be."""

    code = "challenge"


class FrontPageError(CrawlError):
    """The address leads to its site's front page: what stood there is gone, and nobody says so."""

    code = "front_page"


class NotAFeedError(CrawlError):
    """What should be a feed is something else."""

    code = "not_a_feed"


class EmptyFeedError(CrawlError):
    """The feed has fewer entries than the catalogue asserts."""

    code = "empty_feed"


class EmptyListingError(CrawlError):
    """The list has fewer entries than the catalogue asserts."""

    code = "empty_listing"


class NeedsBrowserError(CrawlError):
    """The page shows its text only to a browser that runs its scripts, and there is none for it."""

    code = "needs_browser"


class UnknownSourceError(RoamwatchError):
    """Asked for sources that the store does not know."""

    code = "unknown_source"

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = list(ids)
        super().__init__(f"no source {', '.join(self.ids)}; see roamwatch sources list")


#: Codes that mean: somebody keeps us out, rather than something is broken.
BLOCKING = frozenset(
    {"challenge", "robots", "http_401", "http_403", "http_407", "http_429", "http_451"}
)
#: Codes that mean: it answers well, but with less than it should hold.
EMPTY = frozenset({"empty_feed", "empty_listing", "empty_answer"})
#: Codes of faults that may pass by themselves and are not held against a source at once.
TRANSIENT = frozenset(
    {"dns", "connection", "timeout", "truncated", "http_408", "http_425", "http_429"}
    | {f"http_{status}" for status in range(500, 600)}
)
#: Codes of faults that may as well be those of our own connection.
NETWORK = frozenset({"dns", "connection", "timeout", "truncated", "tls", "private_address"})
