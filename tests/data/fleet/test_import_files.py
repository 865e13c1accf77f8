"""Files as a whole: what refuses them, and what is said of how they were read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading
from data.fleet.errors import FleetFileError, MissingColumnError
from data.fleet.importing import import_csv
from data.models import Fleet
from tests.data.fleet.files import HEADERS, csv_of, row
from tests.data.fleet.loading import counts, load, sims


def test_a_missing_column_refuses_the_file_and_writes_nothing(store: Engine, now: datetime) -> None:
    headers = tuple(header for header in HEADERS if header != "Country")
    with pytest.raises(MissingColumnError, match="visited country") as caught:
        load(store, csv_of(row(1), headers=headers), now)
    assert caught.value.field == "country"
    with reading(store) as session:
        assert session.exec(select(Fleet)).all() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "broken_workbook"),
        (b"", "empty_file"),
        (b"1,2,3\n4,5,6\n", "missing_column"),
    ],
)
def test_a_file_that_is_no_fleet_is_refused(
    sqlite_store: Engine, now: datetime, content: bytes, code: str
) -> None:
    with pytest.raises(FleetFileError) as caught:
        load(sqlite_store, content, now)
    assert caught.value.code == code


def test_an_unknown_platform_is_refused(sqlite_store: Engine, now: datetime) -> None:
    with pytest.raises(FleetFileError) as caught:
        load(sqlite_store, csv_of(row(1)), now, platform="acme")
    assert caught.value.code == "unknown_platform"


def test_headers_without_rows_are_an_import_of_nothing(sqlite_store: Engine, now: datetime) -> None:
    assert counts(load(sqlite_store, csv_of(), now)) == (0, 0, 0, 0)


def test_a_path_is_imported_with_progress(
    sqlite_store: Engine, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_bytes(csv_of(row(1)))
    seen: list[tuple[int, int]] = []
    import_csv(
        sqlite_store,
        path,
        fleet="Trackers",
        filename=path.name,
        now=now,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


# How a file was read


def notes(store: Engine, now: datetime, *rows: dict[str, str], **given: str) -> tuple[str, ...]:
    return load(store, csv_of(*rows), now, **given).notes  # type: ignore[arg-type]  # plain words


def test_moments_without_a_zone_are_said_once(sqlite_store: Engine, now: datetime) -> None:
    naive = [row(number, Last_Seen="2026-11-15 07:30:00") for number in range(5)]
    assert notes(sqlite_store, now, *naive) == ("5 moments without a time zone were taken as UTC",)


def test_the_order_of_days_is_said_where_it_matters(sqlite_store: Engine, now: datetime) -> None:
    us = [row(1, Last_Seen="11/10/2026"), row(2, Last_Seen="11/14/2026")]
    assert "days were read as month/day/year" in notes(sqlite_store, now, *us)
    assert sims(sqlite_store)[0].last_seen_at == datetime(2026, 11, 10, tzinfo=UTC)
    unclear = notes(sqlite_store, now, row(3, Last_Seen="03/04/2026"))
    assert any("nothing in the file shows their order" in note for note in unclear)


def test_the_platform_found_out_is_said(sqlite_store: Engine, now: datetime) -> None:
    cisco = [row(1, SIM_Status="Test Ready"), row(2, SIM_Status="Deactivated")]
    assert "status words were read as those of Cisco IoT Control Center" in notes(
        sqlite_store, now, *cisco
    )
    assert [sim.state for sim in sims(sqlite_store)] == ["test", "suspended"]


def test_a_platform_that_is_named_settles_the_words(sqlite_store: Engine, now: datetime) -> None:
    report = load(sqlite_store, csv_of(row(1, SIM_Status="inactive")), now, platform="soracom")
    assert report.unknown_words == {}
    assert sims(sqlite_store)[0].state == "suspended"


def test_words_that_nobody_explains_are_reported(sqlite_store: Engine, now: datetime) -> None:
    report = load(sqlite_store, csv_of(row(1, SIM_Status="PROVISIONED")), now)
    assert report.unknown_words == {"PROVISIONED": 1}
    assert sims(sqlite_store)[0].state == "unknown"


def test_other_encodings_are_said(sqlite_store: Engine, now: datetime) -> None:
    content = csv_of(row(1, Country="Brésil")).decode().encode("cp1252")
    report = load(sqlite_store, content, now)
    assert report.notes == ("the file is not UTF-8; it was read as Windows-1252",)
    assert sims(sqlite_store)[0].visited_country == "BR"


def test_a_header_that_stands_twice_is_said(sqlite_store: Engine, now: datetime) -> None:
    assert notes(sqlite_store, now, row(1)) == ()
    report = load(sqlite_store, csv_of(row(1), headers=(*HEADERS, "ICCID")), now)
    assert report.notes == ("the column ICCID stands twice; the first is read",)
