"""What must hold of an import whatever happens: counts, crashes, several at once."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading
from data.fleet import importing
from data.fleet.importing import import_csv
from data.fleet.store import store_batch
from data.models import Fleet, FleetImport, FleetImportError
from tests.data.fleet.files import csv_of, iccid, row
from tests.data.fleet.loading import counts, load, sims

faulty = st.sampled_from(
    [
        {},
        {},
        {"ICCID": ""},
        {"ICCID": "8.91E+19"},
        {"Country": "Atlantis"},
        {"Last_Seen": "soon"},
        {"IMSI": "1"},
        {"SIM_Status": "Frozen"},
        {"Technology": "eSIM"},
        {"Country": 'say "BR"'},
    ]
)
files = st.lists(st.tuples(st.integers(1, 12), faulty), max_size=25)


_numbers = count(1)


def new_fleet() -> str:
    """A name that no earlier example used: they share one store."""
    return f"Fleet {next(_numbers)}"


def content_of(rows: list[tuple[int, dict[str, str]]]) -> bytes:
    return csv_of(*(row(number, **changed) for number, changed in rows))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=files)
def test_every_row_is_counted_once(
    sqlite_store: Engine, now: datetime, rows: list[tuple[int, dict[str, str]]]
) -> None:
    report = load(sqlite_store, content_of(rows), now, fleet=new_fleet())
    assert sum(counts(report)) == report.rows == len(rows)
    assert report.refused == sum(error.refused for error in report.errors)
    assert report.warnings == len(report.errors) - report.refused
    with reading(sqlite_store) as session:
        stored = session.exec(
            select(FleetImportError).where(FleetImportError.import_id == report.import_id)
        ).all()
    assert len(stored) == len(report.errors)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=files)
def test_a_second_import_finds_everything_unchanged(
    sqlite_store: Engine, now: datetime, rows: list[tuple[int, dict[str, str]]]
) -> None:
    fleet = new_fleet()
    first = load(sqlite_store, content_of(rows), now, fleet=fleet)
    again = load(sqlite_store, content_of(rows), now + timedelta(days=1), fleet=fleet)
    assert counts(again) == (0, 0, first.added, first.refused)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=files)
def test_a_dry_run_foretells_the_import(
    sqlite_store: Engine, now: datetime, rows: list[tuple[int, dict[str, str]]]
) -> None:
    fleet = new_fleet()
    foretold = load(sqlite_store, content_of(rows), now, fleet=fleet, dry_run=True)
    done = load(sqlite_store, content_of(rows), now, fleet=fleet)
    assert counts(foretold) == counts(done)
    assert foretold.errors == done.errors


def test_a_crash_keeps_whole_batches_and_the_next_import_completes_them(
    store: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    content = csv_of(*(row(number) for number in range(1, 36)))
    calls = []

    def dying(*args: object, **values: object) -> object:
        calls.append(1)
        done = store_batch(*args, **values)  # type: ignore[arg-type]  # passed through as they came
        if len(calls) == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(importing, "store_batch", dying)
    with pytest.raises(KeyboardInterrupt):
        load(store, content, now)
    assert len(sims(store)) == 20
    with reading(store) as session:
        assert session.exec(select(FleetImport)).one().finished_at is None
    monkeypatch.setattr(importing, "store_batch", store_batch)
    assert counts(load(store, content, now)) == (15, 0, 20, 0)


def test_two_imports_at_once_make_no_sim_twice(store: Engine, now: datetime) -> None:
    rows = [row(number) for number in range(1, 200)]
    contents = [csv_of(*rows), csv_of(*reversed(rows))]
    together = Barrier(2)

    def run(content: bytes) -> int:
        together.wait(timeout=30)
        return sum(counts(load(store, content, now)))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, contents)) == [199, 199]
    assert len(sims(store)) == 199
    with reading(store) as session:
        assert len(session.exec(select(Fleet)).all()) == 1


def test_a_fleet_is_made_once_and_keeps_its_mark(store: Engine, now: datetime) -> None:
    for sample in (True, False):
        import_csv(
            store,
            io.BytesIO(csv_of(row(1))),
            fleet="Sample",
            filename="f.csv",
            now=now,
            sample=sample,
        )
    with reading(store) as session:
        assert [fleet.sample for fleet in session.exec(select(Fleet))] == [True]


def test_an_eid_and_other_text_is_stored_as_it_came(store: Engine, now: datetime) -> None:
    hostile = "'; DROP TABLE sim; --"
    load(store, csv_of(row(1, SIM_Status=hostile)), now)
    (sim,) = sims(store)
    assert (sim.native_status, sim.state) == (hostile, "unknown")
    assert sim.iccid == iccid(1)


def test_a_line_that_is_broken_costs_itself_alone(store: Engine, now: datetime) -> None:
    lines = csv_of(*(row(number) for number in range(1, 6))).decode().splitlines()
    lines[2] = '"' + lines[2]
    lines[4] += ",one more"
    report = load(store, ("\n".join(lines) + "\n").encode(), now)
    assert counts(report) == (3, 0, 0, 2)
    assert [(error.line, error.code) for error in report.errors] == [
        (3, "open_quote"),
        (5, "too_many_cells"),
    ]
