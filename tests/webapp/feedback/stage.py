"""A store in which the real analysis has read one decision and raised its alert; and acts on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.corrections import values_of
from analysis.recomputing import key_of_row
from analysis.recording import analyse_pending
from data.db import reading, writing
from data.models import Alert, AuditEntry, Development, Document, RuleChange
from data.settings import Settings
from data.words import Severity
from tests.factories import (
    make_document,
    make_fleet,
    make_people,
    make_sims,
    make_source,
    make_version,
)
from webapp.context import Context
from webapp.feedback.acts import Done, add, correct, undo
from webapp.feedback.entered import filled, read
from webapp.jobs import assess_pending

TITLE = "Decision 12/2026 on roaming devices"
TEXT = (
    "Decision 12/2026 on roaming devices\n\n"
    "The Authority has amended the rules on permanent roaming. From 1 January 2027 a device with a "
    "foreign SIM may stay on visited networks for no more than 90 consecutive days.\n\n"
    "Couriers write down what is engraved beneath every battery that they carry."
)
QUOTE = "Couriers write down what is engraved beneath every battery that they carry."
OFFICER = "teammate@fleet.test"


@dataclass
class Clock:
    """A clock that goes on by a minute at each look."""

    at: datetime

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@dataclass
class Stage:
    """The store, and what officers and jobs do to it."""

    engine: Engine
    context: Context
    documents: list[int] = field(default_factory=list)

    def publish(self, title: str = TITLE, text: str = TEXT, **values: Any) -> int:
        """A new document of a new source of Türkiye, not read yet; its number."""
        with writing(self.engine) as session:
            source = make_source(session)
            document = make_document(session, source, title=title, **values)
            make_version(session, document, text)
            return document.id or 0

    def run(self) -> None:
        """The worker's jobs from waiting versions to alerts."""
        analyse_pending(self.engine, clock=self.context.clock)
        assess_pending(self.context)

    def rows(self, table: type[Any]) -> Sequence[Any]:
        with reading(self.engine) as session:
            return session.exec(select(table).order_by(col(table.id))).all()

    def change(self, topic: str = "roaming", country: str = "TR") -> RuleChange:
        with reading(self.engine) as session:
            return session.exec(
                select(RuleChange)
                .where(RuleChange.topic == topic, RuleChange.country == country)
                .order_by(col(RuleChange.id))
            ).first() or pytest.fail(f"no change on {topic} in {country}")

    def development(self, topic: str = "roaming", place: str = "TR") -> Development:
        with reading(self.engine) as session:
            return session.exec(
                select(Development)
                .where(Development.topic == topic, Development.jurisdiction == place)
                .order_by(col(Development.id))
            ).first() or pytest.fail(f"no development on {topic} in {place}")

    def alert(self, development: Development) -> Alert:
        with reading(self.engine) as session:
            return session.exec(select(Alert).where(Alert.development_id == development.id)).one()

    def trail(self, alert: Alert) -> list[tuple[str, str, str]]:
        """Who did what on an alert, with which words."""
        return [
            (event.actor, event.action, event.note)
            for event in self.rows(AuditEntry)
            if event.alert_id == alert.id
        ]

    def correct(
        self,
        change: RuleChange,
        *,
        seen: int = 0,
        actor: str = OFFICER,
        days: str = "",
        **form: str,
    ) -> Done:
        """Send the form of a finding, with these fields entered otherwise."""
        limit = {"days-0": days} if days else {}
        entered = read({**form_of(change), **limit, **form})
        return correct(self.context, change.id or 0, entered, actor=actor, seen=seen)

    def add(self, version_id: int, *, seen: int = 0, **form: str) -> Done:
        entered = read({**MISSED, **form}, missed=True)
        return add(self.context, version_id, entered, actor=OFFICER, seen=seen)

    def undo(self, feedback_id: int, actor: str = OFFICER) -> Done:
        return undo(self.context, feedback_id, actor=actor)


MISSED = {
    "topic": "imei",
    "place": "Türkiye (TR)",
    "kind": "new_rule",
    "status": "adopted",
    "direction": "tightening",
    "effective_on": "",
    "deadline_on": "2027-03-01",
    "quote": QUOTE,
}


def form_of(change: RuleChange) -> dict[str, str]:
    """The form of a finding as the page offers it."""
    key = key_of_row(change)
    return filled({"jurisdiction": key.jurisdiction, "topic": key.topic, **values_of(change)})


def set_stage(engine: Engine, settings: Settings, now: datetime) -> Stage:
    """One decision read by the real analysis, and a fleet in Türkiye and Brazil."""
    # Mailed at once however loud it is: what the analysis says of the text is not the point here.
    told = settings.model_copy(update={"instant_severity": Severity.LOW})
    stage = Stage(engine, Context(engine=engine, settings=told, clock=Clock(now)))
    with writing(engine) as session:
        make_people(session)
        fleet = make_fleet(session, "Meters")
        make_sims(session, fleet, 30)
        make_sims(session, fleet, 12, visited_country="BR")
    stage.documents.append(stage.publish())
    stage.run()
    return stage


def titles(stage: Stage) -> dict[int, str]:
    return {row.id: row.title for row in stage.rows(Document)}


def reread(stage: Stage, monkeypatch: pytest.MonkeyPatch, analyser: str = "99") -> None:
    """A newer analyser reads everything again."""
    monkeypatch.setattr("analysis.recording.ANALYSER", analyser)
    assert analyse_pending(stage.engine, clock=stage.context.clock).versions > 0
    assess_pending(stage.context)
