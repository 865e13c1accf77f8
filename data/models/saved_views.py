"""Filters of the list of alerts that a person keeps under a name."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from data.models.base import json_field, time_field

_FIRST = text("opens_first")


class SavedView(SQLModel, table=True):
    """One person's view of the list of alerts; a setting of their own, seen by nobody else."""

    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        Index(
            "uq_savedview_first",
            "user_id",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    name: str
    words: dict[str, str] = json_field()
    """Filter → its word, as in the address of the list."""
    opens_first: bool = False
    """It is shown where the list is opened without any filter."""
    created_at: datetime = time_field()
