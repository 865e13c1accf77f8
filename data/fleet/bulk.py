"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement on SQLite.

Values are made ready column by column, without a dictionary and a type's work for each: a
column of words that need no escaping, or of one moment, costs next to nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session

from data.db import UtcDateTime

#: How SQLAlchemy keeps a moment on SQLite: without a zone, always with six decimals.
_WIDTH = len("2026-11-16 08:00:00.000000")
#: What means something else in PostgreSQL's COPY (its text format).
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_Cells = Sequence[Any]


def insert_rows(
    session: Session, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> int:
    """Write rows (values in the order of ``names``; moments aware and in UTC); how many."""
    given = list(rows)
    if not given:
        return 0
    connection = session.connection()
    columns = ", ".join(f'"{name}"' for name in names)
    cells = zip(names, zip(*given, strict=True), strict=True)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        lines = "\n".join(map("\t".join, zip(*(_copied(one) for _, one in cells), strict=True)))
        with (
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
        ):
            copy.write(lines + "\n")
        return len(given)
    plain = zip(*(_plain(table, name, one) for name, one in cells), strict=True)
    marks = ", ".join("?" * len(names))
    # Names of our own tables and columns alone; values are parameters.
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608
    connection.exec_driver_sql(statement, list(plain))
    return len(given)


def _plain(table: Table, name: str, cells: _Cells) -> _Cells:
    """A column as SQLite takes it: moments as text, words without their class."""
    if isinstance(table.c[name].type, UtcDateTime):
        return _each(cells, lambda moment: moment.isoformat(" ", "microseconds")[:_WIDTH])
    if isinstance(cells[0], str):
        return list(map(str, cells))
    return cells


def _copied(cells: _Cells) -> list[str]:
    """A column as PostgreSQL's COPY reads it."""
    kinds = set(map(type, cells))
    if all(issubclass(kind, str) for kind in kinds):
        together = "".join(cells)
        if not any(mark in together for mark in "\\\t\n\r"):
            return list(cells)
        return [text.translate(_ESCAPES) for text in cells]
    return _each(cells, _word, _NULL)


def _word(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return str(value)


def _each(cells: _Cells, write: Callable[[Any], str], none: str | None = None) -> list[Any]:
    """The text of each value; of one that is the same object as another, only once."""
    kept: dict[int, str] = {}
    found: list[Any] = []
    for value in cells:
        if value is None:
            found.append(none)
            continue
        text = kept.get(id(value))
        if text is None:
            text = kept[id(value)] = write(value)
        found.append(text)
    return found
