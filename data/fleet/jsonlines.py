"""Fleet files of JSON lines (NDJSON): one object per line; nested names are joined with dots."""

import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from data.fleet.csvfile import CsvFile, Progress, Row, scan
from data.fleet.errors import FleetFileError
from data.fleet.identifiers import CellError

#: Names are gathered from so many objects at the beginning.
SAMPLE = 2000
#: No line of a SIM is longer (characters); more is another kind of file.
_LONGEST = 1 << 20


def look_at_lines(stream: BinaryIO) -> CsvFile:
    """Names and facts of a file of JSON lines.

    Raises :class:`FleetFileError` ``not_a_csv`` for JSON in one piece, ``empty_file`` without objects.
    """
    names: dict[str, None] = {}
    objects = 0
    for _, line in islice(_lines(stream), SAMPLE):
        if not names and line.lstrip().startswith("["):
            break
        found = _object(line)
        if found is not None:
            objects += 1
            names |= dict.fromkeys(found)
    if not objects:
        raise FleetFileError(
            "not_a_csv",
            "the file is JSON in one piece; write one object per line (NDJSON), or export CSV",
        )
    sha256, size, _ = scan(stream, text=False)
    return CsvFile(
        stream=stream,
        sha256=sha256,
        size=size,
        encoding="utf-8",
        delimiter="",
        headers=tuple(names),
        first_line=0,
        kind="ndjson",
        notes=("the file was read as JSON lines",),
    )


def read_lines(file: CsvFile, progress: Progress | None) -> Iterator[Row]:
    """One row per line that is not blank."""
    width = [""] * len(file.headers)
    for number, line in _lines(file.stream):
        if progress is not None and number % 5000 == 0:
            progress(file.stream.tell(), file.size)
        found = _object(line)
        if found is None:
            yield Row(line=number, cells=width, fault=_fault(line))
        else:
            yield Row(line=number, cells=[found.get(name, "") for name in file.headers])
    if progress is not None:
        progress(file.size, file.size)


def flatten(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Names and texts of an object: ``{"a": {"b": 1}}`` gives ``a.b`` and ``1``; lists are joined."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        yield name, " ".join(_plain(one) for one in value if not isinstance(one, dict | list))
    else:
        yield name, _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace("\0", "")


def _object(line: str) -> dict[str, str] | None:
    try:
        found = json.loads(line)
        return dict(flatten(found)) if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        return None


def _fault(line: str) -> CellError:
    if not line.endswith("\n"):
        return CellError("cut_off", "the file ends in the middle of this line; export it again")
    return CellError("bad_json", "the line is no JSON object")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    try:
        number = 0
        while line := text.readline(_LONGEST):
            number += 1
            if line.strip():
                yield number, line
    finally:
        text.detach()
