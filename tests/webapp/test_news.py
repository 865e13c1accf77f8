"""What an open page is told of new alerts: short answers, no thread held, nothing of other fleets."""

import json

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert
from data.queries.alert_page import events_of
from tests.webapp.filled import client_of, engine_of
from tests.webapp.page_roles import part
from webapp.views.news import RETRY


def said(client: FlaskClient, seen: str) -> dict[str, str]:
    """The fields of the one event that comes."""
    answer = client.get("/alerts/news", headers={"Last-Event-ID": seen})
    assert answer.mimetype == "text/event-stream"
    assert answer.text.endswith("\n\n")
    return dict(line.split(": ", 1) for line in answer.text.strip().splitlines())


def test_nothing_new_is_an_answer_without_an_event_that_says_when_to_ask_again(
    filled_app: Flask,
) -> None:
    assert said(client_of(filled_app, "owner"), "999999") == {"retry": str(RETRY)}


def test_what_came_is_counted_and_the_newest_is_named_so_that_none_is_told_twice(
    filled_app: Flask,
) -> None:
    client = client_of(filled_app, "owner")
    fields = said(client, "2")
    assert json.loads(fields["data"])["count"] > 1
    assert "data" not in said(client, fields["id"])


def test_a_page_that_has_seen_nothing_begins_with_now(filled_app: Flask) -> None:
    for seen in ("", "x", "-1", "9" * 30):
        fields = said(client_of(filled_app, "owner"), seen)
        assert json.loads(fields["data"]) == {"count": 0, "high": 0}
        assert int(fields["id"]) > 0


def test_what_is_kept_quiet_is_not_told(filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        newest = session.exec(select(Alert).order_by(col(Alert.id).desc())).first()
        assert newest is not None
        newest.silence_id = 1
        before = str((newest.id or 0) - 1)
    assert "data" not in said(client_of(filled_app, "owner"), before)


def test_who_signed_out_is_asked_to_stop_asking(filled_app: Flask) -> None:
    assert filled_app.test_client().get("/alerts/news").status_code == 204


def told(client: FlaskClient, alert_id: int, after: int) -> list[str]:
    """What is told of one alert's trail after a line."""
    answer = client.get(f"/alerts/news/{alert_id}?after={after}")
    fields = dict(line.split(": ", 1) for line in answer.text.strip().splitlines())
    found: list[str] = json.loads(fields.get("data", '{"said": []}'))["said"]
    return found


def test_what_is_done_with_an_open_alert_is_told_in_words_and_once(filled_app: Flask) -> None:
    owner, stranger = client_of(filled_app, "owner"), client_of(filled_app, "stranger")
    filled_app.config["WTF_CSRF_ENABLED"] = False
    with reading(engine_of(filled_app)) as session:
        seen = events_of(session, 1)[-1].id or 0
    assert told(stranger, 1, seen) == []
    owner.post("/alerts/1", data={"action": "assign", "assignee": "2"})
    owner.post("/alerts/1", data={"action": "comment", "note": "<b>Look</b>"})
    expected = ["Given to Teammate by owner@fleet.test", "Commented by owner@fleet.test"]
    assert told(stranger, 1, seen) == expected
    with reading(engine_of(filled_app)) as session:
        given = events_of(session, 1)[-2].id or 0
    assert told(stranger, 1, given) == expected[1:]
    assert told(stranger, 2, given) == []


def test_of_an_alert_out_of_sight_nothing_is_told(filled_app: Flask) -> None:
    part(filled_app)
    assert told(client_of(filled_app, "officer"), 1, 0) != []
    assert client_of(filled_app, "viewer").get("/alerts/news/1?after=0").status_code == 404
