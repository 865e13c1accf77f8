"""One import of ours in a process of its own, so that its memory is its own. Prints figures as JSON."""

import json
import sys
import time
from datetime import datetime
from pathlib import Path

from data.db import make_engine, reading
from data.fleet.importing import import_csv
from data.queries.fleet import live_groups
from data.settings import Settings
from tests.benchmarks._memory import peak


def main(path: str, url: str, at: str) -> None:
    """Import the file into the store at ``url``, and count its live SIMs."""
    now, engine = datetime.fromisoformat(at), make_engine(Settings.load(database_url=url))
    before, began, cpu = peak(), time.monotonic(), time.process_time()
    report = import_csv(engine, Path(path), fleet="Bench", filename="fleet.csv", now=now)
    seconds, used = time.monotonic() - began, time.process_time() - cpu
    with reading(engine) as session:
        began = time.monotonic()
        groups = live_groups(session, report.fleet_id or 0, now=now, live_days=30)
        counting = time.monotonic() - began
    figures = {
        "seconds": seconds,
        "cpu": used,
        "megabytes": peak(),
        "before": before,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "stretches": report.stretches,
        "live": sum(group.sims for group in groups),
        "groups": len(groups),
        "milliseconds": counting * 1000,
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
