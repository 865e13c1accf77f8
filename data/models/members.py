"""Who belongs to which fleet. A fleet without members is everybody's."""

from sqlmodel import Field, SQLModel


class FleetMember(SQLModel, table=True):
    """One person of one fleet. Who may see what follows in :mod:`data.queries.sight`."""

    fleet_id: int = Field(foreign_key="fleet.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True, index=True)
