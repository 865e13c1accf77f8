"""XLSX (ECMA-376, SpreadsheetML): each visible sheet under its name, a block for each row.

Cells show what their formulas gave when the file was saved. Macros (``.xlsm``), charts and
hidden sheets are left out.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from crawler.extract.blocks import Block, join_blocks
from crawler.extract.clean import clean_line
from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.office.facts import believable_title
from crawler.extract.office.package import Package, content_types
from crawler.extract.types import Extraction

_MOST_ROWS = 200_000
_MOST_CHARACTERS = 20_000_000
_MAIN = re.compile(rb"(?:spreadsheetml|ms-excel)\.(?:sheet|template)(?:\.macroEnabled)?\.main\+xml")
#: Number formats that say how many places a number is written with: ``0.00``, ``#,##0.0``, ``0%``.
_PLACES = re.compile(r"^[#,]*0(?:\.(0+))?(%?)$")
#: Codes that are written with leading zeros, as MCC and MNC are: ``000``.
_ZEROS = re.compile(r"^0{2,}$")


def read(raw: RawDocument) -> Extraction:
    """The sheets as headings and table rows. Raises :class:`ExtractError`."""
    Package(raw.body, raw.url).check_xml()
    try:
        with warnings.catch_warnings():
            # It warns of parts that it leaves out, such as pictures and rules for input.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(raw.body), read_only=True, data_only=True)
            blocks, is_cut = _blocks(book)
            title = believable_title(book.properties.title or "")
            book.close()
    except MemoryError:
        raise
    except Exception as exc:
        # The library lets through whatever its parsers raise over strangers' bytes.
        reason = f"{raw.url} is a workbook that cannot be read ({type(exc).__name__})"
        raise ExtractError("office_broken", reason) from exc
    text, sections = join_blocks(blocks)
    return Extraction(
        text=text,
        title=title,
        sections=sections,
        problem="no_text" if not text else "truncated" if is_cut else "",
    )


def _blocks(book: Any) -> tuple[list[Block], bool]:
    blocks: list[Block] = []
    rows = characters = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        heading = len(blocks)
        for row in sheet.iter_rows():
            rows += 1
            text = " | ".join(_shown(row))
            characters += len(text)
            if rows > _MOST_ROWS or characters > _MOST_CHARACTERS:
                return blocks, True
            if text:
                blocks.append(Block(text=text, kind="table"))
        if len(blocks) > heading:
            blocks.insert(heading, Block(text=clean_line(sheet.title), kind="heading", level=2))
    return blocks, False


def _shown(row: tuple[Any, ...]) -> Iterator[str]:
    for cell in row:
        if cell.value is not None:
            text = _text(cell.value, cell.number_format or "")
            if text:
                yield text


def _text(value: object, shape: str) -> str:
    """A cell's value, written about as the sheet shows it."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, shape)
    return clean_line(str(value))


def _number(value: float, shape: str) -> str:
    if _ZEROS.match(shape) and value == int(value):
        return str(int(value)).zfill(len(shape))
    found = _PLACES.match(shape)
    if found is None:
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    if found[2]:
        value *= 100
    return f"{value:.{len(found[1] or '')}f}{found[2]}"


def _sniff(body: bytes) -> bool:
    return _MAIN.search(content_types(body)) is not None


_OOXML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FORMAT = Format(
    name="xlsx",
    media_types=frozenset(
        {f"{_OOXML}.sheet", f"{_OOXML}.template", "application/vnd.ms-excel.sheet.macroenabled.12"}
    ),
    sniff=_sniff,
    read=read,
    order=20,
)
