"""Who watches a country with live SIMs, and where silence would prove nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.models import Fleet, Sim
from data.queries.coverage import (
    STALE,
    CoverageStatement,
    WatchedBy,
    blind_spots,
    coverage_of,
    coverage_statements,
)
from tests.factories import make_source


def add_sims(session: Session, now: datetime, **countries: int) -> None:
    """Live SIMs per country; an underscore stands for “not known”."""
    fleet = Fleet(name=f"Fleet {sorted(countries)}", created_at=now)
    session.add(fleet)
    session.flush()
    for country, count in countries.items():
        for number in range(count):
            iccid = f"8949{country:_>2}{number:012d}"
            session.add(
                Sim(
                    fleet_id=fleet.id or 0,
                    iccid=iccid,
                    iccid_key=iccid,
                    state="active",
                    visited_country="" if country == "unknown" else country,
                    last_seen_at=now,
                    updated_at=now,
                )
            )


def statements(engine: Engine, now: datetime) -> dict[str, CoverageStatement]:
    with reading(engine) as session:
        return {
            found.country: found for found in coverage_statements(session, now=now, live_days=30)
        }


def watched_by(now: datetime, **values: Any) -> WatchedBy:
    defaults: dict[str, Any] = {
        "id": "tr-btk-news",
        "authority": "BTK",
        "authority_kind": "telecom_regulator",
        "via_group": "",
        "role": "primary",
        "certainty": "proven",
        "health": "healthy",
        "last_success_at": now - timedelta(hours=1),
    }
    return WatchedBy(**(defaults | values))


def test_each_country_with_live_sims_has_a_statement(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        add_sims(session, now, TR=3, BR=1)
        make_source(session, "tr-a", country="TR", authority_kind="telecom_regulator")
    found = statements(store, now)
    assert {country: one.live_sims for country, one in found.items()} == {"TR": 3, "BR": 1}
    assert [source.id for source in found["TR"].sources] == ["tr-a"]
    assert (found["TR"].blind_spots, found["BR"].blind_spots) == ((), ("no_source",))


def test_the_countries_with_most_sims_come_first(sqlite_store: Engine, now: datetime) -> None:
    with writing(sqlite_store) as session:
        add_sims(session, now, AT=1, TR=4, BR=2)
    assert list(statements(sqlite_store, now)) == ["TR", "BR", "AT"]


def test_sims_in_an_unknown_place_have_no_statement(sqlite_store: Engine, now: datetime) -> None:
    with writing(sqlite_store) as session:
        add_sims(session, now, TR=1, unknown=2)
    assert list(statements(sqlite_store, now)) == ["TR"]


def test_a_group_watches_its_members_and_nobody_else(sqlite_store: Engine, now: datetime) -> None:
    with writing(sqlite_store) as session:
        add_sims(session, now, DE=1, GB=1)
        make_source(session, "eu-berec", country="EU", authority_kind="regional_body")
    found = statements(sqlite_store, now)
    assert [(one.id, one.via_group) for one in found["DE"].sources] == [("eu-berec", "EU")]
    assert found["DE"].blind_spots == ("only_group",)
    assert found["GB"].blind_spots == ("no_source",)


def test_pages_of_the_whole_world_watch_no_country(sqlite_store: Engine, now: datetime) -> None:
    with writing(sqlite_store) as session:
        add_sims(session, now, TR=1)
        make_source(session, "int-itu", country="INT")
    assert statements(sqlite_store, now)["TR"].blind_spots == ("no_source",)


def test_a_disabled_source_watches_nothing(sqlite_store: Engine, now: datetime) -> None:
    with writing(sqlite_store) as session:
        add_sims(session, now, TR=1)
        make_source(session, "tr-off", country="TR", enabled=False)
    assert statements(sqlite_store, now)["TR"].sources == ()


def test_verified_is_the_newest_good_read_of_a_healthy_primary_source(
    sqlite_store: Engine, now: datetime
) -> None:
    hours = {"tr-old": 30, "tr-new": 2, "tr-failing": 1, "tr-press": 1}
    with writing(sqlite_store) as session:
        add_sims(session, now, TR=1)
        for key, ago in hours.items():
            make_source(
                session,
                key,
                country="TR",
                authority_kind="telecom_regulator",
                health="failing" if key == "tr-failing" else "healthy",
                role="secondary" if key == "tr-press" else "primary",
                last_success_at=now - timedelta(hours=ago),
            )
    assert statements(sqlite_store, now)["TR"].verified_at == now - timedelta(hours=2)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ()),
        ({"authority_kind": "ministry"}, ()),
        ({"authority_kind": "gazette"}, ("no_rule_maker",)),
        ({"role": "secondary"}, ("no_source",)),
        ({"via_group": "EU"}, ("only_group",)),
        ({"last_success_at": None, "health": "unproven"}, ("never_read",)),
        ({"last_success_at": None, "health": "failing"}, ("never_read",)),
        (
            {"last_success_at": None, "health": "failing", "certainty": "inferred"},
            ("never_read", "only_inferred"),
        ),
        ({"certainty": "inferred"}, ()),
        ({"health": "moved"}, ()),
        ({"health": "blocked"}, ("none_healthy",)),
        ({"health": "empty"}, ("none_healthy",)),
        ({"via_group": "EU", "health": "failing"}, ("only_group", "none_healthy")),
    ],
)
def test_each_blind_spot_has_its_word(
    now: datetime, values: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert blind_spots([watched_by(now, **values)], now=now) == expected


def test_an_old_good_read_is_no_longer_a_verification(now: datetime) -> None:
    fresh = watched_by(now, last_success_at=now - STALE)
    stale = watched_by(now, last_success_at=now - STALE - timedelta(seconds=1))
    assert blind_spots([fresh], now=now) == ()
    assert blind_spots([stale], now=now) == ("not_verified",)
    assert blind_spots([stale, fresh], now=now) == ()


def test_nobody_is_the_plainest_blind_spot(now: datetime) -> None:
    assert blind_spots([], now=now) == ("no_source",)


def test_the_short_form_counts_sources_and_the_healthy(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        make_source(session, "tr-a", country="TR", last_success_at=now)
        make_source(session, "tr-b", country="TR", health="failing")
        make_source(session, "eu-a", country="EU")
    with reading(store) as session:
        found = coverage_of(session, ["TR", "DE", "BR"], on=now.date())
    assert (found["TR"].sources, found["TR"].healthy, found["TR"].verified_at) == (2, 1, now)
    assert (found["DE"].sources, found["BR"].sources, found["BR"].verified_at) == (1, 0, None)


def test_a_source_that_is_read_where_it_moved_to_vouches(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        add_sims(session, now, TR=1)
        make_source(session, "tr-a", country="TR", health="moved", last_success_at=now)
    with reading(store) as session:
        watch = coverage_of(session, ["TR"], on=now.date())["TR"]
    assert (watch.healthy, watch.verified_at) == (1, now)
    assert statements(store, now)["TR"].verified_at == now
