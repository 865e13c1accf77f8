"""Fleet files that are XLSX workbooks: one sheet, its cells as the texts that a CSV file would hold."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from data.fleet.csvfile import CsvFile, Progress, Row, row_of, scan
from data.fleet.errors import FleetFileError, printable

#: Unpacked, a workbook may take so many bytes, and so many times its packed size.
MOST_BYTES = 4 << 30
_MOST_RATIO = 250
_HEAD = 4096
_CHUNK = 1 << 20
#: Beyond this a double does not hold every whole number: digits are lost.
_EXACT = 10**15
_FORMULA = re.compile(rb"<f[ >/]")


def is_package(head: bytes) -> bool:
    """Whether these first bytes are of a ZIP archive, as which workbooks come."""
    return head.startswith(b"PK\x03\x04")


def look_at_workbook(stream: BinaryIO) -> CsvFile:
    """Headers and facts of the sheet that is read: the first one that is shown and not empty.

    Raises :class:`FleetFileError` ``zip_archive``, ``broken_workbook``, ``too_large`` or ``empty_file``.
    """
    _check_package(stream)
    with _sheets(stream) as book:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            total = sheet.max_row or 0
            first = next(_filled(sheet), None)
            if first is not None:
                break
        else:
            raise FleetFileError("empty_file", "the workbook holds no rows")
        number, cells = first
        while cells and not cells[-1]:
            cells.pop()
        others = [printable(other.title) for other in shown if other.title != sheet.title]
        title, path = sheet.title, sheet._worksheet_path
    notes = _notes(title, others, formulas=_formulas(stream, path))
    sha256, size, _ = scan(stream, text=False)
    return CsvFile(
        stream=stream,
        sha256=sha256,
        size=size,
        encoding="",
        delimiter="",
        headers=tuple(cell.strip() for cell in cells),
        first_line=number,
        kind="xlsx",
        sheet=title,
        lines=total,
        notes=notes,
    )


def _notes(title: str, others: Sequence[str], *, formulas: int) -> tuple[str, ...]:
    """What the report says of the sheet that was read, and of those that were not."""
    left = f", not {', '.join(others[:5])}" if others else ""
    notes = [f"the sheet {printable(title)!r} was read{left}"]
    if formulas:
        notes.append(
            f"{formulas} cells hold formulas; what they gave when the file was saved counts"
        )
    return tuple(notes)


def read_workbook(file: CsvFile, progress: Progress | None) -> Iterator[Row]:
    """The rows after the headers; their lines are the sheet's row numbers."""
    width = len(file.headers)
    with _sheets(file.stream) as book:
        for number, cells in _filled(book[file.sheet]):
            if number <= file.first_line:
                continue
            if progress is not None and number % 1000 == 0 and number <= file.lines:
                progress(number, file.lines)
            yield row_of(number, "\n", cells, width)
    if progress is not None:
        progress(1, 1)


def text_of(value: Any) -> str:
    """A cell as a CSV export would write it. Whole numbers that lost digits stay in E notation."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15E}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _filled(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Number and texts of each row that is not blank."""
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [text_of(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


@contextmanager
def _sheets(stream: BinaryIO) -> Iterator[Any]:
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that it leaves out, such as pictures
            book = load_workbook(stream, read_only=True, data_only=True)
            yield book
    except (FleetFileError, MemoryError, GeneratorExit):
        raise
    except Exception as exc:
        # The library lets through whatever its parsers raise over strangers' bytes.
        reason = "the workbook is damaged or cut off; save it again, or export it as CSV"
        raise FleetFileError("broken_workbook", reason) from exc


def _check_package(stream: BinaryIO) -> None:
    """Refuse what is no workbook, or unpacks to more than a machine should hold."""
    stream.seek(0)
    try:
        with ZipFile(stream) as package:
            members = package.infolist()
            names = [member.filename for member in members]
            if "xl/workbook.xml" not in names:
                raise _archive(names)
            unpacked = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members) or 1
            if unpacked > MOST_BYTES or unpacked > _MOST_RATIO * packed + (1 << 20):
                raise FleetFileError("too_large", "the workbook unpacks to far more than it is")
            _refuse_entities(package, members)
    except (BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError) as exc:
        reason = "the workbook is damaged, cut off or locked with a password; save it again"
        raise FleetFileError("broken_workbook", reason) from exc


def _refuse_entities(package: ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with package.open(member) as part:
                if b"<!DOCTYPE" in part.read(_HEAD):
                    raise FleetFileError("broken_workbook", "the workbook declares entities")


def _archive(names: list[str]) -> FleetFileError:
    if "content.xml" in names:
        return FleetFileError(
            "not_a_csv", "the file is an OpenDocument spreadsheet; save it as XLSX or CSV"
        )
    inside = ", ".join(printable(name) for name in names[:5])
    return FleetFileError(
        "zip_archive",
        f"the file is a ZIP archive, whatever its name says; unpack it. It holds: {inside}",
    )


def _formulas(stream: BinaryIO, path: str) -> int:
    """How many cells of the sheet hold formulas."""
    stream.seek(0)
    with ZipFile(stream) as package, package.open(path.lstrip("/")) as part:
        found, rest = 0, b""
        while chunk := part.read(_CHUNK):
            found += len(_FORMULA.findall(rest + chunk))
            rest = chunk[-2:]
    return found
