"""What changed since the last visit: counted as the lists count, kept over reloads, each person's own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, Development, RuleProposal, Source, Trouble, User
from data.queries.visits import PAUSE, begin_visit
from tests.factories import NOW, make_people
from tests.webapp.filled import client_of, engine_of
from webapp.alerts.states import Step
from webapp.alerts.trail import apply
from webapp.listing import since_words
from webapp.wording.filters import lately

FRIDAY = datetime.fromisoformat("2026-11-13T17:40:00+00:00")


def visit(engine: Engine, user_id: int, now: datetime) -> datetime | None:
    with reading(engine) as session:
        return begin_visit(session, engine, user_id, now=now)


@pytest.fixture
def person(store: Engine) -> int:
    with writing(store) as session:
        return make_people(session)["owner"].id or 0


def test_the_first_visit_has_none_before_it(store: Engine, person: int) -> None:
    assert visit(store, person, NOW) is None
    assert visit(store, person, NOW + timedelta(minutes=5)) is None


def test_a_reload_does_not_lose_the_news_and_a_pause_begins_a_new_visit(
    store: Engine, person: int
) -> None:
    visit(store, person, FRIDAY)
    assert visit(store, person, NOW) == FRIDAY
    # Looked at again and again, always before the pause is over: still the same visit.
    looks = [NOW + n * (PAUSE - timedelta(minutes=1)) for n in range(1, 5)]
    assert [visit(store, person, look) for look in looks] == [FRIDAY] * 4
    assert visit(store, person, looks[-1] + PAUSE) == looks[-1]


def test_whoever_looks_while_the_store_is_busy_is_told_the_same_at_the_next_look(
    sqlite_store: Engine,
) -> None:
    with writing(sqlite_store) as session:
        person = make_people(session)["owner"].id or 0
    visit(sqlite_store, person, FRIDAY)
    with writing(sqlite_store):
        assert visit(sqlite_store, person, NOW) == FRIDAY
    assert visit(sqlite_store, person, NOW + timedelta(seconds=5)) == FRIDAY


def test_each_person_has_visits_of_their_own(store: Engine, person: int) -> None:
    with reading(store) as session:
        other = session.exec(select(User.id).where(User.role == "viewer")).one() or 0
    visit(store, person, FRIDAY)
    assert visit(store, other, NOW) is None


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        ("2026-11-13T17:40:00+00:00", "UTC", "Friday 17:40"),
        ("2026-11-15T23:30:00+00:00", "UTC", "yesterday 23:30"),
        ("2026-11-15T23:30:00+00:00", "Europe/Istanbul", "today 02:30"),
        ("2026-11-16T07:05:00+00:00", "UTC", "today 07:05"),
        ("2026-11-09T17:40:00+00:00", "UTC", "9 Nov 2026 17:40"),
    ],
)
def test_a_moment_is_told_in_few_words(moment: str, zone: str, said: str) -> None:
    assert lately(datetime.fromisoformat(moment), NOW, zone) == said


def visited(app: Flask, at: datetime = FRIDAY) -> FlaskClient:
    """The owner, whose last visit ended then."""
    with writing(engine_of(app)) as session:
        owner = session.exec(select(User).where(User.email == "owner@fleet.test")).one()
        owner.visited_at = at
    return client_of(app, "owner")


def strip(client: FlaskClient) -> str:
    found = re.search(r'<p class="note since">.*?</p>', client.get("/").text, re.DOTALL)
    return found[0] if found else ""


@contextmanager
def quiet(app: Flask) -> Iterator[None]:
    """All that the filled store holds is older than the visit; the block may add to it."""
    old = FRIDAY - timedelta(days=1)
    with writing(engine_of(app)) as session:
        for row in (*session.exec(select(Alert)), *session.exec(select(Development))):
            row.created_at = old
            session.add(row)
        for trouble in session.exec(select(Trouble)):
            trouble.opened_at = old
    yield


def test_it_says_that_nothing_is_new(filled_app: Flask) -> None:
    with quiet(filled_app):
        assert "Nothing new since" in strip(visited(filled_app))
        assert "Friday 17:40" in strip(client_of(filled_app, "owner"))


def test_somebody_who_was_never_here_is_told_nothing(filled_app: Flask) -> None:
    assert strip(client_of(filled_app, "teammate")) == ""


def test_every_number_is_that_of_the_list_behind_it(filled_app: Flask) -> None:
    with quiet(filled_app), writing(engine_of(filled_app)) as session:
        new, moved, taken, closed = session.exec(select(Alert).order_by(col(Alert.id)).limit(4))
        new.created_at = NOW - timedelta(hours=1)
        apply(session, moved, [Step(word="moved", note="x")], actor="roamwatch", now=NOW)
        apply(session, taken, [Step(word="acknowledged", note="")], actor="a", now=NOW)
        apply(session, closed, [Step(word="reopened", note="x")], actor="roamwatch", now=NOW)
        for row in session.exec(select(Development).limit(3)):
            row.created_at = NOW - timedelta(hours=2)
        proposal = session.exec(select(RuleProposal)).first()
        assert proposal is not None
        proposal.state, proposal.decided_at = "accepted", NOW - timedelta(hours=2)
        silent = session.get_one(Source, "fr-arm")
        trouble = session.exec(select(Trouble).where(Trouble.source_id == silent.id)).one()
        trouble.opened_at = NOW - timedelta(hours=3)
    client = visited(filled_app)
    text = strip(client)
    links = re.findall(r'href="([^"]+)">([^<]+)</a>', text)
    assert [said for _, said in links] == [
        "1 new alert",
        "2 alerts moved",
        "3 rule changes found",
        "1 rule accepted",
        "1 source went silent",
    ]
    for href, said in links:
        page = client.get(href.replace("&amp;", "&")).text
        assert page.count('class="row-title"') == int(said.split()[0]), href
        assert "Friday 17:40" in page, href


@pytest.mark.parametrize(
    "since", ["x", "2026-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026"]
)
def test_a_moment_that_is_none_narrows_nothing(filled_app: Flask, since: str) -> None:
    client = client_of(filled_app, "owner")
    for path in ("/alerts?news=moved", "/changes?", "/sources?", "/rules/proposals?"):
        whole = client.get(path.replace("news=moved", "")).text.count("row-title")
        answer = client.get(f"{path}&since={since.replace('+', '%2B')}")
        assert answer.text.count("row-title") == whole, path


def test_a_moment_in_an_address_is_read_as_it_was_written(filled_app: Flask) -> None:
    assert since_words(FRIDAY) == "2026-11-13T17:40:00Z"
