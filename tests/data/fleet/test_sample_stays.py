"""The made-up stays fit the made-up fleet, and every limit finds SIMs on both of its sides."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, func, select

from data.db import reading
from data.fleet.importing import import_csv
from data.fleet.sample import BAD_ROWS, write_fleet
from data.fleet.sample_stays import write_sample_stays
from data.models import Presence, Sim

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def test_stays_fit_the_fleet_and_none_is_refused(sqlite_store: Engine, tmp_path: Path) -> None:
    fleet, stays = tmp_path / "fleet.csv", tmp_path / "stays.csv"
    write_fleet(fleet, sims=2000, now=NOW)
    written = write_sample_stays(stays, fleet)
    import_csv(sqlite_store, fleet, fleet="Sample", filename="f", now=NOW, sample=True)
    report = import_csv(sqlite_store, stays, fleet="Sample", filename="s", now=NOW, sample=True)
    assert report.rows == written
    # Rows that the fleet's own import refused have stays too, which are refused as well.
    assert report.refused <= BAD_ROWS
    with reading(sqlite_store) as session:
        moved = session.exec(select(func.count()).where(col(Sim.last_seen_at) > NOW)).one()
        lengths = [
            (last - first).days
            for first, last in session.exec(select(Presence.first_at, Presence.last_at))
        ]
    assert moved == 0
    spread = Counter(min(days // 30, 6) for days in lengths)
    assert all(spread[month] for month in range(7))


def test_the_same_fleet_gives_the_same_stays(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet.csv"
    write_fleet(fleet, sims=300, now=NOW)
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    write_sample_stays(first, fleet)
    write_sample_stays(second, fleet)
    assert first.read_bytes() == second.read_bytes()
    later = tmp_path / "later.csv"
    write_fleet(later, sims=300, now=NOW + timedelta(days=1))
    write_sample_stays(second, later)
    assert first.read_bytes() != second.read_bytes()
