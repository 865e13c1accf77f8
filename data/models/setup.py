"""The first run of an installation: which of its steps somebody has settled by hand."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import time_field


class SetupStep(SQLModel, table=True):
    """One step of the first run, written when it begins. What the store holds may have done it too."""

    word: str = Field(primary_key=True)
    """A word of :class:`data.words.FirstStep`."""
    settled_at: datetime | None = time_field(default=None)
    settled_by: str = ""
    """E-mail address of the administrator who called it done, or put the steps away."""
