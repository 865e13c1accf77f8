"""Local service: what officers note of it, and what checks and alerts make of it."""

import json

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, Development, LocalService
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from webapp.rules.remedies import WaysOut, ways_out

FORM = {
    "country": "tr",
    "provider": "  Anadolu   Mobil ",
    "remedy": "local_profile",
    "lead_days": "14",
    "note": "Contract signed",
}


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled app; forms need no CSRF token (its own tests turn that on)."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def noted(app: Flask) -> list[LocalService]:
    with reading(engine_of(app)) as session:
        return list(session.exec(select(LocalService)))


def test_an_officer_notes_a_service_and_corrects_it(app: Flask) -> None:
    client = client_of(app, "teammate")
    assert client.post("/check/services", data=FORM).status_code == 302
    client.post("/check/services", data=FORM | {"lead_days": "21"})
    (row,) = noted(app)
    assert (row.country, row.provider, row.lead_days) == ("TR", "Anadolu Mobil", 21)
    assert row.updated_by == "teammate@fleet.test"
    text = client.get("/check/services").text
    assert "Anadolu Mobil" in text
    assert "Contract signed" in text


def test_signs_that_turn_or_hide_text_make_no_second_provider(app: Flask) -> None:
    client = client_of(app, "teammate")
    client.post("/check/services", data=FORM)
    hidden = {"provider": "Anadolu\u200b Mo\u202ebil", "note": "a\x07\u202eb"}
    client.post("/check/services", data=FORM | hidden)
    (row,) = noted(app)
    assert (row.provider, row.note) == ("Anadolu Mobil", "a b")


def test_it_is_forgotten_on_request(app: Flask) -> None:
    client = client_of(app, "teammate")
    client.post("/check/services", data=FORM)
    (row,) = noted(app)
    assert client.post(f"/check/services/{row.id}/drop").status_code == 302
    assert noted(app) == []
    assert client.post(f"/check/services/{row.id}/drop").status_code == 404


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"country": "EU"}, "is no country"),
        ({"country": "<b>"}, "&lt;b&gt;"),
        ({"provider": " "}, "Name the provider"),
        ({"provider": "x" * 101}, "at most 100"),
        ({"remedy": "magic"}, "Say what the provider offers"),
        ({"lead_days": "soon"}, "whole number"),
        ({"lead_days": "99999"}, "whole number"),
        ({"note": "n" * 501}, "The note has 501 characters; 500 are allowed."),
    ],
)
def test_what_is_wrong_comes_back_with_the_reason(
    app: Flask, change: dict[str, str], message: str
) -> None:
    answer = client_of(app, "teammate").post("/check/services", data=FORM | change)
    assert answer.status_code == 422
    assert message in answer.text
    assert noted(app) == []


def test_a_viewer_looks_and_notes_nothing(app: Flask) -> None:
    client = client_of(app, "stranger")
    assert "You may look, not note" in client.get("/check/services").text
    assert client.post("/check/services", data=FORM).status_code == 403


def test_the_check_reckons_with_what_is_noted(app: Flask) -> None:
    client_of(app, "teammate").post("/check/services", data=FORM)
    with writing(engine_of(app)) as session:
        owner = user_by_email(session, "owner@fleet.test")
        assert owner is not None
        token = issue_token(session, owner.id or 0, name="x", now=NOW)
    address = "/api/v1/check?country=TR&technology=euicc_sgp32&days=200&home=DE"
    headers = {"Authorization": f"Bearer {token}"}
    found = json.loads(app.test_client().get(address, headers=headers).data)
    assert found["countries"][0]["todo"][0].endswith("with Anadolu Mobil: allow 14 days")


def ways(app: Flask, country: str) -> WaysOut | None:
    with reading(engine_of(app)) as session:
        development, fleet_id = session.exec(
            select(Development, Alert.fleet_id)
            .join(Alert)
            .where(Development.jurisdiction == country)
        ).one()
        return ways_out(session, development, fleet_id, now=NOW, live_days=30)


def shares(found: WaysOut | None) -> dict[str | None, int]:
    assert found is not None
    return {share.remedy and share.remedy.value: share.sims for share in found.shares}


def test_an_alert_tells_ways_out_and_who_has_none_in_time(app: Flask) -> None:
    """Türkiye, in force in 46 days: no way is so quick, until somebody has contracted one."""
    before = shares(ways(app, "TR"))
    assert set(before) == {None}
    text = client_of(app, "owner").get("/alerts/1").text
    assert "None in time" in text
    assert f"{before[None]:,} SIMs have none" in text
    client_of(app, "teammate").post("/check/services", data=FORM)
    after = shares(ways(app, "TR"))
    assert set(after) == {None, "local_profile"}
    assert sum(after.values()) == before[None]
    assert "Local profile" in client_of(app, "owner").get("/alerts/1").text.split("Ways out")[1]


def test_what_eases_asks_nothing_of_anybody(app: Flask) -> None:
    with writing(engine_of(app)) as session:
        development = session.exec(
            select(Development).where(Development.jurisdiction == "TR")
        ).one()
        development.direction = "loosening"
        session.add(development)
    assert ways(app, "TR") is None
    assert "Ways out" not in client_of(app, "owner").get("/alerts/1").text
