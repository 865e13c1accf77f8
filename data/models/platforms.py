"""Accounts at SIM platforms, from which fleets are pulled."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import time_field


class PlatformAccount(SQLModel, table=True):
    """One account at a platform, whose SIMs fill one fleet; and how far its pull has come."""

    __table_args__ = (UniqueConstraint("fleet_id", "platform", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id")
    platform: str
    name: str = ""
    """The officer's own word, where a fleet has several accounts at one platform."""
    address: str = ""
    """Another address than the platform's own; empty: its own."""
    sealed: str
    """The credentials, see :mod:`data.sealing`."""
    created_at: datetime = time_field()
    next_pull_at: datetime = time_field(index=True)
    import_id: int | None = Field(default=None, foreign_key="fleetimport.id")
    """The pull that is under way or broken off; empty after one that came to its end."""
    cursor: str = ""
    """Where that pull goes on."""
    pulled_at: datetime | None = time_field(default=None)
    """Beginning of the last pull that came to its end."""
    whole_at: datetime | None = time_field(default=None)
    """Beginning of the last one that asked for everything."""
    failures: int = 0
    """Pulls that failed since the last good one."""
    error_code: str = ""
    error: str = ""


class PlatformSim(SQLModel, table=True):
    """A platform's own id of a SIM, for platforms whose records name SIMs by it."""

    account_id: int = Field(foreign_key="platformaccount.id", primary_key=True)
    native_id: str = Field(primary_key=True)
    iccid: str


class PulledSim(SQLModel, table=True):
    """One SIM that an account listed, and in which pull it was last listed."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: int = Field(foreign_key="platformaccount.id", primary_key=True)
    sim_id: int = Field(foreign_key="sim.id", primary_key=True, index=True)
    import_id: int
    """The :class:`data.models.FleetImport` of that pull."""
