"""What spiders yield. Immutable; stages pass them on, only the last one writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class SourceTask:
    """A source as a spider sees it: plain values, no session."""

    id: str
    kind: str
    url: str
    country: str
    language: str
    min_items: int
    options: Mapping[str, Any] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    known: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Address → (ETag, Last-Modified) of documents we hold, for conditional requests."""
    skip: frozenset[str] = frozenset()
    """Addresses of documents that are not due for another look."""


@dataclass(frozen=True, kw_only=True)
class ListedLink:
    """One entry of a listing or feed: a link to a document, with what the list says of it."""

    url: str
    title: str
    published_on: date | None = None
    certainty: float = 1.0
    """0 to 1: how sure the reader is that this is an entry and not furniture."""


@dataclass(frozen=True, kw_only=True)
class FetchedDocument:
    """A document's raw answer, as the network gave it (after content decoding)."""

    source_id: str
    url: str
    """The address in the listing: the document's identity."""
    final_url: str
    title: str
    published_on: date | None
    media_type: str
    charset: str
    """From the Content-Type header; empty when it says none."""
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnchangedDocument:
    """The server said 304: what we hold is still what it publishes."""

    source_id: str
    url: str
    fetched_at: datetime


@dataclass(frozen=True, kw_only=True)
class FailedDocument:
    """A listed document that could not be read; ``error`` is the typed error's machine word."""

    source_id: str
    url: str
    title: str
    published_on: date | None
    error: str
    message: str
    fetched_at: datetime


@dataclass(frozen=True, kw_only=True)
class SourceResult:
    """How reading the source itself (its feed, its listing) ended; yielded once per crawl."""

    source_id: str
    outcome: str
    """``ok``, ``not_modified`` or ``failed``."""
    items: int = 0
    http_status: int | None = None
    error: str = ""
    message: str = ""
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0
    retry_after: float | None = None
    """Seconds the server asked us to wait."""
    max_age: float | None = None
    """Seconds for which the server says its answer holds (Cache-Control, RSS ttl)."""
