"""Whatever several people and the clock do to an alert: it stays possible, and its trail tells it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from data.audit import verify
from data.db import reading, writing
from data.models import Alert, AuditEntry, User
from data.words import CLOSED, OPEN, WAITING
from tests.webapp.alerts.desk import PEOPLE, Desk, address, set_desk
from webapp.alerts.escalation import steps_due
from webapp.alerts.refusals import ActError, InvalidTransition
from webapp.alerts.states import (
    Action,
    Refusal,
    Standing,
    Wish,
    as_json,
    brought_back,
    decide,
    plain,
    replay,
)
from webapp.alerts.ticking import escalate_due, wake_due
from webapp.alerts.trail import standing_of
from webapp.alerts.workflow import act

TODAY = date(2026, 11, 16)
DAYS = st.one_of(st.none(), st.integers(-2, 20).map(lambda n: TODAY + timedelta(days=n)))
WISHES = st.builds(
    Wish,
    action=st.sampled_from(Action),
    note=st.sampled_from(["", " ", "because"]),
    assignee_id=st.one_of(st.none(), st.integers(1, 5)),
    day=DAYS,
    for_effect=st.booleans(),
)
#: A person's wish, or news of the alert's cause (None).
ACTS = st.lists(st.one_of(WISHES, st.none()), max_size=25)


def impossible(standing: Standing) -> list[str]:
    """What of this can never be."""
    found = []
    if standing.snoozed_until and standing.state in (*WAITING, *CLOSED):
        found.append("out of sight, and nobody has it")
    if standing.snoozed_for_effect and not standing.snoozed_until:
        found.append("waits for a day that is not known")
    if standing.state not in (*OPEN, *CLOSED):
        found.append("no state of ours")
    return found


def changes_of(standing: Standing, steps: Any) -> tuple[Standing, list[dict[str, Any]]]:
    lines = []
    for step in steps:
        values = as_json(standing)
        lines.append({name: [values[name], plain(new)] for name, new in step.changes.items()})
        standing = replay([{k: [as_json(Standing())[k], v] for k, v in values.items()}, lines[-1]])
    return standing, lines


@given(acts=ACTS)
def test_no_sequence_of_acts_leads_where_an_alert_cannot_be(acts: list[Wish | None]) -> None:
    standing, trail = Standing(), []
    for wish in acts:
        try:
            steps = (
                brought_back(standing, "It moved.")
                if wish is None
                else decide(standing, wish, today=TODAY)
            )
        except Refusal:
            continue
        standing, lines = changes_of(standing, steps)
        trail += lines
        assert not impossible(standing)
    assert replay(trail) == standing


@given(acts=ACTS, day=st.integers(0, 20))
def test_every_state_has_a_way_on(acts: list[Wish | None], day: int) -> None:
    """From wherever they get to, somebody can close it and open it again."""
    standing = Standing()
    for wish in acts:
        if wish is not None:
            try:
                standing, _ = changes_of(standing, decide(standing, wish, today=TODAY))
            except Refusal:
                continue
    for action in (Action.RESOLVE, Action.REOPEN):
        try:
            steps = decide(standing, Wish(action=action, note="done"), today=TODAY)
        except Refusal as refusal:
            assert refusal.reason == "state"  # noqa: PT017 - it may be closed, or be waiting already
            continue
        standing, _ = changes_of(standing, steps)
    assert standing.state in (*OPEN, *CLOSED)


MOVES = st.tuples(
    st.sampled_from(sorted(PEOPLE)),
    WISHES,
    st.sampled_from(["now", "stale", "none"]),
    st.integers(0, 3),
)


@pytest.fixture
def worn(store: Engine, store_settings: Any, now: Any) -> Desk:
    return set_desk(store, store_settings, now)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(MOVES, min_size=1, max_size=12))
def test_the_trail_in_the_store_replays_to_where_the_alert_stands(
    worn: Desk, moves: list[tuple[str, Wish, str, int]]
) -> None:
    """On both stores, with people, stale pages and the worker's jobs; the alert lives on over examples."""
    for name, wish, page, days in moves:
        worn.now += timedelta(days=days)
        version = {"now": worn.alert.version, "stale": worn.alert.version - 1, "none": None}[page]
        before = len(worn.trail())
        try:
            done = do(worn, name, wish, version)
        except (ActError, InvalidTransition):
            assert len(worn.trail()) == before
        else:
            assert done.actor == address(name)
            assert page != "stale" or wish.action is Action.COMMENT
        wake_due(worn.context(worn.now))
        escalate_due(worn.context(worn.now))
        alert = worn.alert
        assert not impossible(standing_of(alert))
        assert replay(e.detail.get("changed", {}) for e in worn.trail()) == standing_of(alert)
        assert alert.escalated <= steps_due(
            alert.severity,
            waiting_since=alert.waiting_since,
            policy=worn.settings.escalate_days,
            now=worn.now,
        )
    with reading(worn.store) as session:
        assert not verify(session).broken


def do(desk: Desk, name: str, wish: Wish, version: int | None) -> AuditEntry:
    with writing(desk.store) as session:
        return act(
            session,
            desk.alert_id,
            action=wish.action,
            actor=address(name),
            note=wish.note,
            now=desk.now,
            version=version,
            assignee_id=wish.assignee_id,
            day=wish.day,
            for_effect=wish.for_effect,
        )


def test_the_desk_is_as_the_properties_think(desk: Desk) -> None:
    with reading(desk.store) as session:
        assert session.exec(select(Alert.state)).all() == ["new"]
        emails = session.exec(select(User.email).order_by(col(User.email))).all()
    assert emails == [address(name) for name in sorted(PEOPLE)]
