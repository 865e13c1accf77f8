"""What can be done about touched SIMs: by what they are, by the topic, and whether it is in time."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.remedies import (
    EUICC,
    LEAD_DAYS,
    LocalOffer,
    Option,
    Remedy,
    SimGroup,
    best_in_time,
    by_remedy,
    remedies,
    ways,
)
from data.words import SimTechnology, Topic

TODAY = date(2026, 11, 16)


def group(technology: str = "euicc_sgp32", home: str = "DE", **values: Any) -> SimGroup:
    return SimGroup(country="TR", technology=SimTechnology(technology), home=home, **values)


def options(one: SimGroup, topic: Topic = Topic.ROAMING, **values: Any) -> tuple[Option, ...]:
    return remedies(one, topic, **{"effective": None, "today": TODAY} | values)


@pytest.mark.parametrize(
    ("technology", "first"),
    [
        ("euicc_sgp02", Remedy.LOCAL_PROFILE),
        ("euicc_sgp22", Remedy.LOCAL_PROFILE),
        ("euicc_sgp32", Remedy.LOCAL_PROFILE),
        ("multi_imsi", Remedy.LOCAL_IMSI),
        ("single", Remedy.SWAP_SIM),
        ("unknown", Remedy.SWAP_SIM),
    ],
)
def test_what_comes_first_follows_from_what_the_sim_can_do(technology: str, first: Remedy) -> None:
    assert options(group(technology))[0].remedy is first


@pytest.mark.parametrize(
    ("topic", "remedy"),
    [
        (Topic.IMEI, Remedy.REGISTER_IMEI),
        (Topic.DATA_LOCALISATION, Remedy.LOCAL_STORAGE),
        (Topic.SIM_REGISTRATION, Remedy.REGISTER_SUBSCRIBER),
        (Topic.TYPE_APPROVAL, Remedy.CERTIFY),
    ],
)
def test_other_topics_have_remedies_of_their_own(topic: Topic, remedy: Remedy) -> None:
    assert [one.remedy for one in options(group(), topic)] == [remedy, Remedy.WITHDRAW]


def test_local_sims_are_not_touched_by_rules_on_foreign_ones() -> None:
    assert options(group(home="TR")) == ()
    assert options(group(home="TR"), Topic.IMEI) != ()


def test_in_time_is_the_effective_day_less_the_lead_time() -> None:
    lead = LEAD_DAYS[Remedy.LOCAL_PROFILE]
    just = options(group(), effective=TODAY + timedelta(days=lead))[0]
    assert (just.start_by, just.in_time) == (TODAY, True)
    late = options(group(), effective=TODAY + timedelta(days=lead - 1))[0]
    assert (late.start_by, late.in_time) == (TODAY - timedelta(days=1), False)
    assert options(group())[0].in_time is None


def test_what_the_officer_knows_of_the_country_beats_the_estimate() -> None:
    known = [
        LocalOffer(country="TR", provider="Slow", remedy=Remedy.LOCAL_PROFILE, lead_days=40),
        LocalOffer(country="TR", provider="Quick", remedy=Remedy.LOCAL_PROFILE, lead_days=14),
        LocalOffer(country="DE", provider="Elsewhere", remedy=Remedy.LOCAL_PROFILE, lead_days=1),
    ]
    first = options(group(), offers=known)[0]
    assert (first.provider, first.lead_days) == ("Quick", 14)
    assert options(group("multi_imsi"), offers=known)[0].provider == ""


def test_an_sgp02_euicc_takes_longer_unless_somebody_knows_better() -> None:
    newer, older = options(group())[0], options(group("euicc_sgp02"))[0]
    assert older.lead_days > newer.lead_days


GROUPS = st.builds(
    SimGroup,
    country=st.sampled_from(["TR", "BR", "DE"]),
    technology=st.sampled_from(SimTechnology),
    home=st.sampled_from(["TR", "DE", "901", ""]),
    sims=st.integers(0, 1000),
)


@given(GROUPS, st.sampled_from(Topic), st.dates(date(2026, 1, 1), date(2028, 1, 1)) | st.none())
def test_whoever_is_touched_can_always_withdraw_and_nothing_comes_after_it(
    one: SimGroup, topic: Topic, effective: date | None
) -> None:
    found = options(one, topic, effective=effective)
    if not found:
        assert one.local
        return
    assert found[-1].remedy is Remedy.WITHDRAW
    assert [option.remedy for option in found].count(Remedy.WITHDRAW) == 1
    for option in found:
        if effective is not None:
            done = TODAY + timedelta(days=option.lead_days)
            assert option.in_time is (done <= effective)
    best = best_in_time(found)
    assert best is None or best.in_time


@given(st.lists(GROUPS, max_size=12), st.integers(-50, 400))
def test_each_touched_sim_is_counted_once(groups: list[SimGroup], days: int) -> None:
    effective = TODAY + timedelta(days=days)
    found = by_remedy(groups, Topic.ROAMING, effective=effective, today=TODAY)
    assert sum(one.sims for one in found) == sum(one.sims for one in groups if not one.local)
    assert [one.remedy for one in found if one.remedy is None] == [
        one.remedy for one in found[-1:] if one.remedy is None
    ]


def test_who_has_no_remedy_in_time_is_told_last() -> None:
    groups = [group("single", sims=40), group(sims=10), group("multi_imsi", sims=7)]
    found = by_remedy(groups, Topic.ROAMING, effective=TODAY + timedelta(days=100), today=TODAY)
    assert [(one.remedy, one.sims) for one in found] == [(Remedy.LOCAL_PROFILE, 10), (None, 47)]


def test_every_way_says_what_it_needs() -> None:
    for technology in SimTechnology:
        for topic in Topic:
            assert ways(topic, technology)
            assert all(one.needs for one in options(group(technology, home=""), topic))
    assert len(EUICC) == 3
