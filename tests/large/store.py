"""The large store, made once in a folder and used again: its sizes and its moment stand beside it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, Table, inspect
from sqlmodel import SQLModel

from analysis.clocking.tick import tick
from data.db import make_engine, migrate, reading, writing
from data.settings import Settings
from tests.benchmarks._seen_fleet import write_seen_fleet
from tests.large.alerts import write_alerts
from tests.large.around import write_history, write_imports, write_people, write_words
from tests.large.changes import write_changes
from tests.large.documents import write_documents, write_sources
from tests.large.sizes import Sizes
from tests.webapp.world import fill
from webapp.alerts.clock_alerts import due_clock_alerts, tell_crossing

_NOTE = "large.json"
_EMPTY = {str: "''", int: 0, float: 0, bool: 0, object: "'{}'"}


@dataclass(frozen=True, kw_only=True)
class Large:
    """A store, and the moment at which it was made: pages are asked for as of then."""

    settings: Settings
    engine: Engine
    now: datetime


def open_large(folder: Path, sizes: Sizes) -> Large:
    """The store in that folder, made if there is none.

    Raises ``ValueError`` when the folder holds one of other sizes.
    """
    settings = Settings.load(instance=folder, allow_private_addresses=True)
    note = folder / _NOTE
    if note.exists():
        kept = json.loads(note.read_text(encoding="utf-8"))
        if kept["sizes"] != asdict(sizes):
            raise ValueError(f"{folder} holds a store of other sizes: {kept['sizes']}")
        now = datetime.fromisoformat(kept["now"])
        engine = make_engine(settings)
        _catch_up(engine)
    else:
        now = datetime.now(UTC).replace(microsecond=0)
        migrate(settings)
        engine = make_engine(settings)
        for step in steps(engine, settings, sizes, now):
            step()
        kept = {"sizes": asdict(sizes), "now": now.isoformat()}
        note.write_text(json.dumps(kept), encoding="utf-8")
    return Large(settings=settings, engine=engine, now=now)


def _catch_up(engine: Engine) -> None:
    """Tables, columns and indexes that were added since the store was made."""
    SQLModel.metadata.create_all(engine)
    for table in SQLModel.metadata.tables.values():
        _add_columns(engine, table)
        for index in table.indexes:
            index.create(engine, checkfirst=True)


def _add_columns(engine: Engine, table: Table) -> None:
    """Those that the models have and the store has not, with what a new row has there."""
    known = {column["name"] for column in inspect(engine).get_columns(table.name)}
    for column in table.columns:
        if column.name not in known:
            value = (
                "" if column.nullable else f" NOT NULL DEFAULT {_EMPTY[column.type.python_type]}"
            )
            kind = column.type.compile(engine.dialect)
            with engine.begin() as connection:
                connection.exec_driver_sql(
                    f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {kind}{value}'
                )


def steps(
    engine: Engine, settings: Settings, sizes: Sizes, now: datetime
) -> Iterator[Callable[[], object]]:
    """How it is made: a large fleet, then one of everything, then many of what there are many."""
    yield lambda: write_seen_fleet(engine, sims=sizes.sims, now=now)
    yield lambda: _one_of_each(engine, now)
    yield lambda: write_people(engine, now=now)
    yield lambda: write_sources(engine, sizes, now=now)
    yield lambda: write_documents(engine, sizes, now=now)
    yield lambda: write_changes(engine, sizes, now=now)
    yield lambda: write_alerts(engine, sizes)
    yield lambda: _run_clocks(engine, settings, now)
    yield lambda: write_imports(engine, sizes, now=now)
    yield lambda: write_words(engine, now=now)
    yield lambda: write_history(engine, sizes, now=now, live_days=settings.live_days)


def _one_of_each(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        fill(session, now=now)


def _run_clocks(engine: Engine, settings: Settings, now: datetime) -> None:
    tick(engine, now=now)
    with reading(engine) as session:
        crossed = due_clock_alerts(session)
    for pair in crossed:
        with writing(engine) as session:
            tell_crossing(session, *pair, settings=settings, now=now)
