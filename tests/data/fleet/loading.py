"""Importing small files in tests."""

import io
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading
from data.fleet.importing import import_csv
from data.fleet.report import ImportReport
from data.models import Sim


def load(
    store: Engine,
    content: bytes,
    now: datetime,
    *,
    fleet: str = "Trackers",
    dry_run: bool = False,
    platform: str = "",
) -> ImportReport:
    """Import these bytes."""
    return import_csv(
        store,
        io.BytesIO(content),
        fleet=fleet,
        filename="fleet.csv",
        now=now,
        dry_run=dry_run,
        platform=platform,
    )


def sims(store: Engine) -> list[Sim]:
    """What is stored, by key."""
    with reading(store) as session:
        return list(session.exec(select(Sim).order_by(col(Sim.iccid_key))))


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, refused."""
    return report.added, report.changed, report.unchanged, report.refused
