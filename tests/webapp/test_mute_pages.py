"""Mutes on their pages: made from an alert, shown among subscriptions, ended; one's own only."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Mute
from tests.factories import make_story
from tests.webapp.conftest import SignIn

FORM = {"country": "TR", "topic": "", "until": "2026-12-31", "why": "The team in Ankara has it."}


@pytest.fixture
def alert_id(sqlite_store: Engine) -> int:
    with writing(sqlite_store) as session:
        return make_story(session, title="A rule tightens").id or 0


def test_an_alert_leads_to_a_form_that_knows_what_it_is_about(
    sign_in: SignIn, alert_id: int
) -> None:
    client = sign_in("stranger")
    link = "/subscriptions/mutes?country=TR&amp;topic=roaming"
    assert f'href="{link}">Mute such alerts for me' in client.get(f"/alerts/{alert_id}").text
    page = client.get(link.replace("&amp;", "&")).text
    assert "You have muted nothing." in page
    assert '<option value="TR" selected>' in page
    assert '<option value="roaming" selected>' in page


def test_a_mute_stands_among_the_subscriptions_and_hides_no_alert(
    sign_in: SignIn, alert_id: int
) -> None:
    client = sign_in("stranger")
    page = client.post("/subscriptions/mutes", data=FORM, follow_redirects=True).text
    for text in ("Muted for you", "Türkiye, every topic", FORM["why"], "31 Dec 2026"):
        assert text in page
    assert "A rule tightens" in client.get("/alerts").text
    assert "1 mute holds for you alone." in client.get("/subscriptions/mutes").text
    assert FORM["why"] not in sign_in("teammate").get("/subscriptions").text


def test_one_ends_ones_own_only_and_sees_it_among_those_that_are_over(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    client = sign_in("stranger")
    client.post("/subscriptions/mutes", data=FORM)
    assert sign_in("owner").post("/subscriptions/mutes/1/end").status_code == 404
    page = client.post("/subscriptions/mutes/1/end", follow_redirects=True).text
    assert "The mute has ended." in page
    assert FORM["why"] not in page
    assert FORM["why"] in client.get("/subscriptions/mutes").text
    with reading(sqlite_store) as session:
        assert session.exec(select(Mute)).one().ended_at is not None


def test_the_audit_trail_tells_it_in_words(sign_in: SignIn) -> None:
    sign_in("stranger").post("/subscriptions/mutes", data=FORM)
    page = sign_in("owner").get("/admin/audit").text
    assert "Muted for themselves: Türkiye, every topic, until 31 Dec 2026" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"country": ""}, "country"),
        ({"topic": "weather"}, "topic"),
        ({"source": "nowhere"}, "source"),
        ({"until": ""}, "until"),
        ({"until": "2026-01-01"}, "until"),
        ({"why": " "}, "why"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept_as_typed(
    sign_in: SignIn, sqlite_store: Engine, changed: dict[str, str], field: str
) -> None:
    answer = sign_in("stranger").post("/subscriptions/mutes", data=FORM | changed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if field != "why":
        assert FORM["why"] in answer.text
    with reading(sqlite_store) as session:
        assert session.exec(select(Mute)).all() == []
