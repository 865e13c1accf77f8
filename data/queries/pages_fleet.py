"""The fleet's pages: fleets with their sizes, single SIMs, imports and refused rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from data.models import Fleet, FleetImport, FleetImportError, Sim
from data.queries.exposure import live_condition


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
    """Every fleet with its counts, by name; two statements, the counting one on an index alone."""
    live = func.sum(case((live_condition(now=now, live_days=live_days), 1), else_=0))
    counts = {
        number: (sims, int(found or 0))
        for number, sims, found in session.exec(
            select(Sim.fleet_id, func.count(), live).group_by(col(Sim.fleet_id))
        )
    }
    return [
        FleetRow(
            fleet=fleet, sims=counts.get(number, (0, 0))[0], live=counts.get(number, (0, 0))[1]
        )
        for number, fleet in sorted(all_fleets(session).items(), key=lambda item: item[1].name)
    ]


def all_fleets(session: Session) -> dict[int, Fleet]:
    """Every fleet by its number."""
    return {fleet.id or 0: fleet for fleet in session.exec(select(Fleet))}


def list_sims(
    session: Session,
    chosen: SimFilter,
    *,
    now: datetime,
    live_days: int,
    limit: int,
    offset: int = 0,
) -> Sequence[Sim]:
    """SIMs that match, in the order of their numbers in the store."""
    return session.exec(
        select(Sim)
        .where(*_conditions(chosen, now, live_days))
        .order_by(col(Sim.id))
        .limit(limit)
        .offset(offset)
    ).all()


def count_sims(session: Session, chosen: SimFilter, *, now: datetime, live_days: int) -> int:
    """How many SIMs match."""
    return session.exec(
        select(func.count()).select_from(Sim).where(*_conditions(chosen, now, live_days))
    ).one()


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


def _conditions(chosen: SimFilter, now: datetime, live_days: int) -> list[ColumnElement[bool]]:
    conditions: list[Any] = []
    live = live_condition(now=now, live_days=live_days)
    if chosen.live == "yes":
        conditions.append(live)
    elif chosen.live == "no":
        conditions.append(~func.coalesce(live, False))
    for column, word in (
        (Sim.visited_country, chosen.country),
        (Sim.home_country, chosen.home),
        (Sim.technology, chosen.technology),
        (Sim.state, chosen.state),
    ):
        if word:
            conditions.append(column == ("" if word == "-" else word))
    if chosen.fleet:
        conditions.append(Sim.fleet_id == int(chosen.fleet))
    return conditions
