"""Raising: one change, one alert, with its mails, all in one transaction."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from data.db import reading, writing
from data.models import Alert, AuditEntry, Delivery, Impact
from data.queries.alerts_work import live_countries, touched
from data.settings import Settings
from data.words import Severity
from tests.webapp.alert_world import AlertWorld, in_days
from tests.webapp.alerts.stage import Stage, at_once, set_stage
from webapp.alerts.moves import is_backlog, is_instant
from webapp.alerts.raising import Told, raise_alert


@pytest.fixture
def stage(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Stage:
    return set_stage(sqlite_store, sqlite_settings, now)


def test_a_change_where_sims_are_live_becomes_one_alert_with_all_that_belongs_to_it(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    stage = set_stage(store, store_settings, now)
    stage.change()
    assert stage.raise_all() == [Told(raised=1, mails=2)]
    alert = stage.alert
    assert (alert.severity, alert.state, alert.live_sims) == ("high", "new", 40)
    assert alert.reason == (
        "Türkiye: new rule, adopted on IMEI registration (stricter); "
        "Meters has 40 live SIMs there, 30 of them roaming."
    )
    assert sum(part["points"] for part in alert.severity_parts) == alert.severity_score
    (impact,) = stage.rows(Impact)
    assert (impact.live_sims, impact.foreign_sims) == (40, 30)
    assert impact.by_country == {"TR": 40}
    assert impact.by_technology == {"euicc_sgp32": 30, "single": 10}
    assert impact.by_home == {"901": 30, "TR": 10}
    (event,) = stage.rows(AuditEntry)
    assert (event.action, event.actor) == ("raised", "roamwatch")
    assert [(mail.key, mail.recipient) for mail in stage.rows(Delivery)] == [
        (f"alert:{alert.id}:mail:1", "owner@example.com"),
        (f"alert:{alert.id}:mail:2", "teammate@example.com"),
    ]
    assert {mail.event_id for mail in stage.rows(Delivery)} == {event.id}


def test_a_second_run_finds_nothing_to_raise(stage: Stage) -> None:
    stage.change()
    stage.raise_all()
    assert stage.waiting() == []
    with writing(stage.store) as session:
        told = raise_alert(session, 1, stage.fleet_id, settings=stage.settings, now=stage.now)
    assert told == Told()
    assert len(stage.rows(Alert)) == 1


def test_the_store_itself_refuses_a_second_alert_for_the_same_change_and_fleet(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        development, fleet = world.development(), world.fleet()
        world.alert(development, fleet)
    with pytest.raises(IntegrityError), writing(store) as session:
        AlertWorld(session, now).alert(development, fleet)


def test_two_workers_at_the_same_moment_raise_it_once(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    stage = set_stage(store, store_settings, now)
    development = stage.change()

    def work() -> Told:
        with writing(store) as session:
            return raise_alert(
                session, development, stage.fleet_id, settings=store_settings, now=now
            )

    assert sorted(told.mails for told in at_once(work)) == [0, 2]
    counts = [len(stage.rows(table)) for table in (Alert, AuditEntry, Impact, Delivery)]
    assert counts == [1, 1, 1, 2]


def test_a_crash_before_the_commit_leaves_nothing_and_the_next_run_all_of_it(
    stage: Stage,
) -> None:
    stage.change()

    def crash(session: Session) -> None:
        raise_alert(session, 1, stage.fleet_id, settings=stage.settings, now=stage.now)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), writing(stage.store) as session:
        crash(session)
    assert [stage.rows(table) for table in (Alert, AuditEntry, Delivery, Impact)] == [[]] * 4
    assert stage.raise_all() == [Told(raised=1, mails=2)]


@pytest.mark.parametrize(
    "values",
    [
        {"country": "BR"},  # no SIM there
        {"news": False},  # our own edit brought it to light
        {"kind": "none"},  # a mention
    ],
)
def test_what_touches_no_live_sim_or_is_no_news_is_not_alerted(
    stage: Stage, values: dict[str, Any]
) -> None:
    stage.change(**values)
    assert stage.waiting() == []


def test_a_sim_that_was_not_seen_lately_or_cannot_connect_is_not_live(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet()
        world.sims(fleet, "TR", 1, last_seen_at=now - timedelta(days=31))
        world.sims(fleet, "DE", 1, last_seen_at=None)
        world.sims(fleet, "FR", 1, state="suspended")
        world.sims(fleet, "ES", 1, last_seen_at=now - timedelta(days=30))
        world.sims(fleet, "", 1)
    with reading(sqlite_store) as session:
        assert live_countries(session, now=now, live_days=30) == {fleet.id: {"ES"}}


def test_sims_that_come_later_bring_the_alert_then(stage: Stage) -> None:
    stage.change(country="BR")
    assert stage.raise_all() == []
    with writing(stage.store) as session:
        world = AlertWorld(session, stage.now)
        world.sims(world.fleet("Trackers"), "BR", 3)
    (told,) = stage.raise_all()
    assert told.raised == 1


def test_each_fleet_has_its_own_alert(stage: Stage) -> None:
    with writing(stage.store) as session:
        world = AlertWorld(session, stage.now)
        world.sims(world.fleet("Trackers"), "TR", 3)
    stage.change()
    stage.raise_all()
    assert [alert.live_sims for alert in stage.rows(Alert)] == [40, 3]


def test_one_development_of_many_reports_is_one_alert(stage: Stage) -> None:
    with writing(stage.store) as session:
        world = AlertWorld(session, stage.now)
        development = world.development(world.change())
        world.member(development, world.change(url="https://press.example/1"))
        world.member(development, world.change(url="https://press.example/2"))
    stage.raise_all()
    assert len(stage.rows(Alert)) == 1


def test_a_groups_act_counts_all_its_countries_and_quotes_where_most_sims_are(
    stage: Stage,
) -> None:
    with writing(stage.store) as session:
        world = AlertWorld(session, stage.now)
        world.sims(world.fleet("Cars"), "FR", 25)
        first = world.change(country="DE", via_group="EU", topic="roaming")
        development = world.development(
            first, jurisdiction="EU", countries=["DE", "FR", "IT"], topic="roaming"
        )
        second = world.change(country="FR", via_group="EU", topic="roaming")
        world.member(development, second)
    stage.raise_all()
    meters, cars = stage.rows(Alert)
    assert (meters.live_sims, meters.rule_change_id) == (10, first.id)
    assert (cars.live_sims, cars.rule_change_id) == (25, second.id)
    assert cars.reason.startswith("European Union: ")


def test_a_world_wide_act_touches_every_country(now: datetime) -> None:
    assert touched(["INT"], {"TR", "DE"}, now=now) == {"TR", "DE"}
    assert touched(["EU"], {"TR", "DE"}, now=now) == {"DE"}
    assert touched(["ZZ"], {"TR"}, now=now) == set()


def test_the_backlog_is_alerted_without_a_mail_and_says_why_it_is_quieter(stage: Stage) -> None:
    stage.change(published_on=in_days(stage.now, -91))
    assert stage.raise_all() == [Told(raised=1, mails=0)]
    assert stage.alert.backlog
    assert "backlog" in {part["name"] for part in stage.alert.severity_parts}


def test_an_undated_text_is_as_old_as_the_newest_day_that_it_names(stage: Stage) -> None:
    old, older = in_days(stage.now, -100), in_days(stage.now, -2_000)
    stage.change(published_on=None, effective_on=older, deadline_on=old)
    assert stage.raise_all() == [Told(raised=1, mails=0)]
    assert stage.alert.backlog


def test_an_undated_text_about_days_to_come_is_news(stage: Stage) -> None:
    stage.change(published_on=None, effective_on=in_days(stage.now, 30), deadline_on=None)
    stage.raise_all()
    assert not stage.alert.backlog


@pytest.mark.parametrize(
    ("published", "detected", "expected"),
    [(-90, 0, False), (-91, 0, True), (None, 0, False), (None, -91, True), (-5, -4, False)],
)
def test_backlog_begins_ninety_days_after_publication(
    now: datetime, published: int | None, detected: int, expected: bool
) -> None:
    day = None if published is None else in_days(now, published)
    assert is_backlog(day, now + timedelta(days=detected), now) is expected


def test_less_than_the_instant_severity_waits_for_the_digest(stage: Stage) -> None:
    stage.change(status="proposed")
    assert stage.raise_all() == [Told(raised=1, mails=0)]
    assert stage.alert.severity == "medium"


@pytest.mark.parametrize(
    ("severity", "least", "backlog", "expected"),
    [
        ("high", "high", False, True),
        ("medium", "high", False, False),
        ("medium", "medium", False, True),
        ("low", "low", False, True),
        ("high", "low", True, False),
    ],
)
def test_the_setting_says_from_which_severity_on_mails_go_out_at_once(
    severity: str, least: str, backlog: bool, expected: bool
) -> None:
    assert is_instant(severity, backlog=backlog, least=Severity(least)) is expected


def test_retail_only_rules_are_quieter(stage: Stage) -> None:
    stage.change(scope={"retail_only": True})
    stage.raise_all()
    assert "scope" in {part["name"] for part in stage.alert.severity_parts}


def test_a_hostile_title_is_cut_to_one_line(stage: Stage) -> None:
    stage.change(title="A\r\nB\u202e" + "x" * 10_000)
    stage.raise_all()
    assert stage.alert.title.startswith("A Bxx")
    assert len(stage.alert.title) == 300
