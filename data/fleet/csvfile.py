"""Opening and reading a file that claims to be CSV: what it is, how it is written, its rows.

A broken row never takes its neighbours with it: an open quote is given up after a few
lines, and the reading goes on with the next one.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, count, islice, repeat
from typing import BinaryIO, NamedTuple

from data.fleet.errors import FleetFileError
from data.fleet.identifiers import CellError

#: First bytes of files that people take for CSV.
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x89PNG", "a picture"),
)
_TEXT_MAGIC = (("<", "an HTML or XML page"),)
_DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
#: Lines that are read at once.
AT_ONCE = 10_000
#: A quoted cell may run over so many lines; more means that a quote was never closed.
_MAX_ROW_LINES = 20
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """A file that looks like CSV, and how it is written."""

    stream: BinaryIO
    sha256: str
    size: int
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    first_line: int
    """Line of the headers, from 1; 0 for none."""
    kind: str = "csv"
    """``csv``, ``xlsx`` or ``ndjson``."""
    sheet: str = ""
    """Of a workbook: the sheet that is read."""
    lines: int = 0
    """Of a workbook: how many rows it says to have."""
    notes: tuple[str, ...] = ()
    """What somebody should know of how it was read."""


class Row(NamedTuple):
    """One row: the line it starts on, and its cells, or the fault that made it unreadable."""

    line: int
    cells: list[str]
    fault: CellError | None = None


def look_at_csv(stream: BinaryIO) -> CsvFile:
    """Hash, encoding, delimiter, headers. Raises :class:`FleetFileError` ``not_a_csv`` or ``empty_file``."""
    head = stream.read(4096)
    stream.seek(0)
    _refuse_other_formats(head)
    wide = head.startswith(_WIDE)
    sha256, size, utf8 = scan(stream, text=True, wide=wide)
    marked = head.startswith(codecs.BOM_UTF8)
    encoding = "utf-16" if wide else "cp1252" if not utf8 else "utf-8-sig" if marked else "utf-8"
    line, header = _header_line(stream, encoding)
    delimiter = _delimiter(header)
    return CsvFile(
        stream=stream,
        sha256=sha256,
        size=size,
        encoding=encoding,
        delimiter=delimiter,
        headers=tuple(cell.strip() for cell in _take([header], delimiter)[0]),
        first_line=line,
    )


def read_rows(file: CsvFile, progress: Progress | None = None) -> Iterator[Row]:
    """The rows after the headers; blank lines are passed over. Every call starts anew."""
    return chain.from_iterable(read_blocks(file, progress))


def read_blocks(file: CsvFile, progress: Progress | None = None) -> Iterator[list[Row]]:
    """The same rows, those of some :data:`AT_ONCE` lines at a time."""
    width, delimiter = len(file.headers), file.delimiter
    waiting: list[str] = []
    lines = _lines(file.stream, file.encoding)
    number = sum(1 for _ in islice(lines, file.first_line))
    while several := list(islice(lines, AT_ONCE)):
        rows = None if waiting else _quickly(several, number, delimiter, width)
        if rows is None:
            rows = list(_one_by_one(several, waiting, number, delimiter, width))
        number += len(several)
        if progress is not None:
            progress(file.stream.tell(), file.size)
        yield rows
    yield list(_settle(waiting, number, delimiter, width, last=True))
    if progress is not None:
        progress(file.size, file.size)


def _quickly(lines: list[str], before: int, delimiter: str, width: int) -> list[Row] | None:
    """The rows of lines in which nothing is quoted, broken or blank; None where anything is."""
    text = "".join(lines)
    if '"' in text or "\0" in text or not all(map(str.strip, lines)):
        return None
    cells = [line.rstrip("\r\n").split(delimiter) for line in lines]
    if set(map(len, cells)) != {width}:
        return None
    return list(map(Row._make, zip(count(before + 1), cells, repeat(None))))


def _one_by_one(
    lines: list[str], waiting: list[str], before: int, delimiter: str, width: int
) -> Iterator[Row]:
    """The rows that are complete; lines whose quote is still open stay in ``waiting``."""
    for number, line in enumerate(lines, before + 1):
        if not waiting and '"' not in line:
            if line.strip():
                yield row_of(number, line, line.rstrip("\r\n").split(delimiter), width)
            continue
        waiting.append(line)
        yield from _settle(waiting, number, delimiter, width, last=False)


def _settle(
    waiting: list[str], number: int, delimiter: str, width: int, *, last: bool
) -> Iterator[Row]:
    """Give the rows that are complete; give up a line whose quote never closes.

    ``number`` is the line of the last one waiting. Lines that give rows leave ``waiting``.
    """
    while waiting:
        start = number - len(waiting) + 1
        cells, used = _take(waiting, delimiter)
        if used == 0 and not last and len(waiting) < _MAX_ROW_LINES:
            return
        if used and not _swallows(waiting[1:used], cells, delimiter, width):
            text = "".join(waiting[:used])
            if text.strip():
                yield row_of(start, text, cells, width)
            del waiting[:used]
            continue
        line = waiting.pop(0)
        cut = last and not waiting and not line.endswith(("\n", "\r"))
        fault = _cut_off() if cut else CellError("open_quote", "a quote opens and never closes")
        yield Row(line=start, cells=[], fault=fault)


def _take(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The first row of ``lines`` and how many lines it takes; 0 when its quote is still open."""
    still_open = False

    def feed() -> Iterator[str]:
        nonlocal still_open
        yield from lines
        still_open = True  # the reader asks for more only inside of a quote

    reader = csv.reader(feed(), delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:  # a cell beyond the reader's limit: the quote never closed
        return [], 0
    return cells, 0 if still_open else reader.line_num


def _swallows(further: list[str], cells: list[str], delimiter: str, width: int) -> bool:
    """Whether a row of several lines has eaten its neighbours: one of them is a row by itself."""
    if not further:
        return False
    return len(cells) != width or any(line.count(delimiter) >= width - 1 for line in further)


def row_of(number: int, text: str, cells: list[str], width: int) -> Row:
    """Cells as wide as the headers, or what is wrong with them; ``text`` is the line as it stands."""
    if len(cells) == width and "\0" not in text:
        return Row(line=number, cells=cells)
    fault = None
    if "\0" in text:
        fault = CellError("nul_byte", "the row holds NUL bytes, as a damaged file does")
    elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
        fault = CellError(
            "too_many_cells",
            f"the row has {len(cells)} cells under {width} headers; "
            "quote cells that hold the separator",
        )
    elif len(cells) < width and not text.endswith(("\n", "\r")):
        fault = _cut_off()
    return Row(line=number, cells=(cells + [""] * width)[:width], fault=fault)


def _cut_off() -> CellError:
    return CellError("cut_off", "the file ends in the middle of this row; export it again")


def _refuse_other_formats(head: bytes) -> None:
    for magic, title in _MAGIC:
        if head.startswith(magic):
            raise _not_csv(title)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FleetFileError("empty_file", "the file is empty")
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if not head.startswith(_WIDE) and controls * 10 > len(head):
        raise _not_csv("a binary file")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1].decode("latin-1")
    for sign, title in _TEXT_MAGIC:
        if start == sign:
            raise _not_csv(title)


