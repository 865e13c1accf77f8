"""Raw rows for the clocks: SIMs and their stretches of sightings as tuples of numbers, in bulk.

The only queries of ours that go past the models: a million SIMs have millions of stretches,
and an object for each costs more than all that is counted from them. Countries come as two
letters in one number, moments as seconds since 1970, an IMSI or IMEI that is none as 0.
"""

import json
from collections.abc import Collection
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, CursorResult

from data.words import CAN_CONNECT

Ints = NDArray[np.int64]
#: Rows that stand in memory as tuples at one time.
_AT_ONCE = 20_000
_STATES = ", ".join(f"'{state.value}'" for state in CAN_CONNECT)
_SIM = "id, fleet_id, CASE WHEN state IN ({states}) THEN 1 ELSE 0 END, {home}"
_STRETCH = "sim_id, {country}, {mcc}, {imsi}, {imei}, {first}, {last}"


def sim_rows(connection: Connection, sims: Collection[int]) -> Ints:
    """``(id, fleet, may connect, home country)`` of these SIMs, by number; the home may be 901."""
    columns = _SIM.format(states=_STATES, home=_place(connection, "home_country"))
    return _rows(connection, f"SELECT {columns} FROM sim WHERE id", "ORDER BY id", sims, 4)


def stretch_rows(connection: Connection, sims: Collection[int]) -> Ints:
    """``(SIM, country, MCC of the IMSI, IMSI, IMEI, first, last)`` of each stretch of these SIMs."""
    columns = _STRETCH.format(
        country=_place(connection, "country"),
        mcc=_digits(connection, "substr(imsi, 1, 3)"),
        imsi=_digits(connection, "imsi"),
        imei=_digits(connection, "imei"),
        first=_seconds(connection, "first_at"),
        last=_seconds(connection, "last_at"),
    )
    return _rows(connection, f"SELECT {columns} FROM presence WHERE sim_id", "", sims, 7)


def all_sims(connection: Connection) -> Ints:
    """The number of every SIM that was ever seen somewhere, ascending."""
    return _column(connection, "SELECT DISTINCT sim_id FROM presence ORDER BY sim_id")


def sims_to_count(connection: Connection, *, after: int, today: int) -> Ints:
    """SIMs whose clocks may stand otherwise than when they were last counted, ascending.

    Those with a stretch newer than number ``after``, those near or over a limit, those that
    are to be looked at again by the day ``today`` (an ordinal), and those that may not connect
    any more.
    """
    return _column(
        connection,
        f"SELECT sim_id FROM presence WHERE id > {after:d}"
        f" UNION SELECT sim_id FROM clock"
        f" UNION SELECT sim_id FROM quietclock WHERE due <= {today:d}"
        f" UNION SELECT sim.id FROM sim JOIN quietclock ON quietclock.sim_id = sim.id"
        f" WHERE sim.state NOT IN ({_STATES}) ORDER BY 1",
    )


def shared_keys(connection: Connection, column: str) -> Ints:
    """``(key, SIM)`` of each IMSI or IMEI (``column``) that was seen in more than one SIM."""
    key = _digits(connection, column)
    shared = (
        f"SELECT {column} FROM presence WHERE {column} <> '' GROUP BY {column} "
        "HAVING min(sim_id) < max(sim_id)"
    )
    return _table(
        connection.exec_driver_sql(
            f"SELECT DISTINCT {key}, sim_id FROM presence WHERE {column} IN ({shared})"
        ),
        2,
    )


def _rows(
    connection: Connection, select: str, order: str, sims: Collection[int], width: int
) -> Ints:
    numbers = [int(one) for one in sims]
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql(f"{select} = ANY(%s) {order}", (numbers,))
    else:
        found = connection.exec_driver_sql(
            f"{select} IN (SELECT value FROM json_each(?)) {order}", (json.dumps(numbers),)
        )
    return _table(found, width)


def _table(found: CursorResult[Any], width: int) -> Ints:
    """Rows as one array, a slice at a time, so that few of them stand as objects."""
    cursor, pieces = found.cursor, []
    # Straight from the driver: these are plain numbers, and there are millions.
    while rows := cursor.fetchmany(_AT_ONCE):
        flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
        pieces.append(flat.reshape(-1, width))
    found.close()
    return np.concatenate(pieces) if pieces else np.zeros((0, width), np.int64)


def _column(connection: Connection, statement: str) -> Ints:
    return _table(connection.exec_driver_sql(statement), 1)[:, 0]


def _place(connection: Connection, column: str) -> str:
    code = "ascii" if connection.dialect.name == "postgresql" else "unicode"
    return (
        f"CASE length({column}) WHEN 2 THEN {code}({column}) * 128 + {code}(substr({column}, 2)) "
        f"WHEN 3 THEN 901 ELSE 0 END"
    )


def _digits(connection: Connection, column: str) -> str:
    if connection.dialect.name == "postgresql":
        return f"CASE WHEN {column} ~ '^[0-9]{{1,16}}$' THEN {column}::bigint ELSE 0 END"
    return (
        f"CASE WHEN {column} NOT GLOB '*[^0-9]*' AND length({column}) <= 16 "
        f"THEN CAST({column} AS INTEGER) ELSE 0 END"
    )


def _seconds(connection: Connection, column: str) -> str:
    if connection.dialect.name == "postgresql":
        return f"floor(extract(epoch FROM {column}))::bigint"
    return f"unixepoch({column})"
