"""What a kind of source is: a function from an answer to the entries that it lists."""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.answers import Answer
from crawler.errors import CrawlError, EmptyListingError
from crawler.items import ListedLink, SourceTask
from data.words import SourceKind


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What one answer of a source holds."""

    entries: tuple[ListedLink, ...] = ()
    is_document: bool = False
    """The answer is itself the watched document."""
    next_url: str = ""
    """Where the list goes on; asked only as far as the source's ``max_pages`` goes."""
    max_age: float | None = None
    """Seconds for which the list says it holds (RSS ``ttl``)."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of source. Each module here has one, as ``KIND``."""

    name: SourceKind
    read: Callable[[Answer, SourceTask], Listed]
    """Raises a :class:`CrawlError` when the answer is not what the kind is about."""
    empty: type[CrawlError] = EmptyListingError
    """The error when there are fewer entries than the catalogue asserts."""
