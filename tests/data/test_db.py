from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, select

from data.db import make_engine, migrate, reading, writing
from data.models import Fetch, Fleet, Source
from data.search.index import is_index
from data.settings import Settings


def test_the_migrations_make_exactly_the_schema_of_the_models(store: Engine) -> None:
    with store.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": lambda name, *_: not is_index(name)},
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_changes_nothing(store_settings: Settings, now: datetime) -> None:
    engine = make_engine(store_settings)
    with writing(engine) as session:
        session.add(Fleet(name="owner", created_at=now))
    migrate(store_settings)
    with reading(engine) as session:
        assert session.exec(select(Fleet.name)).all() == ["owner"]
    engine.dispose()


def test_a_time_comes_back_as_the_same_moment_in_utc(store: Engine) -> None:
    istanbul = datetime(2026, 11, 16, 11, 0, tzinfo=timezone(timedelta(hours=3)))
    with writing(store) as session:
        session.add(Fleet(name="owner", created_at=istanbul))
    with reading(store) as session:
        found = session.exec(select(Fleet)).one().created_at
    assert found == istanbul
    assert found.tzinfo is UTC


def test_a_naive_time_is_refused(store: Engine) -> None:
    with pytest.raises(StatementError, match="naive time"), writing(store) as session:
        session.add(Fleet(name="owner", created_at=datetime(2026, 11, 16)))  # noqa: DTZ001


def test_a_failed_write_leaves_nothing_behind(store: Engine, now: datetime) -> None:
    def write_one_and_fail() -> None:
        with writing(store) as session:
            session.add(Fleet(name="owner", created_at=now))
            session.flush()
            session.add(Fleet(name="owner", created_at=now))

    with pytest.raises(IntegrityError):
        write_one_and_fail()
    with reading(store) as session:
        assert session.exec(select(Fleet)).all() == []


def test_a_reader_is_not_held_up_by_a_writer(sqlite_store: Engine, now: datetime) -> None:
    seen: list[int] = []

    def read() -> None:
        with reading(sqlite_store) as session:
            seen.append(len(session.exec(select(Fleet)).all()))

    with writing(sqlite_store) as session:
        session.add(Fleet(name="owner", created_at=now))
        session.flush()
        thread = Thread(target=read)
        thread.start()
        thread.join(timeout=10)
    assert seen == [0]


def test_sqlite_checks_foreign_keys(sqlite_store: Engine, now: datetime) -> None:
    with pytest.raises(IntegrityError), writing(sqlite_store) as session:
        session.add(Fetch(source_id="nobody", started_at=now, finished_at=now, outcome="ok"))


def test_a_source_keeps_its_options_as_written(store: Engine) -> None:
    options = {"item": "li.news", "drop": [".menu"], "übersicht": "ja"}
    with writing(store) as session:
        session.add(
            Source(
                id="xx",
                authority="X",
                authority_name="X",
                authority_kind="telecom_regulator",
                country="DE",
                title="News",
                kind="listing",
                url="https://x.example/",
                language="de",
                options=options,
            )
        )
    with reading(store) as session:
        assert session.exec(select(Source)).one().options == options


@pytest.mark.parametrize("store_settings", ["postgresql"], indirect=True)
def test_postgresql_is_told_that_an_index_is_cheap_to_read(store: Engine) -> None:
    for _ in range(2):  # also a connection that comes back from the pool
        with store.connect() as connection:
            assert connection.execute(text("SHOW random_page_cost")).scalar() == "1.1"
