"""How many SIMs share the same facts, kept beside the SIMs; and how many were live, day by day."""

from datetime import date

from sqlmodel import Field, SQLModel


class SimCount(SQLModel, table=True):
    """SIMs of one fleet in one place, of one home, technology and state, that were last seen on one day.

    Kept current by whoever writes SIMs, in the same transaction (:mod:`data.counting`), so that
    no page counts a million rows. A count of zero is no row worth keeping; it is swept later.
    """

    # The key is the table: counts are read by fleet and from a day on.
    __table_args__ = ({"sqlite_with_rowid": False},)

    fleet_id: int = Field(foreign_key="fleet.id", primary_key=True)
    seen_on: date = Field(primary_key=True)
    """Day (UTC) of the last sign of life; 1970-01-01 for never, and for SIMs that may not connect."""
    visited_country: str = Field(primary_key=True)
    home_country: str = Field(primary_key=True)
    technology: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    sims: int


class ExposureTotal(SQLModel, table=True):
    """:class:`ExposureDay` added up by country: what charts of years are drawn from."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    fleet_id: int = Field(foreign_key="fleet.id", primary_key=True)
    day: date = Field(primary_key=True)
    country: str = Field(primary_key=True)
    live: int


class ExposureDay(SQLModel, table=True):
    """Live SIMs of one fleet in one place, of one home and technology, at the last count of a day.

    A fleet without live SIMs on a day has one row of zero, so that “none” and “not counted” differ.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    fleet_id: int = Field(foreign_key="fleet.id", primary_key=True)
    day: date = Field(primary_key=True)
    """UTC."""
    country: str = Field(primary_key=True)
    home: str = Field(primary_key=True)
    technology: str = Field(primary_key=True)
    live: int
    live_days: int
    """The setting under which they counted as live."""
