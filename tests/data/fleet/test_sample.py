from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, SQLModel, select

from data.db import reading
from data.fleet.importing import import_csv
from data.fleet.report import ImportReport
from data.fleet.sample import BAD_ROWS, COUNTRIES, SIMS, write_sample_fleet
from data.models import Fleet, Sim
from data.queries.fleet import LiveGroup, live_groups
from data.words import SimState, SimTechnology

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
MUST = "AE AU BE BR CA CN CO DE ES FR GB IN IT JP KR MX NG NL PE PL SA SE TR US ZA"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "fleet.csv"
    write_sample_fleet(path, now=NOW)
    return path


@pytest.fixture(scope="module")
def imported(file: Path) -> Iterator[tuple[Engine, ImportReport]]:
    """The sample fleet in a store of this module, read once for all tests."""
    engine = create_engine(f"sqlite:///{file.parent / 'store.db'}")
    SQLModel.metadata.create_all(engine)
    report = import_csv(engine, file, fleet="Sample", filename=file.name, now=NOW, sample=True)
    yield engine, report
    engine.dispose()


@pytest.fixture(scope="module")
def groups(imported: tuple[Engine, ImportReport]) -> list[LiveGroup]:
    with reading(imported[0]) as session:
        return live_groups(session, 1, now=NOW, live_days=30)


def count(session: Session, column: object) -> Counter[object]:
    return Counter(session.exec(select(column)).all())  # type: ignore[call-overload]  # any column


def test_the_file_is_the_same_for_the_same_day(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    write_sample_fleet(again, now=NOW)
    assert again.read_bytes() == file.read_bytes()


def test_another_day_moves_the_dates_alone(file: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.csv"
    write_sample_fleet(later, now=NOW + timedelta(days=30))
    first = [line.split(",")[0] for line in file.read_text().splitlines()]
    second = [line.split(",")[0] for line in later.read_text().splitlines()]
    assert first == second
    assert later.read_bytes() != file.read_bytes()


def test_twenty_thousand_sims_go_in_and_forty_rows_do_not(
    imported: tuple[Engine, ImportReport],
) -> None:
    report = imported[1]
    assert (report.added, report.refused) == (SIMS, BAD_ROWS) == (20_000, 40)


def test_the_wrong_rows_show_every_kind_of_fault(imported: tuple[Engine, ImportReport]) -> None:
    assert {error.code for error in imported[1].errors if error.refused} == {
        "iccid_scientific",
        "iccid_missing",
        "iccid_rounded",
        "bad_iccid",
        "unknown_country",
        "bad_date",
        "duplicate_in_file",
        "too_many_cells",
    }


def test_a_few_good_rows_come_with_a_warning(imported: tuple[Engine, ImportReport]) -> None:
    report = imported[1]
    assert report.codes["bad_check_digit"] == SIMS // 3000
    assert list(report.unknown_words) == ["PROVISIONED"]


def test_live_sims_are_in_the_twenty_five_countries(groups: list[LiveGroup]) -> None:
    found = Counter[str]()
    for group in groups:
        found[group.visited] += group.sims
    assert sorted(found) == sorted(COUNTRIES) == MUST.split()
    assert min(found.values()) > 100


def test_most_of_the_fleet_is_live_and_roams(groups: list[LiveGroup]) -> None:
    live = sum(group.sims for group in groups)
    assert 0.8 * SIMS < live < 0.95 * SIMS
    assert sum(group.sims for group in groups if group.foreign) > 0.7 * live


def test_every_technology_and_state_occurs(imported: tuple[Engine, ImportReport]) -> None:
    with reading(imported[0]) as session:
        technologies = count(session, Sim.technology)
        states = count(session, Sim.state)
    assert set(technologies) == set(SimTechnology)
    assert set(states) == set(SimState)
    assert states[SimState.STOCK] > 500
    assert states[SimState.SUSPENDED] > 500


def test_the_fleet_is_marked_as_a_sample(imported: tuple[Engine, ImportReport]) -> None:
    with reading(imported[0]) as session:
        (fleet,) = session.exec(select(Fleet)).all()
    assert fleet.sample


def test_no_number_can_belong_to_anybody(imported: tuple[Engine, ImportReport]) -> None:
    with reading(imported[0]) as session:
        sims = session.exec(select(Sim)).all()
    assert all(sim.iccid.startswith("89999") for sim in sims)
    assert all(sim.msisdn.startswith("999") for sim in sims)
    assert all(sim.imei.startswith("00") for sim in sims if sim.imei)


def test_stock_was_never_seen(imported: tuple[Engine, ImportReport]) -> None:
    with reading(imported[0]) as session:
        stock = session.exec(select(Sim).where(Sim.state == SimState.STOCK)).all()
    assert all(sim.last_seen_at is None and not sim.visited_country for sim in stock)
