"""Codes of countries, and who was a member of a group on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import countries
from data.countries import (
    alpha3,
    codes,
    groups,
    is_country,
    is_group,
    members,
)

TODAY = date(2026, 11, 16)


def test_every_country_has_an_alpha_3_code_and_no_other_code_has() -> None:
    assert set(alpha3().values()) == codes()
    assert len(codes()) == 250  # 249 of ISO 3166-1 and Kosovo


def test_pseudo_territories_are_no_countries() -> None:
    assert not {"EU", "UN", "ZZ", "XA", "AC", "EZ"} & codes()


# Groups


def test_the_united_kingdom_was_in_the_union_until_the_last_day_of_january_2020() -> None:
    assert "GB" in members("EU", date(2020, 1, 31))
    assert "GB" not in members("EU", date(2020, 2, 1))
    assert "GB" not in members("EEA", date(2020, 2, 1))


@pytest.mark.parametrize(
    ("group", "day", "count"),
    [
        ("EU", date(1957, 12, 31), 0),
        ("EU", date(1958, 1, 1), 6),
        ("EU", date(2013, 6, 30), 27),
        ("EU", date(2013, 7, 1), 28),
        ("EU", TODAY, 27),
        ("EEA", date(1993, 12, 31), 0),
        ("EEA", TODAY, 30),
        ("GCC", TODAY, 6),
        ("ECOWAS", date(2025, 1, 28), 15),
        ("ECOWAS", date(2025, 1, 29), 12),
        ("EAEU", TODAY, 5),
        ("MERCOSUR", date(2013, 1, 1), 4),
        ("MERCOSUR", TODAY, 5),
        ("SADC", TODAY, 16),
        ("EACO", TODAY, 6),
        ("ASEAN", date(2025, 10, 25), 10),
        ("ASEAN", date(2025, 10, 26), 11),
        ("INT", TODAY, 250),
    ],
)
def test_a_group_has_as_many_members_as_it_had_on_the_day(
    group: str, day: date, count: int
) -> None:
    assert len(members(group, day)) == count


def test_the_three_sahel_states_left_ecowas_on_29_january_2025() -> None:
    left = members("ECOWAS", date(2025, 1, 28)) - members("ECOWAS", date(2025, 1, 29))
    assert left == {"BF", "ML", "NE"}


def test_timor_leste_is_the_newest_member_of_asean() -> None:
    assert members("ASEAN", TODAY) - members("ASEAN", date(2025, 1, 1)) == {"TL"}


def test_a_suspended_member_comes_back_with_its_second_span() -> None:
    assert "PY" not in members("MERCOSUR", date(2012, 12, 1))
    assert "PY" in members("MERCOSUR", TODAY)


def test_the_area_holds_the_union_and_three_more() -> None:
    assert members("EEA", TODAY) - members("EU", TODAY) == {"IS", "LI", "NO"}


def test_a_country_is_its_own_only_member() -> None:
    assert members("BR", TODAY) == {"BR"}


def test_what_is_neither_country_nor_group_is_refused() -> None:
    with pytest.raises(KeyError):
        members("XYZ", TODAY)


@given(
    st.sampled_from(groups()),
    st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)),
)
def test_members_are_always_countries(group: str, day: date) -> None:
    assert members(group, day) <= codes()
    assert is_group(group)
    assert not is_country(group)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_nobody_is_in_the_union_but_not_in_the_area(day: date) -> None:
    if day >= date(1994, 1, 1):
        assert members("EU", day) <= members("EEA", day)


def test_tomorrow_changes_nothing_without_an_entry() -> None:
    assert members("EU", TODAY) == members("EU", TODAY + timedelta(days=3650))


# Names


def test_countries_and_groups_are_expanded_together() -> None:
    assert countries.expand(["GCC", "TR", "SA"], TODAY) == members("GCC", TODAY) | {"TR"}
    assert countries.expand([], TODAY) == set()
