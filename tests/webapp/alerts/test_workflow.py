from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, AlertEvent
from data.words import AlertState
from tests.webapp.alert_world import AlertWorld
from webapp.alerts.workflow import (
    MAX_NOTE,
    TRANSITIONS,
    Action,
    AlertNotFoundError,
    InvalidTransition,
    NoteError,
    act,
    allowed_actions,
)


def raise_alert(store: Engine, now: datetime, state: str = "open") -> int:
    with writing(store) as session:
        alert = AlertWorld(session, now).alert(state=state)
        return alert.id or 0


def do(store: Engine, alert_id: int, action: str, now: datetime, **values: str) -> AlertEvent:
    values = {"actor": "owner@example.com", "note": "because"} | values
    with writing(store) as session:
        return act(session, alert_id, action=action, now=now, **values)


def state_of(store: Engine, alert_id: int) -> str:
    with reading(store) as session:
        return session.exec(select(Alert.state).where(Alert.id == alert_id)).one()


def trail(store: Engine, alert_id: int) -> Sequence[tuple[str, str, str]]:
    with reading(store) as session:
        return session.exec(
            select(AlertEvent.action, AlertEvent.actor, AlertEvent.note)
            .where(AlertEvent.alert_id == alert_id)
            .order_by(col(AlertEvent.id))
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


@pytest.mark.parametrize("state", list(AlertState))
@pytest.mark.parametrize("action", list(Action))
def test_exactly_the_listed_acts_are_allowed_in_each_state(
    sqlite_store: Engine, now: datetime, state: AlertState, action: Action
) -> None:
    number = raise_alert(sqlite_store, now, state)
    if action in TRANSITIONS[state]:
        do(sqlite_store, number, action, now)
        assert state_of(sqlite_store, number) == TRANSITIONS[state][action]
    else:
        with pytest.raises(InvalidTransition) as caught:
            do(sqlite_store, number, action, now)
        assert caught.value.state == state
        assert state_of(sqlite_store, number) == state


def test_buttons_are_offered_for_what_is_allowed() -> None:
    assert allowed_actions("resolved") == (Action.REOPEN, Action.NOTE)
    assert Action.ACKNOWLEDGE in allowed_actions("open")


@pytest.mark.parametrize("action", ["resolve", "dismiss"])
def test_closing_an_open_alert_acknowledges_it_on_the_way(
    store: Engine, now: datetime, action: str
) -> None:
    number = raise_alert(store, now)
    do(store, number, action, now, note="no SIMs left there")
    assert [entry[0] for entry in trail(store, number)][:2] == ["raised", "acknowledged"]
    assert trail(store, number)[2][2] == "no SIMs left there"


@pytest.mark.parametrize("action", ["resolve", "dismiss", "note"])
def test_closing_and_remarking_need_words(sqlite_store: Engine, now: datetime, action: str) -> None:
    number = raise_alert(sqlite_store, now)
    with pytest.raises(NoteError):
        do(sqlite_store, number, action, now, note=" \n ")
    assert state_of(sqlite_store, number) == "open"


def test_a_note_that_is_too_long_is_refused_and_not_cut(
    sqlite_store: Engine, now: datetime
) -> None:
    number = raise_alert(sqlite_store, now)
    with pytest.raises(NoteError, match=f"{MAX_NOTE} are allowed"):
        do(sqlite_store, number, "note", now, note="x" * (MAX_NOTE + 1))


def test_an_unknown_alert_is_named(sqlite_store: Engine, now: datetime) -> None:
    with pytest.raises(AlertNotFoundError) as caught:
        do(sqlite_store, 4711, "note", now)
    assert caught.value.alert_id == 4711


def test_who_comes_second_is_told_who_was_first_and_when(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "acknowledge", now, actor="owner@example.com")
    do(store, number, "note", now, actor="stranger", note="a remark changes no state")
    with pytest.raises(InvalidTransition) as caught:
        do(store, number, "acknowledge", now + timedelta(minutes=1), actor="teammate")
    assert (caught.value.by, caught.value.at) == ("owner@example.com", now)
    assert "acknowledged by owner@example.com on 2026-11-16 at 08:00 UTC" in str(caught.value)


def test_an_act_on_a_state_that_has_passed_is_refused(store: Engine, now: datetime) -> None:
    number = raise_alert(store, now)
    do(store, number, "acknowledge", now)
    with pytest.raises(InvalidTransition):
        do(store, number, "dismiss", now, expected="open")
    do(store, number, "dismiss", now, expected="acknowledged")
    assert state_of(store, number) == "dismissed"


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
