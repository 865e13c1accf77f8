from datetime import date

import pytest

from data.words import CLOSED, OPEN, WAITING, AlertState
from webapp.alerts.states import (
    MAX_NOTE,
    TRANSITIONS,
    Action,
    Refusal,
    Standing,
    Wish,
    allowed_actions,
    brought_back,
    decide,
    replay,
)

TODAY, LATER = date(2026, 11, 16), date(2026, 12, 1)


def words(standing: Standing, action: Action, **values: object) -> list[str]:
    wish = Wish(action=action, **({"note": "because"} | values))  # type: ignore[arg-type]
    return [step.word for step in decide(standing, wish, today=TODAY)]


def refused(standing: Standing, action: Action, **values: object) -> str:
    with pytest.raises(Refusal) as caught:
        words(standing, action, **values)
    return caught.value.reason


def test_every_state_has_its_acts_and_can_be_left() -> None:
    assert set(TRANSITIONS) == set(AlertState)
    assert set(OPEN) | set(CLOSED) == set(AlertState)
    for state, acts in TRANSITIONS.items():
        assert acts
        assert state not in acts.values()


def test_buttons_are_offered_for_what_is_allowed() -> None:
    assert allowed_actions("resolved") == (Action.REOPEN, Action.COMMENT)
    assert allowed_actions("new")[:2] == (Action.ACKNOWLEDGE, Action.START)
    assert Action.START not in allowed_actions("in_progress")


@pytest.mark.parametrize("state", WAITING)
@pytest.mark.parametrize("action", [Action.RESOLVE, Action.DISMISS, Action.SNOOZE])
def test_closing_or_snoozing_what_nobody_had_taken_acknowledges_it_on_the_way(
    state: AlertState, action: Action
) -> None:
    assert words(Standing(state=state), action, day=LATER)[0] == "acknowledged"


@pytest.mark.parametrize("action", [Action.RESOLVE, Action.DISMISS, Action.COMMENT])
def test_closing_and_commenting_need_words(action: Action) -> None:
    assert refused(Standing(), action, note=" \n ") == "note"
    assert refused(Standing(), action, note="x" * (MAX_NOTE + 1)) == "note"


@pytest.mark.parametrize("day", [None, date(2026, 11, 15), TODAY])
def test_a_snooze_lasts_until_a_day_that_lies_ahead(day: date | None) -> None:
    assert refused(Standing(), Action.SNOOZE, day=day) == "day"


def test_what_is_closed_or_given_back_is_not_snoozed_any_more() -> None:
    snoozed = Standing(state=AlertState.ACKNOWLEDGED, snoozed_until=LATER, snoozed_for_effect=True)
    for action in (Action.RESOLVE, Action.DISMISS, Action.REOPEN):
        (step,) = decide(snoozed, Wish(action=action, note="why"), today=TODAY)
        assert step.changes["snoozed_until"] is None
        assert step.changes["snoozed_for_effect"] is False
    (step,) = decide(snoozed, Wish(action=Action.START), today=TODAY)
    assert step.changes == {"state": "in_progress"}


def test_waking_needs_somebody_who_sleeps() -> None:
    assert refused(Standing(state=AlertState.ACKNOWLEDGED), Action.WAKE) == "state"


def test_a_due_day_may_be_today_or_taken_away_but_not_have_passed() -> None:
    assert words(Standing(), Action.DUE, day=TODAY) == ["scheduled"]
    (step,) = decide(Standing(due_on=TODAY), Wish(action=Action.DUE), today=TODAY)
    assert step.changes == {"due_on": None}
    assert refused(Standing(), Action.DUE, day=date(2026, 11, 15)) == "day"


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_alert_is_not_assigned_scheduled_or_snoozed(state: AlertState) -> None:
    for action in (Action.ASSIGN, Action.DUE, Action.SNOOZE):
        assert refused(Standing(state=state), action, day=LATER) == "state"


def test_news_brings_back_what_was_out_of_sight_and_nothing_else() -> None:
    (step,) = brought_back(Standing(state=AlertState.DISMISSED), "It moved.")
    assert (step.word, step.note, step.changes) == (
        "reopened",
        "It moved.",
        {"state": "reopened"},
    )
    snoozed = Standing(state=AlertState.IN_PROGRESS, snoozed_until=LATER)
    (step,) = brought_back(snoozed, "It moved.")
    assert (step.word, step.changes) == ("woken", {"snoozed_until": None})
    for state in OPEN:
        assert brought_back(Standing(state=state), "It moved.") == ()


def test_a_trail_that_does_not_hang_together_is_not_replayed() -> None:
    good = {"state": ["new", "acknowledged"]}, {"snoozed_until": [None, "2026-12-01"], "x": [1, 2]}
    assert replay(good) == Standing(state=AlertState.ACKNOWLEDGED, snoozed_until=LATER)
    with pytest.raises(ValueError, match="the trail says 'new'"):
        replay([*good, {"state": ["new", "resolved"]}])
