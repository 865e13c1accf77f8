"""What a kind of source is: a function from an answer to the entries that it lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.answers import Answer
from crawler.errors import CrawlError, EmptyListingError
from crawler.items import ListedLink, SourceTask
from data.words import SourceKind

_DAYS = 7
_MOST_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What one answer of a source holds."""

    entries: tuple[ListedLink, ...] = ()
    is_document: bool = False
    """The answer is itself the watched document."""
    next_url: str = ""
    """Where the list goes on; asked only as far as the source's ``max_pages`` goes."""
    catch_up: int = 1
    """How many pages are asked all the same while everything that is listed is new."""
    parts: tuple[str, ...] = ()
    """Addresses of further lists that this one names (a sitemap index)."""
    max_age: float | None = None
    """Seconds for which the list says it holds (RSS ``ttl``)."""


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One address to ask for entries."""

    url: str
    day: date | None = None
    """A gazette's issue of this day. There may be none: an answer 404 is then no error."""


def by_day(
    task: SourceTask, today: date, addresses: Callable[[date], Sequence[str]]
) -> tuple[Issue, ...]:
    """The issues of the last days, newest first: back to the latest good reading, at most 31 days.

    ``days`` of the source says how far back at least, so that no run of holidays looks like a fault.
    """
    back = int(task.options.get("days", _DAYS))
    if task.since is not None:
        back = max(back, (today - task.since).days + 2)
    days = [today - timedelta(days=n) for n in range(min(back, _MOST_DAYS))]
    return tuple(Issue(url=url, day=day) for day in days for url in addresses(day))


def own_address(task: SourceTask, _today: date) -> tuple[Issue, ...]:
    """The address in the catalogue, as it is."""
    return (Issue(url=task.url),)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of source. Each module here has one, as ``KIND``."""

    name: SourceKind
    read: Callable[[Answer, SourceTask], Listed]
    """Raises a :class:`CrawlError` when the answer is not what the kind is about."""
    empty: type[CrawlError] = EmptyListingError
    """The error when there are fewer entries than the catalogue asserts."""
    accept: str = ""
    """What media type its answers are asked in, where a server offers several."""
    issues: Callable[[SourceTask, date], tuple[Issue, ...]] = own_address
    """What to ask, newest first; given the day on which it is asked."""
