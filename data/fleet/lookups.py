"""Finding the SIMs of a fleet that rows of a file name. Both stores."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Table, func, literal, literal_column, select, true
from sqlmodel import Session

from data.counting import COUNTED
from data.fleet.values import SimColumns
from data.models import Sim

_TABLE: Table = Sim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes


class Keyed(Protocol):
    """A row that names a SIM by the two readings of its ICCID, see :class:`data.fleet.identifiers.Iccid`."""

    @property
    def iccid_key(self) -> str:
        """The first reading."""

    @property
    def other_key(self) -> str:
        """The second; empty for none."""


def stored_sims(
    session: Session, batch: Sequence[Keyed], fleet_id: int, written: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """The fleet's SIMs under either key of the rows: key → id, ICCID, :data:`COUNTED`, ``written``."""
    keys = {values.iccid_key for values in batch} | {values.other_key for values in batch}
    return rows_by(session, "iccid_key", keys, fleet_id, ("id", "iccid", *COUNTED, *written))


def stored_and_known(
    session: Session, batch: SimColumns, fleet_id: int | None, written: Sequence[str]
) -> tuple[dict[str, tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
    """What :func:`stored_sims` finds, and EID → SIM for rows whose ICCID nobody has.

    Of the latter the profile changed, the chip did not.
    """
    if fleet_id is None:
        return {}, {}
    keys, others, eids = batch.columns(("iccid_key", "other_key", "eid"))
    wanted = ("id", "iccid", *COUNTED, *written)
    stored = rows_by(session, "iccid_key", {*keys, *others} - {""}, fleet_id, wanted)
    nobodys = set(eids) - {""}
    if stored and nobodys:
        each = zip(keys, others, eids, strict=True)
        nobodys = {eid for a, b, eid in each if eid and a not in stored and b not in stored}
    if not nobodys:
        return stored, {}
    found = rows_by(session, "eid", nobodys, fleet_id, wanted)
    # A SIM that the batch names by its ICCID as well is that one.
    named = {row[0] for row in stored.values()}
    return stored, {eid: row for eid, row in found.items() if row[0] not in named}


def rows_by(
    session: Session, name: str, values: set[str], fleet_id: int, wanted: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """The fleet's SIMs that have one of the values in ``name`` (ICCID key, EID): value → ``wanted``."""
    columns = [_TABLE.c[column] for column in (name, *wanted)]
    connection = session.connection()
    # The partial index on EIDs is used where the condition names its own, word for word: a
    # parameter would hide it from PostgreSQL's prepared statement, which then reads everything.
    known = [_TABLE.c.eid != literal_column("''")] if name == "eid" else []
    here = [_TABLE.c.fleet_id == fleet_id, *known]
    if connection.dialect.name == "sqlite":
        # One parameter: a list of thousands would be written into the statement one by one.
        one_of = func.json_each(literal(json.dumps(list(values)))).table_valued("value")
        statement = select(*columns).where(*here, _TABLE.c[name].in_(select(one_of.c.value)))
    else:
        # The planner has no statistics of a table that is just being filled, and would read the
        # whole of an index per batch: so each value is looked up by itself.
        # They are digits, so one text holds them all.
        every = func.string_to_array(literal(",".join(values)), literal_column("','"))
        given = func.unnest(every).table_valued("value").render_derived()
        one = select(*columns).where(*here, _TABLE.c[name] == given.c.value).offset(0).lateral()
        statement = select(one).select_from(given.join(one, true()))
    if name != "iccid_key":  # the last of several counts
        statement = statement.order_by(statement.selected_columns.id)
    return {row[0]: row[1:] for row in map(tuple, connection.execute(statement).all())}
