"""Which past changes would have alerted a fleet, when, and how loudly."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from data.db import reading, writing
from data.models import Development, Fleet, RuleChange
from data.queries.fleet import LiveGroup, live_groups
from data.queries.replay import Past, past_developments
from data.words import Severity
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from webapp.alerts.replay import replay

GROUPS = [
    LiveGroup(visited="TR", home="901", technology="single", sims=500),
    LiveGroup(visited="DE", home="901", technology="single", sims=20),
    LiveGroup(visited="", home="901", technology="single", sims=7),
]


def past(countries: list[str], *, day: date = date(2026, 3, 1), **values: Any) -> Past:
    facts: dict[str, Any] = {
        "key": "k", "jurisdiction": countries[0], "countries": countries, "topic": "roaming",
        "title": "A rule", "kind": "new_rule", "status": "in_force", "direction": "tightening",
        "created_at": NOW, "moved_at": NOW,
    }  # fmt: skip
    change = RuleChange(
        version_id=1, document_id=1, analyser="1", country=countries[0], topic="roaming",
        kind="new_rule", status="in_force",
        direction="tightening", published_on=day, detected_at=NOW, confidence=0.9, limits=[], scope={},
    )  # fmt: skip
    return Past(development=Development(**(facts | values)), changes=[change])


def test_a_change_alerts_where_there_are_live_sims_and_nowhere_else() -> None:
    found = replay([past(["TR"]), past(["BR"]), past(["EU"])], GROUPS, least=Severity.HIGH)
    assert found.considered == 3
    assert [(one.countries, one.live_sims) for one in found.alerts] == [
        (("TR",), 500),
        (("DE",), 20),
    ]


def test_it_says_how_long_before_its_effect_one_would_have_known() -> None:
    pasts = [
        past(["TR"], effective_on=date(2026, 3, 31)),
        past(["TR"], effective_on=date(2026, 2, 27)),
        past(["TR"]),
    ]
    found = replay(pasts, GROUPS, least=Severity.HIGH)
    assert [one.notice_days for one in found.alerts] == [30, -2, None]


def test_what_is_old_today_was_news_on_its_day() -> None:
    old = past(["TR"], day=date(2025, 1, 10), effective_on=date(2025, 2, 10))
    (one,) = replay([old], GROUPS, least=Severity.MEDIUM).alerts
    assert one.instant
    assert replay([old], GROUPS, least=Severity.MEDIUM).instant == 1


def test_a_fleet_without_live_sims_is_alerted_of_nothing() -> None:
    assert replay([past(["TR"])], [], least=Severity.LOW).alerts == ()


def test_the_store_gives_the_news_of_a_time_newest_first(filled_app: Flask) -> None:
    with reading(engine_of(filled_app)) as session:
        every = past_developments(session, since=date(2000, 1, 1))
        days = [one.day for one in every]
        assert days == sorted(days, reverse=True)
        assert len(days) > 3
        later = past_developments(session, since=days[0])
        assert {one.development.id for one in later} == {
            one.development.id for one in every if one.day == days[0]
        }


def test_page_and_pure_decision_agree(filled_app: Flask, now: datetime) -> None:
    with reading(engine_of(filled_app)) as session:
        pasts = past_developments(session, since=now.date() - timedelta(days=730))
        groups = live_groups(session, 1, now=now, live_days=30)
        found = replay(pasts, groups, least=Severity.HIGH)
    page = client_of(filled_app, "stranger").get("/fleet/replay/1").text
    assert f"{len(found.alerts)} would have alerted this fleet" in page
    assert page.count("<tr><td") == len(found.alerts)
    assert found.alerts


def test_a_fleet_without_sims_says_what_to_do(
    app: Flask, sign_in: Any, sqlite_store: Engine
) -> None:

    with writing(sqlite_store) as session:
        session.add(Fleet(name="Empty", created_at=NOW))
    page = sign_in("stranger").get("/fleet/replay/1").text
    assert "no live SIM" in page
    assert "Import where its SIMs are" in page
