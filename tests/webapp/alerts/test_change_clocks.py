"""What an alert of a change says of days: SIMs over today, and on the day it takes effect, by technology."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from analysis.clocking.tick import tick
from data.db import reading, writing
from data.models import Alert, Development, Presence, RuleProposal
from data.queries.change_clocks import ChangeClocks, change_clocks
from data.settings import Settings
from data.words import ChangeKind
from tests.factories import (
    make_change,
    make_development,
    make_document,
    make_fleet,
    make_sims,
    make_source,
    make_version,
)
from tests.webapp.conftest import SignIn
from webapp.alerts.days import limits_days
from webapp.alerts.raising import raise_alert
from webapp.context import Context
from webapp.rules.clocks import tick_clocks

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
EFFECTIVE = date(2027, 1, 1)
#: Days for which each SIM has been there, and what it can do. 46 days are left until the rule.
STAYS = ((100, "single"), (95, "euicc_sgp32"), (60, "single"), (50, "euicc_sgp32"), (20, "single"))


def told(engine: Engine, settings: Settings, **values: Any) -> tuple[int, int]:
    """A change that allows Mexico 90 days in a row, its fleet and alert; (development, fleet)."""
    with writing(engine) as session:
        fleet = make_fleet(session, "Meters")
        for days, technology in STAYS:
            (sim,) = make_sims(session, fleet, 1, technology=technology, visited_country="MX")
            first = NOW - timedelta(days=days - 1)
            session.add(
                Presence(
                    sim_id=sim.id or 0, country="MX", first_at=first, last_at=NOW, method="session"
                )
            )
        version = make_version(session, make_document(session, make_source(session, country="MX")))
        said: dict[str, Any] = {"country": "MX", "effective_on": EFFECTIVE} | values
        change = make_change(session, version, **said)
        development = make_development(session, change)
        session.flush()
        pair = (development.id or 0, fleet.id or 0)
        raise_alert(session, *pair, settings=settings, now=NOW)
    return pair


def clocks(engine: Engine, pair: tuple[int, int]) -> list[ChangeClocks]:
    with reading(engine) as session:
        development = session.get_one(Development, pair[0])
        return change_clocks(session, development, fleet_id=pair[1])


def figures(row: ChangeClocks) -> dict[str, tuple[int, int, int, int]]:
    return {
        kind.technology: (kind.over, kind.over_then, kind.approaching, kind.counted)
        for kind in row.kinds
    }


@pytest.mark.parametrize("status", ["adopted", "proposed"])
def test_it_says_who_is_over_today_and_who_on_the_day_it_takes_effect(
    store: Engine, store_settings: Settings, status: str
) -> None:
    pair = told(store, store_settings, status=status)
    assert clocks(store, pair) == []
    tick(store, now=NOW)
    (row,) = clocks(store, pair)
    assert row.then == EFFECTIVE
    # 45 days more: 60 becomes 105, 50 becomes 95, 20 stays below.
    assert figures(row) == {"euicc_sgp32": (1, 2, 0, 2), "single": (1, 2, 0, 3)}
    assert [row.total(word) for word in ("over", "over_then", "counted")] == [2, 4, 5]


def test_a_change_in_force_has_no_later_day(store: Engine, store_settings: Settings) -> None:
    pair = told(store, store_settings, status="in_force", effective_on=date(2026, 11, 1))
    tick(store, now=NOW)
    (row,) = clocks(store, pair)
    assert row.then is None
    assert row.total("over_then") == row.total("over") == 2


def test_another_fleet_s_sims_are_not_among_them(store: Engine, store_settings: Settings) -> None:
    pair = told(store, store_settings)
    tick(store, now=NOW)
    with reading(store) as session:
        development = session.get_one(Development, pair[0])
        (row,) = change_clocks(session, development, fleet_id=pair[1] + 1)
    assert (row.kinds, row.total("counted")) == ([], 0)


def test_the_count_of_a_day_is_the_sum_over_technologies_and_follows_each_tick(
    store: Engine, store_settings: Settings
) -> None:
    pair = told(store, store_settings)
    tick(store, now=NOW)
    tick(store, now=NOW + timedelta(days=35))
    (row,) = clocks(store, pair)
    # Nobody was seen since: they may have stayed, and so approach.
    assert [row.total(word) for word in ("over", "over_then", "approaching")] == [2, 4, 2]


def test_a_new_limit_is_counted_within_the_hour_and_not_on_the_next_day(
    store: Engine, store_settings: Settings
) -> None:
    at = NOW
    context = Context(engine=store, settings=store_settings, clock=lambda: at)
    tick_clocks(context)
    pair = told(store, store_settings)
    at = NOW + timedelta(minutes=10)
    assert tick_clocks(context).counted == 0
    at = NOW + timedelta(minutes=61)
    assert tick_clocks(context).counted == len(STAYS)
    assert clocks(store, pair)[0].total("over") == 2


def test_the_alert_s_page_shows_it(
    app: Flask, sqlite_store: Engine, sqlite_settings: Settings, sign_in: SignIn
) -> None:
    told(sqlite_store, sqlite_settings)
    with reading(sqlite_store) as session:
        number = session.exec(select(Alert.id)).one()
    client = sign_in("teammate")
    text = " ".join(client.get(f"/alerts/{number}").text.split())
    assert (
        "Being counted: the days of its SIMs against this limit stand here within the hour" in text
    )
    tick(sqlite_store, now=NOW)
    text = " ".join(client.get(f"/alerts/{number}").text.split())
    card = text.split("Days against the limit")[1].split("</section>")[0]
    assert "Mexico: 90 days in a row, per SIM" in card
    assert "Over on 1 Jan 2027, if they stay" in card
    card = re.sub(' data-label="[^"]*"', "", card)
    figures_of_all = '<td class="num strong">2</td><td class="num strong">4</td>'
    assert f'{figures_of_all}<td class="num">0</td><td class="num">5</td>' in card
    technologies = card.split("By technology")[1]
    assert 'eUICC SGP.32</td><td class="num">1</td><td class="num">2</td>' in technologies


def test_what_limits_no_days_has_no_such_card(
    app: Flask, sqlite_store: Engine, sqlite_settings: Settings, sign_in: SignIn
) -> None:
    told(sqlite_store, sqlite_settings, topic="imei")
    with reading(sqlite_store) as session:
        number = session.exec(select(Alert.id)).one()
    assert "Days against the limit" not in sign_in("teammate").get(f"/alerts/{number}").text


def test_an_accepted_proposal_s_entry_is_the_change_s_own_limit(
    store: Engine, store_settings: Settings
) -> None:
    pair = told(store, store_settings)
    tick(store, now=NOW)
    with writing(store) as session:
        (row,) = change_clocks(session, session.get_one(Development, pair[0]), fleet_id=pair[1])
        change = session.exec(select(Alert.rule_change_id)).one()
        proposal = RuleProposal(
            development_id=pair[0], rule_change_id=change or 0, country="MX", topic="roaming",
            moved_at=NOW, created_at=NOW, draft={}, state="accepted",
        )  # fmt: skip
        session.add(proposal)
        session.flush()
        ground = {"kind": "fact", "ref": f"mx-roaming-p{proposal.id}"}
        row.limit.grounds = [ground]
        session.add(row.limit)
    assert clocks(store, pair)[0].total("over") == 2


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"kind": ChangeKind.REPEAL.value}, False),
        ({"status": "none"}, False),
        ({"topic": "data_localisation"}, False),
        ({"limits": []}, False),
        ({"limits": [{"shape": "consecutive", "days": None, "per": "sim"}]}, False),
    ],
)
def test_which_changes_limit_days(store: Engine, values: dict[str, Any], expected: bool) -> None:
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        change = make_change(session, version, **values)
        assert limits_days(make_development(session, change), change) is expected
