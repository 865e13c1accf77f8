"""A store with a fleet in two countries, and what raising does to it; for tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, Development
from data.queries.alerts_work import moved_alerts, unalerted
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld, in_days
from webapp.alerts.raising import Told, move_alert, raise_alert


@dataclass
class Stage:
    """A store with a fleet of SIMs in Türkiye, and what raising does to it."""

    store: Engine
    settings: Settings
    now: datetime
    fleet_id: int = 0

    def change(self, **values: Any) -> int:
        """A development made of one rule change; its number."""
        own = {name: values.pop(name) for name in ("title", "countries") if name in values}
        with writing(self.store) as session:
            world = AlertWorld(session, self.now)
            values = {"effective_on": in_days(self.now, 40)} | values
            return world.development(world.change(**values), **own).id or 0

    def waiting(self) -> list[tuple[int, int]]:
        with reading(self.store) as session:
            return unalerted(session, now=self.now, live_days=30)

    def raise_all(self) -> list[Told]:
        told = []
        for development_id, fleet_id in self.waiting():
            with writing(self.store) as session:
                told.append(
                    raise_alert(
                        session, development_id, fleet_id, settings=self.settings, now=self.now
                    )
                )
        return told

    def move(self, development_id: int, hours: int = 1, **values: Any) -> list[Told]:
        """The development moves; its alerts follow."""
        later = self.now + timedelta(hours=hours)
        with writing(self.store) as session:
            development = session.get_one(Development, development_id)
            for name, value in (values | {"moved_at": later}).items():
                setattr(development, name, value)
        told = []
        with reading(self.store) as session:
            alerts = moved_alerts(session)
        for alert_id in alerts:
            with writing(self.store) as session:
                told.append(move_alert(session, alert_id, settings=self.settings, now=later))
        return told

    def rows(self, table: type[Any]) -> Sequence[Any]:
        with reading(self.store) as session:
            return session.exec(select(table).order_by(col(table.id))).all()

    @property
    def alert(self) -> Alert:
        (alert,) = self.rows(Alert)
        assert isinstance(alert, Alert)
        return alert


def set_stage(store: Engine, settings: Settings, now: datetime) -> Stage:
    stage = Stage(store, settings, now)
    with writing(store) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet("Meters")
        world.sims(fleet, "TR", 30)
        world.sims(fleet, "TR", 10, home_country="TR", technology="single")
        world.sims(fleet, "DE", 10)
        world.user("owner")
        world.user("teammate")
        world.user("stranger", wants_mail=False)
        stage.fleet_id = fleet.id or 0
    return stage


def at_once(work: Callable[[], Told]) -> list[Told]:
    """Two threads do the same at the same moment; what each told. Who lost by a key tells nothing."""
    start, told = Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            told.append(work())
        except IntegrityError:
            told.append(Told())

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
