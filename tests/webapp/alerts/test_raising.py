"""Raising: one change, one alert, with its mails, all in one transaction; moves are told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from data.db import reading, writing
from data.models import Alert, AlertEvent, Delivery, Development, Impact, RuleChange
from data.queries.alerts_work import live_countries, moved_alerts, touched, unalerted
from data.settings import Settings
from data.words import Severity
from tests.webapp.alert_world import AlertWorld, in_days
from webapp.alerts.moves import is_backlog, is_instant, what_moved
from webapp.alerts.raising import Told, move_alert, raise_alert
from webapp.alerts.workflow import act


@dataclass
class Stage:
    """A store with a fleet of SIMs in Türkiye, and what raising does to it."""

    store: Engine
    settings: Settings
    now: datetime
    fleet_id: int = 0

    def change(self, **values: Any) -> int:
        """A development made of one rule change; its number."""
        own = {name: values.pop(name) for name in ("title", "countries") if name in values}
        with writing(self.store) as session:
            world = AlertWorld(session, self.now)
            values = {"effective_on": in_days(self.now, 40)} | values
            return world.development(world.change(**values), **own).id or 0

    def waiting(self) -> list[tuple[int, int]]:
        with reading(self.store) as session:
            return unalerted(session, now=self.now, live_days=30)

    def raise_all(self) -> list[Told]:
        told = []
        for development_id, fleet_id in self.waiting():
            with writing(self.store) as session:
                told.append(
                    raise_alert(
                        session, development_id, fleet_id, settings=self.settings, now=self.now
                    )
                )
        return told

    def move(self, development_id: int, hours: int = 1, **values: Any) -> list[Told]:
        """The development moves; its alerts follow."""
        later = self.now + timedelta(hours=hours)
        with writing(self.store) as session:
            development = session.get_one(Development, development_id)
            for name, value in (values | {"moved_at": later}).items():
                setattr(development, name, value)
        told = []
        with reading(self.store) as session:
            alerts = moved_alerts(session)
        for alert_id in alerts:
            with writing(self.store) as session:
                told.append(move_alert(session, alert_id, settings=self.settings, now=later))
        return told

    def rows(self, table: type[Any]) -> Sequence[Any]:
        with reading(self.store) as session:
            return session.exec(select(table).order_by(col(table.id))).all()

    @property
    def alert(self) -> Alert:
        (alert,) = self.rows(Alert)
        assert isinstance(alert, Alert)
        return alert


def set_stage(store: Engine, settings: Settings, now: datetime) -> Stage:
    stage = Stage(store, settings, now)
    with writing(store) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet("Meters")
        world.sims(fleet, "TR", 30)
        world.sims(fleet, "TR", 10, home_country="TR", technology="single")
        world.sims(fleet, "DE", 10)
        world.user("owner")
        world.user("teammate")
        world.user("stranger", wants_mail=False)
        stage.fleet_id = fleet.id or 0
    return stage


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
    assert (alert.severity, alert.state, alert.live_sims) == ("high", "open", 40)
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
    (event,) = stage.rows(AlertEvent)
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


def test_a_crash_before_the_commit_leaves_nothing_and_the_next_run_all_of_it(
    stage: Stage,
) -> None:
    stage.change()

    def crash(session: Session) -> None:
        raise_alert(session, 1, stage.fleet_id, settings=stage.settings, now=stage.now)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), writing(stage.store) as session:
        crash(session)
    assert [stage.rows(table) for table in (Alert, AlertEvent, Delivery, Impact)] == [[]] * 4
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


def test_a_move_updates_the_alert_and_is_told_once(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    stage = set_stage(store, store_settings, now)
    development = stage.change(status="proposed", effective_on=None)
    stage.raise_all()
    day = date(2027, 3, 1)
    assert stage.move(development, status="adopted", effective_on=day) == [Told(moved=1, mails=2)]
    alert = stage.alert
    assert (alert.severity, alert.seen["status"]) == ("high", "adopted")
    assert alert.updated_at == now + timedelta(hours=1)
    moved = stage.rows(AlertEvent)[-1]
    assert (moved.action, moved.note) == (
        "moved",
        "Status: proposed → adopted. Takes effect: not told → 1 Mar 2027.",
    )
    assert [mail.key for mail in stage.rows(Delivery)] == [
        f"alert:{alert.id}:event:{moved.id}:mail:{user}" for user in (1, 2)
    ]
    with reading(store) as session:
        assert moved_alerts(session) == []


def test_another_limit_is_a_move(stage: Stage) -> None:
    limits = [{"days": 90, "shape": "consecutive", "per": "sim", "window_days": None}]
    development = stage.change(limits=limits)
    stage.raise_all()
    with writing(stage.store) as session:
        world = AlertWorld(session, stage.now)
        later = stage.now + timedelta(hours=1)
        change = world.change(limits=[limits[0] | {"days": 60}], detected_at=later)
        world.member(session.get_one(Development, development), change)
    assert stage.move(development)[0].moved == 1
    note = stage.rows(AlertEvent)[-1].note
    assert note == "Limit: 90 consecutive days → 60 consecutive days."


def test_two_moves_are_two_updates(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    stage.move(development, 1, status="adopted")
    stage.move(development, 2, status="in_force")
    notes = [event.note for event in stage.rows(AlertEvent) if event.action == "moved"]
    assert notes == ["Status: proposed → adopted.", "Status: adopted → in force."]
    assert len({mail.key for mail in stage.rows(Delivery)}) == 4


@pytest.mark.parametrize("action", ["resolve", "dismiss"])
def test_a_move_opens_a_closed_alert_again(stage: Stage, action: str) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    with writing(stage.store) as session:
        act(session, 1, action=action, actor="owner", note="only a draft", now=stage.now)
    stage.move(development, status="adopted")
    assert stage.alert.state == "open"
    trail = [event.action for event in stage.rows(AlertEvent)]
    assert trail[-2:] == ["moved", "reopened"]


def test_a_move_leaves_an_acknowledged_alert_acknowledged(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    with writing(stage.store) as session:
        act(session, 1, action="acknowledge", actor="owner", now=stage.now)
    stage.move(development, status="adopted")
    assert stage.alert.state == "acknowledged"


def test_a_move_that_readers_cannot_see_is_not_told(stage: Stage) -> None:
    development = stage.change()
    stage.raise_all()
    assert stage.move(development, title="The same, better said") == [Told()]
    assert [event.action for event in stage.rows(AlertEvent)] == ["raised"]
    with reading(stage.store) as session:
        assert moved_alerts(session) == []


def test_a_move_shows_the_evidence_of_the_new_status(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    with writing(stage.store) as session:
        world = AlertWorld(session, stage.now)
        adopted = world.change(status="adopted", detected_at=stage.now + timedelta(hours=1))
        world.member(session.get_one(Development, development), adopted)
    stage.move(development, status="adopted")
    assert stage.alert.rule_change_id == adopted.id


def test_a_move_that_only_our_own_edit_saw_is_not_told(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    with writing(stage.store) as session:
        session.get_one(RuleChange, 1).news = False
    assert stage.move(development, status="adopted") == [Told()]
    assert stage.alert.seen["status"] == "proposed"


def test_a_move_is_told_even_when_the_sims_have_left(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    stage.now += timedelta(days=60)
    assert stage.move(development, status="adopted")[0].moved == 1
    assert stage.alert.live_sims == 0


def test_a_term_that_ends_with_its_consultation_is_not_called_lost() -> None:
    before = {"status": "consultation", "deadline_on": "2026-12-21"}
    after = {"status": "adopted", "deadline_on": None}
    assert what_moved(before, after) == "Status: under consultation → adopted."
    dropped = {"status": "consultation", "deadline_on": None}
    assert what_moved(before, dropped) == "Deadline: 21 Dec 2026 → not told."


def test_what_moved_is_said_in_order_and_nothing_is_said_of_what_did_not() -> None:
    before = {
        "status": "adopted",
        "direction": "neutral",
        "effective_on": "2027-03-01",
        "deadline_on": None,
        "limits": "",
    }
    assert what_moved(before, before) == ""
    after = {
        "status": "in_force",
        "direction": "tightening",
        "effective_on": "2027-06-01",
        "deadline_on": "2027-01-31",
        "limits": "ban",
    }
    assert what_moved(before, after) == (
        "Status: adopted → in force. Direction: neutral → tightening. "
        "Takes effect: 1 Mar 2027 → 1 Jun 2027. Deadline: not told → 31 Jan 2027. "
        "Limit: not told → ban."
    )
