"""Contingency plans: what is done with a fleet's SIMs in a market if its rule turns against them."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class ContingencyPlan(SQLModel, table=True):
    """One writing of a plan. Never changed: the next writing has the next ``seq``, the last one holds."""

    __table_args__ = (UniqueConstraint("fleet_id", "country", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id")
    country: str
    seq: int
    steps: str
    """What will be done, in the officer's words."""
    missing: str = ""
    """What is not there yet: a profile, a provider, an eUICC."""
    owner_id: int = Field(foreign_key="user.id")
    review_on: date
    written_at: datetime = time_field()
    written_by: str
    rule: dict[str, Any] = json_field(default_factory=dict)
    """How the country stood then: topic → ``[stance, fact]``; another one today asks for a review."""
    live_sims: int = 0
    """Live SIMs there when it was written."""
