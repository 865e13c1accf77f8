"""Alerts of clocks: one per limit and fleet, growing instead of repeating, shown without identifiers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import Alert, AuditEntry, ClockLimit, Delivery, Presence
from data.queries.alert_facts import alert_facts
from data.queries.alerts import (
    AlertFilter,
    count_alerts,
    count_alerts_by,
    count_alerts_by_country,
    list_alerts,
    open_alerts_by_country,
)
from data.settings import Settings
from tests.analysis.clocking.fleet_world import FleetWorld
from tests.factories import make_people
from tests.webapp.conftest import SignIn
from tests.webapp.delivery.smtp_server import parse
from webapp.alerts.clock_alerts import clock_parts, grew
from webapp.alerts.workflow import act
from webapp.context import Context
from webapp.delivery.letters import compose
from webapp.delivery.notices import outgoing_of
from webapp.feeds.json_feed import feed_item
from webapp.rules.clocks import ClocksTicked, tick_clocks

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
TURKIYE = "TR-roaming-in_force-cumulative-90-120-imei"


class Stage:
    """A store with a fleet in Türkiye, and the worker's job on it at any day."""

    def __init__(self, store: Engine, settings: Settings) -> None:
        self.store, self.settings, self.now = store, settings, NOW
        with writing(store) as session:
            make_people(session, now=NOW - timedelta(days=9))
            world = FleetWorld(session, NOW)
            world.rules()
            self.fleet = world.fleet()
        self.sims = 0

    def stay(self, *days: int, country: str = "TR") -> None:
        """SIMs that have been there for so many days, until today."""
        with writing(self.store) as session:
            world = FleetWorld(session, self.now, numbers=self.sims)
            for count in days:
                imei = f"35{world.numbers:013d}"
                world.seen(world.sim(self.fleet), country, count - 1, imei=imei)
            self.sims = world.numbers

    def tick(self, *, days: int = 0) -> ClocksTicked:
        self.now += timedelta(days=days)
        context = Context(engine=self.store, settings=self.settings, clock=lambda: self.now)
        return tick_clocks(context, at_once=True)

    def alerts(self) -> dict[str, Alert]:
        with reading(self.store) as session:
            rows = session.exec(
                select(ClockLimit.key, Alert).join(Alert, col(Alert.limit_id) == ClockLimit.id)
            ).all()
        return dict(rows)

    def trail(self, alert: Alert) -> list[tuple[str, str]]:
        with reading(self.store) as session:
            events = session.exec(
                select(AuditEntry)
                .where(AuditEntry.alert_id == alert.id)
                .order_by(col(AuditEntry.id))
            ).all()
        return [(event.action, event.note) for event in events]


@pytest.fixture
def stage(store: Engine, store_settings: Settings) -> Stage:
    return Stage(store, store_settings)


def test_a_crossing_raises_one_alert_for_the_limit_and_the_fleet(stage: Stage) -> None:
    stage.stay(*[95] * 12, 86, 40)
    done = stage.tick()
    assert (done.raised, done.moved) == (1, 0)
    alert = stage.alerts()[TURKIYE]
    assert alert.live_sims == 12
    assert alert.title == "Türkiye: 90 days within any 120, per device (IMEI)"
    assert alert.reason == (
        "Meters: 12 devices are over 90 days within any 120 in Türkiye; "
        "1 more within 7 days if they stay."
    )
    assert alert.severity == "high"
    assert sum(part["points"] for part in alert.severity_parts) == alert.severity_score
    assert [action for action, _ in stage.trail(alert)] == ["raised"]


def test_nothing_over_raises_nothing_and_neither_does_a_proposal(stage: Stage) -> None:
    stage.stay(60)
    stage.stay(300, country="IN")
    assert stage.tick().raised == 0
    assert stage.alerts() == {}


def test_counting_again_repeats_nothing(stage: Stage) -> None:
    stage.stay(95)
    stage.tick()
    assert stage.tick() == ClocksTicked(counted=1)
    assert len(stage.trail(stage.alerts()[TURKIYE])) == 1


def test_it_grows_and_is_told_again_when_a_tenth_more_are_over(stage: Stage) -> None:
    stage.stay(*[95] * 20)
    stage.tick()
    stage.stay(95)
    assert stage.tick().moved == 0
    assert stage.alerts()[TURKIYE].live_sims == 21
    stage.stay(95)
    assert stage.tick().moved == 1
    alert = stage.alerts()[TURKIYE]
    assert (alert.live_sims, len(stage.alerts())) == (22, 1)
    assert stage.trail(alert)[-1] == ("moved", "Over the limit: 20 → 22.")


def test_more_over_after_it_was_closed_opens_it_again(stage: Stage) -> None:
    stage.stay(95)
    stage.tick()
    number = stage.alerts()[TURKIYE].id or 0
    with writing(stage.store) as session:
        act(session, number, action="resolve", actor="a@b.example", note="Registered.", now=NOW)
    stage.tick(days=1)
    assert stage.alerts()[TURKIYE].state == "resolved"
    stage.stay(99)
    assert stage.tick().moved == 1
    alert = stage.alerts()[TURKIYE]
    assert alert.state == "reopened"
    assert stage.trail(alert)[-1][0] == "reopened"


