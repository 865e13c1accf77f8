from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from stdnum import luhn

from data.db import reading
from data.fleet import importing
from data.models import Fleet, FleetImport, FleetImportError
from tests.data.fleet.files import HEADERS, csv_of, iccid, row
from tests.data.fleet.loading import counts, load, sims


def test_good_rows_become_sims(store: Engine, now: datetime) -> None:
    report = load(store, csv_of(row(1), row(2, Country="Türkiye", IMSI="901405100000001")), now)
    assert counts(report) == (2, 0, 0, 0)
    first, second = sims(store)
    assert (first.iccid, first.iccid_key) == (iccid(1), iccid(1)[:-1])
    assert (first.state, first.native_status, first.technology) == (
        "active",
        "Active",
        "euicc_sgp32",
    )
    assert (first.home_country, first.visited_country) == ("DE", "BR")
    assert first.last_seen_at == datetime(2026, 11, 15, 7, 30, tzinfo=UTC)
    assert (second.home_country, second.visited_country) == ("901", "TR")


def test_bad_rows_are_named_and_good_ones_kept(store: Engine, now: datetime) -> None:
    report = load(
        store,
        csv_of(row(1), row(2, ICCID="8.91E+19"), row(3, Country="Atlantis"), row(4)),
        now,
    )
    assert counts(report) == (2, 0, 0, 2)
    assert report.codes == {"iccid_scientific": 1, "unknown_country": 1}
    assert [(error.line, error.column, error.code) for error in report.errors] == [
        (3, "ICCID", "iccid_scientific"),
        (4, "Country", "unknown_country"),
    ]
    assert len(sims(store)) == 2
    with reading(store) as session:
        kept = session.exec(select(FleetImportError).order_by(col(FleetImportError.line))).all()
    assert [(error.line, error.code, error.refused) for error in kept] == [
        (3, "iccid_scientific", True),
        (4, "unknown_country", True),
    ]


def test_importing_the_same_file_again_changes_nothing(store: Engine, now: datetime) -> None:
    content = csv_of(*(row(number) for number in range(30)))
    load(store, content, now)
    before = [sim.model_dump() for sim in sims(store)]
    report = load(store, content, now + timedelta(days=1))
    assert counts(report) == (0, 0, 30, 0)
    assert [sim.model_dump() for sim in sims(store)] == before


