"""The check before shipping: what is unknown is never “may”, and every verdict has its source."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ledger import standings
from analysis.remedies import LocalOffer, Remedy
from analysis.shipping.check import check
from analysis.shipping.types import Answer, CountryAnswer, Shipment, Strategy, Verdict
from data import countries
from data.ledger import Entry
from data.queries.pages_countries import groups_of
from data.rules import RuleFact, rule_facts
from data.words import SimTechnology, Stance, Topic

ON = date(2026, 11, 16)
SHIPPED = standings((Entry(fact=one) for one in rule_facts()), on=ON)


def fact(stance: str, topic: str = "roaming", number: int = 1, **values: Any) -> RuleFact:
    defaults: dict[str, Any] = {
        "id": f"tr-{topic.replace('_', '-')}-{number}",
        "country": "TR",
        "topic": topic,
        "stance": stance,
        "summary": "What the source says of it.",
        "applies_to": "iot",
        "status": "in_force",
        "source_kind": "law",
        "source_url": "https://law.test/1",
        "confidence": "high",
    }
    return RuleFact.model_validate(defaults | values)


def ask(*facts: RuleFact, offers: Any = (), **values: Any) -> CountryAnswer:
    known = standings((Entry(fact=one) for one in facts), on=ON)
    shipment = Shipment(**{"countries": ("TR",)} | values)
    (answer,) = check(shipment, known, {}, on=ON, offers=offers).countries
    return answer


def shipped(*codes: str, **values: Any) -> Answer:
    groups = {code: groups_of(code, today=ON) for code in codes}
    return check(Shipment(countries=codes, **values), SHIPPED, groups, on=ON)


def topic(answer: CountryAnswer, name: Topic) -> Any:
    return next(one for one in answer.topics if one.topic is name)


LIMIT = [{"shape": "cumulative", "days": 90, "window_days": 120, "per": "imei"}]


@pytest.mark.parametrize(
    ("facts", "days", "verdict"),
    [
        ((fact("prohibited"),), 10, Verdict.NOT_BY_ROAMING),
        ((fact("prohibited", limits=LIMIT),), 90, Verdict.ONLY_WITH),
        ((fact("prohibited", limits=LIMIT),), 91, Verdict.NOT_BY_ROAMING),
        ((fact("restricted", limits=LIMIT),), None, Verdict.NOT_BY_ROAMING),
        ((fact("restricted"),), 91, Verdict.ONLY_WITH),
        ((fact("conditional"),), None, Verdict.ONLY_WITH),
        ((fact("permitted"),), None, Verdict.MAY),
        ((fact("permitted"), fact("prohibited", number=2, confidence="medium")), 1, Verdict.ONLY_WITH),
        ((fact("no_rule_found", source_kind="none", source_url=None),), 1, Verdict.UNKNOWN),
        ((fact("prohibited", status="proposed"),), 1, Verdict.UNKNOWN),
        ((), 1, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_roaming_decides(facts: tuple[RuleFact, ...], days: int | None, verdict: Verdict) -> None:
    answer = ask(*facts, days=days, home="DE")
    assert answer.verdict is verdict
    assert topic(answer, Topic.ROAMING).because


def test_a_local_sim_does_not_roam() -> None:
    answer = ask(fact("prohibited", limits=LIMIT), home="TR")
    assert (answer.verdict, answer.limits, answer.strategy) == (
        Verdict.MAY,
        (),
        Strategy.LOCAL_PROFILE,
    )


def test_where_roaming_may_other_topics_still_ask() -> None:
    answer = ask(fact("permitted"), fact("conditional", "imei"))
    assert (answer.verdict, answer.strategy) == (Verdict.ONLY_WITH, Strategy.ROAMING)
    assert any("register them" in step for step in answer.todo)


@pytest.mark.parametrize(
    ("certified", "verdict", "asks"),
    [(True, Verdict.MAY, False), (False, Verdict.ONLY_WITH, True), (None, Verdict.ONLY_WITH, True)],
)
def test_a_certified_device_needs_no_approval(
    certified: bool | None, verdict: Verdict, asks: bool
) -> None:
    answer = ask(fact("permitted"), fact("conditional", "type_approval"), certified=certified)
    assert topic(answer, Topic.TYPE_APPROVAL).verdict is verdict
    assert any("certified" in step for step in answer.todo) is asks


def test_a_draft_is_shown_ahead_and_decides_nothing() -> None:
    draft = fact("prohibited", number=2, status="proposed", limits=[{"shape": "ban"}])
    answer = ask(fact("permitted"), draft)
    assert answer.verdict is Verdict.MAY
    assert [rule.id for rule in topic(answer, Topic.ROAMING).ahead] == ["tr-roaming-2"]
    assert [(limit.binding, limit.allowed) for limit in answer.limits] == [(False, False)]


@pytest.mark.parametrize(
    ("technology", "strategy", "step"),
    [
        ("euicc_sgp32", Strategy.EUICC, "profile ready for the eUICC"),
        ("multi_imsi", Strategy.MULTI_IMSI, "IMSI of the country"),
        ("single", Strategy.LOCAL_PROFILE, "SIM of a local operator"),
        ("unknown", Strategy.LOCAL_PROFILE, "SIM of a local operator"),
    ],
)
def test_what_to_do_follows_from_what_the_sim_can(
    technology: str, strategy: Strategy, step: str
) -> None:
    answer = ask(fact("prohibited"), technology=SimTechnology(technology))
    assert answer.strategy is strategy
    assert step in answer.todo[0]


def test_a_known_provider_and_its_lead_time_are_named() -> None:
    offer = LocalOffer(country="TR", provider="Anadolu", remedy=Remedy.LOCAL_PROFILE, lead_days=21)
    answer = ask(fact("prohibited"), technology=SimTechnology.EUICC_SGP32, offers=[offer])
    assert answer.todo[0].endswith("with Anadolu: allow 21 days")


def test_a_groups_rule_binds_its_members() -> None:
    group = fact("prohibited", id="eu-roaming-1", country="EU")
    known = standings([Entry(fact=group)], on=ON)
    found = check(Shipment(countries=("DE",)), known, {"DE": ["EU"]}, on=ON).countries[0]
    assert found.verdict is Verdict.NOT_BY_ROAMING
    assert topic(found, Topic.ROAMING).rules[0].place == "EU"


def test_a_group_that_says_nothing_does_not_hide_what_the_country_says() -> None:
    facts = [
        fact("permitted", id="de-roaming-1", country="DE"),
        fact("no_rule_found", id="eu-roaming-1", country="EU", source_kind="none"),
    ]
    known = standings((Entry(fact=one) for one in facts), on=ON)
    found = check(Shipment(countries=("DE",)), known, {"DE": ["EU"]}, on=ON).countries[0]
    assert topic(found, Topic.ROAMING).verdict is Verdict.MAY


def test_tuerkiye_with_two_hundred_days_as_the_law_has_it() -> None:
    answer = shipped("TR", sims=500, technology=SimTechnology.EUICC_SGP32, days=200, home="DE")
    (country,) = answer.countries
    assert (answer.verdict, country.strategy, country.sims) == (
        Verdict.NOT_BY_ROAMING,
        Strategy.EUICC,
        500,
    )
    first = country.limits[0]
    assert (first.words, first.breaks_on_day) == ("90 days within 120, per IMEI", 91)
    assert "before day 91" in country.strategy_because


def test_many_countries_are_tiered_by_volume_and_no_rule_is_overruled() -> None:
    answer = shipped(
        "AU", "US", "JP", "BR", home="DE", technology=SimTechnology.SINGLE, days=60,
        sims_by_country={"AU": 600, "US": 250, "JP": 140, "BR": 10},
    )  # fmt: skip
    tiers = {code: tier.strategy for tier in answer.tiers for code in tier.countries}
    assert tiers["AU"] is Strategy.LOCAL_PROFILE
    assert tiers["US"] is Strategy.MULTI_IMSI
    assert tiers["BR"] is Strategy.LOCAL_PROFILE
    assert sum(tier.sims or 0 for tier in answer.tiers) == 1000


def test_without_devices_per_country_the_rules_alone_speak_and_that_is_said() -> None:
    answer = shipped("AU", "US", "JP", sims=1000)
    assert any("follows the rule alone" in text for text in answer.unknown)
    assert all(tier.sims is None for tier in answer.tiers)


SHIPMENTS = st.builds(
    Shipment,
    countries=st.lists(
        st.sampled_from(sorted(countries.codes())), min_size=1, max_size=4, unique=True
    ).map(tuple),
    technology=st.sampled_from(SimTechnology),
    home=st.sampled_from(["", "901", "DE", "TR"]),
    days=st.integers(1, 900) | st.none(),
    certified=st.booleans() | st.none(),
)


@given(SHIPMENTS)
@settings(max_examples=150)
def test_every_answer_from_the_shipped_facts_is_honest(shipment: Shipment) -> None:
    groups = {code: groups_of(code, today=ON) for code in shipment.countries}
    answer = check(shipment, SHIPPED, groups, on=ON)
    assert sorted(code for tier in answer.tiers for code in tier.countries) == sorted(
        shipment.countries
    )
    for one in answer.countries:
        roaming = topic(one, Topic.ROAMING)
        for item in one.topics:
            stances = {rule.stance for rule in item.rules[:1]}
            local = one.country == shipment.home
            if item.verdict is Verdict.MAY and not (local or item.topic is Topic.TYPE_APPROVAL):
                assert stances == {Stance.PERMITTED}
            if not item.rules or stances == {Stance.NO_RULE_FOUND}:
                assert item.verdict is Verdict.UNKNOWN or local
            if item.verdict is Verdict.UNKNOWN:
                assert any(item.because in text for text in one.unknown)
        if one.verdict is Verdict.MAY:
            assert roaming.verdict is Verdict.MAY
        broken = [limit for limit in one.limits if limit.binding and limit.allowed is False]
        if broken:
            assert one.verdict is Verdict.NOT_BY_ROAMING
            assert one.strategy is not Strategy.ROAMING
        if one.verdict is Verdict.NOT_BY_ROAMING:
            assert one.todo


@given(st.integers(1, 400))
@settings(max_examples=30)
def test_a_longer_stay_is_never_easier(days: int) -> None:
    order = list(Verdict)
    shorter, longer = (
        shipped("TR", "IN", "CL", days=stay, home="DE") for stay in (days, days + 30)
    )
    for one, other in zip(shorter.countries, longer.countries, strict=True):
        assert order.index(other.verdict) <= order.index(one.verdict)
