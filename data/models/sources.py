"""Sources and the log of every attempt to read one."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class Source(SQLModel, table=True):
    """One address that we watch: the catalogue's facts, then the state of our watching.

    ``roamwatch init`` and every start copy the catalogue's facts here by ``id``; the
    state below them belongs to the crawler.
    """

    id: str = Field(primary_key=True)
    authority: str
    authority_name: str
    authority_kind: str
    country: str = Field(index=True)
    title: str
    kind: str
    url: str
    homepage: str = ""
    language: str
    role: str = "primary"
    certainty: str = "seen"
    sample: bool = False
    rhythm_days: float = 7.0
    min_items: int = 1
    max_silence_days: int = 90
    options: dict[str, Any] = json_field(default_factory=dict)
    enabled: bool = True
    edits: dict[str, Any] = json_field(default_factory=dict)
    """Facts above of which an officer says otherwise: name → what the catalogue says."""
    edited_at: datetime | None = time_field(default=None)
    edited_by: str = ""

    health: str = "unproven"
    health_reason: str = ""
    health_since: datetime | None = time_field(default=None)
    failures: int = 0
    falls: int = 0
    """How often it fell into trouble, each time within a week of having come back."""
    well_since: datetime | None = time_field(default=None)
    """Since when it has answered well again, while its trouble is still held open."""
    moved_to: str = ""
    """Another address at which it answers: proposed, never taken over by itself."""
    next_check_at: datetime | None = time_field(default=None, index=True)
    last_attempt_at: datetime | None = time_field(default=None)
    last_result_at: datetime | None = time_field(default=None)
    last_error: str = ""
    """Machine word of the newest attempt's error; empty when it went well."""
    last_success_at: datetime | None = time_field(default=None)
    last_new_at: datetime | None = time_field(default=None)
    newest_on: date | None = None
    """Day of the newest publication that it listed, wanted by us or not."""
    etag: str = ""
    last_modified: str = ""


class Fetch(SQLModel, table=True):
    """One attempt to read a source: what came, how long it took, or which typed error."""

    __table_args__ = (UniqueConstraint("source_id", "started_at"),)

    id: int | None = Field(default=None, primary_key=True)
    source_id: str = Field(foreign_key="source.id", index=True)
    started_at: datetime = time_field()
    finished_at: datetime = time_field()
    outcome: str
    """``ok``, ``not_modified``, ``partial`` (the listing was read, some documents failed), ``failed``."""
    http_status: int | None = None
    error: str = ""
    """Machine word of the typed error, empty when all went well."""
    message: str = ""
    items: int = 0
    new_documents: int = 0
    new_versions: int = 0
    failed_documents: int = 0
    bytes: int = 0


class Trouble(SQLModel, table=True):
    """Something that keeps us from watching: one row, opened once, closed by itself on recovery."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, foreign_key="source.id", index=True)
    """The source that is in trouble; None when the trouble is ours."""
    kind: str
    """A word of :class:`data.words.Health`, or ``outage``: our own connection."""
    reason: str
    opened_at: datetime = time_field(index=True)
    closed_at: datetime | None = time_field(default=None, index=True)
    open_as: str | None = Field(default=None, unique=True)
    """What it is about while it is open, so that two workers cannot open two; None once closed."""
    falls: int = 1
    """How often it came back within a week of having closed, and was opened again."""
    told_at: datetime | None = time_field(default=None)
    """When the first digest that tells of it was queued."""
