"""Where live SIMs are: counts by country, technology and home. Never an identifier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from data.models import Sim
from data.words import CAN_CONNECT


@dataclass(frozen=True, kw_only=True)
class LiveCount:
    """How many live SIMs share one value."""

    value: str
    sims: int


def live_condition(*, now: datetime, live_days: int) -> ColumnElement[bool]:
    """The condition under which a SIM is live: may connect, and seen within ``live_days``."""
    return col(Sim.state).in_([state.value for state in CAN_CONNECT]) & (
        col(Sim.last_seen_at) >= now - timedelta(days=live_days)
    )


def live_by_country(
    session: Session, *, now: datetime, live_days: int, fleet_id: int | None = None
) -> list[LiveCount]:
    """Live SIMs per visited country, most first; the empty value is “country not known”."""
    return _live_by(session, col(Sim.visited_country), now, live_days, fleet_id, "")


def live_by_technology(
    session: Session, *, now: datetime, live_days: int, country: str = ""
) -> list[LiveCount]:
    """Live SIMs per technology, most first; of one visited country when given."""
    return _live_by(session, col(Sim.technology), now, live_days, None, country)


def live_by_home(
    session: Session, *, now: datetime, live_days: int, country: str = ""
) -> list[LiveCount]:
    """Live SIMs per home country, most first; of one visited country when given."""
    return _live_by(session, col(Sim.home_country), now, live_days, None, country)


def _live_by(
    session: Session,
    column: Mapped[str],
    now: datetime,
    live_days: int,
    fleet_id: int | None,
    country: str,
) -> list[LiveCount]:
    count = func.count()
    statement = select(column, count).where(live_condition(now=now, live_days=live_days))
    if fleet_id is not None:
        statement = statement.where(Sim.fleet_id == fleet_id)
    if country:
        statement = statement.where(Sim.visited_country == country)
    rows: Sequence[tuple[str, int]] = session.exec(
        statement.group_by(column).order_by(count.desc(), column)
    ).all()
    return [LiveCount(value=value, sims=sims) for value, sims in rows]
