"""The Atom feed, read back by a library that did not write it."""

import re
from datetime import datetime
from xml.etree import ElementTree as Tree

import feedparser
import pytest
from sqlalchemy import Engine

from data.db import writing
from data.models import Alert
from data.settings import Settings
from tests.webapp.alert_world import QUOTE, AlertWorld, in_days
from tests.webapp.feeds.test_json_feed import BASE, client_of, get, make_token, read
from webapp.feeds.serving import PAGE_SIZE

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def token(sqlite_store: Engine, now: datetime) -> str:
    return make_token(sqlite_store, now)


def test_it_says_the_same_as_the_json_feed(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        world.alert(world.development(world.change(effective_on=in_days(now, 40))))
        world.alert()
    client, token = client_of(store, store_settings, now), make_token(store, now)
    answer = get(client, token, "/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    atom, items = feedparser.parse(answer.data), read(get(client, token))["items"]
    assert not atom.bozo
    assert atom.version == "atom10"
    assert [entry.id for entry in atom.entries] == [item["id"] for item in items]
    assert [entry.title for entry in atom.entries] == [item["title"] for item in items]
    assert [entry.link for entry in atom.entries] == [item["url"] for item in items]
    assert [datetime.fromisoformat(entry.updated) for entry in atom.entries] == [
        datetime.fromisoformat(item["date_modified"]) for item in items
    ]
    assert [[tag.term for tag in entry.tags] for entry in atom.entries] == [
        item["tags"] for item in items
    ]
    assert QUOTE in atom.entries[1].content[0].value


def test_it_has_what_rfc_4287_demands(
    sqlite_store: Engine, sqlite_settings: Settings, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        AlertWorld(session, now).alert()
    client = client_of(sqlite_store, sqlite_settings, now)
    root = Tree.fromstring(get(client, token, "/feed.atom").data)
    for parent in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1, (parent.tag, name)
    assert root.find(f"{ATOM}author/{ATOM}name") is not None


def test_an_empty_feed_is_a_feed(
    sqlite_store: Engine, sqlite_settings: Settings, token: str, now: datetime
) -> None:
    answer = get(client_of(sqlite_store, sqlite_settings, now), token, "/feed.atom")
    atom = feedparser.parse(answer.data)
    assert (atom.bozo, atom.entries, atom.feed.title) == (False, [], "Roamwatch alerts")


def test_pages_follow_each_other_to_the_last_without_a_repeat(
    sqlite_store: Engine, sqlite_settings: Settings, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet()
        for _ in range(2 * PAGE_SIZE + 3):
            world.alert(fleet=fleet, severity="low")
        world.alert(fleet=fleet, severity="high")
    client = client_of(sqlite_store, sqlite_settings, now)
    path, seen = f"/feed.atom?token={token}&fleet={fleet.name}", []
    while path:
        atom = feedparser.parse(client.get(path).data)
        seen += [entry.id for entry in atom.entries]
        path = next((e.href for e in atom.feed.links if e.rel == "next"), "").removeprefix(BASE)
    assert len(seen) == len(set(seen)) == 2 * PAGE_SIZE + 4


def test_the_feed_does_not_tell_its_own_token(
    sqlite_store: Engine, sqlite_settings: Settings, token: str, now: datetime
) -> None:
    client = client_of(sqlite_store, sqlite_settings, now)
    assert token not in client.get(f"/feed.atom?token={token}").text


def test_crawled_signs_that_xml_cannot_hold_are_replaced(
    sqlite_store: Engine, sqlite_settings: Settings, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        change = world.change(quotes=("a\u0001b\ufffe <b>&amp;</b> ]]> \u202edrow",))
        world.alert(world.development(change, title="x\u0002</title><script>y" + "z" * 10_000))
    answer = get(client_of(sqlite_store, sqlite_settings, now), token, "/feed.atom")
    Tree.fromstring(answer.data)
    assert not re.search("[\u0001\u0002\ufffe\u202e]", answer.text)
    assert "<script>" not in answer.text


def test_an_entry_keeps_its_id_when_it_changes(
    sqlite_store: Engine, sqlite_settings: Settings, token: str, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        number = AlertWorld(session, now).alert().id
    client = client_of(sqlite_store, sqlite_settings, now)
    before = feedparser.parse(get(client, token, "/feed.atom").data).entries[0]
    with writing(sqlite_store) as session:
        session.get_one(Alert, number).updated_at = in_time(now)
    after = feedparser.parse(get(client, token, "/feed.atom").data).entries[0]
    assert after.id == before.id
    assert after.updated > before.updated


def in_time(now: datetime) -> datetime:
    return now.replace(hour=now.hour + 1)
