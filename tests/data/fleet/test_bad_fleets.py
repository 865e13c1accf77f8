"""The table of wrong files, held on both stores. ``python -m tests.bad_fleets`` prints it."""

import pytest
from sqlalchemy import Engine

from data.db import reading
from data.fleet.errors import FleetFileError
from data.queries.exposure_history import live_on
from tests.bad_fleets import bad_files
from tests.data.fleet.loading import sims
from tests.fleet_outcomes import NOW, BadFile, happen, promised, told


@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.title)
def test_a_wrong_file_does_what_the_table_says(store: Engine, bad: BadFile) -> None:
    outcome = happen(store, bad, fleet="Trackers")
    assert promised(bad, outcome), told(outcome)
    if isinstance(outcome, FleetFileError):
        assert bad.before or sims(store) == []
        return
    assert sum((outcome.added, outcome.changed, outcome.unchanged, outcome.refused)) == outcome.rows
    with reading(store) as session:
        assert live_on(session, NOW.date()) is not None


def test_the_table_has_each_kind_of_fault_that_was_promised() -> None:
    titles = " ".join(bad.title for bad in bad_files())
    for word in ("scientific", "leading", "check digit", "twice", "contradict", "time zones",
                 "overlap", "backwards", "epoch", "0000-00-00", "does not exist", "901",
                 "gigabytes", "cut off", "ZIP", "formulas"):  # fmt: skip
        assert word in titles
