from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.fleet.csvfile import Row
from data.fleet.errors import RowError
from data.fleet.headers import map_columns
from data.fleet.identifiers import CellError
from data.fleet.rows import RowReader
from data.fleet.states import words_of
from data.fleet.values import FileHabits, SimValues
from data.words import SimState, SimTechnology
from tests.data.fleet.files import iccid

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
WRONG = iccid(1)[:-1] + str((int(iccid(1)[-1]) + 1) % 10)
GOOD = {
    "ICCID": iccid(1),
    "IMSI": "262010000000001",
    "IMSI 2": "",
    "MSISDN": "491512345678",
    "IMEI": "490154203237518",
    "EID": "",
    "Status": "Active",
    "Country": "BR",
    "MCC": "",
    "Activated": "2025-03-01",
    "Last Seen": "2026-11-15T07:30:00Z",
    "Session End": "",
    "Technology": "SGP.32",
}
HEADERS = [*GOOD, "Date Activated"]
HEADERS.remove("Activated")


def reader(**habits: Any) -> RowReader:
    given = {"words": words_of("", detected=True)} | habits
    return RowReader(map_columns(HEADERS), FileHabits(**given), now=NOW)


def read(**changed: str) -> tuple[SimValues | None, list[RowError]]:
    """The values and faults of a good row in which some cells are changed."""
    return read_with(reader(), **changed)


def read_with(rows: RowReader, **changed: str) -> tuple[SimValues | None, list[RowError]]:
    values = {name.lower().replace(" ", "_"): cell for name, cell in GOOD.items()} | changed
    names = [name.lower().replace(" ", "_") for name in HEADERS]
    values["date_activated"] = values.pop("activated")
    found = rows.read(Row(line=7, cells=[values[name] for name in names]))
    return found, rows.faults


def refusal(**changed: str) -> tuple[str, str]:
    values, faults = read(**changed)
    assert values is None
    (fault,) = [fault for fault in faults if fault.refused]
    assert fault.line == 7
    return fault.column, fault.code


def warning(**changed: str) -> tuple[SimValues, str, str]:
    values, faults = read(**changed)
    assert values is not None
    (fault,) = faults
    assert not fault.refused
    return values, fault.column, fault.code


def test_a_good_row_gives_all_its_values() -> None:
    values, faults = read()
    assert faults == []
    assert values == SimValues(
        iccid=iccid(1),
        iccid_key=iccid(1)[:-1],
        other_key=values.other_key if values else "",
        eid="",
        imsi="262010000000001",
        imei="490154203237518",
        msisdn="491512345678",
        state=SimState.ACTIVE,
        native_status="Active",
        technology=SimTechnology.EUICC_SGP32,
        home_country="DE",
        visited_country="BR",
        visited_mcc="",
        activated_at=datetime(2025, 3, 1, tzinfo=UTC),
        last_seen_at=datetime(2026, 11, 15, 7, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"iccid": ""}, "ICCID", "iccid_missing"),
        ({"iccid": "8.91E+19"}, "ICCID", "iccid_scientific"),
        ({"iccid": "89490200000000000000"}, "ICCID", "iccid_rounded"),
        ({"iccid": "123"}, "ICCID", "bad_iccid"),
        ({"country": "Atlantis"}, "Country", "unknown_country"),
        ({"mcc": "123"}, "Country", "unknown_country"),
        ({"last_seen": "yesterday"}, "Last Seen", "bad_date"),
        ({"session_end": "soon"}, "Session End", "bad_date"),
        ({"last_seen": "2026-12-24T00:00:00Z"}, "Last Seen", "bad_date"),
    ],
)
def test_a_fault_in_what_the_row_needs_refuses_it(
    changed: dict[str, str], column: str, code: str
) -> None:
    assert refusal(**changed) == (column, code)


@pytest.mark.parametrize(
    ("changed", "column", "code", "field", "left"),
    [
        ({"iccid": WRONG}, "ICCID", "bad_check_digit", "iccid", WRONG),
        ({"imei": "490154203237519"}, "IMEI", "bad_check_digit", "imei", "490154203237519"),
        ({"imei": "4.9E+14"}, "IMEI", "imei_scientific", "imei", ""),
        ({"imsi": "2.62E+14"}, "IMSI", "imsi_scientific", "imsi", ""),
        ({"imsi": "26201"}, "IMSI", "bad_imsi", "imsi", ""),
        ({"imsi": "000010000000001"}, "IMSI", "unknown_mcc", "home_country", ""),
        ({"msisdn": "49x"}, "MSISDN", "bad_msisdn", "msisdn", ""),
        ({"eid": "89" * 16}, "EID", "bad_check_digit", "eid", "89" * 16),
        ({"eid": "8904"}, "EID", "bad_eid", "eid", ""),
        ({"activated": "soon"}, "Date Activated", "bad_date", "activated_at", None),
        ({"technology": "eSIM"}, "Technology", "unclear_technology", "technology", "unknown"),
        ({"status": "Frozen"}, "Status", "unmapped_status", "state", "unknown"),
        ({"mcc": "262"}, "MCC", "country_mcc_differ", "visited_country", "BR"),
    ],
)
def test_a_fault_in_the_rest_is_a_warning_and_the_row_stays(
    changed: dict[str, str], column: str, code: str, field: str, left: str | None
) -> None:
    values, found_column, found_code = warning(**changed)
    assert (found_column, found_code) == (column, code)
    assert getattr(values, field) == left


