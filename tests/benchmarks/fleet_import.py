"""Import of a fleet file of 100,000 rows: seconds and memory, on SQLite, new and again."""

import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from data.db import make_engine, migrate, reading
from data.fleet.importing import import_csv
from data.fleet.sample import write_fleet
from data.queries.fleet import live_groups
from data.settings import Settings

NAME = "fleet import: 100,000 rows (goals: under 15 s, under 300 MB)"
ROWS = 100_000
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def run() -> Iterable[str]:
    """Lines with the figures; the file is made first and not timed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fleet.csv"
        write_fleet(path, sims=ROWS, now=NOW)
        yield f"file: {path.stat().st_size / 1e6:.1f} MB"
        settings = Settings.load(instance=Path(folder) / "instance")
        migrate(settings)
        engine = make_engine(settings)
        before = _peak()
        for label in ("new", "again"):
            began, cpu = time.monotonic(), time.process_time()
            report = import_csv(engine, path, fleet="Bench", filename=path.name, now=NOW)
            seconds = time.monotonic() - began
            yield (
                f"{label}: {seconds:.1f} s ({time.process_time() - cpu:.1f} s of CPU), "
                f"{report.rows / seconds:,.0f} rows/s; {report.added:,} added, "
                f"{report.unchanged:,} unchanged, {report.refused} refused"
            )
        began = time.monotonic()
        with reading(engine) as session:
            groups = live_groups(session, report.fleet_id or 0, now=NOW, live_days=30)
        yield (
            f"live SIMs by place, home and technology: {(time.monotonic() - began) * 1000:.0f} ms, "
            f"{sum(group.sims for group in groups):,} in {len(groups)} groups"
        )
        engine.dispose()
        yield f"memory: {_peak():.0f} MB at most, {before:.0f} MB before the import"


def _peak() -> float:
    """The most memory that this process held so far, in MB."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)
