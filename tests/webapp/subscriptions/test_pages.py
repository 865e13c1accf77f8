"""One's own wishes on their page: made, tried, refused with a reason, removed."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from data.db import reading, writing
from data.models import Subscription
from data.queries.people import user_by_email
from tests.webapp.filled import client_of, engine_of
from tests.webapp.statements import statements
from webapp.delivery.making import add_webhook

SAVE = {"severity": "low", "do": "save"}


@pytest.fixture
def client(filled_app: Flask) -> FlaskClient:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return client_of(filled_app, "teammate")


def stored(app: Flask) -> list[Subscription]:
    with reading(engine_of(app)) as session:
        return list(session.exec(select(Subscription)).all())


def test_who_has_none_reads_what_the_default_is(client: FlaskClient) -> None:
    text = client.get("/subscriptions").text
    assert "You have none, so you are told at once of every alert of severity high" in text


def test_alerts_are_read_only_for_a_wish_and_without_what_no_wish_asks(
    client: FlaskClient, filled_app: Flask
) -> None:
    def read() -> list[str]:
        with statements(engine_of(filled_app)) as asked:
            assert client.get("/subscriptions").status_code == 200
        return [one.text for one in asked if "FROM alert LEFT OUTER JOIN" in one.text]

    assert read() == []
    client.post("/subscriptions", data={"countries": "TR", "severity": "low", "pace": "instant"})
    (one,) = read()
    assert "severity_parts" not in one


def test_a_wish_is_stored_as_typed_and_shown_in_words(
    client: FlaskClient, filled_app: Flask
) -> None:
    form = SAVE | {"countries": "tr, Brazil", "topics": ["imei", "roaming"], "kinds": ["clock"]}
    answer = client.post("/subscriptions", data=form, follow_redirects=True)
    assert answer.status_code == 200
    (wish,) = stored(filled_app)
    assert (wish.countries, wish.topics, wish.kinds) == (
        ["BR", "TR"],
        ["imei", "roaming"],
        ["clock"],
    )
    assert "Brazil, Türkiye" in answer.text
    assert "low or worse" in answer.text


def test_a_preview_shows_what_it_would_have_brought_and_stores_nothing(
    client: FlaskClient, filled_app: Flask
) -> None:
    page = client.post("/subscriptions", data=SAVE | {"do": "preview", "countries": "TR"}).text
    assert re.search(r"[1-9]\d* alerts?\. Nothing is stored yet", page)
    assert 'value="TR"' in page
    assert stored(filled_app) == []
    nothing = client.post(
        "/subscriptions", data=SAVE | {"do": "preview", "topics": ["esim"], "kinds": ["repeal"]}
    )
    assert "No alert of the last 90 days fits" in nothing.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"countries": "Atlantis"}, "“Atlantis” is no country or group"),
        ({"countries": "TV"}, "You see no live SIM in Tuvalu, so no alert can be raised there"),
        ({"topics": ["roming"]}, "Choose among data_localisation"),
        ({"severity": "loud"}, "Choose high, medium or low"),
        ({"kinds": ["clock"], "statuses": ["adopted"]}, "A crossed limit has no status"),
        ({"channel": "999"}, "Choose one of your own channels"),
        ({"fleet": "999"}, "Choose one of the fleets that you see"),
    ],
)
def test_what_can_never_be_met_is_refused_with_the_reason_and_kept_as_typed(
    client: FlaskClient, filled_app: Flask, form: dict[str, Any], said: str
) -> None:
    answer = client.post("/subscriptions", data=SAVE | form)
    assert answer.status_code == 422
    assert said in answer.text
    assert stored(filled_app) == []
    if "countries" in form:
        assert f'value="{form["countries"]}"' in answer.text


def test_nobody_uses_anothers_channel_or_removes_anothers_wish(
    client: FlaskClient, filled_app: Flask
) -> None:
    with writing(engine_of(filled_app)) as session:
        owner = user_by_email(session, "owner@fleet.test")
        assert owner is not None
        channel, _ = add_webhook(
            session, owner, url="https://hook.test/a", name="", key="k" * 40, now=owner.created_at
        )
        session.add(
            Subscription(user_id=owner.id or 0, severity="low", created_at=owner.created_at)
        )
        number = channel.id
    answer = client.post("/subscriptions", data=SAVE | {"channel": str(number)})
    assert "Choose one of your own channels" in answer.text
    (wish,) = stored(filled_app)
    assert client.post(f"/subscriptions/{wish.id}/remove").status_code == 404


def test_a_wish_is_removed(client: FlaskClient, filled_app: Flask) -> None:
    client.post("/subscriptions", data=SAVE)
    (wish,) = stored(filled_app)
    assert client.post(f"/subscriptions/{wish.id}/remove").status_code == 302
    assert stored(filled_app) == []