def test_a_row_that_could_not_be_read_is_refused_with_its_line() -> None:
    rows = reader()
    assert rows.read(Row(line=9, cells=[], fault=CellError("cut_off", "ends here"))) is None
    assert [(fault.line, fault.code, fault.refused) for fault in rows.faults] == [
        (9, "cut_off", True)
    ]


def test_faults_of_one_row_are_gone_with_the_next() -> None:
    rows = reader()
    read_with(rows, imei="49")
    _, faults = read_with(rows)
    assert faults == []


# State


def test_the_platforms_own_word_is_kept() -> None:
    values, _ = read(status="ENABLED")
    assert values is not None
    assert (values.state, values.native_status) == (SimState.ACTIVE, "ENABLED")


def test_an_unknown_word_is_reported_once_and_counted() -> None:
    rows = reader()
    _, first = read_with(rows, status="PROVISIONED")
    _, second = read_with(rows, status="PROVISIONED")
    assert [fault.code for fault in first] == ["unmapped_status"]
    assert second == []
    assert rows.unknown_words == {"PROVISIONED": 2}


def test_an_empty_status_is_unknown() -> None:
    values, _, code = warning(status="")
    assert (values.state, code) == (SimState.UNKNOWN, "unmapped_status")


def test_a_named_platforms_words_count_alone() -> None:
    rows = reader(words=words_of("hologram", detected=False))
    live, _ = read_with(rows, status="LIVE")
    other, _ = read_with(rows, status="Enabled")
    assert live is not None
    assert other is not None
    assert (live.state, other.state) == (SimState.ACTIVE, SimState.UNKNOWN)


# Home


@pytest.mark.parametrize(
    ("imsi", "country", "home"),
    [
        ("901405100000001", "DE", "901"),
        ("310410000000001", "PR", "PR"),
        ("310410000000001", "BR", "US"),
        ("", "BR", ""),
    ],
)
def test_the_home_follows_from_the_imsi(imsi: str, country: str, home: str) -> None:
    values, faults = read(imsi=imsi, country=country)
    assert values is not None
    assert values.home_country == home
    assert faults == []


# Technology


def test_a_second_imsi_tells_a_multi_imsi_sim() -> None:
    values, _ = read(technology="", imsi_2="901405100000001")
    assert values is not None
    assert values.technology == SimTechnology.MULTI_IMSI


def test_a_second_imsi_does_not_overrule_the_word() -> None:
    values, _ = read(technology="SGP.22", imsi_2="901405100000001")
    assert values is not None
    assert values.technology == SimTechnology.EUICC_SGP22


# Sign of life


def seen(**changed: str) -> datetime | None:
    values, _ = read(**changed)
    assert values is not None
    return values.last_seen_at


def test_the_latest_sign_of_life_counts() -> None:
    assert seen(session_end="2026-11-15T09:00:00Z") == datetime(2026, 11, 15, 9, tzinfo=UTC)
    assert seen(session_end="2026-11-01T09:00:00Z") == datetime(2026, 11, 15, 7, 30, tzinfo=UTC)


def test_zeros_at_the_end_of_a_session_mean_that_it_is_still_open() -> None:
    assert seen(session_end="0000-00-00 00:00:00") == NOW


def test_zeros_without_a_begin_mean_that_there_never_was_one() -> None:
    zeros = "0000-00-00 00:00:00"
    assert seen(last_seen=zeros, session_end=zeros) is None


def test_a_sim_may_never_have_been_seen() -> None:
    assert seen(last_seen="", country="") is None


def test_a_clock_may_be_a_day_ahead() -> None:
    assert seen(last_seen=(NOW + timedelta(hours=23)).isoformat()) == NOW + timedelta(hours=23)


def test_signs_of_life_without_a_zone_are_counted() -> None:
    rows = reader()
    read_with(rows, last_seen="2026-11-15 07:30:00")
    read_with(rows)
    assert rows.naive_moments == 1


def test_the_order_of_day_and_month_is_the_files() -> None:
    rows = reader(day_first=False)
    values, _ = read_with(rows, last_seen="11/09/2026")
    assert values is not None
    assert values.last_seen_at == datetime(2026, 11, 9, tzinfo=UTC)


def test_no_fault_repeats_an_identifier() -> None:
    for name in ("iccid", "imsi", "imei", "eid", "msisdn"):
        _, faults = read(**{name: "12345678901234567"})
        assert faults
        assert all("12345678901234567" not in fault.message for fault in faults)
