"""A file that comes again is passed over where it is as it was; what is kept is as if all were read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.fleet.headers import map_columns
from data.fleet.plain import PlainReader
from data.fleet.rows import RowReader
from data.fleet.unchanged import fingerprint, marks_of
from data.fleet.values import FileHabits
from data.words import SimState
from tests.data.fleet.files import HEADERS, csv_of, row
from tests.data.fleet.loading import counts, load, sims
from tests.data.fleet.test_identity import CHIPS, chip
from tests.data.fleet.test_retiring import whole
from tests.data.test_counting import counted, kept

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FIVE = csv_of(*(row(number) for number in range(5)))


@pytest.fixture
def lines_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines that one of the readers took apart; they go on to read them."""
    lines: list[int] = []
    read, read_plain = RowReader.read, PlainReader.read

    def noting(self: RowReader, one: Any) -> Any:
        if one.line not in lines:
            lines.append(one.line)
        return read(self, one)

    def noting_plain(self: PlainReader, rows: Any, marks: Any) -> Any:
        lines.extend(one.line for one in rows)
        return read_plain(self, rows, marks)

    monkeypatch.setattr(RowReader, "read", noting)
    monkeypatch.setattr(PlainReader, "read", noting_plain)
    return lines


def test_only_what_differs_is_read(store: Engine, lines_read: list[int]) -> None:
    load(store, FIVE, NOW)
    assert lines_read == [2, 3, 4, 5, 6]
    lines_read.clear()
    assert counts(load(store, FIVE, LATER)) == (0, 0, 5, 0)
    assert lines_read == []
    moved = csv_of(*(row(n, Country="TR" if n == 3 else "BR") for n in range(6)))
    assert counts(load(store, moved, LATER)) == (1, 1, 4, 0)
    assert lines_read == [5, 7]
    assert kept(store) == counted(store)


def test_a_dry_run_passes_over_as_well(store: Engine, lines_read: list[int]) -> None:
    load(store, FIVE, NOW, dry_run=True)
    load(store, FIVE, NOW)
    lines_read.clear()
    assert counts(load(store, FIVE, LATER, dry_run=True)) == (0, 0, 5, 0)
    assert lines_read == []


def test_a_full_list_names_what_it_passes_over(store: Engine) -> None:
    load(store, FIVE, NOW)
    report = whole(store, LATER, csv_of(*(row(number) for number in range(4))))
    assert (report.unchanged, report.retired) == (4, 1)
    assert counts(load(store, FIVE, LATER)) == (0, 1, 4, 0), "the retired one is read and is back"
    assert {sim.state for sim in sims(store)} == {"active"}


def test_another_fleet_knows_nothing(store: Engine) -> None:
    load(store, FIVE, NOW)
    assert counts(load(store, FIVE, NOW, fleet="Meters")) == (5, 0, 0, 0)


def test_what_another_file_changed_is_changed_back(store: Engine) -> None:
    load(store, FIVE, NOW)
    other = csv_of(row(2, Country="TR"), headers=(*HEADERS, "Note"))
    assert counts(load(store, other, NOW)) == (0, 1, 0, 0)
    assert counts(load(store, FIVE, NOW)) == (0, 1, 4, 0)
    assert {sim.visited_country for sim in sims(store)} == {"BR"}


def test_a_stay_that_moved_a_sim_takes_its_mark(store: Engine) -> None:
    load(store, FIVE, NOW)
    stay = {"ICCID": row(1)["ICCID"], "Country": "TR"}
    stay |= {"Session Start": "2026-11-15T20:00:00Z", "Session End": "2026-11-15T21:00:00Z"}
    names = ("ICCID", "Country", "Session Start", "Session End")
    load(store, csv_of(stay, headers=names), NOW)
    moved = [sim.visited_country for sim in sims(store)].count("TR")
    assert counts(load(store, FIVE, NOW)) == (0, moved, 5 - moved, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"Last Seen": "2026-11-15 07:30:00"},
        {"SIM Status": "zzz"},
        {"IMSI": "12"},
        {"Technology": "eSIM"},
    ],
)
def test_what_was_said_of_a_row_is_said_again(store: Engine, said: dict[str, str]) -> None:
    content = csv_of(row(1), row(2) | said)
    first, second = load(store, content, NOW), load(store, content, LATER)
    assert (first.warnings, first.notes) == (second.warnings, second.notes)
    assert (first.codes, first.unknown_words) == (second.codes, second.unknown_words)


def test_repetitions_are_told_as_before(store: Engine) -> None:
    content = csv_of(row(1), row(1), row(1, Country="TR"), row(2))
    first, second = load(store, content, NOW), load(store, content, LATER)
    assert counts(second) == (0, 0, 2, 2)
    assert [fault.as_json() for fault in first.errors] == [f.as_json() for f in second.errors]


def test_an_euicc_is_not_taken_from_a_sim_that_was_passed_over(store: Engine) -> None:
    load(store, csv_of(chip(1, 1), row(5), headers=CHIPS), NOW)
    for rows in ((chip(1, 1), chip(1, 77)), (chip(1, 77), chip(1, 1))):
        report = load(store, csv_of(*rows, headers=CHIPS), LATER, dry_run=True)
        assert report.codes == {"duplicate_eid": 1}
        assert report.errors[0].line == 3


def test_a_changed_way_of_reading_reads_all(store: Engine, lines_read: list[int]) -> None:
    load(store, FIVE, NOW)
    lines_read.clear()
    load(store, FIVE, NOW, platform="emnify")
    assert lines_read == [2, 3, 4, 5, 6]


def test_a_fingerprint_is_of_headers_and_habits() -> None:
    columns, other = map_columns(HEADERS), map_columns((*HEADERS, "Note"))
    words = FileHabits(words={"live": SimState.ACTIVE})
    ways = [FileHabits(), FileHabits(day_first=False), FileHabits(nineteen_checked=False), words]
    prints = {fingerprint(columns, way) for way in ways} | {fingerprint(other, FileHabits())}
    assert len(prints) == len(ways) + 1


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_different_cells_have_different_marks(one: list[str], other: list[str]) -> None:
    key = b"k" * 32
    marks = marks_of([one, other], key).tolist()
    assert -(2**63) <= marks[0] < 2**63
    assert marks == [*marks_of([one], key), *marks_of([other], key)]
    assert (marks[0] == marks[1]) == (one == other) or 0 in marks
    assert (marks[0] == 0) == any("\0" in cell for cell in one)
