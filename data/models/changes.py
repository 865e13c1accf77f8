"""What changed, in the order in which it became true: read by other programs from a cursor on."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from data.models.base import json_field, time_field


class ChangeEntry(SQLModel, table=True):
    """One thing that happened to a development or an alert. Append only, written at the commit.

    ``id`` is given in the order of commits (:mod:`data.changefeed`): who has read up to one has
    missed nothing below it. No foreign keys: their checks would wait for other writers' locks
    while this table's own is held.
    """

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = time_field()
    about: str
    """``development`` or ``alert``."""
    what: str
    """Of a development: ``appeared``, ``moved``, ``changed``, ``joined``, ``closed``; of an alert
    the word of its trail."""
    development_id: int | None = None
    alert_id: int | None = None
    fleet_id: int | None = None
    """Whose alert it is; None for a development, which everybody may see."""
    topic: str
    places: str
    """Its countries, and the group that is named, each with a blank before and after."""
    facts: dict[str, Any] = json_field(default_factory=dict)
    """How it stood then."""
