"""The counts of SIMs must be those that counting the SIMs would give, whoever wrote them."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from data.counting import NO_DAY, CountKey, count_key, count_many, miscounted, recount
from data.db import reading, writing
from data.models import Fleet, Sim, SimCount
from tests.data.fleet.files import HEADERS, csv_of, iccid, row
from tests.data.fleet.loading import load
from tests.data.fleet.test_stays import STAYS, stay


def kept(store: Engine) -> dict[CountKey, int]:
    """The counts above zero."""
    with reading(store) as session:
        rows = session.exec(select(SimCount).where(col(SimCount.sims) != 0)).all()
    return {
        CountKey(
            one.fleet_id,
            one.seen_on,
            one.visited_country,
            one.home_country,
            one.technology,
            one.state,
        ): one.sims
        for one in rows
    }


def counted(store: Engine) -> dict[CountKey, int]:
    """The same by reading every SIM."""
    with reading(store) as session:
        sims = session.exec(select(Sim)).all()
    return Counter(
        count_key(
            sim.fleet_id,
            sim.visited_country,
            sim.home_country,
            sim.technology,
            sim.state,
            sim.last_seen_at,
        )
        for sim in sims
    )


def test_many_sims_fall_under_the_counts_of_each() -> None:
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    sims = [
        ("BR", "DE", "single", state, seen)
        for state in ("active", "suspended", "active")
        for seen in (late, None, late - timedelta(hours=1), late.astimezone(tz=None))
    ]
    assert count_many(1, sims) == Counter(count_key(1, *sim) for sim in sims)


def test_a_sim_falls_under_the_day_of_its_last_sign_of_life() -> None:
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert count_key(1, "BR", "DE", "single", "active", late).seen_on == late.date()
    berlin = late.astimezone(tz=None)
    assert count_key(1, "BR", "DE", "single", "active", berlin).seen_on == late.date()


def test_the_day_of_a_sim_that_was_never_seen_or_may_not_connect_does_not_matter() -> None:
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert count_key(1, "BR", "DE", "single", "active", None).seen_on == NO_DAY
    assert count_key(1, "BR", "DE", "single", "suspended", late).seen_on == NO_DAY


def test_an_import_counts_what_it_adds_and_what_it_changes(store: Engine, now: datetime) -> None:
    load(store, csv_of(*(row(number) for number in range(20))), now)
    assert kept(store) == counted(store)
    assert sum(kept(store).values()) == 20
    moved = [row(number, Country="TR", Technology="SGP.22") for number in range(5)]
    ended = [row(number, **{"SIM Status": "Retired"}) for number in range(5, 9)]
    load(store, csv_of(*moved, *ended, row(30)), now)
    assert kept(store) == counted(store)
    assert sum(kept(store).values()) == 21


def test_a_file_without_a_column_leaves_its_count_where_it_was(
    store: Engine, now: datetime
) -> None:
    load(store, csv_of(row(1), row(2)), now)
    short = tuple(header for header in HEADERS if header not in ("IMSI", "Technology"))
    load(store, csv_of(row(1, Country="AR"), headers=short), now)
    assert kept(store) == counted(store)


def test_a_file_of_stays_moves_counts(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1, Country="", **{"Last Seen": ""}), row(2)), now)
    content = csv_of(
        stay(1, "2026-11-01", "2026-11-10"), stay(2, "2026-11-01", "2026-11-03"), headers=STAYS
    )
    load(store, content, now)
    assert kept(store) == counted(store)


def test_two_fleets_are_counted_apart(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    load(store, csv_of(row(1)), now, fleet="Meters")
    assert sorted(kept(store).values()) == [1, 2]
    assert kept(store) == counted(store)


def test_a_dry_run_counts_nothing(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now)
    before = kept(store)
    load(store, csv_of(row(1, Country="AR"), row(2)), now, dry_run=True)
    assert kept(store) == before


def test_sims_written_as_objects_are_counted(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        fleet = Fleet(name="Trackers", created_at=now)
        session.add(fleet)
        session.flush()
        for number in range(3):
            session.add(
                Sim(
                    fleet_id=fleet.id or 0,
                    iccid=iccid(number),
                    iccid_key=iccid(number)[:-1],
                    state="active",
                    visited_country="BR",
                    last_seen_at=now,
                    updated_at=now,
                )
            )
    assert kept(store) == counted(store)
    with writing(store) as session:
        first, second, _ = session.exec(select(Sim).order_by(col(Sim.id))).all()
        first.visited_country, first.last_seen_at = "TR", now - timedelta(days=3)
        session.add(first)
        session.delete(second)
    assert kept(store) == counted(store)
    assert sum(kept(store).values()) == 2


def test_counts_that_do_not_add_up_are_found(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    with reading(store) as session:
        assert miscounted(session) == []
    with writing(store) as session:
        session.exec(select(SimCount)).one().sims = 5
    with reading(store) as session:
        assert len(miscounted(session)) == 1
    with writing(store) as session:
        recount(session.connection())
    with reading(store) as session:
        assert miscounted(session) == []
    assert kept(store) == counted(store)


def test_counting_anew_gives_what_was_counted_on_the_way(store: Engine, now: datetime) -> None:
    rows = [row(n, **{"Last Seen": f"2026-11-{1 + n % 15:02d}T23:59:59Z"}) for n in range(40)]
    rows += [row(50, **{"Last Seen": ""}), row(51, **{"SIM Status": "Retired"})]
    load(store, csv_of(*rows), now)
    before = kept(store)
    with writing(store) as session:
        recount(session.connection())
    assert kept(store) == before
