"""What a feed is narrowed to, on every address alike."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.models import ClockLimit
from data.queries.feed import FeedFilter, recent_alert_ids
from tests.webapp.alert_world import AlertWorld
from tests.webapp.filled import client_of
from webapp.feeds.filters import FilterError, filter_of

FEEDS = ("/feed.json", "/feed.atom", "/deadlines.ics")
Ask = Callable[[str], FlaskClient]


def test_each_word_narrows_and_together_they_narrow_more(store: Engine, now: object) -> None:
    with writing(store) as session:
        numbers = _alerts(session, now)
    with reading(store) as session:
        assert _ids(session, country="TR") == numbers["turkish", "high"] + numbers["clock", "low"]
        assert _ids(session, country="FR") == numbers["european", "low"]
        assert _ids(session, country="EU") == numbers["european", "low"]
        assert _ids(session, topic="roaming") == (
            numbers["european", "low"] + numbers["clock", "low"]
        )
        assert _ids(session, severity="high") == numbers["turkish", "high"]
        assert len(_ids(session, severity="low")) == 3
        assert _ids(session, fleet="Meters") == numbers["turkish", "high"]
        assert _ids(session, country="TR", topic="roaming") == numbers["clock", "low"]
        assert _ids(session, country="TR", fleet="Other") == []


def _alerts(session: Session, now: object) -> dict[tuple[str, str], list[int]]:
    world = AlertWorld(session, now)  # type: ignore[arg-type]
    turkish = world.alert(world.development(), world.fleet("Meters"), severity="high")
    source = world.source("FR")
    change = world.change(source, topic="roaming", via_group="EU")
    european = world.alert(
        world.development(change, jurisdiction="EU", countries=["FR"]), severity="low"
    )
    limit = ClockLimit(
        key="tr-90", country="TR", topic="roaming", status="in_force", shape="consecutive",
        days=90, per="sim", warn_at=0.8,
    )  # fmt: skip
    session.add(limit)
    session.flush()
    clock = world.alert(severity="low", development_id=None, rule_change_id=None, limit_id=limit.id)
    return {
        ("turkish", "high"): [turkish.id or 0],
        ("european", "low"): [european.id or 0],
        ("clock", "low"): [clock.id or 0],
    }


def _ids(session: Session, **words: str) -> list[int]:
    return sorted(recent_alert_ids(session, chosen=FeedFilter(**words)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"topic": "roming"}, "“topic” must be one of roaming, imei"),
        ({"severity": "loud"}, "“severity” must be one of high, medium, low"),
        ({"country": "ZZ"}, "“country” must be ISO 3166-1 alpha-2"),
        ({"contry": "TR"}, "“contry” is no word of a feed; those are before, country"),
    ],
)
def test_a_word_that_is_not_known_is_refused_and_never_passed_over(
    words: dict[str, str], said: str
) -> None:
    with pytest.raises(FilterError, match=said):
        filter_of(words)


def test_a_country_may_be_written_small() -> None:
    assert filter_of({"country": "tr"}) == FeedFilter(country="TR")


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_refuses_who_has_no_token_and_says_what_is_wrong(
    filled_app: Flask, path: str
) -> None:
    assert filled_app.test_client().get(path).status_code == 401
    assert filled_app.test_client().get(f"{path}?token=rw_gone").status_code == 401


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_answers_its_filters(filled_app: Flask, path: str) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "owner")
    page = client.post("/account/tokens", data={"name": "reader", "scope": "feed"}).text
    token = page[page.index("rw_") :].split("<")[0].split('"')[0]
    asked = filled_app.test_client()
    assert asked.get(f"{path}?token={token}&topic=imei").status_code == 200
    answer = asked.get(f"{path}?token={token}&topic=roming")
    assert answer.status_code == 400
    assert answer.json["code"] == "bad_filter"  # type: ignore[index]
    first = asked.get(f"{path}?token={token}")
    again = asked.get(f"{path}?token={token}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
