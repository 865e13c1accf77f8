from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.fleet.errors import MissingColumnError
from data.fleet.headers import map_columns
from tests.data.fleet.files import csv_of, iccid, row
from tests.data.fleet.loading import counts, load, sims
from tests.data.fleet.test_presence import ends, presence

STAYS = ("ICCID", "Country", "First seen", "Last seen", "IMEI", "Method")


def stay(number: int, first: str, last: str, **changed: str) -> dict[str, str]:
    values = {"ICCID": iccid(number), "Country": "TR", "First seen": first, "Last seen": last}
    return values | changed


def fleet(store: Engine, now: datetime) -> None:
    """Two SIMs that were never seen."""
    never = {"Last Seen": "", "Country": ""}
    load(store, csv_of(row(1, **never), row(2, **never)), now)


def test_a_file_without_states_and_with_two_ends_lists_stays() -> None:
    assert map_columns(STAYS).stays
    assert map_columns(["ICCID", "MCC", "Session Start", "Session End"]).stays
    assert map_columns(["sim_iccid", "iso_country", "first_at", "last_at"]).stays
    assert not map_columns([*STAYS, "Status"]).stays
    with pytest.raises(MissingColumnError, match="state of the SIM"):
        map_columns(["ICCID", "Country", "Last seen"])


def test_a_sim_may_have_several_stays(store: Engine, now: datetime) -> None:
    fleet(store, now)
    content = csv_of(
        stay(1, "2026-01-01", "2026-01-10"),
        stay(1, "2026-02-01", "2026-02-10", Country="GR"),
        stay(2, "2026-03-01T10:00:00+03:00", "1773136800000"),
        headers=STAYS,
    )
    report = load(store, content, now)
    assert counts(report) == (3, 0, 0, 0)
    assert report.stretches == 3
    assert ends(store) == [
        ("TR", "01-01 00", "01-10 00"),
        ("GR", "02-01 00", "02-10 00"),
        ("TR", "03-01 07", "03-10 10"),
    ]
    assert report.columns["first_at"] == "First seen"


def test_stays_that_overlap_become_one(store: Engine, now: datetime) -> None:
    fleet(store, now)
    content = csv_of(
        stay(1, "2026-01-08", "2026-01-20"),
        stay(1, "2026-01-01", "2026-01-10"),
        headers=STAYS,
    )
    load(store, content, now)
    assert ends(store) == [("TR", "01-01 00", "01-20 00")]
    again = load(store, content, now)
    assert (counts(again), again.stretches) == ((0, 0, 2, 0), 0)


def test_the_sim_moves_to_where_it_was_last(store: Engine, now: datetime) -> None:
    fleet(store, now)
    content = csv_of(
        stay(1, "2026-02-01", "2026-02-10", Country="GR"),
        stay(1, "2026-01-01", "2026-01-10"),
        headers=STAYS,
    )
    load(store, content, now)
    first, second = sims(store)
    assert (first.visited_country, f"{first.last_seen_at:%F}") == ("GR", "2026-02-10")
    assert second.last_seen_at is None


def test_what_is_wrong_with_a_stay_refuses_its_row_alone(store: Engine, now: datetime) -> None:
    fleet(store, now)
    content = csv_of(
        stay(1, "2026-01-10", "2026-01-01"),
        stay(1, "2026-01-01", "2026-01-02", Country=""),
        stay(1, "", "2026-01-02"),
        stay(1, "0000-00-00", "2026-01-02"),
        stay(1, "2027-01-01", "2027-01-02"),
        stay(99, "2026-01-01", "2026-01-02"),
        stay(1, "2026-01-01", "2026-01-02", Country="Atlantis"),
        stay(2, "2026-01-01", "2026-01-02"),
        headers=STAYS,
    )
    report = load(store, content, now)
    assert counts(report) == (1, 0, 0, 7)
    assert {(error.line, error.code) for error in report.errors} == {
        (2, "backwards"),
        (3, "no_place"),
        (4, "no_beginning"),
        (5, "no_beginning"),
        (6, "bad_date"),
        (7, "unknown_sim"),
        (8, "unknown_country"),
    }
    assert len(presence(store)) == 1


def test_zeros_at_the_end_mean_that_it_goes_on_and_nothing_that_it_was_seen_once(
    store: Engine, now: datetime
) -> None:
    fleet(store, now)
    content = csv_of(
        stay(1, "2026-11-01", "0000-00-00 00:00:00"), stay(2, "2026-11-01", ""), headers=STAYS
    )
    load(store, content, now)
    assert ends(store) == [("TR", "11-01 00", "11-16 08"), ("TR", "11-01 00", "11-01 00")]


def test_the_file_says_how_a_stay_is_known(store: Engine, now: datetime) -> None:
    fleet(store, now)
    content = csv_of(
        stay(1, "2026-01-01", "2026-01-02", Method="Registration"),
        stay(1, "2026-02-01", "2026-02-02", Method="CDR"),
        stay(1, "2026-03-01", "2026-03-02"),
        headers=STAYS,
    )
    load(store, content, now)
    assert [one.method for one in presence(store)] == ["registration", "cdr", "asserted"]


def test_a_dry_run_of_stays_counts_and_writes_nothing(store: Engine, now: datetime) -> None:
    fleet(store, now)
    content = csv_of(stay(1, "2026-01-01", "2026-01-02"), headers=STAYS)
    assert load(store, content, now, dry_run=True).stretches == 1
    assert presence(store) == []
    assert sims(store)[0].last_seen_at is None
    assert counts(load(store, content, now, fleet="Nobody's", dry_run=True)) == (0, 0, 0, 1)
