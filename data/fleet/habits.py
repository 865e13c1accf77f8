"""How a file writes what can be written in two ways, judged by its first rows; and saying so."""

from itertools import islice

from data.fleet.csvfile import CsvFile
from data.fleet.dates import day_comes_first, has_ambiguous
from data.fleet.errors import printable
from data.fleet.headers import Columns
from data.fleet.identifiers import nineteen_are_checked
from data.fleet.opening import rows_of
from data.fleet.states import detect_platform, title, words_of
from data.fleet.values import FileHabits

#: Rows at the beginning from which a file's habits are read.
SAMPLE = 2000


def read_habits(file: CsvFile, columns: Columns, platform: str) -> FileHabits:
    """How the file writes dates, ICCIDs and states, judged by its first rows."""
    rows = [row.cells for row in islice(rows_of(file), SAMPLE) if row.fault is None]
    moments = [*columns.seen, *columns.session_end]
    if "activated" in columns.fields:
        moments.append(columns.fields["activated"])
    dates = [cells[place] for cells in rows for place in moments]
    if columns.stays and columns.start is not None and columns.end is not None:
        moments += [columns.start, columns.end]
    status = columns.fields.get("status")
    words = {cells[status] for cells in rows} if status is not None else set()
    found = platform or detect_platform(columns.headers, words)
    order = day_comes_first(dates)
    return FileHabits(
        day_first=order is not False,
        order_shown=order is not None or not has_ambiguous(dates),
        nineteen_checked=nineteen_are_checked([c[columns.fields["iccid"]] for c in rows]),
        platform=found,
        words=words_of(found, detected=not platform),
    )


def file_notes(
    file: CsvFile, columns: Columns, habits: FileHabits, naive_moments: int
) -> tuple[str, ...]:
    """What somebody should know of how the file was read, one sentence each."""
    notes = list(file.notes) + [
        f"the column {printable(header)} stands twice; the first is read"
        for header in columns.repeated
    ]
    if file.encoding == "cp1252":
        notes.append("the file is not UTF-8; it was read as Windows-1252")
    if habits.platform:
        notes.append(f"status words were read as those of {title(habits.platform)}")
    if not habits.day_first:
        notes.append("days were read as month/day/year")
    elif not habits.order_shown:
        notes.append("days were read as day/month/year; nothing in the file shows their order")
    if not habits.nineteen_checked:
        notes.append("ICCIDs of 19 digits were taken as without their check digit")
    if naive_moments:
        notes.append(f"{naive_moments} moments without a time zone were taken as UTC")
    return tuple(notes)
