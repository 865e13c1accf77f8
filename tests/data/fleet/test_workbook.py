import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from data.fleet import workbook as module
from data.fleet.errors import FleetFileError
from data.fleet.opening import open_file, rows_of
from data.fleet.workbook import text_of
from tests.data.fleet.files import HEADERS, SEEN, iccid, row
from tests.data.fleet.loading import counts, load, sims
from tests.data.fleet.workbooks import archive, workbook


def sheet(*numbers: int) -> list[list[object]]:
    rows = [list(HEADERS), *([row(n)[name] for name in HEADERS] for n in numbers)]
    return [list[object](one) for one in rows]


def refusal(content: bytes) -> FleetFileError:
    with pytest.raises(FleetFileError) as caught, open_file(io.BytesIO(content)) as file:
        list(rows_of(file))
    return caught.value


def test_a_workbook_is_a_fleet_file_whatever_its_name(store: Engine, now: datetime) -> None:
    report = load(store, workbook(sheet(1, 2, 3)), now)
    assert counts(report) == (3, 0, 0, 0)
    assert report.notes == ("the sheet 'SIMs' was read",)
    assert sims(store)[0].iccid == iccid(1)
    assert counts(load(store, workbook(sheet(1, 2, 3)), now)) == (0, 0, 3, 0)


def test_dates_and_numbers_of_cells_are_read_as_such(store: Engine, now: datetime) -> None:
    seen = datetime(2026, 11, 15, 7, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
    cells = [iccid(1), 262010000000001, "Active", "BR", seen, "SGP.32"]
    report = load(store, workbook([list(HEADERS), cells]), now)
    (sim,) = sims(store)
    assert (sim.imsi, sim.last_seen_at) == ("262010000000001", seen.replace(tzinfo=UTC))
    assert "1 moments without a time zone were taken as UTC" in report.notes


def test_lines_are_the_row_numbers_of_the_sheet(store: Engine, now: datetime) -> None:
    rows: list[list[object]] = [*sheet(1), [], ["8949", "", "Active", "BR", SEEN, ""]]
    report = load(store, workbook(rows), now)
    assert [(error.line, error.code) for error in report.errors] == [(4, "bad_iccid")]


def test_an_empty_sheet_in_front_is_passed_over(store: Engine, now: datetime) -> None:
    report = load(store, workbook(sheet(1), before="Cover"), now)
    assert counts(report) == (1, 0, 0, 0)
    assert report.notes[0] == "the sheet 'SIMs' was read, not Cover"


def test_progress_goes_by_rows() -> None:
    seen: list[tuple[int, int]] = []
    with open_file(io.BytesIO(workbook(sheet(*range(2500))))) as file:
        list(rows_of(file, lambda done, total: seen.append((done, total))))
    assert seen == [(1000, 2501), (2000, 2501), (1, 1)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (7, "7"),
        (7.0, "7"),
        (0.5, "5.000000000000000E-01"),
        (8.949e18, "8.949000000000000E+18"),
        (date(2026, 11, 1), "2026-11-01"),
        ("  x ", "  x "),
    ],
)
def test_a_cell_reads_as_a_csv_file_would_have_it(value: object, text: str) -> None:
    assert text_of(value) == text


def test_an_archive_without_a_workbook_is_named_with_what_it_holds() -> None:
    error = refusal(archive(sims__csv=b"a,b", readme__txt=b"hello"))
    assert error.code == "zip_archive"
    assert str(error).endswith("It holds: sims.csv, readme.txt")


def test_an_opendocument_spreadsheet_is_named() -> None:
    assert "OpenDocument" in str(refusal(archive(content__xml=b"<x/>", mimetype=b"x")))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(**{"xl/workbook__xml": b"<x/>", "xl/big__xml": b"0" * 8_000_000})
    assert refusal(bomb).code == "too_large"
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    assert refusal(workbook(sheet(1))).code == "too_large"


def test_entities_are_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert "entities" in str(refusal(archive(**{"xl/workbook__xml": evil})))


def test_a_workbook_that_is_none_and_an_empty_one() -> None:
    assert refusal(archive(**{"xl/workbook__xml": b"<x/>"})).code == "broken_workbook"
    assert refusal(workbook([])).code == "empty_file"
