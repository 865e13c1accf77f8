"""Import of a fleet file beside the bare thing, on both stores: ``make bench ARGS=fleet_import SIMS=N``.

``STORES=PostgreSQL``: only that. ``FOLDER``: where the files are kept for the next run (400 MB a
million rows); without it they are made anew and thrown away.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from data.fleet.sample import write_fleet
from tests.benchmarks._stores import open_store

SIMS = int(os.environ.get("SIMS", "100000"))
NAME = (
    f"fleet import: {SIMS:,} rows (goals at 1,000,000: under 60 s, 500 MB, 4 times the bare thing; "
    "again with 1 % changed under a third)"
)
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def run() -> Iterable[str]:
    """Lines with the figures; the files are made first and not timed."""
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(os.environ.get("FOLDER", passing)) / f"fleet-{SIMS}"
        first, second = _files(folder)
        yield f"file: {first.stat().st_size / 1e6:.1f} MB"
        for store in os.environ.get("STORES", "SQLite,PostgreSQL").split(","):
            try:
                with open_store(store) as settings:
                    yield from _on(store, settings.database, first, second)
            except OperationalError:
                yield f"{store}: there is none"


def _files(folder: Path) -> tuple[Path, Path]:
    """The fleet, and the same with 1 % changed; whole, or not under their names."""
    first, second = folder / "fleet.csv", folder / "changed.csv"
    if not second.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_fleet(first, sims=SIMS, now=NOW)
        _change(first, part := folder / "changed.part")
        part.rename(second)
    return first, second


def _on(store: str, url: str, first: Path, second: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as passing:
        bare_url = f"sqlite:///{Path(passing) / 'bare.db'}" if store == "SQLite" else url
        bare = _run("_bare_fleet", first, bare_url)
    yield f"{store}, bare: {_time(bare)}, {bare['megabytes']:.0f} MB"
    new = _run("_our_fleet", first, url, NOW.isoformat())
    yield (
        f"{store}, new: {_time(new)}, {new['seconds'] / bare['seconds']:.1f} times the bare thing "
        f"({new['cpu'] / bare['cpu']:.1f} times its CPU), {new['megabytes']:.0f} MB "
        f"({new['before']:.0f} before); {new['added']:,} added, {new['stretches']:,} stretches of presence, "
        f"{new['refused']} refused"
    )
    alone = _run("_store_alone", url)
    yield (
        f"{store}, alone: {alone['seconds']:.1f} s for these rows into such tables with their indexes "
        f"and keys, {alone['seconds'] / bare['seconds']:.1f} times the bare thing"
    )
    again = _run("_our_fleet", second, url, NOW.isoformat())
    yield (
        f"{store}, again, 1 % changed: {_time(again)}, {again['seconds'] / new['seconds']:.2f} of the first; "
        f"{again['changed']:,} changed, {again['unchanged']:,} unchanged"
    )
    yield (
        f"{store}, live SIMs by place, home and technology: {again['milliseconds']:.0f} ms, "
        f"{again['live']:,} in {again['groups']:,} groups"
    )


def _time(figures: dict[str, Any]) -> str:
    return f"{figures['seconds']:.1f} s ({figures['cpu']:.1f} s of CPU)"


def _run(module: str, *words: object) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, words)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _change(first: Path, second: Path) -> None:
    """The same file with every hundredth SIM in another country."""
    with first.open(newline="") as old, second.open("w", newline="") as new:
        rows, out = csv.reader(old), csv.writer(new, lineterminator="\n")
        headers = next(rows)
        country, mcc = headers.index("Last Country"), headers.index("Last MCC")
        out.writerow(headers)
        for number, row in enumerate(rows):
            if number % 100 == 50 and row[country]:
                row[country], row[mcc] = ("TR", "286") if row[country] != "TR" else ("BR", "724")
            out.writerow(row)
