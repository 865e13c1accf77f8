"""Which markets want a plan, what a ban there would do, and when a plan is old."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.plans import markets, outlook, review_reasons
from analysis.remedies import LocalOffer, Remedy
from data.queries.fleet import LiveGroup

TODAY = date(2026, 11, 16)


def group(visited: str, sims: int, technology: str = "single", home: str = "901") -> LiveGroup:
    return LiveGroup(visited=visited, home=home, technology=technology, sims=sims)


def test_top_markets_are_those_that_make_the_share_together() -> None:
    found = markets({"BR": 25, "TR": 50, "DE": 10, "IN": 15, "": 99, "FR": 0}, share=0.8)
    assert [(one.country, one.top) for one in found] == [
        ("TR", True),
        ("BR", True),
        ("IN", True),
        ("DE", False),
    ]
    assert found[0].share == 0.5


@given(
    st.dictionaries(st.sampled_from(["TR", "BR", "IN", "DE", "US"]), st.integers(1, 999)),
    st.floats(0.01, 1.0),
)
def test_top_markets_reach_the_share_and_none_is_too_many(
    sims: dict[str, int], share: float
) -> None:
    found = markets(sims, share=share)
    top = [one.sims for one in found if one.top]
    total = sum(one.sims for one in found)
    assert sum(top) >= share * total or not total
    assert not top or sum(top[:-1]) < share * total
    assert total == sum(sims.values())


def test_a_ban_touches_foreign_sims_and_leaves_those_of_the_country() -> None:
    groups = [
        group("TR", 70, "euicc_sgp32"),
        group("TR", 20, "single"),
        group("TR", 10, "single", home="TR"),
        group("BR", 999),
    ]
    found = outlook(groups, "TR", today=TODAY, notice_days=180)
    assert (found.sims, found.untouched, found.stranded) == (100, 10, 0)
    assert {one.remedy: one.sims for one in found.remedies} == {
        Remedy.LOCAL_PROFILE: 70,
        Remedy.SWAP_SIM: 20,
    }


def test_a_short_notice_strands_what_takes_longer() -> None:
    groups = [group("TR", 70, "euicc_sgp32"), group("TR", 20, "single")]
    found = outlook(groups, "TR", today=TODAY, notice_days=100)
    assert found.stranded == 20
    quick = LocalOffer(country="TR", provider="A provider", remedy=Remedy.SWAP_SIM, lead_days=30)
    assert outlook(groups, "TR", today=TODAY, notice_days=100, offers=[quick]).stranded == 0


def test_what_is_missing_is_said_until_it_is_noted() -> None:
    groups = [
        group("TR", 70, "euicc_sgp32"),
        group("TR", 5, "multi_imsi"),
        group("TR", 3, "unknown"),
    ]
    found = outlook(groups, "TR", today=TODAY)
    assert len(found.missing) == 3
    assert "70 SIMs" in found.missing[0]
    profile = LocalOffer(country="TR", provider="P", remedy=Remedy.LOCAL_PROFILE, lead_days=60)
    other = LocalOffer(country="BR", provider="P", remedy=Remedy.LOCAL_IMSI, lead_days=60)
    left = outlook(groups, "TR", today=TODAY, offers=[profile, other]).missing
    assert len(left) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"review_on": date(2026, 11, 15)}, ["its review was due on 15 Nov 2026"]),
        ({"now": {"roaming": ["prohibited", "a"]}}, ["the rule on roaming changed since"]),
        ({"now": {"roaming": ["restricted", "b"]}}, ["the rule on roaming changed since"]),
        ({"now": {}}, ["the rule on roaming changed since"]),
        ({"sims_now": 151}, ["live SIMs grew from 100 to 151"]),
        ({"sims_now": 150}, []),
    ],
)
def test_a_plan_is_old_when_its_day_has_come_or_its_ground_moved(
    change: dict[str, object], said: list[str]
) -> None:
    facts: dict[str, object] = {
        "review_on": TODAY,
        "then": {"roaming": ["restricted", "a"]},
        "now": {"roaming": ["restricted", "a"]},
        "sims_then": 100,
        "sims_now": 100,
        "today": TODAY,
    }
    assert review_reasons(**(facts | change)) == said  # type: ignore[arg-type]  # as the table has it
