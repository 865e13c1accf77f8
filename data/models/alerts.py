"""Alerts with their people and links, and digests of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from data.models.base import json_field, time_field

_SILENCED, _SNOOZED = text("silence_id IS NOT NULL"), text("snoozed_until IS NOT NULL")
_COUNTED = (
    "state", "silence_id", "snoozed_until", "severity", "assignee_id", "development_id", "limit_id",
)  # fmt: skip


class Alert(SQLModel, table=True):
    """What touches one fleet and wants somebody's work: raised once, worked to its end.

    Its cause is one of two: a development, or a limit on days of presence that SIMs have crossed.
    """

    __table_args__ = (
        UniqueConstraint("development_id", "fleet_id"),
        UniqueConstraint("limit_id", "fleet_id"),
        CheckConstraint(
            "(development_id IS NULL) <> (limit_id IS NULL)", name="ck_alert_one_cause"
        ),
        CheckConstraint(
            "snoozed_until IS NULL OR state IN ('acknowledged', 'in_progress')",
            name="ck_alert_snoozed_is_taken",
        ),
        # Lists count by these words, all alerts or those of an officer's fleets: from the index alone.
        Index("ix_alert_desk", *_COUNTED),
        Index("ix_alert_fleet_desk", "fleet_id", *_COUNTED),
        # Most are neither; an index of those would be taken for a good one, and lead to all alerts.
        Index(
            "ix_alert_silence_id", "silence_id", sqlite_where=_SILENCED, postgresql_where=_SILENCED
        ),
        Index(
            "ix_alert_snoozed_until",
            "snoozed_until",
            sqlite_where=_SNOOZED,
            postgresql_where=_SNOOZED,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    development_id: int | None = Field(default=None, foreign_key="development.id")
    limit_id: int | None = Field(default=None, foreign_key="clocklimit.id")
    fleet_id: int = Field(foreign_key="fleet.id")
    rule_change_id: int | None = Field(default=None, foreign_key="rulechange.id")
    """The rule change that raised it; its evidence is the alert's. None for a limit."""
    title: str
    reason: str
    """One sentence: why this alert fired."""
    severity: str = Field(index=True)
    severity_score: int
    severity_parts: list[dict[str, Any]] = json_field(default_factory=list)
    """``{"name", "points", "because"}``; the points add up to the score."""
    live_sims: int
    """Live SIMs touched; for a limit, how many SIMs (devices, IMSIs) are over it."""
    backlog: bool = False
    """Published long before we began to watch its source: goes into the digest, never an instant mail."""
    state: str = "new"
    """A word of :class:`data.words.AlertState`."""
    version: int = 1
    """Counts what changed the alert, people's acts and ours: who acts on an older one is told."""
    waiting_since: datetime = time_field()
    """When it last became new or re-opened: from then on the policy of escalation counts."""
    escalated: int = 0
    """How many steps of that policy were told since."""
    assignee_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    due_on: date | None = None
    snoozed_until: date | None = None
    """Out of sight until the morning (UTC) of this day; then a job wakes it."""
    snoozed_for_effect: bool = False
    """That day is the one on which the rule takes effect."""
    silence_id: int | None = Field(default=None, foreign_key="silence.id")
    """The silence that keeps it quiet: it is listed apart and not told."""
    untold: bool = False
    """Something was not told because of a silence; it is told when the silence ends."""
    seen_moved_at: datetime = time_field()
    """The development's ``moved_at`` that this alert already speaks of; behind it: an update is due.

    For a limit, when its counts were last looked at.
    """
    seen: dict[str, Any] = json_field(default_factory=dict)
    """What the alert said of the development then: ``{"status", "effective_on", "deadline_on"}``;
    for a limit ``{"over"}``: how many were told to be over it."""
    created_at: datetime = time_field(index=True)
    updated_at: datetime = time_field(index=True)


class AlertWatcher(SQLModel, table=True):
    """Somebody who is told of each act on an alert."""

    alert_id: int = Field(foreign_key="alert.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True, index=True)


class AlertLink(SQLModel, table=True):
    """An address that somebody attached to an alert: a ticket, a contract, a file elsewhere."""

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int = Field(foreign_key="alert.id", index=True)
    url: str
    """``http`` or ``https``."""
    title: str
    added_by: str
    added_at: datetime = time_field()


class Digest(SQLModel, table=True):
    """One digest for one person, covering the alerts from ``covers_from`` up to ``covers_to``.

    Only one can follow another: what begins where one begins already is not stored.
    """

    __table_args__ = (UniqueConstraint("user_id", "period", "covers_from"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    period: str
    """A word of :class:`data.words.Pace` that is not ``instant``."""
    covers_from: datetime = time_field()
    covers_to: datetime = time_field()
    late: bool = False
    """It stands for more than one: those in between were not made."""
    wishes: list[dict[str, Any]] = json_field(default_factory=list)
    """The subscriptions by which it was made; empty: it holds everything that the person sees."""
    created_at: datetime = time_field()
