"""Pages of a large fleet, the impact of a change and a “what if”, on both stores.

``SIMS=1000000 make bench ARGS=fleet_pages``; without SIMS 100,000 of them. ``STORES=SQLite``: only that.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from analysis.clocking.tick import tick
from data.db import make_engine, reading, writing
from data.models import Alert, User
from data.queries.alerts_work import unalerted
from data.queries.people import user_by_email
from data.settings import Settings
from tests.benchmarks._large_world import people_of, publish, sizes, write_history
from tests.benchmarks._seen_fleet import write_seen_fleet
from tests.benchmarks._stores import open_store
from tests.webapp.signing import carry
from webapp import create_app
from webapp.alerts.clock_alerts import due_clock_alerts, tell_crossing
from webapp.alerts.raising import raise_alert
from webapp.rules.supposing import supposition_of, what_if

SIMS = int(os.environ.get("SIMS", "100000"))
NAME = (
    f"pages of a fleet of {SIMS:,} SIMs (goals at 1,000,000: pages under 100 ms, impact of a change "
    "under 1 s, a what-if under a few seconds)"
)
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
ROUNDS = 5
PAGES = (
    "/", "/fleet", "/fleet/sims?live=yes&country=TR", "/fleet/sims", "/countries", "/countries/TR",
    "/clocks", "/clocks?fleet=1", "/alerts", "/plans",
)  # fmt: skip
WHAT_IF = "/check/what-if?country=IN&days=90&effective=2027-01-01"


def run() -> Iterable[str]:
    """Lines with the figures; the fleet is made first and not timed."""
    for kind in os.environ.get("STORES", "SQLite,PostgreSQL").split(","):
        try:
            with open_store(kind) as settings:
                yield from _on(kind, settings)
        except OperationalError:
            yield f"{kind}: there is none"


def _on(kind: str, settings: Settings) -> Iterator[str]:
    engine = make_engine(settings)
    seconds = fill(engine, settings)
    yield f"{kind}: all clocks in {seconds:.0f} s; {sizes(engine)}"
    yield f"{kind}: impact of a change on a fleet, counted and alerted: {_impact(engine, settings)}"
    yield from pages(kind, engine, settings)
    for per in ("sim", "imei"):
        yield f"{kind}: a what-if by the worker, counted per {per.upper()}: {_what_if(engine, per)}"
    engine.dispose()


def fill(engine: Engine, settings: Settings) -> float:
    """A year of a large fleet, and changes that touch it; seconds that all its clocks took."""
    write_seen_fleet(engine, sims=SIMS, now=NOW)
    people_of(engine, now=NOW)
    write_history(engine, now=NOW, live_days=settings.live_days)
    with writing(engine) as session:
        publish(session, now=NOW)
    began = time.monotonic()
    tick(engine, now=NOW)
    seconds = time.monotonic() - began
    with reading(engine) as session:
        crossed = due_clock_alerts(session)
    for pair in crossed:
        with writing(engine) as session:
            tell_crossing(session, *pair, settings=settings, now=NOW)
    return seconds


def _impact(engine: Engine, settings: Settings) -> str:
    with reading(engine) as session:
        wanted = unalerted(session, now=NOW, live_days=settings.live_days)
    took = []
    for pair in wanted:
        began = time.monotonic()
        with writing(engine) as session:
            raise_alert(session, *pair, settings=settings, now=NOW)
        took.append((time.monotonic() - began) * 1000)
    return f"{median(took):.0f} ms median, {max(took):.0f} ms at most, of {len(took)}"


def _what_if(engine: Engine, per: str) -> str:
    """What the worker's job does, over the whole fleet."""
    asked = supposition_of({"country": "IN", "days": "90", "effective": "2027-01-01", "per": per})
    began, busy = time.perf_counter(), time.process_time()
    with reading(engine) as session:
        found = what_if(session, asked, now=NOW, live_days=30)
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    return f"{wall:.1f} s ({cpu:.1f} s of CPU) for {found.clocks.sims:,} SIMs"


def pages(kind: str, engine: Engine, settings: Settings) -> Iterator[str]:
    """Each page as an administrator and as an officer of two of the four fleets sees it."""
    app = create_app(settings, engine, lambda: NOW)
    with reading(engine) as session:
        users = [user_by_email(session, f"{name}@fleet.test") for name in ("owner", "teammate")]
    for user in users:
        assert user is not None
        yield from _pages(kind, app, user)


def _pages(kind: str, app: Flask, user: User) -> Iterator[str]:
    context = app.extensions["roamwatch"]
    client = carry(app.test_client(), context.engine, user, now=context.clock())
    paths = (*PAGES, *_alerts(app), WHAT_IF)
    for path in paths:
        wall, cpu = _milliseconds(lambda path=path: _get(client, path))  # type: ignore[misc]
        yield f"{kind}, {user.role}: {path:<48} {wall:7.0f} ms ({cpu:.0f} ms of CPU)"


def _alerts(app: Flask) -> Iterator[str]:
    """An alert of a change and one of a clock of the first fleet, and the clock's page."""
    with reading(app.extensions["roamwatch"].engine) as session:
        for column in (Alert.development_id, Alert.limit_id):
            rows = select(Alert).where(col(column).is_not(None), Alert.fleet_id == 1)
            found = session.exec(rows.order_by(col(Alert.live_sims).desc())).first()
            if found is not None:
                yield f"/alerts/{found.id}"
            if found is not None and found.limit_id:
                yield f"/clocks/{found.limit_id}"
                yield f"/clocks/{found.limit_id}?state=over"


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Medians of wall and processor time of some rounds after a first one."""
    work()
    wall, cpu = [], []
    for _ in range(ROUNDS):
        began, busy = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
        if wall[0] > 3000:
            break
    return median(wall), median(cpu)
