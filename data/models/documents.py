"""Documents, their raw snapshots, and the clean versions read from those."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy import text as sql
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


def _day_listed(context: Any) -> date:
    """Of rows that are written past the mapper."""
    values = context.get_current_parameters()
    return listed_day(values.get("published_on"), values["first_seen_at"])


def listed_day(published_on: date | None, first_seen_at: datetime) -> date:
    """Without a date of its own a document is as old as our first sight of it (UTC)."""
    return published_on or first_seen_at.astimezone(UTC).date()


class Document(SQLModel, table=True):
    """One publication of an authority, known by its address."""

    __table_args__ = (
        # Lists of all documents, the newest first, without sorting a hundred thousand.
        Index("ix_document_listed", "listed_on", "id"),
        Index(
            "ix_document_unread",
            "listed_on",
            "id",
            sqlite_where=sql("error != ''"),
            postgresql_where=sql("error != ''"),
        ),
        Index(
            "ix_document_unindexed",
            "id",
            sqlite_where=sql("NOT indexed"),
            postgresql_where=sql("NOT indexed"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    source_id: str = Field(foreign_key="source.id", index=True)
    """The source that showed it to us first."""
    title: str
    published_on: date | None = Field(default=None, index=True)
    first_seen_at: datetime = time_field(index=True)
    listed_on: date = Field(default=None, nullable=False, sa_column_kwargs={"default": _day_listed})
    """By which it is listed: :func:`listed_day`, kept by the mapper."""
    last_verified_at: datetime | None = time_field(default=None)
    """When we last fetched it and found it as stored."""
    fetch_url: str = ""
    """Where machines read it, if that is another address than ``url``."""
    etag: str = ""
    last_modified: str = ""
    next_check_at: datetime | None = time_field(default=None, index=True)
    error: str = ""
    """Machine word of the error that keeps us from reading it; empty when readable."""
    error_message: str = ""
    failures: int = 0
    flapping_since: datetime | None = time_field(default=None, index=True)
    """Since when it goes to and fro between texts; None when it does not."""
    indexed: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    """Whether the search knows the title and the newest text; who writes either says that it does not."""


@event.listens_for(Document, "before_insert")
@event.listens_for(Document, "before_update")
def _list_by_day(_mapper: Any, _connection: Any, document: Document) -> None:
    document.listed_on = listed_day(document.published_on, document.first_seen_at)


class Snapshot(SQLModel, table=True):
    """Raw bytes as they came. ``seq`` counts the changes of one document: A→B→A makes three."""

    __table_args__ = (UniqueConstraint("document_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    seq: int
    sha256: str = Field(index=True)
    size: int
    url: str
    """The address that answered, after redirects."""
    fetched_at: datetime = time_field()
    media_type: str
    headers: dict[str, Any] = json_field(default_factory=dict)
    read_by: str = Field(default="", index=True)
    """The extractor that has read it last; empty while it waits. Read and no new
    :class:`Version` means: other bytes, same text."""
    problem: str = ""
    """Machine word when that reading gave no text, or a doubtful one."""
    removed_at: datetime | None = time_field(default=None)
    """When retention took the bytes out of the archive; the row and the hash stay."""


class Attachment(SQLModel, table=True):
    """A file that a document's page links to, as it was when the snapshot was made.

    Each snapshot has its own rows. A file that could not be fetched again keeps the bytes
    that we have of it, with the ``error`` beside them.
    """

    __table_args__ = (UniqueConstraint("snapshot_id", "url"),)

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id")
    position: int
    """Its place on the page, from 0."""
    url: str
    """The address in the page: the file's identity within the document."""
    name: str
    """Its file name, or what the page calls it."""
    final_url: str = ""
    media_type: str = ""
    sha256: str = Field(default="", index=True)
    """Empty while it could never be fetched."""
    size: int = 0
    fetched_at: datetime | None = time_field(default=None)
    headers: dict[str, Any] = json_field(default_factory=dict)
    error: str = ""
    """Machine word of why it could not be fetched the last time; ``not_followed`` past the limit."""
    error_message: str = ""
    problem: str = ""
    """Machine word when reading it gave no text, or a doubtful one."""
    removed_at: datetime | None = time_field(default=None)
    """When retention took the bytes out of the archive."""


class Version(SQLModel, table=True):
    """Clean text of one snapshot, read by one extractor."""

    __table_args__ = (UniqueConstraint("snapshot_id", "extractor"),)

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    extractor: str
    cause: str
    created_at: datetime = time_field(index=True)
    title: str
    language: str
    """BCP 47 tag, ``und`` when unknown."""
    text: str
    text_sha256: str
    sections: list[dict[str, Any]] = json_field(default_factory=list)
    """``{"start", "end", "kind", "page", "level"}`` per block; offsets into ``text``."""
    attachments: list[dict[str, Any]] = json_field(default_factory=list)
    """``{"start", "end", "name", "url", "sha256", "ocr"}`` of each file whose text stands in ``text``."""
    ocr: bool = False
    """The document's own text was read from pictures of pages: it may hold reading errors."""
    problem: str = ""
    """Machine word when the text is missing or doubtful: ``no_text``, ``needs_javascript`` …"""
