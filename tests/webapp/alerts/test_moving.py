"""Moving: an alert follows its development, opens again, and is told once per move."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from data.db import reading, writing
from data.models import AuditEntry, Delivery, Development, RuleChange
from data.queries.alerts_work import moved_alerts
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from tests.webapp.alerts.stage import Stage, at_once, set_stage
from webapp.alerts.moves import what_moved
from webapp.alerts.raising import Told, move_alert
from webapp.alerts.wording import UNCONFIRMED
from webapp.alerts.workflow import act


@pytest.fixture
def stage(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Stage:
    return set_stage(sqlite_store, sqlite_settings, now)


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
    moved = stage.rows(AuditEntry)[-1]
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
    note = stage.rows(AuditEntry)[-1].note
    assert note == "Limit: 90 consecutive days → 60 consecutive days."


def test_two_workers_at_the_same_moment_tell_a_move_once(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    stage = set_stage(store, store_settings, now)
    development = stage.change(status="proposed")
    stage.raise_all()
    later = now + timedelta(hours=1)
    with writing(store) as session:
        row = session.get_one(Development, development)
        row.status, row.moved_at = "adopted", later

    def work() -> Told:
        with writing(store) as session:
            return move_alert(session, 1, settings=store_settings, now=later)

    assert sorted(told.moved for told in at_once(work)) == [0, 1]
    assert [event.action for event in stage.rows(AuditEntry)] == ["raised", "moved"]
    assert len(stage.rows(Delivery)) == 2


def test_two_moves_are_two_updates(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    stage.move(development, 1, status="adopted")
    stage.move(development, 2, status="in_force")
    notes = [event.note for event in stage.rows(AuditEntry) if event.action == "moved"]
    assert notes == ["Status: proposed → adopted.", "Status: adopted → in force."]
    assert len({mail.key for mail in stage.rows(Delivery)}) == 4


@pytest.mark.parametrize("action", ["resolve", "dismiss"])
def test_a_move_opens_a_closed_alert_again(stage: Stage, action: str) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    with writing(stage.store) as session:
        act(session, 1, action=action, actor="owner", note="only a draft", now=stage.now)
    stage.move(development, status="adopted")
    assert stage.alert.state == "reopened"
    trail = [event.action for event in stage.rows(AuditEntry)]
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
    assert [event.action for event in stage.rows(AuditEntry)] == ["raised"]
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


def test_an_alert_of_the_trade_press_says_so_and_moves_when_an_authority_confirms_it(
    stage: Stage,
) -> None:
    development = stage.change()
    with writing(stage.store) as session:
        session.get_one(Development, development).confirmed = False
    stage.raise_all()
    alert = stage.alert
    assert alert.reason.endswith(UNCONFIRMED)
    assert {"name": "source", "points": -20} in [
        {key: part[key] for key in ("name", "points")} for part in alert.severity_parts
    ]
    before = alert.severity_score
    assert stage.move(development, confirmed=True)[0].moved == 1
    assert stage.rows(AuditEntry)[-1].note == "Source: only the trade press → an authority."
    assert UNCONFIRMED not in stage.alert.reason
    assert stage.alert.severity_score == before + 20
