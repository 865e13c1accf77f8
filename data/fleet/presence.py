"""Writing where SIMs were: new stretches, longer ones, and those that grew together. Both stores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import compress
from typing import Any

from sqlalchemy import (
    ARRAY,
    Integer,
    Table,
    any_,
    bindparam,
    delete,
    literal,
    select,
    update,
)
from sqlmodel import Session

from data.fleet.bulk import insert_columns, moments_of
from data.fleet.stretches import Stretch, covers, device_of, settle
from data.fleet.values import SimColumns
from data.models import Presence

_TABLE: Table = Presence.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
_MOVED = ("number", "first", "last")
_COLUMNS = [_TABLE.c[name] for name in ("sim_id", "id", *Stretch._fields)]
#: A stretch that ended longer ago than this before a sighting cannot touch it.
_REACH = timedelta(days=3)
#: SQLite takes so many parameters in one statement at least.
_AT_ONCE = 5000


def add_presence(session: Session, stretches: Sequence[tuple[int, Stretch]]) -> int:
    """Write stretches that touch no other (number of the SIM, stretch); how many."""
    if not stretches:
        return 0
    numbers, several = zip(*stretches, strict=True)
    columns = dict(zip(Stretch._fields, zip(*several, strict=True), strict=True))
    return insert_columns(session, _TABLE, {"sim_id": numbers, **columns})


def add_first_presence(
    session: Session, numbers: Sequence[int], new: SimColumns, seen: Sequence[object]
) -> int:
    """Write where new SIMs were seen: their numbers, what is said of them, when as the driver takes it."""
    places = zip(seen, *new.columns(("visited_country", "visited_mcc")), strict=True)
    chosen = [bool(at and (country or mcc)) for at, country, mcc in places]
    some = new.only(chosen)
    last, began = list(compress(seen, chosen)), some.column("began_at")
    sessions = [*map(bool, began)]
    first = last
    if any(sessions):
        first = [a or b for a, b in zip(moments_of(session.connection(), began), last, strict=True)]
    columns = {
        "sim_id": list(compress(numbers, chosen)),
        "country": some.column("visited_country"),
        "mcc": some.column("visited_mcc"),
        "imsi": some.column("imsi"),
        "imei": [one if len(one) == 15 else device_of(one) for one in some.column("imei")],
        "first_at": first,
        "last_at": last,
        "method": ["session" if session else "snapshot" for session in sessions],
    }
    return insert_columns(session, _TABLE, columns)


@dataclass(frozen=True, slots=True)
class Joined:
    """How many stretches were made or changed, and how many of those found were known already."""

    written: int = 0
    known: int = 0


def join_presence(
    session: Session, found: Mapping[int, Sequence[Stretch]], *, dry_run: bool = False
) -> Joined:
    """Join stretches with those that are kept of the same SIMs (number of the SIM → stretches)."""
    if not found:
        return Joined()
    begin = min(stretch.first_at for several in found.values() for stretch in several)
    kept = _kept(session, list(found), begin - _REACH)
    new: list[tuple[int, Stretch]] = []
    moved: list[dict[str, Any]] = []
    gone: list[int] = []
    known = 0
    for sim, several in found.items():
        mine = kept.get(sim, [])
        known += sum(any(covers(one, stretch) for _, one in mine) for stretch in several)
        settled = settle(mine, several)
        new += [(sim, stretch) for stretch in settled.new]
        gone += settled.gone
        before = dict(mine)
        for number, first, last in settled.moved:
            if first == before[number].first_at and last - before[number].last_at <= _REACH:
                moved.append(dict(zip(_MOVED, (number, first, last), strict=True)))
                continue
            # Its past grew. The clocks follow presence by number: a new one tells them.
            gone.append(number)
            new.append((sim, before[number]._replace(first_at=first, last_at=last)))
    if not dry_run:
        add_presence(session, new)
        _move(session, moved)
        _remove(session, gone)
    return Joined(len(new) + len(moved), known)


def _kept(
    session: Session, sims: Sequence[int], since: datetime
) -> dict[int, list[tuple[int, Stretch]]]:
    """SIM → its stretches (number, stretch) that ended at ``since`` or later."""
    connection = session.connection()
    found: dict[int, list[tuple[int, Stretch]]] = {}
    for start in range(0, len(sims), _AT_ONCE):
        some = sims[start : start + _AT_ONCE]
        if connection.dialect.name == "postgresql":
            among = _TABLE.c.sim_id == any_(literal(some, ARRAY(Integer)))
        else:
            among = _TABLE.c.sim_id.in_(some)
        for row in connection.execute(select(*_COLUMNS).where(among, _TABLE.c.last_at >= since)):
            found.setdefault(row[0], []).append((row[1], Stretch(*row[2:])))
    return found


def _move(session: Session, moved: list[dict[str, Any]]) -> None:
    if moved:
        statement = (
            update(_TABLE)
            .where(_TABLE.c.id == bindparam("number"))
            .values(first_at=bindparam("first"), last_at=bindparam("last"))
        )
        session.connection().execute(statement, moved)


def _remove(session: Session, gone: Sequence[int]) -> None:
    for start in range(0, len(gone), _AT_ONCE):
        among = _TABLE.c.id.in_(gone[start : start + _AT_ONCE])
        session.connection().execute(delete(_TABLE).where(among))
