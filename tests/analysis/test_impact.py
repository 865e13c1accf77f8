from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from analysis.impact import ImpactValues, assess
from data.db import reading, writing
from data.queries.fleet import (
    LiveGroup,
    count_by_state,
    fleet_named,
    fleets_by_name,
    live_groups,
)
from tests.factories import make_fleet, make_sims

TODAY = date(2026, 11, 16)


def group(visited: str, home: str, sims: int, technology: str = "single") -> LiveGroup:
    return LiveGroup(visited=visited, home=home, technology=technology, sims=sims)


GROUPS = (
    group("TR", "DE", 40),
    group("TR", "TR", 7),
    group("TR", "901", 5, "multi_imsi"),
    group("TR", "", 3),
    group("BR", "DE", 20, "euicc_sgp32"),
    group("DE", "DE", 10),
    group("FR", "DE", 8),
    group("", "DE", 2),
)


def test_the_live_sims_of_the_country_are_counted() -> None:
    assert assess(["TR"], GROUPS, on=TODAY) == ImpactValues(
        live_sims=55,
        foreign_sims=45,
        fleet_live_sims=95,
        by_country={"TR": 55},
        by_technology={"single": 50, "multi_imsi": 5},
        by_home={"DE": 40, "TR": 7, "901": 5, "": 3},
    )


def test_a_sim_of_a_shared_code_is_foreign_everywhere() -> None:
    assert assess(["TR"], [group("TR", "901", 5)], on=TODAY).foreign_sims == 5


def test_a_sim_whose_home_is_not_known_is_live_but_not_foreign() -> None:
    found = assess(["TR"], [group("TR", "", 3)], on=TODAY)
    assert (found.live_sims, found.foreign_sims) == (3, 0)


def test_several_countries_are_counted_together() -> None:
    found = assess(["BR", "TR"], GROUPS, on=TODAY)
    assert found.by_country == {"TR": 55, "BR": 20}
    assert found.live_sims == 75


def test_a_group_stands_for_its_members_on_the_day() -> None:
    british = [group("GB", "DE", 4), group("FR", "DE", 8)]
    assert assess(["EU"], british, on=date(2020, 1, 31)).live_sims == 12
    assert assess(["EU"], british, on=TODAY).by_country == {"FR": 8}


def test_the_world_is_every_country_but_not_the_unknown_one() -> None:
    assert assess(["INT"], GROUPS, on=TODAY).live_sims == 93


def test_a_country_and_its_group_count_each_sim_once() -> None:
    assert assess(["EU", "FR"], GROUPS, on=TODAY).live_sims == 18


@pytest.mark.parametrize("countries", [[], ["PE"]])
def test_elsewhere_nothing_is_touched(countries: list[str]) -> None:
    found = assess(countries, GROUPS, on=TODAY)
    assert (found.live_sims, found.by_country, found.fleet_live_sims) == (0, {}, 95)


def test_the_parts_add_up_to_the_whole() -> None:
    found = assess(["INT"], GROUPS, on=TODAY)
    for parts in (found.by_country, found.by_technology, found.by_home):
        assert sum(parts.values()) == found.live_sims


# The counts that it is made from


def test_live_sims_are_grouped_by_place_home_and_technology(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        fleet = make_fleet(session)
        make_sims(session, fleet, 3)
        make_sims(session, fleet, 2, technology="multi_imsi")
        make_sims(session, fleet, 1, visited_country="BR")
        make_sims(session, make_fleet(session), 9)
        fleet_id = fleet.id or 0
    with reading(store) as session:
        found = live_groups(session, fleet_id, now=now, live_days=30)
    assert [(one.visited, one.technology, one.sims) for one in found] == [
        ("BR", "single", 1),
        ("TR", "multi_imsi", 2),
        ("TR", "single", 3),
    ]


@pytest.mark.parametrize(
    ("state", "days", "live"),
    [
        ("active", 29, True),
        ("active", 30, True),
        ("active", 31, False),
        ("ready", 1, True),
        ("test", 1, True),
        ("stock", 1, False),
        ("suspended", 1, False),
        ("terminated", 1, False),
        ("unknown", 1, False),
    ],
)
def test_live_is_able_to_connect_and_seen_lately(
    store: Engine, now: datetime, state: str, days: int, live: bool
) -> None:
    with writing(store) as session:
        fleet = make_fleet(session)
        make_sims(session, fleet, 1, state=state, last_seen_at=now - timedelta(days=days))
        fleet_id = fleet.id or 0
    with reading(store) as session:
        assert bool(live_groups(session, fleet_id, now=now, live_days=30)) is live


def test_a_sim_that_was_never_seen_is_not_live(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        fleet = make_fleet(session)
        make_sims(session, fleet, 1, last_seen_at=None)
        fleet_id = fleet.id or 0
    with reading(store) as session:
        assert live_groups(session, fleet_id, now=now, live_days=30) == []


def test_only_the_countries_asked_for_are_counted(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        fleet = make_fleet(session)
        make_sims(session, fleet, 2)
        make_sims(session, fleet, 1, visited_country="BR")
        fleet_id = fleet.id or 0
    with reading(store) as session:
        found = live_groups(session, fleet_id, now=now, live_days=30, countries={"BR", "PE"})
    assert [(one.visited, one.sims) for one in found] == [("BR", 1)]


def test_fleets_are_found_by_name_and_counted_by_state(store: Engine) -> None:
    with writing(store) as session:
        make_fleet(session, "Meters")
        trackers = make_fleet(session, "Trackers")
        make_sims(session, trackers, 2)
        make_sims(session, trackers, 1, state="stock")
    with reading(store) as session:
        assert [fleet.name for fleet in fleets_by_name(session)] == ["Meters", "Trackers"]
        found = fleet_named(session, "Trackers")
        assert found is not None
        assert count_by_state(session, found.id or 0) == {"active": 2, "stock": 1}
        assert fleet_named(session, "Scales") is None
