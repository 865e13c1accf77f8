"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement on SQLite.

Values are given and made ready column by column, without a dictionary and a type's work for each:
a column of words that need no escaping, or of one moment, costs next to nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Table
from sqlmodel import Session

from data.db import UtcDateTime

_MINUTES = [f"{minute // 60:02d}:{minute % 60:02d}:" for minute in range(24 * 60)]
_SECONDS = [f"{second:02d}.000000" for second in range(60)]
#: What means something else in PostgreSQL's COPY (its text format).
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_Cells = Sequence[Any]


def insert_columns(session: Session, table: Table, columns: Mapping[str, _Cells]) -> int:
    """Write rows: name of a column → its values, of moments aware ones in UTC; how many rows.

    A column of moments may come as :func:`moments_of` gives it, where several columns share one.
    """
    count = len(next(iter(columns.values())))
    if not count:
        return 0
    connection = session.connection()
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        cells = zip(*map(_copied, columns.values()), strict=True)
        lines = "\n".join(map("\t".join, cells))
        with (
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
        ):
            copy.write(lines + "\n")
        return count
    plain = zip(*(_plain(table, *one) for one in columns.items()), strict=True)
    marks = ", ".join("?" * len(columns))
    # Names of our own tables and columns alone; values are parameters.
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
    connection.exec_driver_sql(statement, list(plain))
    return count


def moments_of(connection: Connection, moments: _Cells) -> list[str | None]:
    """Moments (aware, in UTC) as the store's driver takes them."""
    return _each(moments, _zoned if connection.dialect.name == "postgresql" else _moment)


def _moment(moment: datetime) -> str:
    """As SQLAlchemy keeps one on SQLite: without a zone, with six decimals; a fifth of ``str``'s time."""
    seconds = _SECONDS[moment.second]
    if moment.microsecond:
        seconds = f"{seconds[:3]}{moment.microsecond:06d}"
    return _day(moment.toordinal()) + _MINUTES[moment.hour * 60 + moment.minute] + seconds


def _zoned(moment: datetime) -> str:
    return _moment(moment) + "+00"


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return f"{date.fromordinal(number)} "


def _plain(table: Table, name: str, cells: _Cells) -> _Cells:
    """A column as SQLite takes it: moments as text."""
    moments = isinstance(table.c[name].type, UtcDateTime) and datetime in {*map(type, cells)}
    return _each(cells, _moment) if moments else cells


def _copied(cells: _Cells) -> _Cells:
    """A column as PostgreSQL's COPY reads it."""
    some = [cell for cell in cells if cell is not None] if None in cells else cells
    try:
        together = "".join(some)
    except TypeError:  # not all are words
        words = any(isinstance(cell, str) for cell in some)
        return _each(cells, _escaped if words else str, _NULL)
    if any(mark in together for mark in "\\\t\n\r"):
        return _each(cells, _escaped, _NULL)
    return cells if some is cells else [_NULL if cell is None else cell for cell in cells]


def _escaped(value: object) -> str:
    return str(value).translate(_ESCAPES)


def _each(cells: _Cells, write: Callable[[Any], str], none: str | None = None) -> list[Any]:
    """The text of each value, ``none`` for None; of equal ones only once where there are few."""
    different = {*cells} - {None}
    if len(different) * 2 > len(cells):
        return [none if value is None else write(value) for value in cells]
    texts = {value: write(value) for value in different}
    return list(map(texts.get, cells, repeat(none)))
