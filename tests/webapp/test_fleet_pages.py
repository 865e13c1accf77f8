import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from data.db import reading, writing
from data.models import Fleet, Sim
from tests.factories import make_fleet, make_sims
from tests.webapp.conftest import SignIn
from tests.webapp.filled import client_of

CSV = (
    "ICCID,SIM Status,Last Country,Last Seen,Technology\n"
    "8949300000000000017,active,TR,2026-11-15,single\n"
    "8949300000000000025,active,Brazil,2026-11-14,\n"
    "8.9493E+18,active,TR,2026-11-15,\n"
)


def send(
    client: FlaskClient,
    text: str | bytes,
    *,
    fleet: str = "Meters",
    name: str = "sims.csv",
    **ticked: str,
) -> TestResponse:
    body = text.encode() if isinstance(text, str) else text
    form = {"fleet": fleet, "file": (io.BytesIO(body), name), **ticked}
    return client.post("/fleet/imports", data=form)


def sims(store: Engine) -> list[Sim]:
    with reading(store) as session:
        return list(session.exec(select(Sim).order_by(Sim.iccid)))


def test_a_file_is_imported_and_its_counts_and_refused_rows_shown(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    client = sign_in("teammate")
    answer = send(client, CSV)
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "3 rows: 2 added, 0 changed, 0 as they were" in re.sub(r"<[^>]+>", "", page)
    assert "1 refused" in page
    assert "8.9493E+18" in page
    assert [sim.visited_country for sim in sims(sqlite_store)] == ["TR", "BR"]


def test_the_same_file_again_changes_nothing(sign_in: SignIn, sqlite_store: Engine) -> None:
    client = sign_in("teammate")
    send(client, CSV)
    page = client.get(send(client, CSV).location).text
    assert "0 added, 0 changed, 2 as they were" in page
    assert len(sims(sqlite_store)) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"name,colour\nx,red\n", "no column for the"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not"),
    ],
)
def test_a_file_that_is_no_use_comes_back_with_its_reason(
    sign_in: SignIn, sqlite_store: Engine, body: bytes, reason: str
) -> None:
    page = send(sign_in("teammate"), body, fleet="Trucks")
    assert page.status_code == 422
    error = re.search(r'id="import-error">([^<]+)<', page.text)
    assert error is not None
    assert reason in error[1]
    assert 'value="Trucks"' in page.text
    with reading(sqlite_store) as session:
        assert session.exec(select(Fleet)).all() == []


def test_an_import_without_a_file_or_a_name_is_refused(sign_in: SignIn) -> None:
    client = sign_in("teammate")
    page = client.post("/fleet/imports", data={"fleet": "Meters"})
    assert (page.status_code, "Choose a file" in page.text) == (422, True)
    page = send(client, CSV, fleet="  ")
    assert (page.status_code, "Name the fleet" in page.text) == (422, True)
    assert send(client, CSV, fleet="x" * 101).status_code == 422


@pytest.mark.parametrize("language", ["", "de", "es"])
def test_a_refusal_stands_at_its_field_and_what_was_ticked_stays(
    sign_in: SignIn, language: str
) -> None:
    client = sign_in("teammate")
    client.post("/account/language", data={"language": language})
    for fleet, body, field in (("", CSV, "fleet"), ("Meters", b"name\nx\n", "file")):
        page = send(client, body, fleet=fleet, full="1").text
        (invalid,) = re.findall(r'<input id="(\w+)"[^>]*aria-describedby="import-error"', page)
        assert invalid == field
        assert 'name="full" value="1" checked' in page
        assert 'name="confirm" value="1">' in page


def test_names_of_files_and_fleets_are_shown_as_text(sign_in: SignIn) -> None:
    client = sign_in("teammate")
    answer = send(client, CSV, fleet="<b>Meters</b>", name="<script>x.csv")
    for path in (answer.location, "/fleet", "/fleet/sims"):
        page = client.get(path).text
        assert "<script>" not in page
        assert "<b>Meters" not in page


def test_who_may_only_look_has_no_form(sign_in: SignIn) -> None:
    page = sign_in("stranger").get("/fleet").text
    assert 'type="file"' not in page
    assert "your role is viewer" in page
    assert 'type="file"' in sign_in("teammate").get("/fleet").text


