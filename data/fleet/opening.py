"""Opening a fleet file, whatever it is: CSV, an XLSX workbook, or JSON lines. Its name does not matter."""

import codecs
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from data.fleet.csvfile import AT_ONCE, CsvFile, Progress, Row, look_at_csv, read_blocks, read_rows
from data.fleet.jsonlines import look_at_lines, read_lines
from data.fleet.workbook import is_package, look_at_workbook, read_workbook

_HEAD = 4096
_CHUNK = 1 << 20


@contextmanager
def open_file(source: str | Path | BinaryIO) -> Iterator[CsvFile]:
    """Look at the whole file once: what it is, its hash, how it is written, its headers.

    A stream that cannot be rewound is copied to a temporary file first. Raises
    :class:`~data.fleet.errors.FleetFileError`, which says what the file is instead.
    """
    if isinstance(source, str | Path):
        with Path(source).open("rb") as stream:
            yield _look_at(stream)
    elif source.seekable():
        yield _look_at(source)
    else:
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
            yield _look_at(copy)


def rows_of(file: CsvFile, progress: Progress | None = None) -> Iterator[Row]:
    """The rows after the headers; blank ones are passed over. Every call starts anew."""
    if file.kind == "xlsx":
        return read_workbook(file, progress)
    if file.kind == "ndjson":
        return read_lines(file, progress)
    return read_rows(file, progress)


def blocks_of(file: CsvFile, progress: Progress | None = None) -> Iterator[list[Row]]:
    """The same rows, many at a time."""
    if file.kind == "csv":
        yield from read_blocks(file, progress)
        return
    rows = rows_of(file, progress)
    while block := list(islice(rows, AT_ONCE)):
        yield block


def _look_at(stream: BinaryIO) -> CsvFile:
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if is_package(head):
        return look_at_workbook(stream)
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"{", b"[")):
        return look_at_lines(stream)
    return look_at_csv(stream)
