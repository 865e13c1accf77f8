"""Fixtures that every folder uses: a fixed clock, settings in a temporary folder, both stores."""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from data.db import make_engine, migrate
from data.settings import Settings

# A busy machine is no failure: no test of ours measures time.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

REQUIRED = os.environ.get("ROAMWATCH_REQUIRE_SERVICES") == "1"
POSTGRES = os.environ.get(
    "ROAMWATCH_TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own ROAMWATCH_ variables must not steer the suite."""
    for name in list(os.environ):
        if name.startswith("ROAMWATCH_") and name not in (
            "ROAMWATCH_REQUIRE_SERVICES",
            "ROAMWATCH_TEST_POSTGRES_URL",
        ):
            monkeypatch.delenv(name)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests take place: a Monday morning."""
    return datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose instance folder is thrown away; loopback is allowed."""
    return Settings.load(
        instance=tmp_path / "instance",
        allow_private_addresses=True,
        host_delay=0.0,
        extraction_processes=0,
    )


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated SQLite file; tests copy it, which is quicker than migrating each time."""
    folder = tmp_path_factory.mktemp("template")
    migrate(Settings.load(instance=folder))
    path = folder / "roamwatch.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def _postgres_template() -> Iterator[str]:
    """The name of one migrated PostgreSQL database, dropped at the end."""
    name = f"roamwatch_template_{uuid.uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    except OperationalError as exc:
        if REQUIRED:
            raise
        pytest.skip(f"no PostgreSQL at {server.url.host}:{server.url.port}: {type(exc).__name__}")
    migrate(Settings.load(database_url=POSTGRES.rsplit("/", 1)[0] + f"/{name}"))
    yield name
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(
    request: pytest.FixtureRequest, settings: Settings, _sqlite_template: Path
) -> Iterator[Settings]:
    """Settings of a fresh, migrated store; the test runs once on each kind."""
    if request.param == "sqlite":
        yield _with_sqlite(settings, _sqlite_template)
        return
    template = request.getfixturevalue("_postgres_template")
    name = f"roamwatch_test_{uuid.uuid4().hex[:12]}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    yield settings.model_copy(update={"database_url": POSTGRES.rsplit("/", 1)[0] + f"/{name}"})
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture
def store(store_settings: Settings) -> Iterator[Engine]:
    """An engine on a fresh store, once on SQLite and once on PostgreSQL."""
    engine = make_engine(store_settings)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_settings(settings: Settings, _sqlite_template: Path) -> Settings:
    """Settings of a fresh SQLite store, for tests in which the kind of store plays no part."""
    return _with_sqlite(settings, _sqlite_template)


@pytest.fixture
def sqlite_store(sqlite_settings: Settings) -> Iterator[Engine]:
    """An engine on a fresh SQLite store."""
    engine = make_engine(sqlite_settings)
    yield engine
    engine.dispose()


def _with_sqlite(settings: Settings, template: Path) -> Settings:
    settings.instance.mkdir(parents=True, exist_ok=True)
    (settings.instance / "roamwatch.db").write_bytes(template.read_bytes())
    return settings
