"""A replay of many changes: asked on its page, played by the worker, read by who sees the fleet."""

import re

import pytest
from flask import Flask
from sqlmodel import Session, select

from data.db import reading, writing
from data.models import Fleet, Job
from data.queries.members import set_members
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from tests.webapp.work.kinds import job_of, person
from webapp.context import Context
from webapp.rules import replaying
from webapp.rules.replaying import Played, play
from webapp.work.doing import work_off
from webapp.work.kinds import kinds

PATH = "/fleet/replay/1"


@pytest.fixture
def app(filled_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The filled app, for which three changes are many."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(replaying, "LARGE", 3)
    return filled_app


def work(app: Flask) -> int:
    context: Context = app.extensions["roamwatch"]
    return work_off(context, kinds()["replay"]).failed


def plain(text: str) -> str:
    """What the page says from its title on, without its forms' tokens."""
    text = text.split("<main")[1]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace(" .", ".")


def test_the_worker_plays_it_and_says_what_the_page_would_have_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app, "stranger")
    before = client.get(PATH).text
    assert "the worker plays them" in before
    assert "would have alerted this fleet" not in before
    answer = client.post(PATH)
    assert (answer.status_code, answer.location) == (303, "/work/5")
    assert 'href="/work/5"' in client.get(PATH).text
    assert work(app) == 0
    assert client.get("/work/5").location == PATH
    counted = plain(client.get(PATH).text)
    assert "Played just now." in counted
    monkeypatch.setattr(replaying, "LARGE", 10**6)
    assert plain(client.get(PATH).text) == counted.replace(" Played just now.", "").replace(
        " Play anew", ""
    ).replace("were live then", "are live now")


def test_who_sees_the_fleet_asks_once_and_reads_one_answer(app: Flask) -> None:
    with writing(engine_of(app)) as session:
        set_members(session, 1, [person(engine_of(app), "teammate").id or 0])
    assert client_of(app, "stranger").get(PATH).status_code == 404
    assert client_of(app, "stranger").post(PATH).status_code == 404
    places = {client_of(app, name).post(PATH).location for name in ("teammate", "owner")}
    assert places == {"/work/5"}
    work(app)
    assert "would have alerted this fleet" in client_of(app, "owner").get(PATH).text
    assert client_of(app, "stranger").get("/work/5").status_code == 404


def test_an_older_answer_stays_while_it_is_played_anew(app: Flask) -> None:
    client = client_of(app, "owner")
    client.post(PATH)
    work(app)
    with writing(engine_of(app)) as session:
        session.get_one(Job, 5).asked_at = NOW.replace(hour=1)
    assert client.post(PATH).location == "/work/6"
    text = client.get(PATH).text
    assert "is being played anew" in text
    assert "would have alerted this fleet" in text
    assert "Play anew" not in text


def test_the_first_steps_wait_for_nothing(app: Flask) -> None:
    client = client_of(app, "owner")
    assert "the worker plays them on" in client.get("/start").text
    client.post(PATH)
    work(app)
    assert "of them at once" in client.get("/start").text


def test_of_very_many_alerts_the_newest_are_kept_and_all_are_counted(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = played(app)
    monkeypatch.setattr(replaying, "LISTED", 2)
    short = played(app)
    assert len(whole.listed) == whole.alerts == short.alerts > 2
    assert short.listed == whole.listed[:2]
    client_of(app, "owner").post(PATH)
    work(app)
    assert Played.of_json(job_of(engine_of(app), 5).result) == short
    text = plain(client_of(app, "owner").get(PATH).text)
    assert f"{whole.alerts} would have alerted this fleet" in text
    assert "The newest 2 are listed." in text


def played(app: Flask) -> Played:
    context: Context = app.extensions["roamwatch"]
    with reading(context.engine) as session:
        return play(session, _fleet(session), settings=context.settings, now=NOW)


def _fleet(session: Session) -> int:
    return session.exec(select(Fleet.id).order_by(Fleet.name)).first() or 0
