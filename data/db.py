"""The store: one engine per process, UTC-aware times, SQLite in WAL mode or PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, Dialect, Engine, Executable, TypeDecorator, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session, create_engine

from data.errors import StoreError
from data.settings import Settings

_WRITING: ContextVar[bool] = ContextVar("writing", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Naive times are refused on the way in, aware ones come out on every store."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; a naive time is a bug of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}: pass an aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(settings: Settings) -> Engine:
    """An engine for the settings' store; makes the folder of a SQLite file."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "connect", _tune_postgresql)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # SQLAlchemy's own BEGIN (see _begin_sqlite) replaces the driver's late one.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-32768",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _tune_postgresql(connection: Any, _record: Any) -> None:
    # Its default is for disks that turn, and makes it read whole tables for what few rows of an index tell.
    connection.execute("SET random_page_cost = 1.1")
    connection.commit()


def _begin_sqlite(connection: Any) -> None:
    mode = "" if connection.get_execution_options().get("read_only") else " IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN{mode}")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads: on SQLite it takes no write lock, so it never waits for writers."""
    with Session(engine.execution_options(read_only=True)) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are committed together at the end, or not at all.

    On SQLite the write lock is taken at the start, so that a decision made on
    what was read is still true when it is written.
    """
    before = _WRITING.get()
    _WRITING.set(True)
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        _WRITING.set(before)


def is_writing() -> bool:
    """Whether this is said within :func:`writing`: it may be on its way into the store."""
    return _WRITING.get()


def write_if_free(engine: Engine, statement: Executable) -> bool:
    """Run one statement and commit it, unless it would wait for another writer; whether it was done."""
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        kept = "PRAGMA busy_timeout=%d" if sqlite else "SET LOCAL lock_timeout='%dms'"
        try:
            if sqlite:
                connection.connection.driver_connection.execute(kept % 0)  # type: ignore[union-attr]
            else:
                connection.exec_driver_sql(kept % 50)
            connection.execute(statement)
            connection.commit()
        except OperationalError:
            connection.rollback()
            return False
        finally:
            if sqlite:
                connection.connection.driver_connection.execute(kept % 30_000)  # type: ignore[union-attr]
    return True


def migrate(settings: Settings) -> None:
    """Bring the store to the newest schema; safe to call again. Raises :class:`StoreError`."""
    engine = make_engine(settings)
    with _reached(engine):
        pass
    engine.dispose()
    config = _migrations()
    config.attributes["settings"] = settings
    command.upgrade(config, "head")


def schema_is_current(engine: Engine) -> bool:
    """Whether the store has the newest schema; False when it has none. Raises :class:`StoreError`."""
    with _reached(engine) as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(_migrations()).get_heads())


@contextmanager
def _reached(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as exc:
        kind = engine.dialect.name
        look = (
            f"see that {engine.url.database} and its folder can be read and written"
            if kind == "sqlite"
            else "see that it runs, and that ROAMWATCH_DATABASE_URL names it rightly"
        )
        raise StoreError(
            f"the store ({kind}) cannot be reached ({type(exc).__name__}); {look}"
        ) from exc


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
