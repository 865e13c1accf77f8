import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from stdnum import luhn

from data.db import reading
from data.fleet import importing
from data.fleet.errors import FleetFileError, MissingColumnError
from data.fleet.importing import import_csv
from data.fleet.report import ImportReport
from data.models import Fleet, FleetImport, FleetImportError, Sim
from tests.data.fleet.files import HEADERS, csv_of, iccid, row


def load(
    store: Engine,
    content: bytes,
    now: datetime,
    *,
    fleet: str = "Trackers",
    dry_run: bool = False,
    platform: str = "",
) -> ImportReport:
    return import_csv(
        store,
        io.BytesIO(content),
        fleet=fleet,
        filename="fleet.csv",
        now=now,
        dry_run=dry_run,
        platform=platform,
    )


def sims(store: Engine) -> list[Sim]:
    with reading(store) as session:
        return list(session.exec(select(Sim).order_by(Sim.iccid_key)))


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.refused


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
    assert (error.line, error.code) == (4, "duplicate_in_file")
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


# Files as a whole


def test_a_missing_column_refuses_the_file_and_writes_nothing(store: Engine, now: datetime) -> None:
    headers = tuple(header for header in HEADERS if header != "Country")
    with pytest.raises(MissingColumnError, match="visited country") as caught:
        load(store, csv_of(row(1), headers=headers), now)
    assert caught.value.field == "country"
    with reading(store) as session:
        assert session.exec(select(Fleet)).all() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"PK\x03\x04", "not_a_csv"), (b"", "empty_file"), (b"1,2,3\n4,5,6\n", "missing_column")],
)
def test_a_file_that_is_no_fleet_is_refused(
    sqlite_store: Engine, now: datetime, content: bytes, code: str
) -> None:
    with pytest.raises(FleetFileError) as caught:
        load(sqlite_store, content, now)
    assert caught.value.code == code


def test_an_unknown_platform_is_refused(sqlite_store: Engine, now: datetime) -> None:
    with pytest.raises(FleetFileError) as caught:
        load(sqlite_store, csv_of(row(1)), now, platform="acme")
    assert caught.value.code == "unknown_platform"


def test_headers_without_rows_are_an_import_of_nothing(sqlite_store: Engine, now: datetime) -> None:
    assert counts(load(sqlite_store, csv_of(), now)) == (0, 0, 0, 0)


def test_a_path_is_imported_with_progress(
    sqlite_store: Engine, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_bytes(csv_of(row(1)))
    seen: list[tuple[int, int]] = []
    import_csv(
        sqlite_store,
        path,
        fleet="Trackers",
        filename=path.name,
        now=now,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


# How a file was read


def notes(store: Engine, now: datetime, *rows: dict[str, str], **given: str) -> tuple[str, ...]:
    return load(store, csv_of(*rows), now, **given).notes  # type: ignore[arg-type]  # plain words


def test_moments_without_a_zone_are_said_once(sqlite_store: Engine, now: datetime) -> None:
    naive = [row(number, Last_Seen="2026-11-15 07:30:00") for number in range(5)]
    assert notes(sqlite_store, now, *naive) == ("5 moments without a time zone were taken as UTC",)


def test_the_order_of_days_is_said_where_it_matters(sqlite_store: Engine, now: datetime) -> None:
    us = [row(1, Last_Seen="11/10/2026"), row(2, Last_Seen="11/14/2026")]
    assert "days were read as month/day/year" in notes(sqlite_store, now, *us)
    assert sims(sqlite_store)[0].last_seen_at == datetime(2026, 11, 10, tzinfo=UTC)
    unclear = notes(sqlite_store, now, row(3, Last_Seen="03/04/2026"))
    assert any("nothing in the file shows their order" in note for note in unclear)


def test_the_platform_found_out_is_said(sqlite_store: Engine, now: datetime) -> None:
    cisco = [row(1, SIM_Status="Test Ready"), row(2, SIM_Status="Deactivated")]
    assert "status words were read as those of Cisco IoT Control Center" in notes(
        sqlite_store, now, *cisco
    )
    assert [sim.state for sim in sims(sqlite_store)] == ["test", "suspended"]


def test_a_platform_that_is_named_settles_the_words(sqlite_store: Engine, now: datetime) -> None:
    report = load(sqlite_store, csv_of(row(1, SIM_Status="inactive")), now, platform="soracom")
    assert report.unknown_words == {}
    assert sims(sqlite_store)[0].state == "suspended"


def test_words_that_nobody_explains_are_reported(sqlite_store: Engine, now: datetime) -> None:
    report = load(sqlite_store, csv_of(row(1, SIM_Status="PROVISIONED")), now)
    assert report.unknown_words == {"PROVISIONED": 1}
    assert sims(sqlite_store)[0].state == "unknown"


def test_other_encodings_are_said(sqlite_store: Engine, now: datetime) -> None:
    content = csv_of(row(1, Country="Brésil")).decode().encode("cp1252")
    report = load(sqlite_store, content, now)
    assert report.notes == ("the file is not UTF-8; it was read as Windows-1252",)
    assert sims(sqlite_store)[0].visited_country == "BR"


def test_a_header_that_stands_twice_is_said(sqlite_store: Engine, now: datetime) -> None:
    assert notes(sqlite_store, now, row(1)) == ()
    report = load(sqlite_store, csv_of(row(1), headers=(*HEADERS, "ICCID")), now)
    assert report.notes == ("the column ICCID stands twice; the first is read",)
