"""Many alerts worked at once, from the list."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine

from data.db import writing
from data.models import (
    Alert,
    FleetMember,
)
from tests.factories import make_story
from tests.webapp.conftest import SignIn
from tests.webapp.test_alert_work_pages import alert


@pytest.fixture
def three(sqlite_store: Engine) -> list[int]:
    with writing(sqlite_store) as session:
        return [make_story(session, title=f"Rule {place}").id or 0 for place in range(3)]


def many(client: Any, ids: list[str], **data: str) -> Any:
    return client.post("/alerts?state=waiting", data={"pick": ids} | data)


def test_those_that_are_ticked_are_worked_at_once(
    sign_in: SignIn, sqlite_store: Engine, three: list[int]
) -> None:
    client = sign_in("teammate")
    ticks = [f"{number}.1" for number in three[:2]]
    answer = many(client, ticks, action="resolve", note="Moved.")
    assert answer.location == "/alerts?state=waiting"
    assert "2 alerts are resolved." in client.get(answer.location).text
    assert [alert(sqlite_store, n).state for n in three] == ["resolved", "resolved", "new"]


@pytest.mark.parametrize(
    ("action", "more", "said"),
    [
        ("acknowledge", {}, "acknowledged"),
        ("dismiss", {"note": "Not ours."}, "dismissed"),
        ("assign", {"assignee": "1"}, "given"),
        ("snooze", {"day": "2026-12-01"}, "snoozed"),
    ],
)
def test_each_act_for_many_says_what_was_done(
    sign_in: SignIn, three: list[int], action: str, more: dict[str, str], said: str
) -> None:
    client = sign_in("teammate")
    answer = many(client, [f"{three[0]}.1"], action=action, **more)
    assert f"1 alert is {said}." in client.get(answer.location).text


def test_what_somebody_else_changed_is_left_and_named_and_the_rest_is_done(
    sign_in: SignIn, sqlite_store: Engine, three: list[int]
) -> None:
    owner, teammate = sign_in("owner"), sign_in("teammate")
    owner.post(f"/alerts/{three[0]}", data={"action": "start"})
    page = many(teammate, [f"{number}.1" for number in three], action="dismiss", note="Not ours.")
    assert page.status_code == 409
    assert "2 alerts are dismissed." in page.text
    assert "owner@fleet.test changed it meanwhile (started)" in page.text
    assert "Not ours.</textarea>" in page.text
    assert alert(sqlite_store, three[0]).state == "in_progress"


def test_the_form_for_many_names_what_is_missing(sign_in: SignIn, three: list[int]) -> None:
    client = sign_in("teammate")
    page = many(client, [], action="resolve", note="Done.")
    assert (page.status_code, "Tick the alerts first." in page.text) == (422, True)
    assert "Done.</textarea>" in page.text
    page = many(client, [f"{three[0]}.1"], action="resolve")
    assert page.status_code == 409
    assert "say in a note why you resolve it" in page.text
    assert re.search(rf'value="{three[0]}\.1"[^>]* checked', page.text)
    page = many(client, ["999.1", "x.y", "1"], action="acknowledge")
    assert "there is no such alert" in page.text
    assert many(client, ["1.1"], action="comment").status_code == 400
    assert many(sign_in("stranger"), ["1.1"], action="acknowledge").status_code == 403


def test_an_alert_of_another_fleet_is_not_worked_with_the_rest(
    sign_in: SignIn, sqlite_store: Engine, three: list[int]
) -> None:
    client = sign_in("teammate")
    with writing(sqlite_store) as session:
        hidden = session.get_one(Alert, three[0])
        session.add(FleetMember(fleet_id=hidden.fleet_id, user_id=1))
        others = session.get_one(Alert, three[1]).fleet_id
    assert others != hidden.fleet_id
    page = many(client, [f"{number}.1" for number in three[:2]], action="acknowledge")
    assert page.status_code == 409
    assert f"Alert {three[0]}</a>: there is no such alert." in page.text
    assert [alert(sqlite_store, n).state for n in three] == ["new", "acknowledged", "new"]


def test_all_of_a_page_are_ticked_by_a_link(sign_in: SignIn, three: list[int]) -> None:
    client = sign_in("teammate")
    assert "checked" not in client.get("/alerts").text
    assert client.get("/alerts?tick=all").text.count(" checked") == 3
    assert 'name="pick"' not in sign_in("stranger").get("/alerts?tick=all").text


def test_my_alerts_have_their_filter(sign_in: SignIn, three: list[int]) -> None:
    client = sign_in("teammate")
    many(client, [f"{three[1]}.1"], action="assign", assignee="2")
    page = client.get("/alerts?work=mine").text
    assert "Rule 1" in page
    assert "Rule 0" not in page
    assert 'title="Given to">Teammate</span>' in page
    assert "Rule 1" not in client.get("/alerts?work=unassigned").text
