"""What is written into the change feed, when, and in which order."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from data.audit import record
from data.changefeed import what_happened
from data.db import reading, writing
from data.models import ChangeEntry, Development, Fleet
from data.queries.change_feed import WINDOW, FeedFilter, feed_page, newest_place
from data.queries.sight import narrow
from tests.factories import NOW
from tests.webapp.alert_world import AlertWorld

ANY = FeedFilter()


def told(store: Engine) -> list[tuple[str, str]]:
    with reading(store) as session:
        rows = session.exec(select(ChangeEntry).order_by(col(ChangeEntry.id))).all()
    return [(row.about, row.what) for row in rows]


def development(number: int = 1, **values: Any) -> Development:
    plain: dict[str, Any] = {
        "key": f"d{number}", "jurisdiction": "TR", "countries": ["TR"], "topic": "roaming",
        "title": "A rule", "kind": "new_rule", "status": "proposed", "direction": "tightening",
        "created_at": NOW, "moved_at": NOW,
    }  # fmt: skip
    return Development(**(plain | values))


def test_a_new_development_appears_with_its_facts(store: Engine) -> None:
    with writing(store) as session:
        session.add(
            development(countries=["DE", "FR"], jurisdiction="EU", effective_on=date(2027, 1, 1))
        )
    assert told(store) == [("development", "appeared")]
    with reading(store) as session:
        entry = session.exec(select(ChangeEntry)).one()
    assert entry.places == " EU DE FR "
    assert (entry.facts["status"], entry.facts["effective_on"]) == ("proposed", "2027-01-01")
    assert (entry.at, entry.fleet_id) == (NOW, None)


def test_a_development_that_moves_is_told_once_per_transaction(store: Engine) -> None:
    with writing(store) as session:
        session.add(development())
    with writing(store) as session:
        row = session.exec(select(Development)).one()
        row.status = "adopted"
        session.flush()
        row.moved_at = NOW + timedelta(days=1)
        session.flush()
        row.title = "A rule that is adopted"
    assert told(store) == [("development", "appeared"), ("development", "moved")]


def test_what_changes_and_changes_back_is_not_told(store: Engine) -> None:
    with writing(store) as session:
        session.add(development())
    with writing(store) as session:
        row = session.exec(select(Development)).one()
        row.status = "adopted"
        session.flush()
        row.status = "proposed"
    assert len(told(store)) == 1


def test_what_is_undone_is_not_told(store: Engine) -> None:
    with Session(store) as session:
        session.add(development())
        session.flush()
    with Session(store) as session:
        session.add(development(2))
        session.flush()
        session.rollback()
        session.add(development(3))
        session.commit()
    assert len(told(store)) == 1


def test_what_is_undone_within_a_transaction_is_not_told(store: Engine) -> None:
    with writing(store) as session:
        session.add(development(1))
        session.flush()
        inner = session.begin_nested()
        session.add(development(2))
        session.flush()
        inner.rollback()
        with session.begin_nested():
            session.add(development(3))
    with reading(store) as session:
        entries = session.exec(select(ChangeEntry)).all()
    assert sorted(entry.facts["key"] for entry in entries) == ["d1", "d3"]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, ""),
        ({"title": "Other"}, "changed"),
        ({"status": "adopted"}, "changed"),
        ({"moved_at": NOW + timedelta(days=1), "status": "adopted"}, "moved"),
        ({"kind": "none"}, "closed"),
        ({"joined_id": 7}, "joined"),
    ],
)
def test_each_thing_has_its_word(changed: dict[str, Any], word: str) -> None:
    before = development().model_dump()
    assert what_happened(before, before | changed) == word


def test_no_change_is_no_news_until_it_is_one() -> None:
    none, one = development(kind="none").model_dump(), development().model_dump()
    assert what_happened(None, none) == ""
    assert what_happened(none, none | {"title": "x"}) == ""
    assert what_happened(none, one) == "appeared"
    assert what_happened(None, one) == "appeared"


def test_each_act_on_an_alert_is_told_as_it_left_it(store: Engine) -> None:
    with writing(store) as session:
        alert = AlertWorld(session, NOW).alert(live_sims=42)
        number, fleet = alert.id or 0, alert.fleet_id
    with writing(store) as session:
        record(session, actor="a@b.test", action="resolved", alert_id=number, now=NOW)
        record(session, actor="a@b.test", action="made", subject="token:1", now=NOW)
    assert told(store)[-2:] == [("alert", "raised"), ("alert", "resolved")]
    with reading(store) as session:
        entry = session.exec(select(ChangeEntry).order_by(col(ChangeEntry.id).desc())).first()
        assert entry is not None
        assert (entry.alert_id, entry.fleet_id) == (number, fleet)
        assert (entry.facts["actor"], entry.facts["live_sims"]) == ("a@b.test", 42)
        assert entry.places == " TR "


def test_a_slow_transaction_comes_after_a_quick_one_that_began_later(store: Engine) -> None:
    """Its rows have their numbers long before; a cursor over those would skip them."""
    if store.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    slow = Session(store)
    slow.add(development(1))
    slow.flush()
    with writing(store) as session:
        session.add(development(2))
    with reading(store) as session:
        first = feed_page(session, ANY, after=0, limit=10)
    slow.commit()
    slow.close()
    with reading(store) as session:
        second = feed_page(session, ANY, after=first.place, limit=10)
    assert [entry.facts["key"] for entry in first.entries] == ["d2"]
    assert [entry.facts["key"] for entry in second.entries] == ["d1"]


def test_numbers_are_never_given_twice(store: Engine) -> None:
    with writing(store) as session:
        session.add(development(1))
    with writing(store) as session:
        session.connection().execute(text("DELETE FROM changeentry"))
        place = session.exec(select(ChangeEntry.id)).first()
        assert place is None
    with writing(store) as session:
        session.add(development(2))
    with reading(store) as session:
        assert newest_place(session) == 2


def entries(count: int, **values: Any) -> list[dict[str, Any]]:
    plain = {
        "at": NOW, "about": "development", "what": "appeared", "topic": "roaming",
        "places": " TR ", "facts": {},
    }  # fmt: skip
    return [plain | values for _ in range(count)]


def add(store: Engine, rows: list[dict[str, Any]]) -> None:
    with writing(store) as session:
        session.add_all([ChangeEntry(**row) for row in rows])


def test_a_filter_that_finds_little_goes_on_by_windows(store: Engine) -> None:
    add(store, entries(WINDOW + 10))
    add(store, entries(1, topic="imei", places=" EU DE "))
    with reading(store) as session:
        first = feed_page(session, FeedFilter(topic="imei"), after=0, limit=10)
        assert (list(first.entries), first.place, first.more) == ([], WINDOW, True)
        second = feed_page(session, FeedFilter(country="DE"), after=first.place, limit=10)
        assert [entry.topic for entry in second.entries] == ["imei"]
        assert (second.place, second.more) == (WINDOW + 11, False)
        end = feed_page(session, ANY, after=second.place, limit=10)
        assert (list(end.entries), end.place, end.more) == ([], WINDOW + 11, False)


def test_a_full_page_goes_on_after_its_last_entry(store: Engine) -> None:
    add(store, entries(5))
    with reading(store) as session:
        page = feed_page(session, ANY, after=1, limit=2)
    assert [entry.id for entry in page.entries] == [2, 3]
    assert (page.place, page.more) == (3, True)


def test_alerts_of_other_fleets_are_not_seen_and_no_place_is_lost(store: Engine) -> None:
    with writing(store) as session:
        own = Fleet(name="North", created_at=NOW)
        session.add(own)
        session.flush()
        number = own.id or 0
    add(store, entries(1))
    add(store, entries(1, about="alert", fleet_id=number))
    add(store, entries(1, about="alert", fleet_id=number + 1))
    with reading(store) as session:
        narrow(session, frozenset({number}))
        page = feed_page(session, ANY, after=0, limit=10)
        assert [entry.fleet_id for entry in page.entries] == [None, number]
        assert (page.place, page.more) == (3, False)
        narrow(session, frozenset())
        assert [one.fleet_id for one in feed_page(session, ANY, after=0, limit=9).entries] == [None]
