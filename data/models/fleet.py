"""Fleets, their SIMs, imports with every refused row, and a development's impact on a fleet."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class Fleet(SQLModel, table=True):
    """A business unit's SIMs."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = time_field()
    sample: bool = False


class Sim(SQLModel, table=True):
    """One SIM. All identifiers are text. ``iccid_key`` is the ICCID without its check digit (ITU-T E.118)."""

    __table_args__ = (
        UniqueConstraint("fleet_id", "iccid_key"),
        # Lists of one country's SIMs, in the order of their numbers. Counts are in SimCount.
        Index("ix_sim_place", "visited_country", "id"),
        # An eUICC is known by its EID, whatever profile it shows.
        Index(
            "ix_sim_eid",
            "fleet_id",
            "eid",
            sqlite_where=text("eid != ''"),
            postgresql_where=text("eid != ''"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id")
    iccid: str
    iccid_key: str
    eid: str = ""
    imsi: str = ""
    """The active one."""
    more_imsis: str = ""
    """The others of a multi-IMSI SIM, with blanks between them."""
    imei: str = ""
    msisdn: str = ""
    state: str
    native_status: str = ""
    technology: str = "unknown"
    home_country: str = ""
    """From the IMSI's MCC; empty for unknown, ``901`` for shared international codes."""
    visited_country: str = ""
    visited_mcc: str = ""
    activated_at: datetime | None = time_field(default=None)
    last_seen_at: datetime | None = time_field(default=None)
    updated_at: datetime = time_field()
    row_mark: int = Field(default=0, sa_type=BigInteger)
    """Of the row of a file that it is as; 0 for none, see :mod:`data.fleet.unchanged`."""


class FleetImport(SQLModel, table=True):
    """One file that was imported: how many rows came, went in, changed, were refused."""

    id: int | None = Field(default=None, primary_key=True)
    fleet_id: int = Field(foreign_key="fleet.id", index=True)
    filename: str
    sha256: str
    started_at: datetime = time_field()
    finished_at: datetime | None = time_field(default=None)
    alive_at: datetime | None = time_field(default=None)
    """When it last wrote rows; one that is not finished and long silent was broken off."""
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    warnings: int = 0
    mapping: dict[str, Any] = json_field(default_factory=dict)


class FleetImportError(SQLModel, table=True):
    """One refused (or doubtful) row, with its line in the file and the reason."""

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="fleetimport.id", index=True)
    line: int
    column: str
    code: str
    message: str
    refused: bool = True


class Impact(SQLModel, table=True):
    """How many live SIMs of a fleet a development touches, counted at ``assessed_at``."""

    __table_args__ = (UniqueConstraint("development_id", "fleet_id"),)

    id: int | None = Field(default=None, primary_key=True)
    development_id: int = Field(foreign_key="development.id")
    fleet_id: int = Field(foreign_key="fleet.id", index=True)
    assessed_at: datetime = time_field()
    live_sims: int
    foreign_sims: int
    """Of those, how many roam: their home network is of another country (or of none)."""
    by_country: dict[str, int] = json_field(default_factory=dict)
    by_technology: dict[str, int] = json_field(default_factory=dict)
    by_home: dict[str, int] = json_field(default_factory=dict)
