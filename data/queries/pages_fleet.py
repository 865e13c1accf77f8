"""The fleet's pages: fleets with their sizes, single SIMs, imports and refused rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from data.models import Fleet, FleetImport, FleetImportError, Sim, SimCount
from data.queries.exposure import live_condition, live_counts, live_rows
from data.queries.walking import stretch, unled


@dataclass(frozen=True, kw_only=True)
class FleetRow:
    """One fleet, and how many SIMs it has and how many of those are live."""

    fleet: Fleet
    sims: int
    live: int


@dataclass(frozen=True, kw_only=True)
class SimFilter:
    """Which SIMs are listed; an empty word means any. Country and home ``-``: not known."""

    live: str = ""
    """``yes`` or ``no``."""
    country: str = ""
    home: str = ""
    technology: str = ""
    state: str = ""
    fleet: str = ""
    """The fleet's number."""


def fleets(session: Session, *, now: datetime, live_days: int) -> list[FleetRow]:
    """Every fleet with its counts, by name; three statements, none of which reads SIMs."""
    every = _per_fleet(session)
    live = _per_fleet(session, live_rows(now=now, live_days=live_days))
    return [
        FleetRow(fleet=fleet, sims=every.get(number, 0), live=live.get(number, 0))
        for number, fleet in sorted(all_fleets(session).items(), key=lambda item: item[1].name)
    ]


def _per_fleet(session: Session, *conditions: ColumnElement[bool]) -> dict[int, int]:
    total, fleet = func.sum(SimCount.sims), col(SimCount.fleet_id)
    rows = session.exec(select(SimCount.fleet_id, total).where(*conditions).group_by(fleet))
    return {number: int(sims) for number, sims in rows}


def all_fleets(session: Session) -> dict[int, Fleet]:
    """Every fleet by its number."""
    return {fleet.id or 0: fleet for fleet in session.exec(select(Fleet))}


def list_sims(
    session: Session,
    chosen: SimFilter,
    *,
    now: datetime,
    live_days: int,
    total: int,
    limit: int,
    offset: int = 0,
) -> Sequence[Sim]:
    """SIMs that match, in the order of their numbers in the store; ``total`` is :func:`count_sims`."""
    live = live_condition(now=now, live_days=live_days)
    statement = select(Sim).where(*_conditions(Sim, chosen, live))
    return stretch(session, statement, col(Sim.id), total=total, limit=limit, offset=offset)


def count_sims(session: Session, chosen: SimFilter, *, now: datetime, live_days: int) -> int:
    """How many SIMs match."""
    # The key leads to live ones fleet by fleet; of the others all counts are read, by fleet or not.
    live = (live_rows if chosen.live == "yes" else live_counts)(now=now, live_days=live_days)
    conditions = _conditions(SimCount, chosen, live)
    total = session.exec(select(func.sum(SimCount.sims)).where(*conditions)).one()
    return int(total or 0)


def imports(session: Session, *, limit: int) -> Sequence[tuple[FleetImport, Fleet]]:
    """The latest imports with their fleets, newest first."""
    return session.exec(
        select(FleetImport, Fleet)
        .join(Fleet, col(Fleet.id) == FleetImport.fleet_id)
        .order_by(col(FleetImport.id).desc())
        .limit(limit)
    ).all()


def import_errors(
    session: Session, import_id: int, *, limit: int, offset: int = 0
) -> Sequence[FleetImportError]:
    """Refused and doubtful rows of one import, by line."""
    return session.exec(
        select(FleetImportError)
        .where(FleetImportError.import_id == import_id)
        .order_by(col(FleetImportError.line), col(FleetImportError.id))
        .limit(limit)
        .offset(offset)
    ).all()


def import_reasons(session: Session, import_id: int) -> list[tuple[str, bool, int]]:
    """Machine word of a reason, whether it refuses the row, and how many rows have it."""
    count = func.count()
    rows = session.exec(
        select(FleetImportError.code, FleetImportError.refused, count)
        .where(FleetImportError.import_id == import_id)
        .group_by(FleetImportError.code, col(FleetImportError.refused))
        .order_by(col(FleetImportError.refused).desc(), count.desc())
    )
    return [(code, refused, rows_) for code, refused, rows_ in rows]


def _conditions(
    table: type[Sim] | type[SimCount], chosen: SimFilter, live: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """The same on SIMs and on their counts: both have all that is filtered by."""
    conditions: list[Any] = []
    if chosen.live == "yes":
        conditions.append(live)
    elif chosen.live == "no":
        conditions.append(~func.coalesce(live, False))
    for column, word in (
        (table.visited_country, chosen.country),
        (table.home_country, chosen.home),
        (table.technology, chosen.technology),
        (table.state, chosen.state),
    ):
        if word:
            conditions.append(column == ("" if word == "-" else word))
    if chosen.fleet:
        fleet = col(table.fleet_id)
        conditions.append((unled(fleet) if table is Sim else fleet) == int(chosen.fleet))
    return conditions
