"""What a narrowed session reads: tables, counts, joins, subqueries, and what was read before."""

from datetime import date

import pytest
from sqlalchemy import Engine, exists, func
from sqlmodel import Session, col, select

import data.models
from data.db import writing
from data.models import Alert, Fleet, FleetMember, Sim, SimCount, Subscription
from data.queries.members import FleetNameError, members_by_fleet, name_fleet, set_members
from data.queries.pages_clocks import count_clocks, counts_of, outlined_counts
from data.queries.shell import shell_counts
from data.queries.sight import OWNED, fleet_readers, narrow, sight_of
from data.queries.supposed import sims_ever_in, technologies
from tests.factories import NOW, make_fleet, make_people, make_sims, make_story


def two_fleets(session: Session) -> tuple[Fleet, Fleet]:
    """One with 3 SIMs, one with 5."""
    north, south = make_fleet(session, "North"), make_fleet(session, "South")
    make_sims(session, north, 3)
    make_sims(session, south, 5)
    return north, south


def test_every_table_with_a_fleet_is_narrowed() -> None:
    tables = {getattr(data.models, name) for name in data.models.__all__}
    with_fleet = {table for table in tables if "fleet_id" in table.model_fields}
    # Those two belong to a person: what a wish is met by is narrowed by itself.
    assert with_fleet - {FleetMember, Subscription} == set(OWNED) - {Fleet}


def test_administrators_and_fleets_without_members_are_never_narrowed(store: Engine) -> None:
    with writing(store) as session:
        people = make_people(session)
        north, south = two_fleets(session)
        assert {sight_of(session, user) for user in people.values()} == {None}
        set_members(session, north.id or 0, [people["teammate"].id or 0])
        assert sight_of(session, people["owner"]) is None
        assert sight_of(session, people["teammate"]) is None
        assert sight_of(session, people["stranger"]) == frozenset({south.id or 0})


def test_a_narrowed_session_counts_joins_and_asks_only_what_is_in_sight(store: Engine) -> None:
    with writing(store) as session:
        north, south = two_fleets(session)
        kept = session.get(Fleet, north.id)
        assert kept is not None
        narrow(session, frozenset({south.id or 0}))
        assert session.get(Fleet, kept.id) is None
        assert session.exec(select(func.sum(SimCount.sims))).one() == 5
        assert session.exec(select(func.count()).select_from(Sim)).one() == 5
        joined = select(Sim.id, Fleet.name).join(Fleet, col(Fleet.id) == Sim.fleet_id)
        assert {name for _, name in session.exec(joined)} == {"South"}
        inner = select(func.count()).select_from(Sim).scalar_subquery()
        assert session.exec(select(inner)).one() == 5
        assert not session.exec(select(exists().where(col(Fleet.name) == "North"))).one()
        narrow(session, frozenset())
        assert session.exec(select(Sim)).all() == []
        narrow(session, None)
        assert session.exec(select(func.count()).select_from(Sim)).one() == 8


def test_what_is_in_sight_is_found_out_in_a_session_that_sees_nothing(store: Engine) -> None:
    with writing(store) as session:
        people = make_people(session)
        north, south = two_fleets(session)
        set_members(session, north.id or 0, [people["owner"].id or 0])
        narrow(session, frozenset())
        assert sight_of(session, people["stranger"]) == frozenset({south.id or 0})


def test_the_frame_and_the_clocks_ask_in_the_same_way(store: Engine) -> None:
    with writing(store) as session:
        alert = make_story(session)
        fleet = alert.fleet_id
        assert shell_counts(session).open_alerts == 1
        narrow(session, frozenset({fleet + 1}))
        assert shell_counts(session).open_alerts == 0
        assert session.exec(select(Alert)).all() == []
        assert count_clocks(session, 1) == {} or set(count_clocks(session, 1).values()) == {0}
        assert outlined_counts(session, day=date(2026, 1, 1)) == []
        limit = data.models.ClockLimit(
            id=1, key="k", country="TR", topic="roaming", status="in_force", shape="ban",
            per="sim", warn_at=0.8,
        )  # fmt: skip
        assert set(counts_of(session, limit, fleet).values()) == {0}


def test_presence_is_narrowed_by_its_sim(store: Engine) -> None:
    with writing(store) as session:
        _, south = two_fleets(session)
        for sim in session.exec(select(Sim)).all():
            session.add(
                data.models.Presence(
                    sim_id=sim.id or 0, country="TR", first_at=NOW, last_at=NOW, method="session"
                )
            )
        session.flush()
        assert len(sims_ever_in(session, ["TR"])) == 8
        narrow(session, frozenset({south.id or 0}))
        seen = sims_ever_in(session, ["TR"])
        assert len(seen) == 5
        assert technologies(session, range(1, 9)) == seen


def test_readers_of_a_fleet_are_those_who_see_it(store: Engine) -> None:
    with writing(store) as session:
        people = make_people(session)
        for user in people.values():
            user.wants_mail = True
        north, _ = two_fleets(session)
        assert len(fleet_readers(session, north.id or 0)) == 3
        set_members(session, north.id or 0, [people["stranger"].id or 0])
        readers = {user.email for user in fleet_readers(session, north.id or 0)}
        assert readers == {people["owner"].email, people["stranger"].email}


def test_members_are_set_as_named_and_nobody_else(store: Engine) -> None:
    with writing(store) as session:
        people = make_people(session)
        north, _ = two_fleets(session)
        everyone = [user.id or 0 for user in people.values()]
        set_members(session, north.id or 0, [*everyone, 987654])
        set_members(session, north.id or 0, everyone[:1])
        found = members_by_fleet(session)
        assert list(found) == [north.id]
        assert [user.id for user in found[north.id or 0]] == everyone[:1]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "South", " South\n"])
def test_a_fleet_has_a_name_of_its_own(store: Engine, name: str) -> None:
    with writing(store) as session:
        north, _ = two_fleets(session)
        with pytest.raises(FleetNameError) as caught:
            name_fleet(session, name, fleet=north, now=NOW)
        assert (caught.value.fleet_id, north.name) == (north.id, "North")
        assert name_fleet(session, " North  sea ", fleet=north, now=NOW).name == "North sea"
