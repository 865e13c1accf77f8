from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.models import FleetImport, FleetImportError
from data.queries.exposure import (
    LiveCount,
    live_by_country,
    live_by_country_and_technology,
    live_by_home,
    live_by_technology,
)
from data.queries.pages_fleet import (
    SimFilter,
    all_fleets,
    count_sims,
    fleets,
    import_errors,
    import_reasons,
    imports,
    list_sims,
)
from tests.factories import NOW, make_fleet, make_sims


def fill(session: Session) -> None:
    """Two fleets: one with SIMs in every state of being live or not, one small, one empty."""
    meters, trucks = make_fleet(session, "Meters"), make_fleet(session, "Trucks")
    make_fleet(session, "Empty")
    make_sims(session, meters, 5)
    make_sims(session, meters, 2, technology="multi_imsi", home_country="901", state="ready")
    make_sims(session, meters, 3, state="suspended")
    make_sims(session, meters, 4, last_seen_at=NOW - timedelta(days=31))
    make_sims(session, meters, 1, last_seen_at=None)
    make_sims(session, meters, 1, visited_country="")
    make_sims(session, trucks, 3, visited_country="BR", state="test")


def counted(found: list[LiveCount]) -> dict[str, int]:
    return {item.value: item.sims for item in found}


def test_live_is_what_may_connect_and_was_seen_lately(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        found = live_by_country(session, now=NOW, live_days=30)
        assert [(item.value, item.sims) for item in found] == [("TR", 7), ("BR", 3), ("", 1)]
        assert counted(live_by_country(session, now=NOW, live_days=31)) == {
            "TR": 11,
            "BR": 3,
            "": 1,
        }


def test_live_sims_are_counted_by_technology_and_home_of_a_country(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        everywhere = live_by_technology(session, now=NOW, live_days=30)
        assert counted(everywhere) == {"single": 9, "multi_imsi": 2}
        both = live_by_country_and_technology(session, now=NOW, live_days=30)
        assert both == (live_by_country(session, now=NOW, live_days=30), everywhere)
        turkish = live_by_technology(session, now=NOW, live_days=30, country="TR")
        assert counted(turkish) == {"single": 5, "multi_imsi": 2}
        homes = live_by_home(session, now=NOW, live_days=30, country="TR")
        assert counted(homes) == {"DE": 5, "901": 2}
        assert live_by_home(session, now=NOW, live_days=30, country="JP") == []


def test_one_fleet_can_be_counted_alone(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
        numbers = {fleet.name: number for number, fleet in all_fleets(session).items()}
    with reading(store) as session:
        trucks = live_by_country(session, now=NOW, live_days=30, fleet_id=numbers["Trucks"])
        assert counted(trucks) == {"BR": 3}


def test_fleets_are_listed_by_name_with_all_and_live_sims(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        found = fleets(session, now=NOW, live_days=30)
        assert [(row.fleet.name, row.sims, row.live) for row in found] == [
            ("Empty", 0, 0),
            ("Meters", 16, 8),
            ("Trucks", 3, 3),
        ]


def test_sims_are_filtered_by_everything_that_counts_them(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
        trucks = next(n for n, fleet in all_fleets(session).items() if fleet.name == "Trucks")
    expected = {
        SimFilter(): 19,
        SimFilter(live="yes"): 11,
        SimFilter(live="no"): 8,
        SimFilter(country="BR"): 3,
        SimFilter(country="-"): 1,
        SimFilter(home="901"): 2,
        SimFilter(technology="multi_imsi", live="yes"): 2,
        SimFilter(state="suspended"): 3,
        SimFilter(fleet=str(trucks)): 3,
        SimFilter(fleet="999"): 0,
    }
    with reading(store) as session:
        for chosen, count in expected.items():
            assert count_sims(session, chosen, now=NOW, live_days=30) == count, chosen
            rows = list_sims(session, chosen, now=NOW, live_days=30, total=count, limit=50)
            assert len(rows) == count, chosen


def test_a_sim_never_seen_is_not_live_and_still_listed(store: Engine) -> None:
    with writing(store) as session:
        make_sims(session, make_fleet(session), 1, last_seen_at=None)
    with reading(store) as session:
        assert count_sims(session, SimFilter(live="yes"), now=NOW, live_days=30) == 0
        assert count_sims(session, SimFilter(live="no"), now=NOW, live_days=30) == 1


def test_sims_come_in_pages(store: Engine) -> None:
    with writing(store) as session:
        make_sims(session, make_fleet(session), 5)
    with reading(store) as session:
        pages = [
            [
                sim.id
                for sim in list_sims(
                    session, SimFilter(), now=NOW, live_days=30, total=5, limit=2, offset=n
                )
            ]
            for n in (0, 2, 4, 6)
        ]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    together = [number for page in pages for number in page]
    assert together == sorted(together, key=lambda number: number or 0)


def test_imports_are_listed_newest_first_with_their_rows_and_reasons(store: Engine) -> None:
    with writing(store) as session:
        fleet = make_fleet(session)
        for name in ("old.csv", "new.csv"):
            session.add(
                FleetImport(fleet_id=fleet.id or 0, filename=name, sha256="", started_at=NOW)
            )
        session.flush()
        newest = imports(session, limit=1)[0][0].id or 0
        for line, code, refused in ((9, "luhn", False), (3, "country", True), (5, "country", True)):
            session.add(
                FleetImportError(
                    import_id=newest, line=line, column="c", code=code, message="m", refused=refused
                )
            )
    with reading(store) as session:
        assert [(row.filename, owner.id) for row, owner in imports(session, limit=5)] == [
            ("new.csv", fleet.id),
            ("old.csv", fleet.id),
        ]
        assert [row.line for row in import_errors(session, newest, limit=2)] == [3, 5]
        assert [row.line for row in import_errors(session, newest, limit=2, offset=2)] == [9]
        assert import_reasons(session, newest) == [("country", True, 2), ("luhn", False, 1)]
        assert import_reasons(session, newest + 1) == []