def test_the_fleet_tells_live_and_all_sims_by_country_and_technology(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/fleet").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "14,454 live SIMs of 16,254 , in 16 countries" in text
    assert "seen within 30 days" in text
    assert 'href="/fleet/sims?live=yes&amp;country=DE"' in page
    assert 'href="/fleet/sims?live=yes&amp;technology=multi_imsi"' in page


def test_sims_whose_country_is_not_known_are_counted_and_listed(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    assert 'href="/fleet/sims?live=yes&amp;country=-"' in client.get("/fleet").text
    assert "18 SIMs" in client.get("/fleet/sims?live=yes&country=-").text


def test_filters_of_the_sims_are_links_that_hold_each_other(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/fleet/sims?live=yes&country=TR").text
    assert 'href="/fleet/sims?live=yes&amp;country=TR&amp;technology=single"' in page
    assert 'class="chosen">Türkiye<' in page
    assert "1–100 of 2,404" in page


def test_one_fleets_sims_can_be_seen_alone(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        make_sims(session, make_fleet(session, "Meters"), 2)
        trucks = make_fleet(session, "Trucks")
        make_sims(session, trucks, 3)
        number = trucks.id
    page = sign_in("owner").get(f"/fleet/sims?fleet={number}").text
    assert page.count("<bdi>Trucks</bdi>") == 3
    assert "<bdi>Meters</bdi>" not in page


def test_an_import_tells_its_reasons_and_how_columns_were_read(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/fleet/imports/1").text
    for text in (
        "16,284 added",
        "12 refused",
        "ICCID in scientific notation",
        "Last Country",
        "4.0 s",
    ):
        assert text in page
    assert page.count('<span class="badge badge-high">Refused</span>') == 13


def tick(client: FlaskClient, text: str, *boxes: str) -> TestResponse:
    """Send the file with these boxes ticked."""
    data = {"fleet": "Meters", "file": (io.BytesIO(text.encode()), "sims.csv")}
    return client.post("/fleet/imports", data=data | dict.fromkeys(boxes, "1"))


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    page = tick(sign_in("teammate"), CSV, "dry_run")
    assert page.status_code == 200
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "Nothing was written. sims.csv has 3 rows: 2 would be added, 0 changed" in text
    assert "country Last Country" in text
    assert "Line 4, ICCID : the ICCID reads 8.9493E+18" in text
    assert sims(sqlite_store) == []


def test_a_full_list_retires_what_it_lacks(sign_in: SignIn, sqlite_store: Engine) -> None:
    client = sign_in("teammate")
    good = "".join(CSV.splitlines(keepends=True)[:3])
    send(client, good)
    answer = tick(client, "".join(good.splitlines(keepends=True)[:2]), "full")
    assert "1 retired" in client.get(answer.location).text
    assert [sim.state for sim in sims(sqlite_store)] == ["active", "terminated"]


def test_refused_rows_can_be_taken_away_as_csv(sign_in: SignIn) -> None:
    client = sign_in("teammate")
    where = send(client, CSV.replace("8.9493E+18", "=1+1")).location
    assert f"{where}/rows.csv" in client.get(where).text
    answer = client.get(f"{where}/rows.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = answer.text.splitlines()
    assert lines[0] == "line,column,refused,code,reason"
    assert lines[1].startswith("4,ICCID,yes,bad_iccid,")
    assert client.get("/fleet/imports/99/rows.csv").status_code == 404


def test_identifiers_are_for_officers(sign_in: SignIn, sqlite_store: Engine) -> None:
    where = send(sign_in("teammate"), CSV).location
    known = sims(sqlite_store)[0].iccid
    officer, viewer = sign_in("teammate"), sign_in("stranger")
    assert known in officer.get("/fleet/sims").text
    page = viewer.get("/fleet/sims").text
    assert known not in page
    assert "for officers" in page
    # A reason quotes the cell that was refused.
    assert "8.9493E+18" in officer.get(where).text
    assert "8.9493E+18" not in viewer.get(where).text
    assert "identifiers of SIMs are for officers" in viewer.get(where).text


def test_a_viewer_takes_no_rows_away(sign_in: SignIn) -> None:
    where = send(sign_in("teammate"), CSV).location
    viewer = sign_in("stranger")
    assert viewer.get(f"{where}/rows.csv").status_code == 403
    assert "rows.csv" not in viewer.get(where).text
