"""Tables to take away as CSV, and to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

#: Characters that are gathered before they go out.
_PIECE = 1 << 16


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whoever wrote it (OWASP, CSV injection)."""
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" else cell


def csv_lines(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The table in pieces, every cell :func:`harmless`; ``rows`` are read as they are asked for."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(harmless, row))
        if buffer.tell() > _PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def csv_file(name: str, lines: Iterator[str]) -> Response:
    """An answer that a browser keeps under this name, and nobody on the way keeps at all."""
    answer = Response(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
