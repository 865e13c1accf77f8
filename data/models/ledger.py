"""The rule ledger: what each source was said to say, when it was true, and when we knew it."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from data.models.base import json_field, time_field

_OPEN = text("known_until IS NULL")


class LedgerEntry(SQLModel, table=True):
    """One fact as we knew it for a while; never changed, only closed with ``known_until``.

    When it was true stands in the fact itself (``effective``, ``until``), as exactly as its
    source says it. Of one fact the files and an officer may each have an open entry: the
    officer's holds, the files' is shown beside it.
    """

    __table_args__ = (
        Index(
            "uq_ledgerentry_open",
            "fact_id",
            "origin",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    fact_id: str
    origin: str
    """``seed``: the files that ship with Roamwatch; ``officer``: a person of this installation."""
    recorded_by: str
    """The officer's address; ``seed`` for the files."""
    country: str = Field(index=True)
    topic: str
    fact: dict[str, Any] = json_field()
    """A :class:`data.rules.RuleFact` without its empty fields."""
    note: str = ""
    evidence: dict[str, Any] = json_field(default_factory=dict)
    """Of an accepted proposal, as it was read then: ``proposal``, ``development``, ``document``,
    ``version`` (numbers), ``quotes`` (byte-exact slices of that version's text)."""
    known_from: datetime = time_field()
    known_until: datetime | None = time_field(default=None)
    """Exclusive; None while it is what we know."""
