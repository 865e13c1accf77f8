"""The administrators' page of fleets and their members."""

import io

import click
import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading
from data.models import Fleet, FleetMember
from tests.data.fleet.files import csv_of, row
from tests.webapp.filled import client_of, engine_of
from webapp.commands.fleet import fleet_name


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled store; forms need no token."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def test_it_says_who_sees_a_fleet_before_and_after(app: Flask) -> None:
    client = client_of(app, "owner")
    page = client.get("/fleet/members").text
    assert "A fleet without members is seen by everybody" in page
    assert "Seen by everybody: it has no members." in page
    answer = client.post(
        "/fleet/members/1", data={"name": "Meters", "member": ["2", "x", "99999"]},
        follow_redirects=True,
    )  # fmt: skip
    assert "“Meters” is seen by 1 member and administrators." in answer.text
    assert "Seen by 1 member and by administrators." in answer.text
    assert "seen by 1 member" in client.get("/fleet").text
    with reading(engine_of(app)) as session:
        assert [row.user_id for row in session.exec(select(FleetMember))] == [2]
    client.post("/fleet/members/1", data={"name": "Meters"})
    assert "seen by everybody" in client.get("/fleet").text


def test_a_new_fleet_is_made_and_listed(app: Flask) -> None:
    client = client_of(app, "owner")
    answer = client.post("/fleet/members", data={"name": "Trackers"}, follow_redirects=True)
    assert "“Trackers” is made. Until it has members everybody sees it." in answer.text
    assert 'value="Trackers"' in answer.text
    assert '<option value="Trackers">' in client.get("/fleet").text


@pytest.mark.parametrize("path", ["/fleet/members", "/fleet/members/1"])
def test_a_name_that_cannot_be_comes_back_with_the_reason(app: Flask, path: str) -> None:
    client = client_of(app, "owner")
    client.post("/fleet/members", data={"name": "Trackers"})
    for name, reason in (("Trackers", "already"), (" ", "at most 100"), ("y" * 101, "at most")):
        answer = client.post(path, data={"name": name, "member": "2"})
        assert answer.status_code == 422
        assert reason in answer.text
        assert 'aria-invalid="true"' in answer.text
    with reading(engine_of(app)) as session:
        assert session.exec(select(FleetMember)).all() == []
        assert len(session.exec(select(Fleet)).all()) == 2


def test_only_administrators_find_and_open_it(app: Flask) -> None:
    assert 'href="/fleet/members"' in client_of(app, "owner").get("/fleet").text
    for name in ("teammate", "stranger"):
        client = client_of(app, name)
        assert 'href="/fleet/members"' not in client.get("/fleet").text
        assert client.get("/fleet/members").status_code == 403
        assert client.post("/fleet/members/1", data={"name": "Mine"}).status_code == 403
    assert client_of(app, "owner").post("/fleet/members/999", data={"name": "a"}).status_code == 404


@pytest.mark.parametrize("name", ["North\u202e", " North\n", "No\u200brth"])
def test_signs_that_turn_or_hide_a_name_make_no_second_fleet_on_import(
    filled_app: Flask, name: str
) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "teammate")
    for fleet in ("North", name):
        sent = {"fleet": fleet, "file": (io.BytesIO(csv_of(row(1))), "north.csv")}
        assert client.post("/fleet/imports", data=sent).status_code == 302
    with reading(engine_of(filled_app)) as session:
        names = session.exec(select(Fleet.name)).all()
    assert sorted(names) == ["North", "Sample fleet"]


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 101])
def test_no_command_fills_a_fleet_of_a_name_that_none_can_have(name: str) -> None:
    with pytest.raises(click.BadParameter, match="Name the fleet, in at most 100 characters"):
        fleet_name(click.Context(click.Command("x")), click.Option(["--fleet"]), name)
