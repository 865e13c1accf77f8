"""Whatever a file holds, its plain rows are read at once as the careful reader would read them one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, select

from data.db import reading
from data.fleet.csvfile import Row
from data.fleet.headers import map_columns
from data.fleet.identifiers import CellError
from data.fleet.plain import PlainReader
from data.fleet.report import ImportReport
from data.fleet.rows import RowReader
from data.fleet.states import words_of
from data.fleet.unchanged import lasts
from data.fleet.values import FileHabits, SimColumns, SimValues
from data.models import ExposureDay, FleetImportError, Presence, Sim, SimCount
from tests.data.fleet.files import csv_of, iccid
from tests.data.fleet.loading import load
from tests.data.fleet.test_identity import eid

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
#: For each column, cells that are plain, then cells that are not, or only look so.
CELLS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "ICCID": (
        [iccid(n) for n in range(6)] + [iccid(n, length=18) for n in range(3)],
        ["", iccid(1)[:-1], iccid(2)[:-1] + "x", "8.94E+19", "89490200000000000000", f" {iccid(3)} ",
         iccid(1)[:15] + "0000", iccid(4)[:-1] + "٣", "8949", iccid(1, checked=False, length=18)],
    ),
    "IMSI": (["262010000000001", "90140510000001", ""], ["999991234567890", "1", "2.6E+14", " "]),
    "IMSI 2": (["", "204980000000001"], ["204980000000001,262010000000001", "7", " ", "20498 3"]),
    "IMSI 3": (["", "204980000000002", "204980000000001"], ["2049800000000x1"]),
    "MSISDN": (["491512345678", ""], ["+49 151 2345678", "12", "four", "4.9E+11"]),
    "IMEI": (
        ["490154203237518", "", "49015420323751", "4901542032375101"],
        ["490154203237519", "000000000000000", "00000000000000", "49-015420-323751-8", "imei"],
    ),
    "EID": (["", eid(1), eid(2)], [eid(1)[:-1] + "7", "89", "x" * 32, "٣" * 32]),
    "Status": (["Active", "suspended"], ["", "Wobbly", "ACTIVE ", "active\x07"]),
    "Country": (["BR", "", "Germany"], ["Atlantis", "724", "N/A", " tr "]),
    "MCC": (["", "724"], ["286", "123", "901", "72405", "0"]),
    "Date Activated": (
        ["2025-03-01", "", "2025-03-01T07:00:00+02:00"],
        ["0000-00-00", "1.2.2025", "never", "2025-13-01", "1970-01-01", "1764547200", "soon"],
    ),
    "Last Session Start": (
        ["2026-11-15T07:30:00Z", "2026-11-15T09:30:00.250+02:00", ""],
        ["2026-11-15 07:30:00", "0000-00-00", "never", "2027-11-15T07:30:00Z", "1763191800000",
         "15.11.2026 07:30", "2026-11-16T08:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59",
         "2-11-0", "yesterday"],
    ),
    "Last Session End": (
        ["2026-11-15T08:30:00Z", ""],
        ["0000-00-00 00:00:00", "-", "2026-11-15T08:30", "2026-11-16T08:00:00Z", "later"],
    ),
    "Technology": (["SGP.32", "", "single"], ["eSIM", "magic", "  "]),
}  # fmt: skip
HEADERS = tuple(CELLS)
rows = st.fixed_dictionaries(
    {
        name: st.sampled_from([*plain] * 3 + [*odd]) | st.just(plain[0])
        for name, (plain, odd) in CELLS.items()
    }
)
files = st.lists(rows, min_size=1, max_size=25)


def habits(*, checked: bool, day_first: bool) -> FileHabits:
    return FileHabits(
        words=words_of("", detected=True), nineteen_checked=checked, day_first=day_first
    )


def carefully(reader: RowReader, row: Row, mark: int) -> tuple[SimValues | None, bool]:
    """What the careful reader says, with the row's mark; and whether nothing was to be said of the row."""
    naive = reader.naive_moments
    values = reader.read(row)
    silent = not reader.faults and naive == reader.naive_moments
    if values is not None and silent and lasts(values, NOW):
        values = values._replace(row_mark=mark)
    return values, not reader.faults


