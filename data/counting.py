"""Keeping :class:`data.models.SimCount` current: who writes SIMs adds the difference in the same transaction.

SIMs that are added, changed or removed as objects of a session are counted by a listener;
whoever writes rows in bulk calls :func:`add_counts`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, event, func, inspect, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from data.models.exposure import SimCount
from data.models.fleet import Sim
from data.words import CAN_CONNECT

#: The day of SIMs that were never seen, or may not connect: theirs does not matter.
NO_DAY = date(1970, 1, 1)
_TABLE: Table = SimCount.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
_CONNECTS = frozenset(state.value for state in CAN_CONNECT)
#: What of a SIM decides under which count it falls.
COUNTED = ("visited_country", "home_country", "technology", "state", "last_seen_at")
_NAMES = "fleet_id, seen_on, visited_country, home_country, technology, state"
_ADD = f" ON CONFLICT ({_NAMES}) DO UPDATE SET sims = simcount.sims + excluded.sims"
# Built from our own words alone.
_ONE_BY_ONE = f"INSERT INTO simcount ({_NAMES}, sims) VALUES (?, ?, ?, ?, ?, ?, ?){_ADD}"  # noqa: S608
_AT_ONCE = text(
    f"INSERT INTO simcount ({_NAMES}, sims) SELECT CAST(one->>0 AS int), CAST(one->>1 AS date),"  # noqa: S608
    " one->>2, one->>3, one->>4, one->>5, CAST(one->>6 AS int)"
    f" FROM json_array_elements(CAST(:counts AS json)) AS one{_ADD}"
)


class CountKey(NamedTuple):
    """What the SIMs of one count share, in the order of the table's columns."""

    fleet_id: int
    seen_on: date
    visited_country: str
    home_country: str
    technology: str
    state: str


def count_key(
    fleet_id: int, visited: str, home: str, technology: str, state: str, seen: datetime | None
) -> CountKey:
    """Under which count a SIM falls."""
    day = seen.astimezone(UTC).date() if seen is not None and state in _CONNECTS else NO_DAY
    return CountKey(fleet_id, day, visited, home, technology, state)


def count_many(fleet_id: int, sims: Iterable[tuple[Any, ...]]) -> Counter[CountKey]:
    """How many SIMs (each by :data:`COUNTED`) fall under each count."""
    days = Counter((*words, seen and seen.astimezone(UTC).date()) for *words, seen in sims)
    found: Counter[CountKey] = Counter()
    for (visited, home, technology, state, day), sims_of_day in days.items():
        at = day if day is not None and state in _CONNECTS else NO_DAY
        found[CountKey(fleet_id, at, visited, home, technology, state)] += sims_of_day
    return found


def add_counts(connection: Connection, differences: Mapping[CountKey, int]) -> None:
    """Add these differences to the counts; those of zero are passed over."""
    rows = [
        (key.fleet_id, key.seen_on.isoformat(), *map(str, key[2:]), sims)
        for key, sims in sorted(differences.items())
        if sims
    ]
    if rows and connection.dialect.name == "postgresql":
        connection.execute(_AT_ONCE, {"counts": json.dumps(rows)})
    elif rows:
        connection.exec_driver_sql(_ONE_BY_ONE, rows)


def sweep(connection: Connection, fleet_id: int) -> None:
    """Forget counts that came down to zero."""
    connection.execute(delete(_TABLE).where(_TABLE.c.fleet_id == fleet_id, _TABLE.c.sims == 0))


def recount(connection: Connection) -> None:
    """Count every SIM anew. Needed after somebody wrote SIMs past :func:`add_counts`."""
    postgres = connection.dialect.name == "postgresql"
    day = "CAST(last_seen_at AT TIME ZONE 'UTC' AS date)" if postgres else "date(last_seen_at)"
    states = ", ".join(f"'{state}'" for state in sorted(_CONNECTS))
    never = f"CAST('{NO_DAY}' AS date)" if postgres else f"'{NO_DAY}'"
    connection.execute(delete(_TABLE))
    # Built from our own words alone.
    connection.execute(
        text(
            f"INSERT INTO simcount SELECT fleet_id, CASE WHEN state IN ({states})"  # noqa: S608
            f" AND last_seen_at IS NOT NULL THEN {day} ELSE {never} END, visited_country,"
            " home_country, technology, state, count(*) FROM sim GROUP BY 1, 2, 3, 4, 5, 6"
        )
    )


def miscounted(session: Session) -> list[int]:
    """Fleets whose counts do not add up to their SIMs; reads them all."""
    total = func.sum(SimCount.sims)
    kept = select(col(SimCount.fleet_id), total).group_by(col(SimCount.fleet_id))
    true = select(col(Sim.fleet_id), func.count()).group_by(col(Sim.fleet_id))
    counts = {fleet: int(sims) for fleet, sims in session.execute(kept)}
    sizes = {fleet: int(sims) for fleet, sims in session.execute(true)}
    return sorted(f for f in counts | sizes if counts.get(f, 0) != sizes.get(f, 0))


@event.listens_for(Session, "after_flush")
def _count_objects(session: Session, _context: Any) -> None:
    """Count SIMs that were written as objects."""
    differences: Counter[CountKey] = Counter()
    for signed, objects in ((1, session.new), (-1, session.deleted)):
        for sim in objects:
            if isinstance(sim, Sim):
                differences[_key_of(sim)] += signed
    for sim in session.dirty:
        if isinstance(sim, Sim):
            differences[_key_of(sim, before=True)] -= 1
            differences[_key_of(sim)] += 1
    if differences:
        add_counts(session.connection(), differences)


def _key_of(sim: Sim, *, before: bool = False) -> CountKey:
    values = []
    for name in ("fleet_id", *COUNTED):
        value = getattr(sim, name)
        if before and (deleted := inspect(sim).attrs[name].history.deleted):
            value = deleted[0]
        values.append(value)
    return count_key(*values)
