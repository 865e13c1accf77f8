"""What is kept quiet for a while, said openly: by an officer for a fleet, by a person for themselves."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from data.models.base import time_field


class Quieting(SQLModel):
    """What of alerts is kept quiet, until when and why; never for good.

    It covers an alert that fits all that is given; at least one of country, topic and source is.
    """

    country: str = ""
    """A country or group; empty: any."""
    topic: str = ""
    source_id: str = ""
    """The source whose publication raised the alert; empty: any."""
    until: date
    """The last day on which it holds (UTC)."""
    why: str
    created_at: datetime = time_field()
    ended_at: datetime | None = time_field(default=None)
    """When it ended, by itself or by somebody."""


class Silence(Quieting, table=True):
    """Alerts of one fleet that are raised and kept, but told nobody, until a day."""

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id", index=True)
    created_by: str
    ended_by: str = ""


class Mute(Quieting, table=True):
    """What one person is not told of, until a day; everybody else is.

    ``ended_at`` is set only when the person ends it before its day.
    """

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
