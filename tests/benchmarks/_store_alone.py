"""The rows of an import once more, by the store alone: into empty tables with the same indexes and keys."""

import json
import sys
import time

from sqlalchemy import Connection

from data.db import make_engine
from data.settings import Settings

QUOTE = '"'
#: What an import fills.
TABLES = ("sim", "presence", "simcount")


def main(url: str) -> None:
    """Print the seconds as JSON."""
    engine = make_engine(Settings.load(database_url=url))
    with engine.begin() as connection:
        for table in TABLES:
            _make(connection, table)
        began = time.monotonic()
        for table in TABLES:
            connection.exec_driver_sql(f"INSERT INTO again_{table} SELECT * FROM {table}")
        connection.commit()
        seconds = time.monotonic() - began
    sys.stdout.write(json.dumps({"seconds": seconds}))


def _make(connection: Connection, table: str) -> None:
    """An empty table with the columns, indexes and foreign keys of another."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"CREATE TABLE again_{table} (LIKE {table} INCLUDING ALL)")
        keys = connection.exec_driver_sql(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            f" WHERE contype = 'f' AND conrelid = '{table}'::regclass"
        ).scalars()
        for key in keys.all():
            connection.exec_driver_sql(f"ALTER TABLE again_{table} ADD {key}")
        return
    made = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    for kind, name, sql in sorted(made, reverse=True):  # the table before its indexes
        begin, _, rest = sql.partition(name)
        rest = rest.lstrip(QUOTE)
        if kind == "index":
            rest = rest.replace(f"ON {table} ", f"ON again_{table} ", 1)
        connection.exec_driver_sql(f"{begin.rstrip(QUOTE)} again_{name} {rest}")


if __name__ == "__main__":
    main(*sys.argv[1:])
