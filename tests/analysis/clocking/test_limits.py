"""Which limits run a clock: from facts, from found changes, merged where several say the same."""

from datetime import date
from typing import Any

import pytest

from analysis.clocking.limits import (
    ChangeLimits,
    LimitStatus,
    RuleLimit,
    limits_of_changes,
    limits_of_facts,
    merge,
)
from data.rules import FactLimit, RuleFact, rule_facts
from data.words import LimitPer, LimitShape, Topic

TODAY = date(2026, 11, 16)
CONSECUTIVE = LimitShape.CONSECUTIVE


def fact(**values: Any) -> RuleFact:
    defaults: dict[str, Any] = {
        "id": "tr-roaming-9",
        "country": "TR",
        "topic": "roaming",
        "stance": "restricted",
        "summary": "Foreign SIMs may stay for so many days.",
        "applies_to": "iot",
        "status": "in_force",
        "limit_days": 90,
        "authority": "BTK",
        "source_kind": "law",
        "source_url": "https://authority.example/law",
        "confidence": "high",
    }
    return RuleFact.model_validate(defaults | values)


def change(**values: Any) -> ChangeLimits:
    defaults: dict[str, Any] = {
        "development_id": 7,
        "country": "TR",
        "topic": "roaming",
        "kind": "new_rule",
        "status": "in_force",
        "limits": ({"shape": "consecutive", "days": 90, "per": "sim"},),
    }
    return ChangeLimits(**(defaults | values))


def one(*limits: RuleLimit) -> RuleLimit:
    (found,) = limits
    return found


# Facts.


def test_a_number_alone_is_counted_in_a_row_and_says_that_this_is_not_stated() -> None:
    found = one(*limits_of_facts([fact()]))
    assert (found.shape, found.days, found.stated) == (CONSECUTIVE, 90, False)
    assert found.grounds[0].ref == "tr-roaming-9"
    assert found.grounds[0].url == "https://authority.example/law"


def test_a_fact_with_limits_is_counted_as_it_says() -> None:
    limits = [{"shape": "cumulative", "days": 90, "window_days": 120, "per": "imei"}]
    found = one(*limits_of_facts([fact(limits=limits)]))
    assert found.key == "TR-roaming-in_force-cumulative-90-120-imei"
    assert found.stated
    assert found.counted.window_days == 120


def test_a_number_that_is_no_limit_on_presence_has_no_clock() -> None:
    assert limits_of_facts([fact(limits=[])]) == []


@pytest.mark.parametrize("topic", ["imei", "sim_registration", "type_approval"])
def test_a_term_to_register_has_no_clock(topic: str) -> None:
    assert limits_of_facts([fact(topic=topic, id=f"tr-{topic.replace('_', '-')}-1")]) == []


def test_what_is_repealed_or_superseded_has_no_clock() -> None:
    assert limits_of_facts([fact(status="repealed"), fact(superseded_by="tr-roaming-10")]) == []


def test_a_consumer_s_limit_is_shown_and_not_alerted() -> None:
    found = one(*limits_of_facts([fact(applies_to="consumer")]))
    assert found.binding
    assert not found.alerts


@pytest.mark.parametrize(
    ("status", "binds"), [("in_force", True), ("unclear", True), ("proposed", False)]
)
def test_a_proposed_limit_cannot_be_broken(status: str, binds: bool) -> None:
    assert one(*limits_of_facts([fact(status=status)])).alerts is binds


def test_two_facts_of_one_limit_make_one_clock_with_both_sources() -> None:
    found = one(
        *limits_of_facts([fact(applies_to="consumer"), fact(id="tr-roaming-10", applies_to="iot")])
    )
    assert [ground.ref for ground in found.grounds] == ["tr-roaming-9", "tr-roaming-10"]
    assert not found.consumer


def test_other_numbers_shapes_keys_homes_and_statuses_are_other_clocks() -> None:
    base = RuleLimit(
        country="TR",
        topic=Topic.ROAMING,
        status=LimitStatus.IN_FORCE,
        shape=CONSECUTIVE,
        days=90,
    )
    others: list[dict[str, Any]] = [
        {"days": 91},
        {"shape": LimitShape.CALENDAR_YEAR},
        {"per": LimitPer.IMEI},
        {"homes": ("CL",)},
        {"status": LimitStatus.PROPOSED},
        {"gap_days": 6},
        {"country": "GR"},
    ]
    keys = {RuleLimit(**(vars(base) | other)).key for other in others}
    assert len(keys | {base.key}) == len(others) + 1


