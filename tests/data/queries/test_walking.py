"""Pages of long lists: each row once and in order, from either end, without sorting half the table."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from data.db import reading, writing
from data.models import Sim
from data.queries.pages_fleet import SimFilter, list_sims
from data.queries.sight import narrow
from data.queries.walking import stretch
from tests.factories import NOW, make_fleet, make_sims
from tests.webapp.statements import statements


def two_fleets(session: Session) -> list[int]:
    """The numbers of two fleets whose SIMs came in turn."""
    fleets = [make_fleet(session, name) for name in ("North", "South")]
    for _ in range(4):
        for fleet in fleets:
            make_sims(session, fleet, 3)
    return [fleet.id or 0 for fleet in fleets]


@pytest.mark.parametrize("size", [1, 5, 7, 24, 30])
def test_pages_from_both_ends_give_each_row_once_in_order(store: Engine, size: int) -> None:
    with writing(store) as session:
        two_fleets(session)
    with reading(store) as session:
        whole = session.exec(select(Sim.id).order_by(col(Sim.id))).all()
        pages = [
            stretch(
                session, select(Sim.id), col(Sim.id), total=len(whole), limit=size, offset=offset
            )
            for offset in range(0, len(whole) + size, size)
        ]
    assert [number for page in pages for number in page] == whole
    assert pages[-1] == []


def test_a_page_near_the_end_is_counted_off_from_the_end(store: Engine) -> None:
    with writing(store) as session:
        two_fleets(session)
    with reading(store) as session, statements(store) as asked:
        stretch(session, select(Sim), col(Sim.id), total=24, limit=5, offset=20)
    (one,) = [one for one in asked if one.text.startswith("SELECT")]
    assert "DESC" in one.text
    assert list(one.values.values() if isinstance(one.values, dict) else one.values) == [4, 0]


@pytest.mark.parametrize("chosen", [SimFilter(), SimFilter(fleet="2"), SimFilter(live="no")])
def test_no_page_of_sims_is_sorted_whatever_is_in_sight(
    sqlite_store: Engine, chosen: SimFilter
) -> None:
    with writing(sqlite_store) as session:
        fleets = two_fleets(session)
    for sight in (None, frozenset(fleets)):
        with reading(sqlite_store) as session:
            narrow(session, sight)
            with statements(sqlite_store) as asked:
                list_sims(session, chosen, now=NOW, live_days=30, total=9, limit=5)
            (one,) = [one for one in asked if "FROM sim" in one.text]
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {one.text}", one.values
            )
            assert not [row for row in plan if "TEMP B-TREE" in row[3]], one.text
