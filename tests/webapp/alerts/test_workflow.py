from collections.abc import Sequence
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, AuditEntry
from tests.webapp.alert_world import AlertWorld
from webapp.alerts.trail import meanwhile
from webapp.alerts.workflow import (
    AlertNotFoundError,
    InvalidTransition,
    StaleAlert,
    act,
)


def raise_alert(store: Engine, now: datetime, state: str = "new") -> int:
    with writing(store) as session:
        alert = AlertWorld(session, now).alert(state=state)
        return alert.id or 0


def do(store: Engine, alert_id: int, action: str, now: datetime, **values: Any) -> AuditEntry:
    values = {"actor": "owner@example.com", "note": "because"} | values
    with writing(store) as session:
        return act(session, alert_id, action=action, now=now, **values)


def state_of(store: Engine, alert_id: int) -> str:
    with reading(store) as session:
        return session.exec(select(Alert.state).where(Alert.id == alert_id)).one()


def trail(store: Engine, alert_id: int) -> Sequence[tuple[str, str, str]]:
    with reading(store) as session:
        return session.exec(
            select(AuditEntry.action, AuditEntry.actor, AuditEntry.note)
            .where(AuditEntry.alert_id == alert_id)
            .order_by(col(AuditEntry.id))
        ).all()


def test_an_alert_is_worked_to_its_end_and_the_trail_says_who_when_and_why(
    store: Engine, now: datetime
) -> None:
    number = raise_alert(store, now)
    do(store, number, "acknowledge", now, note="")
    event = do(
        store, number, "resolve", now + timedelta(hours=2), actor="teammate", note="  moved  "
    )
    assert state_of(store, number) == "resolved"
    assert event.at == now + timedelta(hours=2)
    assert trail(store, number) == [
        ("raised", "roamwatch", ""),
        ("acknowledged", "owner@example.com", ""),
        ("resolved", "teammate", "moved"),
    ]


def test_an_unknown_alert_is_named(sqlite_store: Engine, now: datetime) -> None:
    with pytest.raises(AlertNotFoundError) as caught:
        do(sqlite_store, 4711, "comment", now)
    assert caught.value.alert_id == 4711


def test_who_comes_second_is_told_who_was_first_and_when(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "acknowledge", now, actor="owner@example.com")
    do(store, number, "comment", now, actor="stranger", note="a remark changes no state")
    with pytest.raises(InvalidTransition) as caught:
        do(store, number, "acknowledge", now + timedelta(minutes=1), actor="teammate")
    assert (caught.value.by, caught.value.at) == ("owner@example.com", now)
    assert "acknowledged, by owner@example.com on 2026-11-16 at 08:00 UTC" in str(caught.value)


def test_an_act_on_an_alert_that_was_changed_since_is_refused(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "acknowledge", now, version=1)
    with pytest.raises(StaleAlert) as caught:
        do(store, number, "dismiss", now, version=1)
    assert (caught.value.state, caught.value.did) == ("acknowledged", "acknowledged")
    do(store, number, "dismiss", now, version=2)
    assert state_of(store, number) == "dismissed"


def test_a_comment_is_never_stale_and_makes_no_page_stale(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "comment", now, version=1)
    do(store, number, "acknowledge", now, version=1)
    do(store, number, "comment", now, version=1)
    assert [entry[0] for entry in trail(store, number)][1:] == [
        "commented",
        "acknowledged",
        "commented",
    ]


def test_control_characters_of_a_note_are_not_kept(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "comment", now, note="a\x00b\u202ec\nd")
    assert trail(store, number)[-1][2] == "a bc\nd"


def test_the_trail_keeps_what_each_act_changed(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "snooze", now, day=date(2026, 12, 1))
    with reading(store) as session:
        kept = session.exec(
            select(AuditEntry.detail)
            .where(AuditEntry.alert_id == number)
            .order_by(col(AuditEntry.id))
        ).all()
    assert kept[1:] == [
        {"changed": {"state": ["new", "acknowledged"]}},
        {"changed": {"snoozed_until": [None, "2026-12-01"]}},
    ]


def test_of_two_people_at_the_same_moment_one_wins_and_one_is_told(
    store: Engine, now: datetime
) -> None:
    number = raise_alert(store, now)
    start, refusals = Barrier(2), []

    def press(actor: str) -> None:
        start.wait()
        try:
            do(store, number, "acknowledge", now, actor=actor)
        except InvalidTransition as exc:
            refusals.append(exc)

    people = [Thread(target=press, args=(name,)) for name in ("owner", "teammate")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(refusals) == 1
    assert [entry[0] for entry in trail(store, number)] == ["raised", "acknowledged"]
    assert refusals[0].by == trail(store, number)[1][1]


@pytest.mark.parametrize("remark", ["evidence_packed", "corrected", "split", "joined"])
def test_what_was_done_beside_the_alert_hides_nobodys_change_of_it(remark: str) -> None:
    events = [
        AuditEntry(actor="owner@fleet.test", action=word)
        for word in ("raised", "acknowledged", remark)
    ]
    assert [one.action for one in meanwhile(events, changes=1)] == ["acknowledged", remark]
