"""Silences: what an officer does not want to hear of for a while, said openly."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from data.models.base import time_field


class Silence(SQLModel, table=True):
    """Alerts of one fleet that are raised and kept, but not told, until a day; never for good.

    It covers an alert that fits all that is given; at least one of country, topic and source is.
    """

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id", index=True)
    country: str = ""
    """A country or group; empty: any."""
    topic: str = ""
    source_id: str = ""
    """The source whose publication raised the alert; empty: any."""
    until: date
    """The last day on which it holds (UTC)."""
    why: str
    created_by: str
    created_at: datetime = time_field()
    ended_at: datetime | None = time_field(default=None)
    """When it ended, by itself or by somebody."""
    ended_by: str = ""
