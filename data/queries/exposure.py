"""Where live SIMs are: counts by country, technology and home. Never an identifier, never a million rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from data.models import Fleet, Sim, SimCount
from data.words import CAN_CONNECT

_CONNECTS = [state.value for state in CAN_CONNECT]


@dataclass(frozen=True, kw_only=True)
class LiveCount:
    """How many live SIMs share one value."""

    value: str
    sims: int


def live_since(*, now: datetime, live_days: int) -> date:
    """The first day (UTC) on which a SIM must have been seen to be live: ``live_days`` before today."""
    return (now.astimezone(UTC) - timedelta(days=live_days)).date()


def live_condition(*, now: datetime, live_days: int) -> ColumnElement[bool]:
    """When a SIM is live: it may connect, and was seen today or on one of the ``live_days`` days before."""
    since = datetime.combine(live_since(now=now, live_days=live_days), time(), UTC)
    return col(Sim.state).in_(_CONNECTS) & (col(Sim.last_seen_at) >= since)


def live_counts(*, now: datetime, live_days: int) -> ColumnElement[bool]:
    """The same on the counts."""
    since = live_since(now=now, live_days=live_days)
    return col(SimCount.state).in_(_CONNECTS) & (col(SimCount.seen_on) >= since)


def live_rows(*, now: datetime, live_days: int) -> ColumnElement[bool]:
    """:func:`live_counts` of every fleet, asked for one by one: so the key leads to the last days alone."""
    fleets = select(Fleet.id)
    return col(SimCount.fleet_id).in_(fleets) & live_counts(now=now, live_days=live_days)


def live_by_country(
    session: Session, *, now: datetime, live_days: int, fleet_id: int | None = None
) -> list[LiveCount]:
    """Live SIMs per visited country, most first; the empty value is “country not known”."""
    return _live_by(session, col(SimCount.visited_country), now, live_days, fleet_id, "")


def live_by_fleet_and_country(
    session: Session, *, now: datetime, live_days: int
) -> dict[int, dict[str, int]]:
    """Fleet → visited country → live SIMs, of every fleet that has some; one question."""
    columns = (col(SimCount.fleet_id), col(SimCount.visited_country))
    found: dict[int, dict[str, int]] = {}
    for fleet, country, sims in session.exec(
        select(*columns, func.sum(SimCount.sims))
        .where(live_rows(now=now, live_days=live_days))
        .group_by(*columns)
    ):
        found.setdefault(fleet, {})[country] = int(sims)
    return found


def live_by_technology(
    session: Session, *, now: datetime, live_days: int, country: str = ""
) -> list[LiveCount]:
    """Live SIMs per technology, most first; of one visited country when given."""
    return _live_by(session, col(SimCount.technology), now, live_days, None, country)


def live_by_country_and_technology(
    session: Session, *, now: datetime, live_days: int
) -> tuple[list[LiveCount], list[LiveCount]]:
    """:func:`live_by_country` and :func:`live_by_technology` in one question."""
    columns = (col(SimCount.visited_country), col(SimCount.technology))
    countries, technologies = Counter[str](), Counter[str]()
    for country, technology, sims in session.exec(
        select(*columns, func.sum(SimCount.sims))
        .where(live_rows(now=now, live_days=live_days))
        .group_by(*columns)
    ):
        countries[country] += int(sims)
        technologies[technology] += int(sims)
    return _most_first(countries), _most_first(technologies)


def _most_first(counts: Mapping[str, int]) -> list[LiveCount]:
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [LiveCount(value=value, sims=sims) for value, sims in order if sims > 0]


def live_by_home(
    session: Session, *, now: datetime, live_days: int, country: str = ""
) -> list[LiveCount]:
    """Live SIMs per home country, most first; of one visited country when given."""
    return _live_by(session, col(SimCount.home_country), now, live_days, None, country)


def _live_by(
    session: Session,
    column: Mapped[str],
    now: datetime,
    live_days: int,
    fleet_id: int | None,
    country: str,
) -> list[LiveCount]:
    count = func.sum(SimCount.sims)
    statement = select(column, count).where(live_rows(now=now, live_days=live_days))
    if fleet_id is not None:
        statement = statement.where(SimCount.fleet_id == fleet_id)
    if country:
        statement = statement.where(SimCount.visited_country == country)
    rows: Sequence[tuple[str, int]] = session.exec(
        statement.group_by(column).having(count > 0).order_by(count.desc(), column)
    ).all()
    return [LiveCount(value=value, sims=int(sims)) for value, sims in rows]
