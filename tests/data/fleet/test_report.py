from data.fleet.errors import MissingColumnError, RowError, printable
from data.fleet.report import KEPT, ImportReport, Tally
from data.fleet.store import written_columns


def error(line: int, *, refused: bool = True) -> RowError:
    return RowError(line=line, column="ICCID", code="bad_iccid", message="no", refused=refused)


def report(**changed: object) -> ImportReport:
    values: dict[str, object] = {
        "fleet": "Trackers",
        "fleet_id": 1,
        "import_id": 1,
        "filename": "f.csv",
        "sha256": "0" * 64,
        "dry_run": False,
        "rows": 2,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "warnings": 0,
        "stretches": 0,
        "retired": 0,
        "columns": {"iccid": "ICC", "last_seen": "Last Seen"},
        "ignored": ("Colour",),
        "platform": "",
        "encoding": "utf-8",
        "delimiter": "\t",
        "notes": (),
        "unknown_words": {"PROVISIONED": 12},
        "codes": {"bad_iccid": 1},
        "errors": (error(3),),
        "seconds": 0.5,
    }
    return ImportReport(**(values | changed))  # type: ignore[arg-type]  # given above


def test_faults_are_counted_by_code_and_kind() -> None:
    tally = Tally()
    for line in range(3):
        tally.note(error(line))
    tally.note(error(9, refused=False))
    assert (tally.refused, tally.warnings, tally.codes["bad_iccid"]) == (3, 1, 4)


def test_only_the_first_faults_are_kept_and_all_are_counted() -> None:
    tally = Tally()
    for line in range(KEPT + 5):
        tally.note(error(line))
    assert len(tally.errors) == KEPT
    assert tally.errors[-1].line == KEPT - 1
    assert tally.refused == KEPT + 5


def test_how_the_file_was_read_is_kept_in_words() -> None:
    assert report().mapping() == {
        "iccid": "ICC",
        "last_seen": "Last Seen",
        "ignored": ["Colour"],
        "encoding": "utf-8",
        "separator": "tab",
        "unknown words": ["PROVISIONED (12)"],
    }


def test_the_report_is_plain_values() -> None:
    values = report().as_json()
    assert values["errors"] == [
        {"line": 3, "column": "ICCID", "code": "bad_iccid", "message": "no", "refused": True}
    ]
    assert values["ignored"] == ["Colour"]
    assert values["seconds"] == 0.5


def test_a_file_fills_the_columns_that_it_has_fields_for() -> None:
    least = written_columns({"iccid": 0, "status": 1, "country": 2})
    assert least == (
        "iccid",
        "last_seen_at",
        "native_status",
        "state",
        "visited_country",
        "visited_mcc",
    )
    assert set(written_columns({"imsi": 0})) - set(least) == {"imsi", "home_country"}
    assert "technology" in written_columns({"imsi_2": 0})


def test_a_cell_in_a_message_is_short_and_printable() -> None:
    assert printable("  BR\x00\x1b[2J ") == "BR[2J"
    assert printable("x" * 100) == "x" * 39 + "…"
    assert printable("x" * 100, 5) == "xxxx…"
    assert printable("") == ""


def test_a_missing_column_is_said_in_one_sentence() -> None:
    fault = MissingColumnError("iccid", "ICCID", "ICCID or SIM number", ["A", "", "B\n"])
    assert str(fault) == (
        "the file has no column for the ICCID; name one ICCID or SIM number. "
        "Headers seen: A, (empty), B"
    )
    assert (fault.code, fault.field, fault.seen) == ("missing_column", "iccid", ("A", "", "B\n"))
