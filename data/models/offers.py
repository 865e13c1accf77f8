"""What the officer knows of getting local service, country by country."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import time_field


class LocalService(SQLModel, table=True):
    """A provider's local profile, local IMSI or local SIM in one country, and how long it takes."""

    __table_args__ = (UniqueConstraint("country", "provider", "remedy"),)

    id: int | None = Field(default=None, primary_key=True)
    country: str
    provider: str
    remedy: str
    """``local_profile``, ``local_imsi`` or ``swap_sim``."""
    lead_days: int
    note: str = ""
    updated_by: str
    updated_at: datetime = time_field()
