"""Sources and the log of every attempt to read one."""

from datetime import datetime
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

    health: str = "unproven"
    health_reason: str = ""
    health_since: datetime | None = time_field(default=None)
    failures: int = 0
    next_check_at: datetime | None = time_field(default=None, index=True)
    last_attempt_at: datetime | None = time_field(default=None)
    last_success_at: datetime | None = time_field(default=None)
    last_new_at: datetime | None = time_field(default=None)
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