def _not_csv(title: str) -> FleetFileError:
    return FleetFileError(
        "not_a_csv",
        f"the file is {title}, not CSV; export it as CSV (comma, semicolon or tab), XLSX or JSON lines",
    )


def scan(stream: BinaryIO, *, text: bool, wide: bool = False) -> tuple[str, int, bool]:
    """SHA-256, size, and whether all of it is UTF-8. A text must have lines."""
    stream.seek(0)
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    size, utf8 = 0, text and not wide
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if text and len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk:
            raise _not_csv("one endless line")
        if utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                utf8 = False
    stream.seek(0)
    return digest.hexdigest(), size, utf8


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        for line in text:  # noqa: UP028 - "yield from" would close the stream with the generator
            yield line
    finally:
        text.detach()


def _header_line(stream: BinaryIO, encoding: str) -> tuple[int, str]:
    for number, line in enumerate(_lines(stream, encoding), 1):
        # "sep=;" is how Excel is told the separator; it is no header.
        if line.strip() and not line.lower().startswith("sep="):
            return number, line
    raise FleetFileError("empty_file", "the file holds blank lines only")


def _delimiter(header: str) -> str:
    counts = {mark: header.count(mark) for mark in _DELIMITERS}
    return max(counts, key=lambda mark: counts[mark])
