"""``/api/v1/changes``: each change once and in order, whoever writes and however it is filtered."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from data.db import writing
from data.models import Development, Fleet, User
from data.queries.members import set_members
from data.settings import Settings
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused
from tests.webapp.api.race import development, run
from tests.webapp.filled import engine_of


def all_of(program: Program, query: str = "", limit: int = 7) -> list[dict[str, Any]]:
    """Everything from the beginning."""
    found, after, more = [], "", True
    while more:
        page = program.get(f"/changes?limit={limit}&after={after}&{query}")
        assert len(page["items"]) <= limit
        found += page["items"]
        after, more = page["next"], page["more"]
    return found


def test_four_writers_and_a_reader_that_sees_each_change_once(
    store: Engine, store_settings: Settings
) -> None:
    """The full run of 10,000: ``python -m tests.webapp.api.race``."""
    store.dispose()
    seen = run(store_settings, 400)
    assert seen.written == 400
    assert seen.exactly_once, seen
    assert seen.polls > 10


def test_changes_come_in_their_order_each_once(filled_app: Flask) -> None:
    program = Program(filled_app)
    found = all_of(program)
    ids = [item["id"] for item in found]
    assert ids == sorted(set(ids))
    assert len(found) > 10
    assert all_of(program, limit=500) == found
    assert {item["about"] for item in found} == {"development", "alert"}
    for item in found:
        assert (item["development"] is None) != (item["alert"] is None)


def test_the_end_is_a_place_to_go_on_from(filled_app: Flask) -> None:
    program = Program(filled_app)
    end = program.get("/changes?after=now")
    assert (end["items"], end["more"]) == ([], False)
    assert program.get(f"/changes?after={end['next']}") == end
    with writing(engine_of(filled_app)) as session:
        session.add(development(1, 1))
    page = program.get(f"/changes?after={end['next']}")
    assert [item["development"]["key"] for item in page["items"]] == ["race-1-1"]
    assert page["items"][0]["what"] == "appeared"


def test_filters_narrow_and_their_cursors_are_their_own(filled_app: Flask) -> None:
    program = Program(filled_app)
    whole = all_of(program)
    for query, holds in (
        ("about=alert", lambda item: item["about"] == "alert"),
        ("topic=imei", lambda item: (item["development"] or {}).get("topic", "imei") == "imei"),
        ("country=TR", lambda item: "TR" in (item["development"] or {}).get("countries", ["TR"])),
    ):
        found = all_of(program, query)
        assert 0 < len(found) < len(whole), query
        assert all(map(holds, found)), query
    place = program.get("/changes?about=alert&limit=1")["next"]
    answer = program.ask(f"/changes?about=development&after={place}")
    assert refused(answer) == (409, "cursor_of_another_question")
    assert program.ask(f"/changes?about=alert&limit=3&after={place}").status_code == 200


@pytest.mark.parametrize("after", ["1", "c1", "c1.00000000.x", "c2.00000000.1", "soon", "c1..1"])
def test_what_is_no_cursor_is_refused(filled_app: Flask, after: str) -> None:
    status, code = refused(Program(filled_app).ask(f"/changes?after={after}"))
    assert (status, code) in ((400, "words"), (409, "cursor_of_another_question"))


def test_alerts_of_another_fleet_are_not_told(filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        member = User(email="member@fleet.test", name="M", role="viewer", created_at=NOW)
        session.add(member)
        session.flush()
        set_members(session, 1, [member.id or 0])
        name = session.get_one(Fleet, 1).name
    own = all_of(Program(filled_app, "member"))
    others = all_of(Program(filled_app, "teammate"))
    assert any(item["alert"] for item in own)
    assert not any(item["alert"] for item in others)
    assert name not in str(others)
    assert [one for one in own if one["development"]] == others
    assert all_of(Program(filled_app, "owner")) == own


def test_an_entry_says_how_it_stood_then(filled_app: Flask) -> None:
    program = Program(filled_app)
    end = program.get("/changes?after=now")["next"]
    for status in ("proposed", "in_force"):
        with writing(engine_of(filled_app)) as session:
            session.get_one(Development, 1).status = status
    items = program.get(f"/changes?after={end}")["items"]
    assert [item["development"]["status"] for item in items] == ["proposed", "in_force"]
    assert {item["what"] for item in items} == {"changed"}
