"""What becomes of alerts with time, as the worker's jobs see to it."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, Delivery, Development, Fleet, User
from data.words import Severity
from tests.webapp.alert_world import AlertWorld
from tests.webapp.alerts.desk import Desk
from webapp.alerts.escalation import escalate, steps_due
from webapp.alerts.growth import grew
from webapp.alerts.refusals import DayError
from webapp.alerts.telling import set_watching
from webapp.alerts.ticking import (
    Ticked,
    escalate_due,
    follow_alerts,
    grow_alerts,
    tick_alerts,
    wake_due,
)


def in_days(desk: Desk, days: float) -> datetime:
    return desk.now + timedelta(days=days)


def test_a_snoozed_alert_wakes_on_its_day_and_who_snoozed_it_is_told(both_desks: Desk) -> None:
    desk = both_desks
    desk.do("teammate", "snooze", day=in_days(desk, 3).date())
    assert wake_due(desk.context(in_days(desk, 2.6))) == 0
    assert wake_due(desk.context(in_days(desk, 3))) == 1
    assert wake_due(desk.context(in_days(desk, 3))) == 0
    assert desk.words() == ["raised", "acknowledged", "snoozed", "woken"]
    assert desk.trail()[-1].note == "Its day has come."
    assert (desk.alert.snoozed_until, desk.alert.state) == (None, "acknowledged")
    assert desk.mails() == [("teammate", "woken")]


def test_who_follows_is_told_that_it_is_back_instead(desk: Desk) -> None:
    desk.do("teammate", "snooze", day=in_days(desk, 3).date())
    with writing(desk.store) as session:
        set_watching(session, desk.alert_id, desk.ids["colleague"], on=True)
    wake_due(desk.context(in_days(desk, 4)))
    assert desk.mails() == [("colleague", "woken")]


def test_snoozed_until_it_takes_effect_it_wakes_on_that_day(desk: Desk) -> None:
    with pytest.raises(DayError, match="no text tells when"):
        desk.do("teammate", "snooze", for_effect=True)
    with writing(desk.store) as session:
        session.exec(select(Development)).one().effective_on = date(2027, 1, 1)
    desk.do("teammate", "snooze", for_effect=True)
    assert desk.alert.snoozed_until == date(2027, 1, 1)
    assert desk.alert.snoozed_for_effect
    wake_due(desk.context(datetime(2027, 1, 1, 0, 5, tzinfo=desk.now.tzinfo)))
    assert desk.trail()[-1].note == "It takes effect today."
    assert not desk.alert.snoozed_for_effect


def test_what_took_effect_cannot_be_waited_for(desk: Desk) -> None:
    with writing(desk.store) as session:
        session.exec(select(Development)).one().effective_on = desk.now.date()
    with pytest.raises(DayError, match="took effect already"):
        desk.do("teammate", "snooze", for_effect=True)


def test_two_workers_wake_an_alert_once(both_desks: Desk) -> None:
    desk = both_desks
    desk.do("teammate", "snooze", day=in_days(desk, 1).date())
    start, done = Barrier(2), []

    def run() -> None:
        start.wait()
        done.append(wake_due(desk.context(in_days(desk, 2))))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.words().count("woken") == 1
    assert len(desk.mails()) == 1


POLICY = {Severity.HIGH: (1, 3), Severity.MEDIUM: (3, 7)}


@pytest.mark.parametrize(
    ("severity", "days", "steps"),
    [("high", 0.99, 0), ("high", 1, 1), ("high", 3, 2), ("high", 99, 2), ("medium", 2.9, 0),
     ("medium", 3, 1), ("low", 99, 0)],
)  # fmt: skip
def test_the_policy_says_after_how_many_days(
    desk: Desk, severity: str, days: float, steps: int
) -> None:
    due = steps_due(severity, waiting_since=desk.now, policy=POLICY, now=in_days(desk, days))
    assert due == steps


def test_what_nobody_takes_is_told_to_administrators_once_per_step(both_desks: Desk) -> None:
    desk = both_desks
    counts = [escalate_due(desk.context(in_days(desk, days))) for days in (0.5, 1, 1.5, 3, 9)]
    assert counts == [0, 1, 0, 1, 0]
    assert desk.mails() == [("owner", "escalated")] * 2
    assert desk.trail()[-1].note == "Nobody has taken it for 3 days. Told to owner@example.com."
    assert desk.alert.escalated == 2


def test_many_alerts_that_wait_are_one_mail_a_day_that_names_the_loudest(both_desks: Desk) -> None:
    desk = both_desks
    with writing(desk.store) as session:
        world, fleet = AlertWorld(session, desk.now), session.get_one(Fleet, desk.fleet_id)
        loudest = world.alert(fleet=fleet, severity_score=99).id or 0
        world.alert(fleet=fleet, severity_score=76)
    assert escalate_due(desk.context(in_days(desk, 1))) == 3
    assert desk.mails() == [("owner", "escalated")]
    assert desk.trail(loudest)[-1].note == (
        "Nobody has taken it for 1 day. Told to owner@example.com. 2 more alerts of this fleet wait."
    )
    assert (
        desk.trail()[-1].note == "Nobody has taken it for 1 day. It is counted in the day's mail."
    )


def test_a_worker_that_comes_second_tells_nothing_again(both_desks: Desk) -> None:
    desk = both_desks
    for mails in (1, 0):
        with writing(desk.store) as session:
            alert = session.get_one(Alert, desk.alert_id, with_for_update=True)
            assert escalate(session, alert, policy=POLICY, now=in_days(desk, 1)) == mails
    assert desk.words() == ["raised", "escalated"]


def test_steps_that_came_while_nothing_ran_are_told_once(desk: Desk) -> None:
    assert escalate_due(desk.context(in_days(desk, 10))) == 1
    assert escalate_due(desk.context(in_days(desk, 10))) == 0
    assert len(desk.mails()) == 1


def test_what_is_taken_does_not_escalate_and_what_is_given_back_starts_anew(desk: Desk) -> None:
    escalate_due(desk.context(in_days(desk, 1)))
    desk.do("teammate", "acknowledge")
    assert escalate_due(desk.context(in_days(desk, 9))) == 0
    desk.do("teammate", "reopen", now=in_days(desk, 9))
    assert desk.alert.escalated == 0
    assert escalate_due(desk.context(in_days(desk, 9.5))) == 0
    assert escalate_due(desk.context(in_days(desk, 10))) == 1


def test_a_backlog_alert_and_a_policy_without_steps_wake_nobody(desk: Desk) -> None:
    assert escalate_due(desk.context(in_days(desk, 9), escalate_days={})) == 0
    with writing(desk.store) as session:
        session.get_one(Alert, desk.alert_id).backlog = True
    assert escalate_due(desk.context(in_days(desk, 9))) == 0


def test_that_there_is_nobody_to_tell_is_said(desk: Desk) -> None:
    with writing(desk.store) as session:
        session.get_one(User, desk.ids["owner"]).wants_mail = False
    assert escalate_due(desk.context(in_days(desk, 1))) == 1
    assert desk.trail()[-1].note.endswith("Told to nobody: no administrator takes mail.")
    assert desk.mails() == []


@pytest.mark.parametrize(
    ("told", "live", "past"),
    [(40, 59, False), (40, 60, True), (4, 13, False), (4, 14, True), (0, 10, True), (40, 40, False),
     (40, 0, False), (0, 0, False)],
)  # fmt: skip
def test_growth_counts_from_half_more_and_ten_more(told: int, live: int, past: bool) -> None:
    assert grew(told, live, percent=50, least=10) is past


def test_an_alert_is_opened_again_when_the_fleet_grew_there(both_desks: Desk) -> None:
    desk = both_desks
    desk.do("teammate", "dismiss")
    assert grow_alerts(desk.context(in_days(desk, 1))) == 0
    with writing(desk.store) as session:
        fleet = session.get_one(Fleet, desk.fleet_id)
        AlertWorld(session, desk.now).sims(fleet, "TR", 20)
    assert grow_alerts(desk.context(in_days(desk, 1))) == 1
    assert (desk.alert.state, desk.alert.live_sims) == ("reopened", 60)
    assert desk.words()[-2:] == ["moved", "reopened"]
    assert desk.trail()[-2].note == "Live SIMs: 40 → 60."
    assert desk.trail()[-1].note == "The fleet grew."
    assert desk.alert.waiting_since == in_days(desk, 1)
    assert grow_alerts(desk.context(in_days(desk, 1))) == 0


def test_all_of_it_runs_as_one_job(desk: Desk) -> None:
    desk.do("teammate", "snooze", day=in_days(desk, 1).date())
    with writing(desk.store) as session:
        AlertWorld(session, desk.now).alert()
    done = tick_alerts(desk.context(in_days(desk, 2)))
    assert done == Ticked(woken=1, escalated=1)
    assert follow_alerts(desk.context(in_days(desk, 2))) == 0
    with reading(desk.store) as session:
        assert len(session.exec(select(Delivery)).all()) == 2


def test_a_stop_leaves_the_rest_to_the_next_run(desk: Desk) -> None:
    context = desk.context(in_days(desk, 2))
    context.stop.set()
    assert escalate_due(context) == 0
    assert desk.words() == ["raised"]
