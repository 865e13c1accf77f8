"""One alert in one fleet, four people around it, and what they do; for tests.

Owner administers, teammate and colleague are officers, stranger may only look; outsider is an
officer who does not see the fleet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, AuditEntry, Delivery, FleetMember
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from webapp.alerts.workflow import act
from webapp.context import Context

PEOPLE = {
    "owner": "admin",
    "teammate": "officer",
    "colleague": "officer",
    "stranger": "viewer",
    "outsider": "officer",
}


@dataclass
class Desk:
    """The store with its alert."""

    store: Engine
    settings: Settings
    now: datetime
    alert_id: int
    fleet_id: int
    ids: dict[str, int]

    def do(self, name: str, action: str, **values: Any) -> AuditEntry:
        """One person's act, with words where some are needed."""
        number = values.pop("alert_id", self.alert_id)
        given: dict[str, Any] = {"note": "because", "now": self.now} | values
        with writing(self.store) as session:
            return act(session, number, action=action, actor=address(name), **given)

    def context(self, now: datetime, **settings: Any) -> Context:
        """What jobs are given, at that moment."""
        own = self.settings.model_copy(update=settings)
        return Context(engine=self.store, settings=own, clock=lambda: now)

    @property
    def alert(self) -> Alert:
        """The alert as it stands."""
        with reading(self.store) as session:
            return session.get_one(Alert, self.alert_id)

    def trail(self, alert_id: int = 0) -> Sequence[AuditEntry]:
        """Its trail, oldest first."""
        with reading(self.store) as session:
            return session.exec(
                select(AuditEntry)
                .where(AuditEntry.alert_id == (alert_id or self.alert_id))
                .order_by(col(AuditEntry.id))
            ).all()

    def words(self, alert_id: int = 0) -> list[str]:
        """The words of its trail."""
        return [entry.action for entry in self.trail(alert_id)]

    def mails(self) -> list[tuple[str, str]]:
        """Who is told of which act, in the order in which it was queued."""
        with reading(self.store) as session:
            rows = session.exec(
                select(Delivery.recipient, AuditEntry.action)
                .join(AuditEntry, col(AuditEntry.id) == Delivery.event_id)
                .order_by(col(Delivery.id))
            )
            return [(recipient.partition("@")[0], action) for recipient, action in rows]


def address(name: str) -> str:
    """A person's e-mail address."""
    return f"{name}@example.com"


def set_desk(store: Engine, settings: Settings, now: datetime, **alert: Any) -> Desk:
    """A store with one raised alert; outsider is kept out of its fleet."""
    with writing(store) as session:
        world = AlertWorld(session, now)
        ids = {name: world.user(name, role=role).id or 0 for name, role in PEOPLE.items()}
        fleet = world.fleet("Meters")
        world.sims(fleet, "TR", 40)
        for name in ("owner", "teammate", "colleague", "stranger"):
            session.add(FleetMember(fleet_id=fleet.id or 0, user_id=ids[name]))
        raised = world.alert(fleet=fleet, **({"live_sims": 40} | alert))
        number, fleet_id = raised.id or 0, fleet.id or 0
    return Desk(store, settings, now, number, fleet_id, ids)
