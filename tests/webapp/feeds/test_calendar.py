"""The calendar of days ahead, read back by a library that did not write it."""

from datetime import date, datetime

import pytest
import vobject
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import writing
from data.models import Alert, Development
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld, in_days
from tests.webapp.feeds.test_json_feed import BASE, client_of, get, make_token


@pytest.fixture
def token(sqlite_store: Engine, now: datetime) -> str:
    return make_token(sqlite_store, now)


@pytest.fixture
def client(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> FlaskClient:
    return client_of(sqlite_store, sqlite_settings, now)


def days(client: FlaskClient, token: str, words: str = "") -> list[tuple[date, str]]:
    calendar = vobject.readOne(get(client, token, f"/deadlines.ics{words}").text)
    return [
        (event.dtstart.value, event.summary.value) for event in calendar.contents.get("vevent", [])
    ]


def test_each_day_of_a_change_is_an_event_of_a_whole_day(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        change = world.change(effective_on=in_days(now, 40), deadline_on=in_days(now, 10))
        alert = world.alert(world.development(change))
    client, token = client_of(store, store_settings, now), make_token(store, now)
    answer = get(client, token, "/deadlines.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    first, second = vobject.readOne(answer.text).contents["vevent"]
    assert (first.dtstart.value, first.summary.value) == (
        in_days(now, 10),
        "Türkiye, IMEI registration: deadline",
    )
    assert (second.dtstart.value, second.summary.value) == (
        in_days(now, 40),
        "Türkiye, IMEI registration: takes effect",
    )
    assert second.dtend.value == in_days(now, 41)
    assert second.url.value == f"{BASE}/alerts/{alert.id}"
    assert second.transp.value == "TRANSPARENT"


def test_every_line_is_as_rfc_5545_wants_it(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        change = world.change(effective_on=in_days(now, 40), quotes=("ş; , \\ : “”\n" * 50,))
        world.alert(world.development(change, title="Début; fin, \\N"))
    raw = get(client, token, "/deadlines.ics").data
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert raw.count(b"BEGIN:VEVENT") == raw.count(b"\r\nUID:") == raw.count(b"\r\nDTSTAMP:") == 1


def test_an_event_keeps_its_uid_when_its_day_moves(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        alert = world.alert(world.development(world.change(effective_on=in_days(now, 40))))
        number = alert.development_id
    before = vobject.readOne(get(client, token, "/deadlines.ics").text).vevent
    with writing(sqlite_store) as session:
        session.get_one(Development, number).effective_on = in_days(now, 80)
    after = vobject.readOne(get(client, token, "/deadlines.ics").text).vevent
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == in_days(now, 80)


def test_long_past_days_changes_without_a_day_and_dismissed_alerts_are_left_out(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        for ahead in (-200, -30):
            world.alert(world.development(world.change(effective_on=in_days(now, ahead))))
        world.alert()
        gone = world.alert(world.development(world.change(effective_on=in_days(now, 5))))
        session.get_one(Alert, gone.id).state = "dismissed"
        none = world.change(effective_on=in_days(now, 6))
        world.alert(world.development(none, kind="none"))
    assert [day for day, _ in days(client, token)] == [in_days(now, -30)]


def test_a_calendar_is_narrowed_like_a_feed(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        for country in ("TR", "BR"):
            change = world.change(world.source(country), effective_on=in_days(now, 9))
            world.alert(world.development(change))
    assert [what for _, what in days(client, token, "?country=BR")] == [
        "Brazil, IMEI registration: takes effect"
    ]


def test_a_calendar_without_days_can_be_subscribed_to(client: FlaskClient, token: str) -> None:
    assert days(client, token) == []


def test_no_property_can_be_slipped_in_by_a_title(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        change = world.change(effective_on=in_days(now, 40), quotes=("x\r\nATTACH:http://a.test",))
        world.alert(world.development(change, title="y\nEND:VEVENT\r\nBEGIN:VALARM"))
    raw = get(client, token, "/deadlines.ics").data
    assert b"\r\nATTACH" not in raw
    assert b"VALARM\r\n" not in raw.replace(b"\\n", b"")
    assert raw.count(b"\r\nEND:VEVENT\r\n") == 1
