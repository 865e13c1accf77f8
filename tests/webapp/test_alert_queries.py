"""What mails and feeds ask of the store: facts of alerts, coverage of countries; on both stores."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, Impact
from data.queries.alert_facts import alert_facts
from data.queries.coverage import coverage_of
from data.queries.feed import recent_alert_ids
from tests.webapp.alert_world import QUOTE, AlertWorld

TODAY = date(2026, 11, 16)


def test_facts_come_in_the_order_asked_for_and_leave_out_what_is_not_there(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        first, second = world.alert(), world.alert()
    with reading(store) as session:
        found = alert_facts(session, [second.id or 0, 4711, first.id or 0])
    assert [facts.alert_id for facts in found] == [second.id, first.id]


def test_facts_hold_each_alerts_own_quotes_in_the_order_of_the_text(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        change = world.change(quotes=("First passage.", "Second passage."), page=4)
        numbers = [world.alert(world.development(change)).id or 0, world.alert().id or 0]
    with reading(store) as session:
        long, short = alert_facts(session, numbers)
    assert [item.quote for item in long.evidence] == ["First passage.", "Second passage."]
    assert {(item.page, item.language) for item in long.evidence} == {(4, "tr")}
    assert [item.quote for item in short.evidence] == [QUOTE]


def test_an_alert_without_an_impact_has_no_counts_by_country(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        alert = AlertWorld(session, now).alert(live_sims=7)
        session.delete(session.exec(select(Impact)).one())
    with reading(store) as session:
        (facts,) = alert_facts(session, [alert.id or 0])
    assert (facts.live_sims, facts.foreign_sims, facts.by_country) == (7, 0, {})


def test_samples_are_known_by_their_source(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        made_up = world.change(world.source(sample=True, authority_name="Sample: board"))
        numbers = [world.alert(world.development(made_up)).id or 0, world.alert().id or 0]
    with reading(store) as session:
        assert [facts.sample for facts in alert_facts(session, numbers)] == [True, False]


def test_more_alerts_than_one_statement_takes_are_all_found(
    sqlite_store: Engine, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        development = world.development()
        for number in range(510):
            world.alert(development, world.fleet(f"Fleet number {number}"))
    with reading(sqlite_store) as session:
        numbers = recent_alert_ids(session, limit=1000)
        assert len(alert_facts(session, numbers)) == 510


def test_recent_alerts_are_newest_first_below_a_number_and_of_a_state(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        one, two, three = (world.alert(state=s).id for s in ("new", "resolved", "new"))
    with reading(store) as session:
        assert recent_alert_ids(session) == [three, two, one]
        assert recent_alert_ids(session, limit=1) == [three]
        assert recent_alert_ids(session, before=three) == [two, one]
        assert recent_alert_ids(session, state="new") == [three, one]
        assert recent_alert_ids(session, state="new", before=three) == [one]


def test_every_alert_of_the_world_is_stored_as_asked(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        AlertWorld(session, now).alert(severity="low", backlog=True)
    with reading(store) as session:
        (alert,) = session.exec(select(Alert)).all()
        (facts,) = alert_facts(session, [alert.id or 0])
    assert (facts.severity, facts.backlog, facts.created_at) == ("low", True, now)


@pytest.mark.parametrize(
    ("values", "sources", "healthy", "verified"),
    [
        ({}, 1, 1, True),
        ({"enabled": False}, 0, 0, False),
        ({"health": "unproven", "last_success_at": None}, 1, 0, False),
        ({"health": "blocked"}, 1, 0, False),
        ({"health": "silent"}, 1, 0, False),
        ({"country": "EU"}, 1, 1, True),
        ({"country": "INT"}, 0, 0, False),
        ({"country": "BR"}, 0, 0, False),
    ],
)
def test_only_a_source_that_is_read_without_fault_vouches_for_silence(
    store: Engine,
    now: datetime,
    values: dict[str, object],
    sources: int,
    healthy: int,
    verified: bool,
) -> None:
    with writing(store) as session:
        AlertWorld(session, now).source(**({"country": "DE"} | values))  # type: ignore[arg-type]
    with reading(store) as session:
        watch = coverage_of(session, ["DE"], on=TODAY)["DE"]
    assert (watch.sources, watch.healthy) == (sources, healthy)
    assert (watch.verified_at is not None) is verified


def test_the_newest_good_read_counts_and_membership_is_that_of_the_day(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        world = AlertWorld(session, now)
        world.source("GB", last_success_at=now - timedelta(days=2))
        world.source("EU", last_success_at=now)
    with reading(store) as session:
        today = coverage_of(session, ["GB"], on=TODAY)["GB"]
        before = coverage_of(session, ["GB"], on=date(2019, 1, 1))["GB"]
    assert (today.sources, today.verified_at) == (1, now - timedelta(days=2))
    assert (before.sources, before.verified_at) == (2, now)
