"""All clocks of a fleet from scratch, and a usual day's; beside reading the same rows and no more.

``SIMS=1000000 make bench ARGS=clocks``; without SIMS 100,000 of them.
"""

import os
import resource
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import func, select

from analysis.clocking.tick import tick
from data.db import make_engine, migrate, reading
from data.models import Clock, QuietClock
from data.settings import Settings
from tests.benchmarks._seen_fleet import grow, write_seen_fleet

SIMS = int(os.environ.get("SIMS", "100000"))
NAME = f"clocks of {SIMS:,} SIMs (goals at 1,000,000: all under 300 s and 1 GB, a day under 30 s)"
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def run() -> Iterable[str]:
    """Lines with the figures; the fleet is made first and not timed."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(instance=Path(folder) / "instance")
        migrate(settings)
        engine = make_engine(settings)
        rows = write_seen_fleet(engine, sims=SIMS, now=NOW)
        yield f"{rows:,} stretches of sightings, on {engine.dialect.name}"
        yield f"bare: every stretch read and thrown away: {_bare(engine):.1f} s"
        yield from _counted(engine, "all", NOW)
        later = NOW + timedelta(days=1)
        new = grow(engine, now=later)
        yield f"a day passes: {new:,} new stretches, the others of lately grow"
        yield from _counted(engine, "the day", later)
        yield from _counted(engine, "the same again", later)
        engine.dispose()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"memory: {peak:.0f} MB at most"


def _bare(engine: Engine) -> float:
    began = time.monotonic()
    with reading(engine) as session:
        found = session.connection().exec_driver_sql(
            "SELECT sim_id, country, imsi, imei, first_at, last_at FROM presence"
        )
        while found.fetchmany(20_000):
            pass
    return time.monotonic() - began


def _counted(engine: Engine, label: str, now: datetime) -> Iterable[str]:
    began, cpu = time.monotonic(), time.process_time()
    report = tick(engine, now=now)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    with reading(engine) as session:
        near = session.exec(select(func.count()).select_from(Clock)).one()
        quiet = session.exec(select(func.count()).select_from(QuietClock)).one()
    yield (
        f"{label}: {seconds:.1f} s ({cpu:.1f} s of CPU), {report.sims:,} SIMs counted against "
        f"{report.limits} limits; {near:,} near or over one, {quiet:,} within"
    )
