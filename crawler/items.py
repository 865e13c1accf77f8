"""What spiders yield. Immutable; stages pass them on, only the last one writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from crawler.moves import Move


@dataclass(frozen=True, kw_only=True)
class SourceTask:
    """A source as a spider sees it: plain values, no session."""

    id: str
    kind: str
    url: str
    country: str
    language: str
    min_items: int
    title: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    since: date | None = None
    """Day of the latest good reading; None before the first."""
    due: "tuple[ListedLink, ...]" = ()
    """Documents of this source that we hold and that want another look, listed or not."""


@dataclass(frozen=True, kw_only=True)
class ListedLink:
    """One entry of a listing or feed: a link to a document, with what the list says of it."""

    url: str
    """The document's identity: where people read it."""
    title: str
    published_on: date | None = None
    certainty: float = 1.0
    """0 to 1: how sure the reader is that this is an entry and not furniture."""
    fetch_url: str = ""
    """Where machines read it, if that is another address."""
    updated_at: datetime | None = None
    """When the list says that the document last changed."""
    about: str = ""
    """What the list says of it besides (keywords, an abstract); only to choose by."""
    issuer: str = ""
    """Who issues it, as the list says; only to choose by."""


@dataclass(frozen=True, kw_only=True)
class ListedDocuments:
    """Documents that a list names and the store does not know yet, before they are asked.

    Recorded first, so that none is forgotten when the crawl ends before its turn and the
    list has moved on by the next one.
    """

    source_id: str
    links: tuple[ListedLink, ...]
    listed_at: datetime


@dataclass(frozen=True, kw_only=True)
class HeldAttachment:
    """A file of a document that the store holds, with what allows a 304."""

    url: str
    name: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldDocument:
    """What the store knows of a document that a list names."""

    etag: str
    last_modified: str
    published_on: date | None
    last_verified_at: datetime | None
    next_check_at: datetime | None
    attachments: tuple[HeldAttachment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FetchedAttachment:
    """A document's file as the network gave it."""

    url: str
    name: str
    final_url: str
    media_type: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    fetched_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnchangedAttachment:
    """The server said 304 of a document's file."""

    url: str
    name: str


@dataclass(frozen=True, kw_only=True)
class FailedAttachment:
    """A document's file that could not be had, or was not asked for (``not_followed``)."""

    url: str
    name: str
    error: str
    message: str


AttachmentItem = FetchedAttachment | UnchangedAttachment | FailedAttachment


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
    """Names in lower case; only those that are evidence."""
    body: bytes = field(repr=False)
    fetched_at: datetime
    fetch_url: str = ""
    attachments: tuple[AttachmentItem, ...] | None = None
    """Its files in the order of the page; None when nobody looked for them."""


@dataclass(frozen=True, kw_only=True)
class UnchangedDocument:
    """The server said 304: what we hold is still what it publishes."""

    source_id: str
    url: str
    fetched_at: datetime
    attachments: tuple[AttachmentItem, ...] | None = None
    """What became of the files that we hold of it; None when they were not asked."""


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
    fetch_url: str = ""
    retry_after: float | None = None
    """Seconds the server asked us to wait."""


@dataclass(frozen=True, kw_only=True)
class SourceResult:
    """How reading the source itself (its feed, its listing) ended; yielded once per crawl, last."""

    source_id: str
    outcome: str
    """``ok``, ``not_modified`` or ``failed``."""
    items: int = 0
    """Entries that it listed."""
    documents: int = 0
    """How many items of its documents were yielded before; those are recorded first."""
    left: int = 0
    """Documents that want a look but would take too long now; the source is due again soon."""
    http_status: int | None = None
    error: str = ""
    message: str = ""
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0
    days: tuple[date, ...] = ()
    """Days of the entries that it listed, wanted by us or not; each once, newest first."""
    move: Move | None = None
    """Where it was read, if that is another place than the catalogue's."""
    retry_after: float | None = None
    """Seconds the server asked us to wait."""
    max_age: float | None = None
    """Seconds for which the server says its answer holds (Cache-Control, RSS ttl)."""
    seconds: float = 0.0
    """Of a check: from its start to this result, waiting for a turn included."""
