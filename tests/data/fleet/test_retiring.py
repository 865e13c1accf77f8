import io
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from data.fleet.importing import import_csv
from data.fleet.report import ImportReport
from data.fleet.retiring import MISSING, doubt
from tests.data.fleet.files import csv_of, row
from tests.data.fleet.loading import load, sims
from tests.data.test_counting import counted, kept


def full(store: Engine, now: datetime, *numbers: int, **options: Any) -> ImportReport:
    content = csv_of(*(row(number) for number in numbers))
    return whole(store, now, content, **options)


def whole(store: Engine, now: datetime, content: bytes, **options: Any) -> ImportReport:
    stream = io.BytesIO(content)
    return import_csv(
        store, stream, fleet="Trackers", filename="fleet.csv", now=now, full=True, **options
    )


def states(store: Engine) -> str:
    """One letter per SIM: a(ctive) or t(erminated)."""
    return "".join(sim.state[0] for sim in sims(store))


def test_what_a_full_list_does_not_name_is_retired(store: Engine, now: datetime) -> None:
    load(store, csv_of(*(row(number) for number in range(5))), now)
    report = full(store, now, 0, 1, 2, 9)
    assert (report.added, report.retired) == (1, 2)
    assert states(store) == "aaatta"
    assert sims(store)[3].native_status == MISSING
    assert kept(store) == counted(store)


def test_a_list_of_less_than_half_retires_none_unless_somebody_confirms(
    store: Engine, now: datetime
) -> None:
    load(store, csv_of(*(row(number) for number in range(5))), now)
    report = full(store, now, 0, 1)
    assert report.retired == 0
    assert report.notes[0].startswith("the file names 2 of 5 SIMs, less than half")
    assert states(store) == "aaaaa"
    assert full(store, now, 0, 1, confirmed=True).retired == 3
    assert states(store) == "aattt"


def test_new_sims_do_not_make_a_part_a_full_list(store: Engine, now: datetime) -> None:
    load(store, csv_of(*(row(number) for number in range(5))), now)
    report = full(store, now, 0, *range(20, 23))
    assert (report.retired, "t" in states(store)) == (0, False)


def test_a_refused_row_may_be_of_a_missing_sim(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(0), row(1), row(2)), now)
    content = csv_of(row(0), row(1), row(2, Country="Atlantis"))
    report = whole(store, now, content)
    assert report.retired == 0
    assert "1 rows were refused" in report.notes[0]
    assert states(store) == "aaa"


def test_a_retired_sim_comes_back_with_the_file_that_names_it(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(0), row(1), row(2)), now)
    full(store, now, 0, 1)
    full(store, now, 0, 1, 2)
    assert states(store) == "aaa"
    assert kept(store) == counted(store)


def test_other_fleets_stay_as_they_are(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(0), row(1)), now, fleet="Meters")
    load(store, csv_of(row(5), row(6), row(7)), now)
    assert full(store, now, 5, 6).retired == 1
    assert states(store) == "aaaat"


def test_a_dry_run_says_how_many_it_would_retire(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(0), row(1), row(2)), now)
    assert full(store, now, 0, 1, dry_run=True).retired == 1
    assert states(store) == "aaa"


@pytest.mark.parametrize(
    ("kept_", "missing", "refused", "doubts"),
    [(5, 0, 9, False), (5, 5, 0, False), (4, 5, 0, True), (9, 1, 1, True), (0, 0, 0, False)],
)
def test_there_is_a_doubt_when_half_is_missing_or_rows_were_refused(
    kept_: int, missing: int, refused: int, doubts: bool
) -> None:
    assert bool(doubt(kept=kept_, missing=missing, refused=refused)) is doubts
