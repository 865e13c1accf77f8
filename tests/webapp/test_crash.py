"""The worker killed with SIGKILL at ten random moments: nothing lost, nothing twice.

The moments are drawn from a fixed seed and counted in rows written, not in seconds, so
that they are spread over the whole job on a slow machine as well.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, text
from sqlmodel import SQLModel, col, select

from data.catalogue_sync import sync_catalogue
from data.db import make_engine, migrate, reading, writing
from data.models import (
    Alert,
    Analysis,
    AuditEntry,
    Delivery,
    Development,
    Document,
    Fleet,
    RuleChange,
    Snapshot,
    Source,
    Version,
)
from data.queries.alerts_work import moved_alerts, unalerted
from data.queries.sources import due_sources
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.smtp_server import parse
from tests.webapp.processes import environment, roamwatch
from tests.webapp.tiny_world import people
from webapp.demo.server import SampleServer
from webapp.demo.worlds import SampleWorld

KILLS = 10
SEED = 20261122
COUNTRIES = ("TR", "BR", "DE", "IN", "FR", "NG", "MX", "CO", "GB", "ZA", "CH", "PE")
#: Tables whose rows are the job's progress.
PROGRESS: tuple[type[SQLModel], ...] = (
    Document,
    Snapshot,
    Version,
    Analysis,
    Development,
    Alert,
    Delivery,
)


@pytest.fixture
def server() -> Iterator[SampleServer]:
    world = SampleWorld()
    with SampleServer() as running:
        anchor = datetime.now(UTC).date()
        running.serve(world.site(1, anchor=anchor, base_url=running.base_url))
        yield running


def move_in(store: Engine, server: SampleServer) -> None:
    """The sample authorities as sources, a fleet with SIMs in their countries, two readers."""
    now = datetime.now(UTC)
    with writing(store) as session:
        sync_catalogue(session, SampleWorld().sources(server.base_url), now=now)
        people(session, now)
        world = AlertWorld(session, now)
        fleet = world.fleet("Meters")
        for country in COUNTRIES:
            world.sims(fleet, country, 100)


def progress(store: Engine) -> int:
    """Rows written until now; a delivery counts again when it was sent."""
    with reading(store) as session:
        rows = sum(session.exec(select(func.count()).select_from(t)).one() for t in PROGRESS)
        sent = select(func.count()).select_from(Delivery).where(Delivery.state == "sent")
        return rows + session.exec(sent).one()


def is_done(store: Engine) -> bool:
    """Every source was read or found in trouble, and nothing waits for any job."""
    now = datetime.now(UTC)
    with reading(store) as session:
        waits = (
            "SELECT count(*) FROM snapshot WHERE id NOT IN (SELECT snapshot_id FROM version)",
            "SELECT count(*) FROM version WHERE id NOT IN (SELECT version_id FROM analysis)",
            "SELECT count(*) FROM rulechange WHERE id NOT IN "
            "(SELECT rule_change_id FROM developmentmember)",
            "SELECT count(*) FROM delivery WHERE state = 'pending'",
            "SELECT count(*) FROM source WHERE id NOT IN (SELECT source_id FROM fetch)",
        )
        return not (
            any(session.connection().execute(text(query)).scalar_one() for query in waits)
            or due_sources(session, now=now, limit=1)
            or unalerted(session, now=now, live_days=30)
            or moved_alerts(session)
        )


def let_time_pass(store: Engine) -> None:
    """As if the quarter of an hour were over, after which a source that was broken off is due."""
    with writing(store) as session:
        for source in session.exec(select(Source).where(col(Source.last_success_at).is_(None))):
            source.next_check_at = None


def outcome(store: Engine, settings: Settings) -> dict[str, Counter[Any]]:
    """What stands in the store and in the outbox at the end, by what a person would call it."""
    with reading(store) as session:
        snapshots = session.exec(
            select(Document.url, Snapshot.seq, Snapshot.sha256).join(
                Snapshot, col(Snapshot.document_id) == Document.id
            )
        )
        versions = session.exec(
            select(Document.url, Version.text_sha256, Version.cause).join(
                Version, col(Version.document_id) == Document.id
            )
        )
        changes = session.exec(
            select(Document.url, RuleChange.country, RuleChange.topic, RuleChange.status).join(
                RuleChange, col(RuleChange.document_id) == Document.id
            )
        )
        alerts = session.exec(
            select(Development.jurisdiction, Development.topic, Fleet.name)
            .join(Alert, col(Alert.development_id) == Development.id)
            .join(Fleet, col(Fleet.id) == Alert.fleet_id)
        )
        events = session.exec(
            select(AuditEntry.alert_id, AuditEntry.action).where(AuditEntry.action == "raised")
        )
        found: dict[str, Counter[Any]] = {
            "documents": Counter(session.exec(select(Document.url)).all()),
            "snapshots": Counter(snapshots.all()),
            "versions": Counter(versions.all()),
            "changes": Counter(changes.all()),
            "alerts": Counter(alerts.all()),
        }
        assert set(Counter(events.all()).values()) == {1}
        sent = session.exec(select(Delivery.key).where(Delivery.state == "sent")).all()
    mails = [parse(path.read_bytes()) for path in settings.outbox.glob("*.eml")]
    assert sorted(mail["X-Roamwatch-Key"] for mail in mails) == sorted(sent)
    found["mails"] = Counter((mail["To"], mail["Subject"]) for mail in mails)
    return found


@dataclass(frozen=True, kw_only=True)
class Place:
    """An instance of its own with its store, and the worker that runs on it."""

    settings: Settings
    store: Engine
    env: dict[str, str]

    def work_to_the_end(self, log: Path) -> None:
        """Run a worker until nothing is left to do, and stop it."""
        with roamwatch("worker", env=self.env, log=log) as worker:
            # Nothing may be left to do before it listens to signals.
            worker.until(lambda: "worker started" in worker.text() and is_done(self.store))
            assert worker.stop() == 0

    def work_until_killed(self, log: Path, *, at: int) -> None:
        """Run a worker and kill it when that much progress was made."""
        with roamwatch("worker", env=self.env, log=log) as worker:
            worker.until(lambda: progress(self.store) >= at)
            worker.process.kill()


def make_place(settings: Settings, name: str, server: SampleServer) -> Place:
    """A fresh instance, ready to work. Claims of the dead expire within a second."""
    own = settings.model_copy(update={"instance": settings.instance / name})
    migrate(own)
    store = make_engine(own)
    move_in(store, server)
    # No digest falls due while the test runs.
    hour = (datetime.now(UTC).hour + 12) % 24
    env = environment(own, LEASE_SECONDS="1", DIGEST_HOUR=str(hour))
    return Place(settings=own, store=store, env=env)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ten_kills_lose_nothing_and_repeat_nothing(
    settings: Settings, server: SampleServer, tmp_path: Path
) -> None:
    calm = make_place(settings, "calm", server)
    calm.work_to_the_end(tmp_path / "calm.log")
    undisturbed, total = outcome(calm.store, calm.settings), progress(calm.store)
    assert len(undisturbed["documents"]) >= 40
    assert len(undisturbed["mails"]) >= 10

    shaken = make_place(settings, "shaken", server)
    moments = sorted(random.Random(SEED).sample(range(1, total), KILLS))
    for number, moment in enumerate(moments):
        let_time_pass(shaken.store)
        shaken.work_until_killed(tmp_path / f"{number}.log", at=moment)
    let_time_pass(shaken.store)
    shaken.work_to_the_end(tmp_path / "last.log")

    assert outcome(shaken.store, shaken.settings) == undisturbed
    for place in (calm, shaken):
        place.store.dispose()