@given(files, st.booleans(), st.booleans(), st.sets(st.sampled_from(HEADERS[4:]), max_size=3))
def test_a_row_that_is_read_as_plain_is_read_as_by_the_careful_reader(
    file: list[dict[str, str]], checked: bool, day_first: bool, missing: set[str]
) -> None:
    needed = {"Status", "Country", "Last Session Start"}
    headers = [name for name in HEADERS if name not in missing - needed]
    columns, ways = map_columns(headers), habits(checked=checked, day_first=day_first)
    lines = [
        Row(line=line, cells=[cells[name] for name in headers]) for line, cells in enumerate(file)
    ]
    marks = list(range(1, len(lines) + 1))
    reader, quick = RowReader(columns, ways, now=NOW), PlainReader(columns, ways, now=NOW)
    naive = 0
    values, odd = quick.read(lines, marks)
    for place, (row, mark, found) in enumerate(zip(lines, marks, values.rows(), strict=True)):
        before = reader.naive_moments
        told, silent = carefully(reader, row, mark)
        if place not in odd:
            assert found == told
            assert silent
            naive += reader.naive_moments - before
    assert quick.naive_moments == naive


def test_a_good_row_is_plain_and_a_broken_one_is_not() -> None:
    columns = map_columns(HEADERS)
    good = [plain[0] for plain, _ in CELLS.values()]
    lines = [Row(line=2, cells=good), Row(line=3, cells=[], fault=CellError("cut_off", "ends"))]
    quick = PlainReader(columns, habits(checked=True, day_first=True), now=NOW)
    values, odd = quick.read(lines, [5, 0])
    first, _ = values.rows()
    assert (first.iccid, first.row_mark, first.state) == (iccid(0), 5, "active")
    assert odd == {1}


def slowly(
    _self: PlainReader, lines: Sequence[Row], _marks: Sequence[int]
) -> tuple[SimColumns, set[int]]:
    """Nothing is plain."""
    return SimColumns([[""] * len(lines)] * len(SimValues._fields)), {*range(len(lines))}


def said(rows: Sequence[SQLModel], *but: str) -> list[str]:
    """What rows hold, in an order of their own."""
    return sorted(repr(sorted(row.model_dump(exclude={*but}).items())) for row in rows)


def stored(store: Engine, report: ImportReport) -> dict[str, Any]:
    """All that an import left, but for numbers that the store gives."""
    fleet, number = report.fleet_id, report.import_id
    with reading(store) as session:
        mine = session.exec(select(Sim).where(Sim.fleet_id == fleet).order_by(col(Sim.id))).all()
        stays = select(Sim.iccid_key, Presence).join(Presence, col(Presence.sim_id) == col(Sim.id))
        found = session.exec(stays.where(Sim.fleet_id == fleet)).all()
        faults = select(FleetImportError).where(FleetImportError.import_id == number)
        counts = select(SimCount).where(SimCount.fleet_id == fleet)
        days = select(ExposureDay).where(ExposureDay.fleet_id == fleet)
        return {
            "order": [sim.iccid_key for sim in mine],
            "sims": said(mine, "id", "fleet_id"),
            "stays": sorted((key, *said([stay], "id", "sim_id")) for key, stay in found),
            "faults": said(session.exec(faults).all(), "id", "import_id"),
            "counts": said(session.exec(counts).all(), "fleet_id"),
            "days": said(session.exec(days).all(), "fleet_id"),
        }


def outcome(store: Engine, contents: Sequence[bytes]) -> list[Any]:
    """What each of these files leaves in a fleet that is new for them, and what its report says."""
    fleet, found = uuid4().hex, list[Any]()
    for number, content in enumerate(contents):
        report = load(store, content, NOW + timedelta(days=number), fleet=fleet)
        told = report.as_json()
        for name in ("fleet", "fleet_id", "import_id", "seconds"):
            del told[name]
        found += [told, stored(store, report)]
    return found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files, files)
def test_any_file_and_the_next_one_leave_the_same_read_at_once_or_row_by_row(
    store: Engine, first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    contents = [csv_of(*first, headers=HEADERS, delimiter=";")]
    contents.append(csv_of(*first[::2], *second, headers=HEADERS, delimiter=";"))
    quick = outcome(store, contents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainReader, "read", slowly)
        careful = outcome(store, contents)
    assert quick == careful