def test_when_nothing_is_over_any_more_the_trail_says_so_once(stage: Stage) -> None:
    stage.stay(95)
    stage.tick()
    with writing(stage.store) as session:
        row = session.exec(select(Presence)).one()
        world = FleetWorld(session, NOW)
        world.seen(row.sim_id, "GR", -9, -40, imei=row.imei)
    stage.tick(days=40)
    stage.tick(days=1)
    alert = stage.alerts()[TURKIYE]
    assert alert.live_sims == 0
    notes = [note for _, note in stage.trail(alert)]
    assert notes.count("Nothing is over the limit any more.") == 1


def test_how_much_more_is_told_again() -> None:
    assert [grew(0, 0), grew(0, 1), grew(1, 1), grew(1, 2)] == [False, True, False, True]
    assert [grew(312, 342), grew(312, 343), grew(312, 3)] == [False, True, False]


def test_unsure_sources_and_an_unstated_shape_speak_more_softly() -> None:
    counts = {"over": 50, "in_30": 0}
    values: dict[str, Any] = {"topic": "roaming", "shape": "consecutive", "status": "in_force"}
    sure = ClockLimit(**values, stated=True, grounds=[{"confidence": "high"}])
    unsure = ClockLimit(**values, stated=False, grounds=[{"confidence": "low"}])

    def score(limit: ClockLimit) -> int:
        return sum(part.points for part in clock_parts(limit, counts))

    assert score(sure) - score(unsure) == 25


def test_lists_and_counts_know_alerts_of_clocks(stage: Stage) -> None:
    stage.stay(95)
    stage.tick()
    with reading(stage.store) as session:
        assert set(count_alerts_by_country(session, AlertFilter())) == {"TR"}
        assert open_alerts_by_country(session) == {"TR": 1}
        assert count_alerts(session, AlertFilter(country="TR", topic="roaming")) == 1
        assert count_alerts(session, AlertFilter(country="BR")) == 0
        assert count_alerts_by(session, "topic", AlertFilter()) == {"roaming": 1}
        (row,) = list_alerts(session, AlertFilter(), limit=5)
    assert row.development is None
    assert row.limit is not None
    assert not row.sample


def test_mail_and_feed_carry_counts_and_the_source_never_an_identifier(stage: Stage) -> None:
    stage.stay(*[95] * 12, 86)
    assert stage.tick().mails > 0
    with reading(stage.store) as session:
        delivery = session.exec(select(Delivery)).first()
        assert delivery is not None
        outgoing = outgoing_of(session, delivery, now=NOW, live_days=30)
        (facts,) = alert_facts(session, [delivery.alert_id or 0])
    mail = parse(compose(outgoing, stage.settings))
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == (
        "Türkiye: permanent roaming – 12 devices over 90 days within any 120"
    )
    for body in (text, html):
        assert "12 over, 1 approaching, 1 more within 7 days if they stay" in body
        assert "local profile" in body
        assert "8988228" not in body
        assert "350000" not in body
        assert "What the text says" not in body
    item = feed_item(facts, base_url="https://roamwatch.example")
    assert item["id"] == f"urn:roamwatch:alert:clock:{TURKIYE}:{stage.fleet}"
    assert item["_roamwatch"]["clock"]["counts"]["over"] == 12
    assert "8988228" not in str(item)


def test_its_page_shows_counts_limit_and_trail_and_can_be_worked(
    app: Flask, sqlite_store: Engine, sqlite_settings: Settings, sign_in: SignIn
) -> None:
    with writing(sqlite_store) as session:
        world = FleetWorld(session, NOW)
        world.rules()
        fleet = world.fleet()
        world.seen(world.sim(fleet), "TR", 95, imei="350000000000001")
    client = sign_in("teammate")
    tick_clocks(Context(engine=sqlite_store, settings=sqlite_settings, clock=lambda: NOW))
    with reading(sqlite_store) as session:
        number = session.exec(select(Alert.id)).one()
    text = client.get(f"/alerts/{number}").get_data(as_text=True)
    assert "Türkiye: 1 device over 90 days within any 120" in text
    assert "Law 5809" in text
    assert "8988228" not in text
    assert "Türkiye: 1 device over" in client.get("/alerts").get_data(as_text=True)
    assert "Türkiye: 1 device over" in client.get("/").get_data(as_text=True)
    assert "Türkiye: 1 device over" in client.get("/countries/TR").get_data(as_text=True)
    done = client.post(f"/alerts/{number}", data={"action": "acknowledge", "version": "1"})
    assert done.status_code == 302
    assert "Acknowledged" in client.get(f"/alerts/{number}").get_data(as_text=True)
