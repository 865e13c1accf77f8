"""A fleet's live SIMs in groups: where they are, whence they come, what they can do. Counts only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Fleet, SimCount
from data.queries.exposure import live_counts


@dataclass(frozen=True, kw_only=True)
class LiveGroup:
    """Live SIMs of one fleet that share these three."""

    visited: str
    """The country in which they are; empty for not known, or at sea and in the air."""
    home: str
    """``901`` for shared international codes, empty for not known."""
    technology: str
    sims: int

    @property
    def foreign(self) -> bool:
        """Whether they roam: their home is known, and is not the country in which they are."""
        return self.home not in ("", self.visited)


def live_groups(
    session: Session,
    fleet_id: int,
    *,
    now: datetime,
    live_days: int,
    countries: Collection[str] | None = None,
) -> list[LiveGroup]:
    """A fleet's live SIMs, counted by where they are, whence they come and what they can do.

    Only those in ``countries``, when given.
    """
    columns = (
        col(SimCount.visited_country),
        col(SimCount.home_country),
        col(SimCount.technology),
    )
    total = func.sum(SimCount.sims)
    statement = (
        select(*columns, total)
        .where(SimCount.fleet_id == fleet_id, live_counts(now=now, live_days=live_days))
        .group_by(*columns)
        .having(total > 0)
        .order_by(*columns)
    )
    if countries is not None:
        statement = statement.where(col(SimCount.visited_country).in_(countries))
    return [
        LiveGroup(visited=visited, home=home, technology=technology, sims=int(sims))
        for visited, home, technology, sims in session.exec(statement)
    ]


def count_by_state(session: Session, fleet_id: int) -> dict[str, int]:
    """A fleet's SIMs per administrative state, live or not."""
    total = func.sum(SimCount.sims)
    rows = session.exec(
        select(SimCount.state, total)
        .where(SimCount.fleet_id == fleet_id)
        .group_by(SimCount.state)
        .having(total > 0)
    )
    return {state: int(sims) for state, sims in rows}


def fleet_named(session: Session, name: str) -> Fleet | None:
    """The fleet of that name."""
    return session.exec(select(Fleet).where(Fleet.name == name)).first()


def is_sample(session: Session, name: str) -> bool:
    """Whether the fleet of this name is there and made up."""
    fleet = fleet_named(session, name)
    return fleet is not None and fleet.sample


def fleets_by_name(session: Session) -> list[Fleet]:
    """Every fleet, by name."""
    return list(session.exec(select(Fleet).order_by(Fleet.name)))
