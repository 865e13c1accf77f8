"""Writing SIMs in batches: what is new, what changed, what stays. Both stores."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session
from sqlmodel import select as select_model

from data.counting import COUNTED, CountKey, add_counts, count_key, count_many
from data.fleet.bulk import insert_columns, moments_of
from data.fleet.lookups import stored_and_known
from data.fleet.presence import add_first_presence, join_presence
from data.fleet.stretches import Stretch
from data.fleet.values import SimColumns, SimValues
from data.models import Fleet, Sim

_TABLE: Table = Sim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
_NUMBERS = text(
    "SELECT min(n), max(n), CASE WHEN max(n) - min(n) >= count(*) THEN array_agg(n) END FROM"
    " (SELECT nextval(own) AS n FROM (SELECT CAST(pg_get_serial_sequence(:name, 'id') AS regclass)"
    " AS own OFFSET 0) AS one, generate_series(1, :n)) AS numbers"
)
#: Field of a file → the columns of the store that it fills.
_FILLS = {
    "imsi": ("imsi", "home_country"),
    "msisdn": ("msisdn",),
    "imei": ("imei",),
    "eid": ("eid",),
    "status": ("state", "native_status"),
    "technology": ("technology",),
    "imsi_2": ("technology", "more_imsis"),
    "activated": ("activated_at",),
}
#: What a row says of a SIM that stands in the SIM's own row.
_OWN = tuple(name for name in SimValues._fields if name not in ("other_key", "began_at"))
_ALWAYS = ("iccid", "visited_country", "visited_mcc", "last_seen_at")


@dataclass(frozen=True, slots=True)
class Counts:
    """How a batch ended."""

    added: int
    changed: int
    unchanged: int
    stretches: int = 0
    """Stretches of presence that were made or changed."""
    sims: tuple[int, ...] = ()
    """Numbers of the SIMs that the batch names and the store had."""


def written_columns(fields: Mapping[str, int]) -> tuple[str, ...]:
    """The columns that a file with these fields fills; what it has no column for stays as stored."""
    found = {name for field in fields for name in _FILLS.get(field, ())}
    return tuple(sorted({*_ALWAYS, *found}))


def store_batch(
    session: Session,
    batch: SimColumns,
    *,
    fleet_id: int | None,
    written: Sequence[str],
    now: datetime,
    dry_run: bool,
) -> Counts:
    """Add and change the SIMs of a batch. Without a fleet yet (dry run), all are new.

    A batch holds each SIM once. A SIM is found under either reading of its ICCID (of two
    forms of one ICCID the longer stays), and an eUICC that shows a new profile by its EID.
    """
    if not dry_run and fleet_id is not None:
        hold_fleet(session, fleet_id)
    stored, known = stored_and_known(session, batch, fleet_id, written)
    found = _Compared(new=batch)
    if stored or known:
        found = _compare(batch, stored, known, fleet_id or 0, written)
    stretches = 0
    if not dry_run and fleet_id is not None:
        stretches = _write(session, found, fleet_id, written, now)
    unchanged = len(batch) - len(found.new) - len(found.changes)
    return Counts(len(found.new), len(found.changes), unchanged, stretches, tuple(found.met))


@dataclass(slots=True)
class _Compared:
    """What a batch means for the store."""

    new: SimColumns
    changes: list[dict[str, Any]] = field(default_factory=list)
    swaps: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[int, list[Stretch]] = field(default_factory=dict)
    met: list[int] = field(default_factory=list)
    differences: Counter[CountKey] = field(default_factory=Counter)
    """Of the counts of SIMs, by the SIMs that change; those of new ones are added as they are written."""


def _compare(
    batch: SimColumns,
    stored: Mapping[str, tuple[Any, ...]],
    known: Mapping[str, tuple[Any, ...]],
    fleet_id: int,
    written: Sequence[str],
) -> _Compared:
    """Tell what is new from what changes. ``stored``: rows by ICCID key; ``known``: rows by EID."""
    wanted = attrgetter(*written)
    found, new = _Compared(new=batch), [False] * len(batch)
    for place, values in enumerate(batch.rows()):
        row = stored.get(values.iccid_key) or stored.get(values.other_key)
        if row is None and (row := known.get(values.eid)) is not None:
            found.swaps.append({"sim": row[0], "to_key": values.iccid_key})
        if row is None:
            new[place] = True
            continue
        found.met.append(row[0])
        sim, iccid, old = row[0], row[1], row[2 + len(COUNTED) :]
        if iccid != values.iccid and iccid.startswith(values.iccid):
            values = values._replace(iccid=iccid)
        if wanted(values) != old:
            to = (f"to_{name}" for name in written)
            to_values = dict(zip(to, wanted(values), strict=True))
            found.changes.append(to_values | {"to_row_mark": values.row_mark, "sim": sim})
            before = row[2 : 2 + len(COUNTED)]
            after = _after(values, before, written)
            found.differences[count_key(fleet_id, *before)] -= 1
            found.differences[count_key(fleet_id, *after)] += 1
            if (stretch := values.stretch) is not None:
                found.seen[sim] = [stretch]
    found.new = batch.only(new)
    return found


def _write(
    session: Session, found: _Compared, fleet_id: int, written: Sequence[str], now: datetime
) -> int:
    """Carry it out; how many stretches of presence that made or changed."""
    stretches = _insert(session, found.new, fleet_id, now)
    found.differences.update(count_many(fleet_id, zip(*found.new.columns(COUNTED), strict=True)))
    add_counts(session.connection(), found.differences)
    _swap(session, found.swaps)
    _update(session, found.changes, written, now)
    return stretches + join_presence(session, found.seen).written


def _after(values: SimValues, before: Sequence[Any], written: Sequence[str]) -> list[Any]:
    """What a SIM is counted by once a row was written: what the file has no column for stays."""
    return [
        getattr(values, name) if name in written else old
        for name, old in zip(COUNTED, before, strict=True)
    ]


def hold_fleet(session: Session, fleet_id: int) -> None:
    """Batches of two imports into one fleet follow each other. SQLite's write lock does that anyway."""
    session.exec(select_model(Fleet.id).where(Fleet.id == fleet_id).with_for_update(key_share=True))