# Found changes.


def test_an_adopted_change_binds_from_its_day_on() -> None:
    ahead = change(status="adopted", effective_on=date(2027, 1, 1))
    found = one(*limits_of_changes([ahead], today=TODAY))
    assert (found.status, found.effective_on) == (LimitStatus.ADOPTED, date(2027, 1, 1))
    later = one(*limits_of_changes([ahead], today=date(2027, 1, 1)))
    assert (later.status, later.effective_on) == (LimitStatus.IN_FORCE, None)


@pytest.mark.parametrize("status", ["proposed", "consultation"])
def test_a_draft_proposes(status: str) -> None:
    found = one(*limits_of_changes([change(status=status)], today=TODAY))
    assert found.status is LimitStatus.PROPOSED


def test_a_repeal_and_a_term_of_registration_set_no_limit() -> None:
    assert limits_of_changes([change(kind="repeal"), change(topic="imei")], today=TODAY) == []


@pytest.mark.parametrize(
    ("read", "key"),
    [
        ({"shape": "ban"}, "ban-sim"),
        ({"shape": "share", "days": 120}, "share-120-sim"),
        ({"shape": "cumulative", "days": 90, "window_days": 120}, "cumulative-90-120-sim"),
        ({"shape": "calendar_year", "days": 120, "per": "imei"}, "calendar_year-120-imei"),
    ],
)
def test_limits_are_taken_as_the_analysis_read_them(read: dict[str, Any], key: str) -> None:
    found = one(*limits_of_changes([change(limits=(read,))], today=TODAY))
    assert found.key == f"TR-roaming-in_force-{key}"


def test_days_in_all_without_a_window_are_counted_over_a_year_and_that_is_said() -> None:
    limit = {"shape": "cumulative", "days": 180}
    found = one(*limits_of_changes([change(limits=(limit,))], today=TODAY))
    assert (found.window_days, found.stated) == (365, False)


def test_a_limit_without_a_number_cannot_be_counted() -> None:
    bare = ({"shape": "consecutive", "days": None}, {"shape": "share"})
    assert limits_of_changes([change(limits=bare)], today=TODAY) == []


def test_a_fact_and_a_change_of_the_same_limit_are_one_clock() -> None:
    found = one(*merge([*limits_of_facts([fact()]), *limits_of_changes([change()], today=TODAY)]))
    assert [ground.kind for ground in found.grounds] == ["fact", "change"]
    assert found.stated


# The seed.


def test_the_bundled_facts_count_as_their_sources_say() -> None:
    known = {limit.key: limit for limit in limits_of_facts(rule_facts())}
    turkiye = known["TR-roaming-in_force-cumulative-90-120-imei"]
    assert [ground.ref for ground in turkiye.grounds] == ["tr-roaming-3", "tr-roaming-4"]
    for country, partner in (("BR", "CL"), ("CL", "BR")):
        for shape in ("calendar_year-120", "consecutive-90"):
            assert f"{country}-roaming-in_force-{shape}-imei-home{partner}" in known
    fair_use = known["EU-roaming-in_force-share-120-sim-homeEU"]
    assert fair_use.consumer
    saudi = known["SA-roaming-in_force-consecutive-120-sim"]
    assert not saudi.stated


def test_every_number_on_roaming_says_how_it_counts_or_that_nobody_knows() -> None:
    for rule in rule_facts():
        if rule.topic is Topic.ROAMING and rule.limits:
            assert all(isinstance(limit, FactLimit) for limit in rule.limits)
            assert rule.limit_days in {
                limit.window_days if limit.shape is LimitShape.SHARE else limit.days
                for limit in rule.limits
            }, rule.id


def test_a_fact_that_holds_from_a_later_day_is_shown_with_that_day() -> None:
    found = one(*limits_of_facts([fact(effective="2027-03")], ahead=True))
    assert (found.status, found.effective_on) == (LimitStatus.ADOPTED, date(2027, 3, 1))
    assert not found.alerts
