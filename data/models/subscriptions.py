"""What each person wants to be told, how soon, and over which channel."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import json_field, time_field


class Subscription(SQLModel, table=True):
    """One wish of one person; an empty list means any. Who has none is told by the installation's default."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    fleet_id: int | None = Field(default=None, foreign_key="fleet.id")
    """None: every fleet that the person sees."""
    countries: list[str] = json_field(default_factory=list)
    """Countries and groups; empty: wherever there are live SIMs."""
    topics: list[str] = json_field(default_factory=list)
    kinds: list[str] = json_field(default_factory=list)
    """Kinds of change, and ``clock`` for SIMs that cross a limit."""
    statuses: list[str] = json_field(default_factory=list)
    severity: str = "high"
    """This one, and worse."""
    pace: str = "instant"
    """A word of :class:`data.words.Pace`."""
    channel_id: int | None = Field(default=None, foreign_key="channel.id", index=True)
    """None: by mail."""
    created_at: datetime = time_field()
