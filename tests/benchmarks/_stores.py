"""Empty stores for benchmarks that run on both: a SQLite file, and a PostgreSQL database of their own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text

from data.db import migrate
from data.settings import Settings

POSTGRES = os.environ.get(
    "ROAMWATCH_TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@contextmanager
def open_store(kind: str) -> Iterator[Settings]:
    """Settings of a migrated store of that kind, thrown away afterwards.

    Raises ``OperationalError`` where there is none.
    """
    with {"SQLite": _sqlite, "PostgreSQL": _postgres}[kind]() as settings:
        migrate(settings)
        yield settings


@contextmanager
def _sqlite() -> Iterator[Settings]:
    with TemporaryDirectory() as folder:
        yield Settings.load(instance=Path(folder))


@contextmanager
def _postgres() -> Iterator[Settings]:
    name = f"roamwatch_bench_{uuid.uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with TemporaryDirectory() as folder, server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            url = POSTGRES.rsplit("/", 1)[0] + f"/{name}"
            yield Settings.load(instance=Path(folder), database_url=url)
        finally:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
