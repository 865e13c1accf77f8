"""XLSX workbooks and ZIP archives for tests, made with the library that people's tools are like."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def workbook(rows: Sequence[Sequence[Any]], *, title: str = "SIMs", before: str = "") -> bytes:
    """A workbook with these rows; ``before`` is the title of an empty sheet in front."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if before:
        sheet.title = before
        sheet = book.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_cached(content: bytes, formula: str, value: str) -> bytes:
    """The same workbook, in which the cell of a formula has the value that a spreadsheet had saved.

    The library writes formulas without what they give, since it does not calculate.
    """
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8")
            cell = rf'<c r="(\w+)"[^>]*><f>{re.escape(formula)}</f><v ?/?>(?:</v>)?</c>'
            part = re.sub(cell, rf'<c r="\1" t="str"><f>{formula}</f><v>{value}</v></c>', part)
            new.writestr(name, part)
    return changed.getvalue()


def archive(**files: bytes) -> bytes:
    """A ZIP archive with these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(name.replace("__", "."), body)
    return content.getvalue()
