"""The audit trail and the list of alerts at size: chaining, reading the chain again, one act, growth."""

import statistics
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from data.audit import verify
from data.db import make_engine, migrate, reading, writing
from data.models import AuditEntry
from data.queries.alert_desk import Desk
from data.queries.alerts import AlertFilter, count_alerts_by_work
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from webapp.alerts.astray import astray
from webapp.alerts.growth import grown_alerts
from webapp.alerts.workflow import act

NAME = "audit trail and list of alerts, processor time"
ALERTS, ENTRIES, BATCH, ACTS = 1_000, 20_000, 5_000, 50


def run() -> Iterable[str]:
    """A chain of 20,000 acts on 1,000 alerts; SQLite."""
    with tempfile.TemporaryDirectory(prefix="roamwatch-audit-") as folder:
        settings = Settings.load(instance=Path(folder))
        migrate(settings)
        engine = make_engine(settings)
        now = datetime.now(UTC)
        _fill(engine, now)
        for name, figure in _figures(engine, settings, now).items():
            yield f"{name}: {figure}"
        engine.dispose()


def _fill(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet()
        for _ in range(ALERTS):
            world.alert(fleet=fleet)


def _figures(engine: Engine, settings: Settings, now: datetime) -> dict[str, float]:
    figures: dict[str, float] = {}
    started = time.process_time()
    for start in range(0, ENTRIES, BATCH):
        with writing(engine) as session:
            session.add_all(_comments(start, now))
    figures[f"{ENTRIES:,} acts chained, s"] = _since(started)
    with reading(engine) as session:
        for name, work in (
            ("chain read and hashed again, s", lambda: verify(session)),
            (f"{ALERTS:,} alerts compared with it, s", lambda: astray(session)),
            (
                "fleets that grew looked for, s",
                lambda: grown_alerts(session, settings=settings, now=now),
            ),
            ("counts of the list, s", lambda: _count(session, now)),
        ):
            started = time.process_time()
            work()
            figures[name] = _since(started)
    figures["one act, median, ms"] = _acts(engine, now)
    return figures


def _comments(start: int, now: datetime) -> list[AuditEntry]:
    return [
        AuditEntry(
            at=now,
            actor="owner@example.com",
            action="commented",
            alert_id=1 + place % ALERTS,
            subject=f"alert:{1 + place % ALERTS}",
            note="x" * 80,
        )
        for place in range(start, start + BATCH)
    ]


def _count(session: Session, now: datetime) -> None:
    count_alerts_by_work(session, AlertFilter(desk=Desk(user_id=1, today=now.date())))


def _acts(engine: Engine, now: datetime) -> float:
    times = []
    for number in range(1, ACTS + 1):
        started = time.process_time()
        with writing(engine) as session:
            act(session, number, action="acknowledge", actor="owner@example.com", now=now)
        times.append(time.process_time() - started)
    return round(1000 * statistics.median(times), 2)


def _since(started: float) -> float:
    return round(time.process_time() - started, 2)
