"""Workbooks: sheets under their names, a block for each row, numbers as they are shown."""

import io
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from crawler.extract import ExtractError, Extraction, extract
from crawler.extract.office.package import content_types
from tests.crawler.extract.office_files import zipped


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows: tuple[Any, ...], name: str = "Limits") -> Workbook:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return book


def read(body: bytes) -> Extraction:
    return extract(body, url="https://a.example/x", media_type="application/octet-stream")


def shape(found: Extraction) -> list[tuple[str, int, str]]:
    return [(one.kind, one.level, found.text[one.start : one.end]) for one in found.sections]


def test_each_sheet_is_a_heading_and_each_row_a_block() -> None:
    book = workbook(("Class", "Days"), (None, None), ("Meter", 120))
    book.create_sheet("Empty")
    book.create_sheet("More").append(["x"])
    assert shape(read(saved(book))) == [
        ("heading", 2, "Limits"),
        ("table", 0, "Class | Days"),
        ("table", 0, "Meter | 120"),
        ("heading", 2, "More"),
        ("table", 0, "x"),
    ]


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        (0.125, "0.0%", "12.5%"), (0.18, "0%", "18%"), (1234.5, "#,##0.00", "1234.50"),
        (1, "000", "001"), (26201, "00000", "26201"), (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"), (12, "General", "12"), (" two\n lines ", "General", "two lines"),
        (date(2026, 3, 1), "yyyy-mm-dd", "2026-03-01"), (time(9, 30), "hh:mm", "09:30:00"),
        (datetime(2026, 3, 1, 9, 30), "yyyy-mm-dd hh:mm", "2026-03-01 09:30"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(value: object, shown: str, expected: str) -> None:
    book = workbook((value,))
    book.active["A1"].number_format = shown
    assert shape(read(saved(book)))[1][2] == expected


def test_hidden_sheets_are_left_out() -> None:
    book = workbook(("seen",))
    hidden = book.create_sheet("Lists")
    hidden.append(["unseen"])
    hidden.sheet_state = "hidden"
    assert "unseen" not in read(saved(book)).text


def test_a_formula_s_last_result_is_shown_and_its_code_is_not() -> None:
    assert "SUM" not in read(saved(workbook(("=SUM(A2:A9)",), ("kept",)))).text


def test_a_sheet_that_claims_a_million_rows_is_read_in_bounded_time() -> None:
    book = workbook(("first",))
    book.active.cell(row=1_048_576, column=1, value="last")
    found = read(saved(book))
    assert (found.problem, found.text) == ("truncated", "first")


def test_the_title_is_the_book_s() -> None:
    book = workbook(("x",))
    book.properties.title = "Numbering plan 2026"
    assert read(saved(book)).title == "Numbering plan 2026"


def test_a_book_whose_sheet_is_garbage_is_a_typed_error() -> None:
    body = saved(workbook(("x",)))
    assert b"spreadsheetml.sheet.main+xml" in content_types(body)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(body),
        "xl/workbook.xml": "<workbook",
    }
    with pytest.raises(ExtractError) as caught:
        read(zipped(parts))
    assert caught.value.code == "office_broken"
