"""Columns chosen by hand: what is kept, for which files, and how files are read by it."""

import io

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.fleet.errors import FleetFileError, MissingColumnError
from data.fleet.headers import map_columns
from data.fleet.importing import REMEMBERED, import_csv
from data.fleet.mapping import CHOOSABLE, MOST_HEADERS, remember, remembered, shape_of
from data.fleet.report import ImportReport
from data.models import FileMapping, Sim
from tests.factories import NOW

HEADERS = ("Chip", "Zustand", "Land", "Gesehen", "Notiz")
CHOICE = {"iccid": "Chip", "status": "Zustand", "country": "Land", "last_seen": "Gesehen"}
CSV = (
    ",".join(HEADERS) + "\n8949300000000000017,active,TR,2026-11-15,a\n"
    "8949300000000000025,active,BR,2026-11-14,b\n"
)


def take(store: Engine, text: str = CSV, **values: bool) -> ImportReport:
    file = io.BytesIO(text.encode())
    return import_csv(store, file, fleet="Meters", filename="a.csv", now=NOW, **values)  # type: ignore[arg-type]  # all are switches


def keep(store: Engine, choice: dict[str, str]) -> bool:
    with writing(store) as session:
        return remember(session, HEADERS, choice, by="a@b.example", now=NOW)


def test_a_file_of_strange_headers_is_read_as_remembered(store: Engine) -> None:
    with pytest.raises(MissingColumnError):
        take(store)
    assert keep(store, CHOICE)
    report = take(store)
    assert (report.added, report.refused, report.headers) == (2, 0, HEADERS)
    assert REMEMBERED in report.notes
    assert report.columns["last_seen"] == "Gesehen"
    assert report.ignored == ("Notiz",)
    with reading(store) as session:
        places = session.exec(select(Sim.visited_country).order_by(Sim.iccid)).all()
    assert places == ["TR", "BR"]


def test_it_can_be_ignored(store: Engine) -> None:
    keep(store, CHOICE)
    with pytest.raises(MissingColumnError):
        take(store, mapped=False)


def test_it_holds_for_the_same_headers_only_in_any_order_and_case(store: Engine) -> None:
    keep(store, CHOICE)
    with reading(store) as session:
        assert remembered(session, [word.upper() for word in reversed(HEADERS)])
        assert remembered(session, [*HEADERS, "More"]) == {}
    assert shape_of(["a", "b"]) == shape_of(["B", " A "]) != shape_of(["ab"])


def test_an_empty_choice_forgets(store: Engine) -> None:
    keep(store, CHOICE)
    assert not keep(store, dict.fromkeys(CHOOSABLE, ""))
    with reading(store) as session:
        assert session.exec(select(FileMapping)).all() == []
    assert not keep(store, {})


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"iccid": "Nothing"}, "no column “Nothing” for ICCID"),
        ({"iccid": "Chip", "imsi": "chip"}, "“chip” is chosen twice, at last for IMSI"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_the_old_one_stays(
    store: Engine, choice: dict[str, str], reason: str
) -> None:
    keep(store, CHOICE)
    with pytest.raises(FleetFileError, match=reason):
        keep(store, choice)
    with reading(store) as session:
        assert remembered(session, HEADERS)["iccid"] == "chip"


@pytest.mark.parametrize("headers", [[], ["", "!"], [f"h{n}" for n in range(MOST_HEADERS + 1)]])
def test_headers_that_are_none_or_too_many_are_refused(store: Engine, headers: list[str]) -> None:
    with writing(store) as session, pytest.raises(FleetFileError, match="1 to 300"):
        remember(session, headers, {"iccid": "h1"}, by="a", now=NOW)


def test_a_chosen_column_is_no_other_field_s() -> None:
    headers = ["ICCID", "SIM", "Status", "Country", "Last seen", "Type"]
    assert map_columns(headers).header("iccid") == "ICCID"
    columns = map_columns(headers, {"iccid": "sim", "msisdn": "iccid", "technology": ""})
    assert columns.header("iccid") == "SIM"
    assert columns.header("msisdn") == "ICCID"
    assert columns.header("technology") == ""
    assert columns.ignored == ("Type",)


def test_the_chosen_moment_is_the_only_one_and_may_be_taken_away() -> None:
    headers = ["ICCID", "Status", "Country", "Last seen", "Last session stop", "Written"]
    columns = map_columns(headers, {"last_seen": "written"})
    assert (columns.seen, columns.session_end) == ((5,), ())
    with pytest.raises(MissingColumnError):
        map_columns(headers, {"last_seen": ""})


def test_a_choice_of_columns_that_the_file_lacks_changes_nothing() -> None:
    headers = ["ICCID", "Status", "Country", "Last seen"]
    assert map_columns(headers, {"iccid": "gone"}) == map_columns(headers)
