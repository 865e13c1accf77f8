"""Where SIMs were: stretches of days on which they were seen, the raw material of every clock."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from data.models.base import time_field


class Presence(SQLModel, table=True):
    """One stretch of sightings of one SIM in one country, without a civil day between them missing.

    A sighting on the same or the next civil day of the country makes the stretch longer; a later
    one begins another, so that days on which nothing was seen are never counted as seen. The
    IMSI and the device are kept as they were then: both may move while the SIM stays.
    """

    __table_args__ = (Index("ix_presence_sim", "sim_id", "first_at"),)

    id: int | None = Field(default=None, primary_key=True)
    sim_id: int = Field(foreign_key="sim.id")
    country: str
    """Empty for a place that is no country: at sea, in the air."""
    mcc: str = ""
    imsi: str = ""
    imei: str = ""
    """As 15 digits, or empty where the platform does not say."""
    first_at: datetime = time_field()
    last_at: datetime = time_field()
    method: str
    """How it is known: ``registration``, ``session``, ``cdr``, ``snapshot`` or ``asserted``."""
