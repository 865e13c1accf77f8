"""How many SIMs were live, day by day: written at each import and once a day, read by charts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, Table, case, delete, func, insert, literal, select
from sqlmodel import Session, col
from sqlmodel import select as select_model

from data.models import ExposureDay, ExposureTotal, Fleet, SimCount
from data.queries.exposure import live_counts

# SQLModel adds it to table classes
_TABLE: Table = ExposureDay.__table__  # type: ignore[attr-defined]
_TOTALS: Table = ExposureTotal.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class LiveDay:
    """How many SIMs were live at the last count of a day."""

    day: date
    live: int


def record_day(session: Session, fleet_id: int, *, now: datetime, live_days: int) -> None:
    """Write down how many of a fleet's SIMs are live now; what was counted earlier today is replaced."""
    # Two that count at once follow each other; SQLite's write lock does that anyway.
    session.exec(select_model(Fleet.id).where(Fleet.id == fleet_id).with_for_update(key_share=True))
    today = now.astimezone(UTC).date()
    here = (col(ExposureDay.fleet_id) == fleet_id) & (col(ExposureDay.day) == today)
    session.connection().execute(delete(_TABLE).where(here))
    groups = (SimCount.visited_country, SimCount.home_country, SimCount.technology)
    total = func.sum(SimCount.sims)
    counted = (
        select(literal(fleet_id), literal(today), *map(col, groups), total, literal(live_days))
        .where(col(SimCount.fleet_id) == fleet_id, live_counts(now=now, live_days=live_days))
        .group_by(*map(col, groups))
        .having(total > 0)
    )
    names = ("fleet_id", "day", "country", "home", "technology", "live", "live_days")
    session.connection().execute(insert(_TABLE).from_select(names, counted))
    if not session.exec(select_model(func.count()).select_from(ExposureDay).where(here)).one():
        nothing = (fleet_id, today, "", "", "", 0, live_days)
        row = dict(zip(names, nothing, strict=True))
        session.connection().execute(insert(_TABLE), [row])
    _add_up(session, fleet_id, today)


def _add_up(session: Session, fleet_id: int, day: date) -> None:
    here = (_TOTALS.c.fleet_id == fleet_id) & (_TOTALS.c.day == day)
    session.connection().execute(delete(_TOTALS).where(here))
    columns = (_TABLE.c.fleet_id, _TABLE.c.day, _TABLE.c.country)
    added = (
        select(*columns, func.sum(_TABLE.c.live))
        .where(_TABLE.c.fleet_id == fleet_id, _TABLE.c.day == day)
        .group_by(*columns)
    )
    names = ("fleet_id", "day", "country", "live")
    session.connection().execute(insert(_TOTALS).from_select(names, added))


def unrecorded(session: Session, *, on: date) -> list[int]:
    """Fleets that were not counted on that day."""
    done = select(col(ExposureDay.fleet_id)).where(col(ExposureDay.day) == on)
    statement = select_model(Fleet.id).where(col(Fleet.id).not_in(done)).order_by(col(Fleet.id))
    return [number for number in session.exec(statement) if number is not None]


def live_history(
    session: Session,
    *,
    since: date,
    until: date,
    fleets: Collection[int] | None = None,
    countries: Collection[str] | None = None,
) -> list[LiveDay]:
    """Live SIMs on each day on which any fleet was counted, oldest first.

    ``fleets``, ``countries``: only these. A fleet that was not counted on a day
    is taken as at its count before.
    """
    rows = session.execute(_per_fleet(session, since, until, countries, fleets))
    days: dict[date, dict[int, int]] = {}
    for fleet, day, live in rows:
        days.setdefault(day, {})[fleet] = int(live)
    held: dict[int, int] = {}
    found = []
    for day in sorted(days):
        held |= days[day]
        if day >= since:
            found.append(LiveDay(day=day, live=sum(held.values())))
    return found


def live_on(
    session: Session,
    day: date,
    *,
    fleets: Collection[int] | None = None,
    countries: Collection[str] | None = None,
) -> int | None:
    """Live SIMs on that day, by the last counts until then; None when nobody had counted yet."""
    rows = session.execute(_per_fleet(session, day, day, countries, fleets)).all()
    held = {fleet: int(live) for fleet, _, live in sorted(rows, key=lambda row: row[1])}
    return sum(held.values()) if held else None


def _per_fleet(
    session: Session,
    since: date,
    until: date,
    countries: Collection[str] | None,
    fleets: Collection[int] | None,
) -> Select[int, date, Any]:
    """Per fleet and day: from the last count before ``since`` that any of the fleets needs."""
    live: Any = col(ExposureTotal.live)
    if countries is not None:
        # Not a condition: a fleet that was counted and has none there counts as none.
        live = case((col(ExposureTotal.country).in_(countries), live), else_=0)
    chosen = [] if fleets is None else [col(ExposureTotal.fleet_id).in_(fleets)]
    before = select_model(func.max(ExposureTotal.day)).where(
        col(ExposureTotal.day) < since, *chosen
    )
    begin = min(session.exec(before.group_by(col(ExposureTotal.fleet_id))), default=since)
    return (
        select(col(ExposureTotal.fleet_id), col(ExposureTotal.day), func.sum(live))
        .where(col(ExposureTotal.day).between(begin, until), *chosen)
        .group_by(col(ExposureTotal.fleet_id), col(ExposureTotal.day))
    )
