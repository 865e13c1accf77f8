"""Which wishes an alert meets."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models import Alert, Subscription
from data.queries.subscriptions import AlertNews
from data.words import ChangeKind, ChangeStatus, Severity, Topic
from tests.factories import NOW
from webapp.subscriptions.matching import channels_at_once, meets

TOPICS = [topic.value for topic in Topic]
KINDS = [kind.value for kind in ChangeKind]
STATUSES = [status.value for status in ChangeStatus]
PLACES = ["TR", "BR", "IN", "EU"]


def news(severity: str = "high", **values: Any) -> AlertNews:
    alert = Alert(
        fleet_id=1, title="", reason="", severity=severity, severity_score=1, live_sims=1,
        waiting_since=NOW, seen_moved_at=NOW, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    defaults: dict[str, Any] = {
        "fleet_id": 1, "places": frozenset({"TR"}), "topic": "roaming", "kind": "new_rule",
        "status": "adopted",
    }  # fmt: skip
    return AlertNews(alert=alert, **(defaults | values))


def wish(**values: Any) -> Subscription:
    defaults: dict[str, Any] = {"user_id": 1, "severity": "low", "created_at": NOW}
    return Subscription(**(defaults | values))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"countries": ["TR", "BR"]},
        {"topics": ["roaming"]},
        {"kinds": ["new_rule", "clock"]},
        {"statuses": ["adopted"]},
        {"fleet_id": 1},
        {"severity": "high"},
    ],
)
def test_what_fits_all_that_is_chosen_is_met(values: dict[str, Any]) -> None:
    assert meets(wish(**values), news())


@pytest.mark.parametrize(
    "values",
    [
        {"countries": ["BR"]},
        {"topics": ["imei"]},
        {"kinds": ["repeal"]},
        {"statuses": ["proposed"]},
        {"fleet_id": 2},
        {"countries": ["TR"], "topics": ["imei"]},
    ],
)
def test_one_word_that_does_not_fit_is_enough(values: dict[str, Any]) -> None:
    assert not meets(wish(**values), news())


def test_a_wish_for_high_is_not_met_by_medium_and_one_for_low_by_all() -> None:
    assert not meets(wish(severity="high"), news("medium"))
    assert meets(wish(severity="medium"), news("medium"))
    assert meets(wish(severity="low"), news("high"))


def test_a_groups_rule_is_met_by_its_name_and_by_a_member() -> None:
    act = news(places=frozenset({"EU", "FR"}))
    assert meets(wish(countries=["EU"]), act)
    assert meets(wish(countries=["FR"]), act)
    assert not meets(wish(countries=["DE"]), act)


def test_a_crossed_limit_is_a_kind_of_its_own_and_has_no_status() -> None:
    clock = news(kind="", status="")
    assert meets(wish(kinds=["clock"]), clock)
    assert meets(wish(statuses=["adopted"]), clock)
    assert not meets(wish(kinds=["new_rule"]), clock)


def test_two_wishes_over_one_channel_tell_once() -> None:
    wishes = [wish(channel_id=7), wish(topics=["roaming"], channel_id=7), wish(topics=["imei"])]
    assert channels_at_once(wishes, news()) == {7}


def some(words: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), unique=True, max_size=3)


@given(
    some(PLACES), some(TOPICS), some(KINDS), some(STATUSES),
    st.sampled_from(PLACES), st.sampled_from(TOPICS), st.sampled_from(list(Severity)),
)  # fmt: skip
def test_choosing_less_never_loses_an_alert(
    places: list[str],
    topics: list[str],
    kinds: list[str],
    statuses: list[str],
    place: str,
    topic: str,
    severity: Severity,
) -> None:
    narrow = {"countries": places, "topics": topics, "kinds": kinds, "statuses": statuses}
    told = news(severity.value, places=frozenset({place}), topic=topic)
    if meets(wish(**narrow), told):
        for name in narrow:
            assert meets(wish(**{**narrow, name: []}), told)
