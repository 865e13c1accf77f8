"""Silences on their page and on the list: made, shown, ended."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, FleetMember, Silence
from tests.factories import make_fleet, make_story
from tests.webapp.conftest import SignIn

FORM = {"fleet": "1", "country": "TR", "until": "2026-12-31", "why": "We leave in December."}


@pytest.fixture
def alert_id(sqlite_store: Engine) -> int:
    with writing(sqlite_store) as session:
        return make_story(session, title="A rule tightens").id or 0


def test_without_one_the_page_says_what_it_is_for(sign_in: SignIn) -> None:
    page = sign_in("stranger").get("/silences").text
    assert "No silence holds: every alert is told." in page
    assert '<form method="post" action="/silences"' not in page


def test_a_silence_hides_alerts_and_list_page_and_alert_say_so(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    page = client.post("/silences", data=FORM, follow_redirects=True).text
    assert "1 alert is quiet by it now." in page
    for text in ("Türkiye, every topic", "We leave in December.", "teammate@fleet.test"):
        assert text in page
    listed = client.get("/alerts").text
    assert "A rule tightens" not in listed
    assert '<a href="/alerts?work=quiet">1 hidden by silences</a>' in listed
    assert "A rule tightens" in client.get("/alerts?work=quiet").text
    shown = client.get(f"/alerts/{alert_id}").text
    assert "Quiet until 31 Dec 2026: nobody is told of it. We leave in December." in shown
    assert "Under a silence until 31 Dec 2026" in shown
    assert "No alert needs you" in client.get("/").text


def test_an_alert_leads_to_a_form_that_knows_what_it_is_about(
    sign_in: SignIn, alert_id: int
) -> None:
    client = sign_in("teammate")
    link = "/silences?fleet=1&amp;country=TR&amp;topic=roaming"
    assert f'href="{link}">Keep such alerts quiet for all' in client.get(f"/alerts/{alert_id}").text
    page = client.get(link.replace("&amp;", "&")).text
    assert '<option value="TR" selected>' in page
    assert '<option value="roaming" selected>' in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"country": ""}, "country"),
        ({"why": " "}, "why"),
        ({"until": "2028-01-01"}, "until"),
        ({"until": "soon"}, "until"),
        ({"fleet": "99"}, "fleet"),
        ({"source": "nowhere"}, "source"),
    ],
)
def test_what_is_refused_comes_back_with_the_reason_at_its_field(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int, changed: dict[str, str], field: str
) -> None:
    page = sign_in("teammate").post("/silences", data=FORM | changed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    if field != "why":
        assert "We leave in December.</textarea>" in page.text
    with reading(sqlite_store) as session:
        assert session.exec(select(Silence)).all() == []


def test_ending_it_brings_its_alerts_back(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    client.post("/silences", data=FORM)
    page = client.post("/silences/1/end", follow_redirects=True).text
    assert "The silence has ended. 1 alert is back." in page
    assert "by <bdi>teammate@fleet.test</bdi></span></div></li>" in page
    assert "A rule tightens" in client.get("/alerts").text
    with reading(sqlite_store) as session:
        assert session.get_one(Alert, alert_id).silence_id is None
    assert client.post("/silences/99/end").status_code == 404


def test_a_silence_of_another_fleet_is_neither_seen_nor_ended(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    owner, teammate = sign_in("owner"), sign_in("teammate")
    owner.post("/silences", data=FORM)
    with writing(sqlite_store) as session:
        make_fleet(session, "Trackers")
        session.add(FleetMember(fleet_id=1, user_id=1))
    assert "We leave in December." in owner.get("/silences").text
    assert "We leave in December." not in teammate.get("/silences").text
    assert teammate.post("/silences/1/end").status_code == 404
    assert teammate.post("/silences", data=FORM).status_code == 422
