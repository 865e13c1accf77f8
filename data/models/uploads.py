"""Files that people sent and that wait for, or are in, the worker's hands."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import time_field


class Upload(SQLModel, table=True):
    """One fleet file with its import: how far it has come, and how it ended."""

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id", index=True)
    filename: str
    """As the sender called it."""
    stored: str
    """Its name in the instance folder's ``uploads/``; gone once it is done."""
    full: bool = False
    confirmed: bool = False
    sent_by: str
    sent_at: datetime = time_field()
    size: int
    """Bytes."""
    read: int = 0
    """Bytes of it that were read so far."""
    state: str = Field(default="waiting", index=True)
    """``waiting``, ``running``, ``stopping`` (somebody cancelled), ``cancelled``, ``failed``, ``done``."""
    error: str = ""
    import_id: int | None = Field(default=None, foreign_key="fleetimport.id")
    """The import that came of it; None until it is done."""
