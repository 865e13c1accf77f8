"""A wish is changed on a page of its own: the form comes filled in, and nobody's change is lost."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, Channel, Subscription
from data.queries.people import user_by_email
from data.words import ChannelState
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from webapp.delivery.making import add_webhook

SAVE = {"countries": "TR, Brazil", "topics": ["imei"], "severity": "low", "pace": "weekly"}


@pytest.fixture
def client(filled_app: Flask) -> FlaskClient:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "teammate")
    assert client.post("/subscriptions", data=SAVE).status_code == 302
    return client


def stored(app: Flask) -> Subscription:
    with reading(engine_of(app)) as session:
        return session.exec(select(Subscription)).one()


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{16})"', page)
    assert found, "the form does not say what it showed"
    return found[1]


def test_the_form_comes_filled_in_and_saving_it_as_it_is_changes_nothing(
    client: FlaskClient, filled_app: Flask
) -> None:
    assert 'href="/subscriptions/1"' in client.get("/subscriptions").text
    page = client.get("/subscriptions/1").text
    assert 'value="BR, TR"' in page
    assert "What it would have brought" not in page
    assert re.search(r'value="imei" checked', page)
    assert len(re.findall(" checked", page)) == 1
    assert '<option value="low" selected>' in page
    assert '<option value="weekly" selected>' in page
    before = stored(filled_app)
    form = SAVE | {"seen": seen(page)}
    answer = client.post("/subscriptions/1", data=form, follow_redirects=True)
    assert "It asked for just that already." in answer.text
    assert stored(filled_app) == before


def test_a_change_is_stored_shown_and_stands_in_the_trail(
    client: FlaskClient, filled_app: Flask
) -> None:
    form = {"seen": seen(client.get("/subscriptions/1").text), "severity": "high", "pace": "daily"}
    answer = client.post("/subscriptions/1", data=form, follow_redirects=True)
    assert "The subscription is changed." in answer.text
    wish = stored(filled_app)
    assert (wish.countries, wish.topics, wish.severity, wish.pace) == ([], [], "high", "daily")
    with reading(engine_of(filled_app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "changed")).all()[-1]
    assert (entry.subject, entry.actor) == ("subscription:1", "teammate@fleet.test")
    assert (entry.detail["was"]["countries"], entry.detail["became"]["countries"]) == (
        ["BR", "TR"],
        [],
    )


def test_a_preview_changes_nothing_and_keeps_what_was_chosen(
    client: FlaskClient, filled_app: Flask
) -> None:
    mark = seen(client.get("/subscriptions/1").text)
    form = {"seen": mark, "severity": "low", "countries": "TR", "do": "preview"}
    page = client.post("/subscriptions/1", data=form).text
    assert re.search(r"[1-9]\d* alerts?\. Nothing is stored yet", page)
    assert 'value="TR"' in page
    assert seen(page) == mark
    assert stored(filled_app).countries == ["BR", "TR"]


def test_what_cannot_be_is_refused_at_its_field_and_kept_as_typed(
    client: FlaskClient, filled_app: Flask
) -> None:
    mark = seen(client.get("/subscriptions/1").text)
    answer = client.post("/subscriptions/1", data=SAVE | {"seen": mark, "countries": "Tuvalu"})
    assert answer.status_code == 422
    assert "You see no live SIM in Tuvalu" in answer.text
    assert 'value="Tuvalu" placeholder="Wherever you have live SIMs" maxlength="1000" aria-in' in (
        answer.text
    )
    assert stored(filled_app).countries == ["BR", "TR"]


def test_who_saves_an_older_form_is_told_and_loses_nothing(
    client: FlaskClient, filled_app: Flask
) -> None:
    mark = seen(client.get("/subscriptions/1").text)
    assert client.post("/subscriptions/1", data=SAVE | {"seen": mark, "topics": ["roaming"]})
    answer = client.post("/subscriptions/1", data=SAVE | {"seen": mark, "countries": "TR"})
    assert answer.status_code == 409
    assert "It was changed meanwhile" in answer.text
    assert "Permanent roaming" in answer.text
    assert 'value="TR"' in answer.text
    assert stored(filled_app).topics == ["roaming"]
    again = SAVE | {"seen": seen(answer.text), "countries": "TR"}
    assert client.post("/subscriptions/1", data=again).status_code == 302
    assert (stored(filled_app).topics, stored(filled_app).countries) == (["imei"], ["TR"])


def test_a_form_that_does_not_say_what_it_showed_is_an_older_one(client: FlaskClient) -> None:
    assert client.post("/subscriptions/1", data=SAVE).status_code == 409


def test_a_channel_that_was_switched_off_is_not_quietly_left_for_mail(
    client: FlaskClient, filled_app: Flask
) -> None:
    with writing(engine_of(filled_app)) as session:
        user = user_by_email(session, "teammate@fleet.test")
        assert user is not None
        channel, _ = add_webhook(
            session, user, url="https://hook.test/a", name="Tickets", key="k" * 40, now=NOW
        )
        session.get_one(Subscription, 1).channel_id = channel.id
        session.get_one(Channel, channel.id).state = ChannelState.DISABLED.value
    page = client.get("/subscriptions/1").text
    assert f'<option value="{stored(filled_app).channel_id}" selected>Tickets, switched off' in page
    form = SAVE | {"seen": seen(page), "channel": str(stored(filled_app).channel_id)}
    answer = client.post("/subscriptions/1", data=form)
    assert answer.status_code == 422
    assert "That channel is switched off" in answer.text


def test_anothers_wish_is_nobodys(client: FlaskClient, filled_app: Flask) -> None:
    stranger = client_of(filled_app, "stranger")
    assert stranger.get("/subscriptions/1").status_code == 404
    assert stranger.post("/subscriptions/1", data=SAVE).status_code == 404
