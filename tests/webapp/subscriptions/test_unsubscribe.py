"""One click on the link in a mail stops that kind of mail: asked first, once, written down, undone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from data.audit import record, verify
from data.db import reading, writing
from data.models import AuditEntry, Delivery, User
from data.queries.people import user_by_email
from data.settings import Settings
from data.words import MailList, Pace
from tests.factories import NOW
from tests.webapp.alert_world import AlertWorld
from tests.webapp.filled import client_of, engine_of
from webapp.alerts.raising import queue_mails
from webapp.alerts.telling import queue
from webapp.context import Context
from webapp.delivery.unsubscribing import Wanted, unsubscribe_token
from webapp.digests.building import Built, build_digests

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def person(app: Flask, name: str = "teammate") -> User:
    with reading(engine_of(app)) as session:
        user = user_by_email(session, f"{name}@fleet.test")
        assert user is not None
        return user


def path(app: Flask, mail_list: MailList = MailList.DAILY, **values: str) -> str:
    user, settings = person(app), app.extensions["roamwatch"].settings
    key = values.get("key", settings.signing_key)
    wanted = Wanted(user_id=user.id or 0, mail_list=mail_list)
    token = unsubscribe_token(wanted, email=values.get("email", user.email), key=key)
    return f"/unsubscribe/{token}"


def acts(app: Flask) -> list[tuple[str, str, str]]:
    with reading(engine_of(app)) as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.action.in_(("unsubscribed", "resubscribed")))  # type: ignore[attr-defined]
        ).all()
        assert verify(session).broken == ()
        return [(row.actor, row.action, row.note) for row in rows]


@pytest.fixture
def visitor(filled_app: Flask) -> FlaskClient:
    """A mail program: no cookie, no form of ours, and the check of forms switched on."""
    assert filled_app.config.get("WTF_CSRF_ENABLED", True)
    return filled_app.test_client()


def test_a_mail_program_stops_it_by_one_post_without_sign_in(
    visitor: FlaskClient, filled_app: Flask
) -> None:
    answer = visitor.post(path(filled_app), data=ONE_CLICK)
    assert answer.status_code == 200
    assert "You get no more daily digests" in answer.text
    assert person(filled_app).stopped == ["daily"]
    assert acts(filled_app) == [
        ("teammate@fleet.test", "unsubscribed", "daily digests, by one click")
    ]


def test_the_body_may_come_as_a_form_with_parts(visitor: FlaskClient, filled_app: Flask) -> None:
    answer = visitor.post(
        path(filled_app), data=ONE_CLICK, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 200
    assert acts(filled_app)[0][2] == "daily digests, by one click"


def test_a_second_click_changes_nothing_and_says_the_same(
    visitor: FlaskClient, filled_app: Flask
) -> None:
    link = path(filled_app)
    first, second = visitor.post(link, data=ONE_CLICK), visitor.post(link, data=ONE_CLICK)
    assert (first.status_code, second.status_code) == (200, 200)
    assert len(acts(filled_app)) == 1
    assert "You get no more daily digests" in visitor.get(link).text


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_whoever_only_opens_the_link_is_asked_and_unsubscribes_nobody(
    visitor: FlaskClient, filled_app: Flask, method: str
) -> None:
    answer = visitor.open(path(filled_app), method=method)
    assert answer.status_code == 200
    assert person(filled_app).stopped == []
    if method == "GET":
        assert "Stop daily digests?" in answer.text
        assert "teammate@fleet.test" not in answer.text


def test_the_button_of_the_page_stops_it_too(visitor: FlaskClient, filled_app: Flask) -> None:
    assert visitor.post(path(filled_app, MailList.ALERTS)).status_code == 200
    assert person(filled_app).stopped == ["alerts"]
    assert acts(filled_app)[0][2] == "instant alerts, from the link in a mail"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda app: path(app)[:-1] + ("A" if path(app)[-1] != "A" else "B"),
        lambda app: path(app).replace(".daily.", ".weekly."),
        lambda app: path(app, key="another key of forty characters or more…"),
        lambda app: path(app, email="former@fleet.test"),
        lambda _app: "/unsubscribe/1.daily.",
        lambda _app: "/unsubscribe/999.daily.abc",
        lambda _app: "/unsubscribe/" + "9" * 400,
        lambda _app: "/unsubscribe/²³.daily.x",
    ],
)
def test_a_link_that_is_not_ours_stops_nothing_and_says_what_to_do(
    visitor: FlaskClient, filled_app: Flask, spoil: object
) -> None:
    assert callable(spoil)
    link = spoil(filled_app)
    for answer in (visitor.get(link), visitor.post(link, data=ONE_CLICK)):
        assert answer.status_code == 404
        assert "Nothing was stopped" in answer.text
    assert person(filled_app).stopped == []
    assert acts(filled_app) == []


def test_what_was_stopped_is_shown_and_turned_on_again(filled_app: Flask) -> None:
    filled_app.test_client().post(path(filled_app), data=ONE_CLICK)
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "teammate")
    assert "Turn on again" in client.get("/subscriptions").text
    assert "Stopped: daily digests" in client_of(filled_app, "owner").get("/admin/people").text
    page = client.post(
        "/subscriptions/mails/daily", data={"do": "resume"}, follow_redirects=True
    ).text
    assert "Daily digests come again." in page
    assert "Turn on again" not in page
    assert person(filled_app).stopped == []
    assert acts(filled_app)[-1][1:] == (
        "resubscribed",
        "daily digests, on the page of subscriptions",
    )
    assert client.post("/subscriptions/mails/hourly").status_code == 404


def test_a_stopped_kind_is_not_queued_and_the_others_are(
    store: Engine, store_settings: Settings, settings: Settings
) -> None:

    context = Context(engine=store, settings=store_settings, clock=lambda: NOW, owner="w1")
    with writing(store) as session:
        world = AlertWorld(session, NOW)
        world.user(stopped=["daily"], created_at=NOW - timedelta(days=3))
        world.user("teammate", stopped=["alerts"], created_at=NOW - timedelta(days=3))
        alert = world.alert(created_at=NOW - timedelta(hours=2))
        entry = record(session, actor="roamwatch", action="raised", alert_id=alert.id, now=NOW)
        queue_mails(session, alert, entry, settings, NOW)
    assert build_digests(context, Pace.DAILY) == Built(digests=2, mails=1)
    with reading(store) as session:
        queued = [(row.recipient, row.digest_id is None) for row in session.exec(select(Delivery))]
    assert queued == [("owner@example.com", True), ("teammate@example.com", False)]


def test_an_act_on_an_alert_goes_to_who_takes_such_notes(store: Engine, settings: Settings) -> None:

    with writing(store) as session:
        world = AlertWorld(session, NOW)
        people = [world.user(stopped=["work"]), world.user("teammate", stopped=["alerts"])]
        alert = world.alert()
        entry = world.event(alert, "commented")
        assert queue(session, alert, entry, people, now=NOW) == 1
        row = session.exec(select(Delivery)).one()
    assert row.recipient == "teammate@example.com"