def test_a_changed_row_changes_its_sim_alone(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    later = now + timedelta(days=1)
    report = load(store, csv_of(row(1), row(2, Country="TR", **{"SIM Status": "Suspended"})), later)
    assert counts(report) == (0, 1, 1, 0)
    first, second = sims(store)
    assert (first.updated_at, second.updated_at) == (now, later)
    assert (second.visited_country, second.state) == ("TR", "suspended")


def test_a_sim_that_is_missing_from_a_later_file_stays(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    load(store, csv_of(row(1)), now)
    assert len(sims(store)) == 2


def test_what_a_file_has_no_column_for_stays_as_it_was(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now)
    short = tuple(header for header in HEADERS if header not in ("IMSI", "Technology"))
    report = load(store, csv_of(row(1), headers=short), now)
    assert counts(report) == (0, 0, 1, 0)
    (sim,) = sims(store)
    assert (sim.home_country, sim.technology) == ("DE", "euicc_sgp32")


def test_two_fleets_may_hold_the_same_sim(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now, fleet="Trackers")
    assert counts(load(store, csv_of(row(1)), now, fleet="Meters")) == (1, 0, 0, 0)


def test_a_sim_that_stands_twice_in_a_file_is_taken_once(store: Engine, now: datetime) -> None:
    report = load(store, csv_of(row(1), row(2), row(1, Country="TR")), now)
    assert counts(report) == (2, 0, 0, 1)
    (error,) = report.errors
    assert (error.line, error.code) == (4, "contradiction")
    assert "line 2" in error.message
    assert sims(store)[0].visited_country == "BR"


def test_a_wrong_check_digit_is_a_warning(store: Engine, now: datetime) -> None:
    right = iccid(1)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    report = load(store, csv_of(row(1, ICCID=wrong)), now)
    assert counts(report) == (1, 0, 0, 0)
    assert (report.warnings, report.codes) == (1, {"bad_check_digit": 1})


# ICCIDs in several forms


def test_a_sim_is_found_again_without_its_check_digit(store: Engine, now: datetime) -> None:
    load(store, csv_of(*(row(number) for number in range(1, 21))), now)
    bare = [row(number, ICCID=iccid(number, checked=False)) for number in range(1, 21)]
    report = load(store, csv_of(*bare), now)
    assert counts(report) == (0, 0, 20, 0)
    assert report.notes == ("ICCIDs of 19 digits were taken as without their check digit",)
    assert sims(store)[0].iccid == iccid(1)


def test_a_sim_is_found_again_with_its_check_digit(store: Engine, now: datetime) -> None:
    bare = [row(number, ICCID=iccid(number, checked=False)) for number in range(1, 21)]
    load(store, csv_of(*bare), now)
    report = load(store, csv_of(*(row(number) for number in range(1, 21))), now)
    assert counts(report) == (0, 20, 0, 0)
    assert len(sims(store)) == 20
    assert sims(store)[0].iccid == iccid(1)


def test_a_single_bare_number_that_passes_the_check_by_chance_is_found_again(
    store: Engine, now: datetime
) -> None:
    lucky = iccid(7, length=18)  # 19 digits; alone in its file it looks like 18 and a check digit
    load(store, csv_of(row(1, ICCID=lucky)), now)
    assert sims(store)[0].iccid_key == lucky[:-1]
    full = lucky + luhn.calc_check_digit(lucky)
    assert counts(load(store, csv_of(row(1, ICCID=full)), now)) == (0, 1, 0, 0)
    (sim,) = sims(store)
    assert sim.iccid == full


# Dry run


def test_a_dry_run_counts_and_writes_nothing(store: Engine, now: datetime) -> None:
    report = load(store, csv_of(row(1), row(2, ICCID="")), now, dry_run=True)
    assert counts(report) == (1, 0, 0, 1)
    assert (report.fleet_id, report.import_id, report.dry_run) == (None, None, True)
    with reading(store) as session:
        assert session.exec(select(Fleet)).all() == []
        assert session.exec(select(FleetImport)).all() == []
    assert sims(store) == []


def test_a_dry_run_on_a_fleet_says_what_would_change(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    report = load(store, csv_of(row(1), row(2, Country="TR"), row(3)), now, dry_run=True)
    assert counts(report) == (1, 1, 1, 0)
    assert sims(store)[1].visited_country == "BR"


# The record of the import


def test_an_import_leaves_a_record(store: Engine, now: datetime) -> None:
    report = load(store, csv_of(row(1), row(2, ICCID="")), now)
    with reading(store) as session:
        record = session.get_one(FleetImport, report.import_id)
    assert (record.filename, record.sha256) == ("fleet.csv", report.sha256)
    assert (record.rows, record.added, record.refused) == (2, 1, 1)
    assert record.started_at == now
    assert record.finished_at is not None
    assert record.mapping["iccid"] == "ICCID"
    assert record.mapping["separator"] == "comma"


def test_warnings_beyond_a_thousand_of_a_kind_are_counted_only(
    store: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "STORED_WARNINGS", 5)
    report = load(store, csv_of(*(row(number, IMSI="1") for number in range(12))), now)
    assert report.codes == {"bad_imsi": 12}
    with reading(store) as session:
        assert len(session.exec(select(FleetImportError)).all()) == 5


def test_every_refused_row_is_kept_however_many(
    store: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    report = load(store, csv_of(*(row(number, ICCID="") for number in range(35))), now)
    assert counts(report) == (0, 0, 0, 35)
    with reading(store) as session:
        lines = [error.line for error in session.exec(select(FleetImportError))]
    assert sorted(lines) == list(range(2, 37))


def test_a_file_of_several_batches_goes_in_whole(
    store: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 7)
    content = csv_of(*(row(number) for number in range(50)))
    assert counts(load(store, content, now)) == (50, 0, 0, 0)
    assert counts(load(store, content, now)) == (0, 0, 50, 0)


def test_the_report_goes_into_json(sqlite_store: Engine, now: datetime) -> None:
    report = load(sqlite_store, csv_of(row(1), row(2, ICCID="8.91E+19")), now)
    values = report.as_json()
    assert values["rows"] == values["added"] + values["refused"] == 2
    assert values["errors"][0]["code"] == "iccid_scientific"
    assert values["columns"]["country"] == "Country"
