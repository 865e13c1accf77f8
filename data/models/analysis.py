"""What the analysis found: findings, rule changes with evidence, developments."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class Analysis(SQLModel, table=True):
    """That one version was read by one analyser; pending work is a version without this row."""

    __table_args__ = (UniqueConstraint("version_id", "analyser"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="version.id")
    analyser: str
    created_at: datetime = time_field()
    language: str
    relevant: bool
    topics: list[str] = json_field(default_factory=list)
    countries: list[str] = json_field(default_factory=list)
    error: str = ""
    """Machine word when the analysis failed on this version; shown, and tried again by a new analyser."""


class Finding(SQLModel, table=True):
    """One span of a version's text that a rule marked."""

    __table_args__ = (
        UniqueConstraint("version_id", "analyser", "rule", "start", "end", name="uq_finding_span"),
    )

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="version.id", index=True)
    analyser: str
    group: str
    """``topics``, ``jurisdictions``, ``acts``, ``dates``, ``limits``."""
    value: str
    rule: str
    start: int
    end: int


class RuleChange(SQLModel, table=True):
    """One country's rule on one topic changed (or would), as one version of a document says."""

    __table_args__ = (
        UniqueConstraint("version_id", "country", "topic"),
        Index("ix_rulechange_matrix", "country", "topic", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="version.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    analyser: str
    country: str
    """ISO 3166-1 alpha-2; groups are already expanded to their members."""
    via_group: str = ""
    """The group (``EU`` …) through which the country is meant, if any."""
    topic: str = Field(index=True)
    kind: str
    status: str
    direction: str
    decided_on: date | None = None
    published_on: date | None = None
    detected_at: datetime = time_field(index=True)
    effective_on: date | None = Field(default=None, index=True)
    deadline_on: date | None = Field(default=None, index=True)
    limits: list[dict[str, Any]] = json_field(default_factory=list)
    scope: dict[str, Any] = json_field(default_factory=dict)
    confidence: float
    reasons: list[str] = json_field(default_factory=list)
    news: bool = True
    """False when our own edit (extractor, lexicon) brought it to light: kept, never alerted."""
    analysed: dict[str, Any] | None = json_field(default=None)
    """What the newest analyser says (empty: nothing), where an officer's word was put over it;
    None where none was. Kind ``none`` beside it: an officer said that it is no change."""


class Evidence(SQLModel, table=True):
    """A byte-exact slice of the version's text that carries a rule change."""

    __table_args__ = (UniqueConstraint("rule_change_id", "start", "end"),)

    id: int | None = Field(default=None, primary_key=True)
    rule_change_id: int = Field(foreign_key="rulechange.id", index=True)
    version_id: int = Field(foreign_key="version.id")
    start: int
    end: int
    quote: str
    rule: str
    page: int | None = None
    file: str = ""
    """Name of the attached file in which it stands; empty when it is the document's own text."""
    ocr: bool = False
    """Read from a picture of a page."""


class Development(SQLModel, table=True):
    """The same change, however many publications report it; moves as it is proposed, adopted, in force.

    A group's act (``EU``) is one development that touches all its members.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """Stable, made from the founding rule change, so that a crash and restart finds it again."""
    jurisdiction: str = Field(index=True)
    """The country, or the group through which its members are touched."""
    countries: list[str] = json_field(default_factory=list)
    topic: str = Field(index=True)
    title: str
    kind: str
    status: str
    direction: str
    effective_on: date | None = Field(default=None, index=True)
    deadline_on: date | None = Field(default=None, index=True)
    published_on: date | None = None
    confirmed: bool = True
    """Whether a primary source reports it; False: only the trade press does so far."""
    joined_id: int | None = Field(default=None, foreign_key="development.id")
    """Where the last of its publications was put by hand; it is empty since."""
    created_at: datetime = time_field(index=True)
    moved_at: datetime = time_field(index=True)


class DevelopmentMember(SQLModel, table=True):
    """Which rule changes one development is made of; a rule change belongs to one."""

    rule_change_id: int = Field(foreign_key="rulechange.id", primary_key=True)
    development_id: int = Field(foreign_key="development.id", index=True)
    joined_at: datetime = time_field()
    """When it was heard; a development's history is heard again in this order."""
    reason: str
