"""What officers say of the analysis: findings put right, publications sorted by hand. Append only."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class Feedback(SQLModel, table=True):
    """One officer's word on one finding: what was said, and what is right.

    A finding is what one version says of one jurisdiction and topic. The word holds for
    every version of the same snapshot, whichever analyser reads it, until it is undone.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = time_field()
    actor: str
    version_id: int = Field(foreign_key="version.id", index=True)
    jurisdiction: str
    """The country or group of the finding as it stood; of a missed one: as it is right."""
    topic: str
    verdict: str
    """A word of :class:`data.words.FeedbackVerdict`."""
    said: dict[str, Any] = json_field(default_factory=dict)
    """All that stood: ``jurisdiction``, ``topic``, ``kind``, ``status``, ``direction``,
    ``effective_on``, ``deadline_on`` (ISO 8601), ``limits``. Empty for a missed finding."""
    right: dict[str, Any] = json_field(default_factory=dict)
    """The same, as it is right. Empty where nothing changes, and for an undoing."""
    quote: str = ""
    """Evidence of a missed finding: ``text[start:end]`` of the version."""
    start: int = 0
    end: int = 0
    note: str = ""
    undoes: int | None = Field(default=None, foreign_key="feedback.id", unique=True)


class Regrouping(SQLModel, table=True):
    """That somebody took a publication out of one development and put it into another."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = time_field()
    actor: str
    document_id: int = Field(foreign_key="document.id")
    from_development_id: int = Field(foreign_key="development.id", index=True)
    to_development_id: int = Field(foreign_key="development.id", index=True)
    founded: bool
    """The other development was made by this act."""
    note: str = ""


class Apart(SQLModel, table=True):
    """Two documents that never belong to one development again, by an officer's word."""

    __table_args__ = (UniqueConstraint("document_a", "document_b"),)

    id: int | None = Field(default=None, primary_key=True)
    document_a: int = Field(foreign_key="document.id")
    """The lower number of the two."""
    document_b: int = Field(foreign_key="document.id", index=True)
    regrouping_id: int = Field(foreign_key="regrouping.id")
