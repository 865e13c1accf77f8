"""The JSON Feed: who may read it, what stands in it, and how a program pages through it."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from data.db import writing
from data.models import Alert, User
from data.queries.tokens import issue_token, revoke_token, token_with_user
from data.settings import Settings
from tests.webapp.alert_world import QUOTE, AlertWorld, in_days
from tests.webapp.json_feed import faults
from webapp.context import Context, attach
from webapp.feeds.serving import PAGE_SIZE, blueprint

BASE = "http://127.0.0.1:8040"


def client_of(engine: Engine, settings: Settings, now: datetime) -> FlaskClient:
    app = Flask("feeds")
    attach(app, Context(engine=engine, settings=settings, clock=lambda: now))
    app.register_blueprint(blueprint)
    return app.test_client()


@pytest.fixture
def client(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> FlaskClient:
    return client_of(sqlite_store, sqlite_settings, now)


def make_token(engine: Engine, now: datetime, *, scope: str = "feed", **user: Any) -> str:
    with writing(engine) as session:
        owner = AlertWorld(session, now).user(**user)
        return issue_token(session, owner.id or 0, name="reader", scope=scope, now=now)


@pytest.fixture
def token(sqlite_store: Engine, now: datetime) -> str:
    return make_token(sqlite_store, now)


def get(client: FlaskClient, token: str, path: str = "/feed.json", **headers: str) -> TestResponse:
    return client.get(path, headers={"Authorization": f"Bearer {token}"} | headers)


def read(answer: TestResponse) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(answer.data)
    return body


def test_the_feed_is_valid_json_feed_1_1(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        change = world.change(effective_on=in_days(now, 40), page=3)
        world.alert(world.development(change))
    answer = get(client_of(store, store_settings, now), make_token(store, now))
    assert answer.status_code == 200
    assert answer.content_type == "application/feed+json; charset=utf-8"
    assert len(read(answer)["items"]) == 1
    assert faults(read(answer)) == []


def test_the_checker_of_the_feed_rules_finds_faults() -> None:
    broken = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": 7}, {"id": "a", "content_text": ""}, {"id": "a", "content_text": ""}],
        "feed_url": f"{BASE}/feed.json",
        "next_url": f"{BASE}/feed.json",
    }
    assert len(faults(broken)) == 6


def test_an_item_says_what_changed_with_its_quote_dates_and_counts(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        limits = [{"days": 120, "shape": "consecutive", "per": "imei", "window_days": None}]
        change = world.change(effective_on=in_days(now, 40), limits=limits, page=3)
        alert = world.alert(world.development(change), world.fleet("Meters"), live_sims=1200)
    item = read(get(client, token))["items"][0]
    assert item["title"] == "Türkiye: Registration of devices with foreign SIMs"
    assert item["url"] == f"{BASE}/alerts/{alert.id}"
    assert f"“{QUOTE}” [tr, page 3]" in item["content_text"]
    assert "IMEI registration: new rule, adopted." in item["content_text"]
    extension = item["_roamwatch"]
    assert extension["live_sims_by_country"] == {"TR": 1200}
    assert extension["effective_on"] == "2026-12-26"
    assert extension["limits"][0]["days"] == 120
    assert {key: extension[key] for key in ("country", "topic", "kind", "status", "severity")} == {
        "country": "TR",
        "topic": "imei",
        "kind": "new_rule",
        "status": "adopted",
        "severity": "high",
    }


def test_the_feed_carries_no_identifier_of_a_sim(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet()
        world.sims(fleet, "TR", 20)
        world.alert(fleet=fleet, live_sims=20)
    text = get(client, token).text
    assert "live_sims" in text
    assert re.findall(r"\d{14,}", text) == []


def test_hostile_titles_and_quotes_are_made_harmless(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        change = world.change(quotes=("ab\u202edrow\u0000 <script>",))
        world.alert(world.development(change, title="A\r\nBcc: x\u202e" + "y" * 10_000))
    item = read(get(client, token))["items"][0]
    assert len(item["title"]) <= 300
    assert not re.search("[\u202e\x00\r\n]", item["title"])
    assert "abdrow  <script>" in item["content_text"]  # text, never HTML
    assert "content_html" not in item


def test_an_item_keeps_its_id_and_shows_that_it_changed(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        alert = AlertWorld(session, now).alert()
    before = read(get(client, token))["items"][0]
    with writing(sqlite_store) as session:
        row = session.get_one(Alert, alert.id)
        row.state, row.updated_at = "acknowledged", now + timedelta(hours=1)
    after = read(get(client, token))["items"][0]
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] == "2026-11-16T09:00:00+00:00"
    assert after["_roamwatch"]["state"] == "acknowledged"


def test_paging_gives_every_alert_once_newest_first(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        numbers = [world.alert().id for _ in range(2 * PAGE_SIZE + 3)]
    url, seen, pages = f"/feed.json?token={token}", [], 0
    while url:
        feed = read(client.get(url))
        assert faults(feed) == []
        seen += [item["_roamwatch"]["alert"] for item in feed["items"]]
        url, pages = feed.get("next_url", "").removeprefix(BASE), pages + 1
    assert seen == sorted(numbers, key=lambda number: number or 0, reverse=True)
    assert pages == 3


def test_alerts_raised_while_a_program_pages_move_nothing_out_of_its_way(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        numbers = {world.alert().id for _ in range(PAGE_SIZE + 5)}
    first = read(get(client, token))
    with writing(sqlite_store) as session:
        later = AlertWorld(session, now)
        for _ in range(3):
            later.alert()
    second = read(get(client, token, first["next_url"].removeprefix(BASE)))
    seen = [item["_roamwatch"]["alert"] for item in first["items"] + second["items"]]
    assert sorted(seen) == sorted(number or 0 for number in numbers)


def test_the_token_stays_in_next_url_only_if_it_came_in_the_address(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        for _ in range(PAGE_SIZE + 1):
            world.alert()
    by_header = read(get(client, token))
    by_address = read(client.get(f"/feed.json?token={token}"))
    assert token not in json.dumps(by_header)
    assert f"token={token}" in by_address["next_url"]
    assert token not in by_address["feed_url"]


@pytest.mark.parametrize("cursor", ["-1", "1.5", "x", "9" * 19, "٣"])
def test_a_cursor_that_we_never_gave_is_refused(
    client: FlaskClient, token: str, cursor: str
) -> None:
    answer = client.get("/feed.json", query_string={"token": token, "before": cursor})
    assert (answer.status_code, read(answer)["code"]) == (400, "bad_cursor")


def test_an_unchanged_feed_is_answered_with_304(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        AlertWorld(session, now).alert()
    tag = get(client, token).headers["ETag"]
    again = get(client, token, **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    with writing(sqlite_store) as session:
        AlertWorld(session, now).alert()
    assert get(client, token, **{"If-None-Match": tag}).status_code == 200


def test_a_shared_cache_may_not_keep_the_feed(client: FlaskClient, token: str) -> None:
    answer = get(client, token)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Basic abc"}, {"Authorization": "Bearer "}]
)
def test_nobody_gets_in_without_a_token(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get("/feed.json", headers=headers)
    assert (answer.status_code, read(answer)["code"]) == (401, "token_missing")
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_unknown_token_is_refused(client: FlaskClient) -> None:
    answer = get(client, "rw_unknown")
    assert (answer.status_code, read(answer)["code"]) == (401, "token_invalid")
    assert read(answer)["status"] == 401
    assert read(answer)["type"] == "urn:roamwatch:problem:token_invalid"


def test_a_revoked_token_is_refused_from_then_on(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    assert get(client, token).status_code == 200
    with writing(sqlite_store) as session:
        found = token_with_user(session, token)
        assert found is not None
        assert revoke_token(session, found[0].id or 0, now=now)
        assert not revoke_token(session, found[0].id or 0, now=now)
        assert not revoke_token(session, 4711, now=now)
    answer = get(client, token)
    assert (answer.status_code, read(answer)["code"]) == (401, "token_invalid")


def test_a_token_for_something_else_does_not_open_the_feed(
    sqlite_store: Engine, client: FlaskClient, now: datetime
) -> None:
    answer = get(client, make_token(sqlite_store, now, scope="metrics"))
    assert (answer.status_code, read(answer)["code"]) == (403, "token_scope")


def test_a_token_ends_with_its_owner(
    sqlite_store: Engine, client: FlaskClient, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        session.get_one(User, 1).active = False
    answer = get(client, token)
    assert (answer.status_code, read(answer)["code"]) == (403, "user_inactive")


def test_the_store_does_not_hold_the_token_itself(
    sqlite_store: Engine, sqlite_settings: Settings, token: str
) -> None:
    with writing(sqlite_store) as session:
        found = token_with_user(session, token)
    assert found is not None
    assert token not in found[0].model_dump_json()
    assert token.startswith("rw_")
    assert len(token) > 40