def ensure_fleet(session: Session, name: str, *, sample: bool, now: datetime) -> int:
    """The number of the fleet of that name, made if need be, also when two make it at once."""
    values = {"name": name, "created_at": now, "sample": sample}
    dialect = session.connection().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table: Table = Fleet.__table__  # type: ignore[attr-defined]  # as above
    session.connection().execute(make(table).values(values).on_conflict_do_nothing())
    return session.exec(select_model(Fleet.id).where(Fleet.name == name)).one() or 0


def _swap(session: Session, swaps: Sequence[dict[str, Any]]) -> None:
    """eUICCs with another profile get its ICCID as their key."""
    if swaps:
        statement = update(_TABLE).where(_TABLE.c.id == bindparam("sim"))
        session.connection().execute(statement.values(iccid_key=bindparam("to_key")), swaps)


def reserve(session: Session, table: Table, count: int) -> Sequence[int]:
    """Numbers for so many new rows of a table, which nobody else gets.

    On SQLite the write lock keeps others out; PostgreSQL has its sequence, of which others may
    take numbers in between.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        first, last, several = connection.execute(_NUMBERS, {"name": table.name, "n": count}).one()
        return several or range(first, last + 1)
    highest = connection.scalar(select(func.max(table.c.id))) or 0
    return range(highest + 1, highest + 1 + count)


def _insert(session: Session, new: SimColumns, fleet_id: int, now: datetime) -> int:
    """Write new SIMs, and where they were seen; how many stretches that makes."""
    if not len(new):
        return 0
    numbers = reserve(session, _TABLE, len(new))
    seen = moments_of(session.connection(), new.column("last_seen_at"))
    columns = {
        "id": numbers,
        "fleet_id": [fleet_id] * len(new),
        "updated_at": [now] * len(new),
        **dict(zip(_OWN, new.columns(_OWN), strict=True)),
        "last_seen_at": seen,
    }
    insert_columns(session, _TABLE, columns)
    return add_first_presence(session, numbers, new, seen)


def _update(
    session: Session, changes: Sequence[dict[str, Any]], written: Sequence[str], now: datetime
) -> None:
    if not changes:
        return
    statement = (
        update(_TABLE)
        .where(_TABLE.c.id == bindparam("sim"))
        .values(
            {name: bindparam(f"to_{name}") for name in (*written, "row_mark")} | {"updated_at": now}
        )
    )
    session.connection().execute(statement, changes)
