"""Long work that somebody asked for: one row from the question to its answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from data.models.base import json_field, time_field

_UNDER_WAY = "state IN ('waiting', 'running', 'stopping')"


class Job(SQLModel, table=True):
    """One piece of long work: what is asked, by whom, how far it is, and what came of it."""

    __table_args__ = (
        Index(
            "uq_job_key_under_way",
            "key",
            unique=True,
            sqlite_where=sql(_UNDER_WAY),
            postgresql_where=sql(_UNDER_WAY),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    """A name of :mod:`webapp.work.kinds`."""
    params: dict[str, Any] = json_field(default_factory=dict)
    key: str
    """What makes two questions the same; of each one job is under way at a time."""
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    asked_by: str
    """The address of who asked, as it was then."""
    asked_at: datetime = time_field()
    fleet_id: int | None = Field(default=None, foreign_key="fleet.id", index=True)
    """The fleet that it is about; None: of none, or of all that ``sight`` says."""
    sight: list[int] | None = json_field(default_factory=list)
    """The fleets that its result tells of beside ``fleet_id``; None: every fleet."""
    shared: bool = False
    """Whether others than who asked may see it."""
    state: str = Field(default="waiting", index=True)
    """``waiting``, ``running``, ``stopping`` (somebody cancelled), ``cancelled``, ``failed``, ``done``."""
    done: int = 0
    total: int = 0
    """In the kind's own unit; 0: not known yet."""
    message: str = ""
    """What it is doing, or why it ended as it did and what to do."""
    result: dict[str, Any] = json_field(default_factory=dict)
    tries: int = 0
    """Times that a worker took it and did not give it back."""
    alive_at: datetime | None = time_field(default=None)
    """When its worker was last heard of."""
    started_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None, index=True)
