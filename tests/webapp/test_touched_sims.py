"""The SIMs of an alert as CSV: which, with which days, for whom, and in how much memory."""

import csv
import io
import tracemalloc
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, insert
from sqlmodel import Session, col, select

from data.db import reading, writing
from data.models import Alert, Clock, ClockLimit, Fleet, QuietClock, Sim
from data.queries.touched import touched_sims
from tests.factories import NOW, make_fleet
from tests.webapp.filled import client_of, engine_of
from tests.webapp.page_roles import part
from webapp.views.touched import _cells


def rows_of(client: FlaskClient, alert_id: int) -> list[dict[str, str]]:
    answer = client.get(f"/alerts/{alert_id}/sims.csv", follow_redirects=True)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_every_live_sim_that_is_there_today_and_no_other(filled_app: Flask) -> None:
    rows = rows_of(client_of(filled_app, "teammate"), 1)
    with reading(engine_of(filled_app)) as session:
        since = NOW - timedelta(days=30)
        there = session.exec(
            select(Sim.iccid).where(
                Sim.visited_country == "TR",
                Sim.fleet_id == session.get_one(Alert, 1).fleet_id,
                col(Sim.state).in_(("test", "ready", "active")),
                col(Sim.last_seen_at) >= since.replace(hour=0),
            )
        ).all()
    assert rows
    assert [row["iccid"] for row in rows] == list(there)
    assert {row["country"] for row in rows} == {"TR"}
    assert all(row["technology"] and row["last_seen_at"] for row in rows)


def live(session: Session, number: int) -> Sim:
    """One of the live SIMs of alert 1."""
    sims = select(Sim).where(Sim.visited_country == "TR", Sim.state == "active", Sim.fleet_id == 1)
    return session.exec(sims.order_by(col(Sim.id)).offset(number).limit(1)).one()


def test_the_most_pressing_clock_stands_with_its_days_and_what_is_far_from_it_is_within(
    filled_app: Flask,
) -> None:
    with writing(engine_of(filled_app)) as session:
        near, far = live(session, 0).id or 0, live(session, 1).id or 0
        limit = session.exec(select(ClockLimit.id).where(ClockLimit.country == "TR")).first() or 0
        for table in (Clock, QuietClock):
            session.exec(delete(table).where(col(table.sim_id).in_([near, far])))
        for key, state, days in (("1", "approaching", 80), ("2", "over", 95)):
            session.add(
                Clock(
                    limit_id=limit, fleet_id=1, sim_id=near, key=key, state=state,
                    observed=days, possible=days + 5, since=NOW.date(),
                )
            )  # fmt: skip
        session.add(QuietClock(limit_id=limit, fleet_id=1, sim_id=far, due=900_000, crosses=0))
    with reading(engine_of(filled_app)) as session:
        every = touched_sims(session, 1, ["TR"], [limit], now=NOW, live_days=30)
        rows = {one.sim.id: _cells(one, {limit: "90 days"})[6:] for one in every}
    assert rows[near] == ["90 days", "over", "95", "100", ""]
    assert rows[far] == ["90 days", "within", "", "", ""]


def test_of_a_clock_s_alert_come_the_sims_of_its_limit(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    with writing(engine_of(filled_app)) as session:
        alert = session.get_one(Alert, 1)
        alert.limit_id = session.exec(select(ClockLimit.id).where(ClockLimit.runs)).first()
        alert.development_id = None
    assert all("observed" in row for row in rows_of(client, 1))
    assert "Those over it or near it as CSV" in client.get("/alerts/1").text


def test_only_officers_who_see_the_fleet_may_take_it(filled_app: Flask) -> None:
    assert client_of(filled_app, "stranger").get("/alerts/1/sims.csv").status_code == 403
    assert "as CSV" not in client_of(filled_app, "stranger").get("/alerts/1").text
    assert "/alerts/1/sims.csv" in client_of(filled_app, "teammate").get("/alerts/1").text
    part(filled_app)
    assert client_of(filled_app, "teammate").get("/alerts/1/sims.csv").status_code == 404
    assert client_of(filled_app, "officer").get("/alerts/1/sims.csv").status_code == 200


def test_what_looks_like_a_formula_is_text(filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        live(session, 0).iccid = "=1+1"
    rows = rows_of(client_of(filled_app, "teammate"), 1)
    assert rows[0]["iccid"] == "'=1+1"


@pytest.mark.slow
def test_twenty_thousand_sims_take_the_memory_of_a_few(store: Engine) -> None:
    with writing(store) as session:
        fleet = make_fleet(session)
        of = {
            "fleet_id": fleet.id, "state": "active", "technology": "single", "home_country": "901",
            "last_seen_at": NOW, "updated_at": NOW,
        }  # fmt: skip
        session.connection().execute(
            insert(Sim),
            [
                of | {"iccid": f"{n:019d}", "iccid_key": f"{n:018d}", "visited_country": "BR"}
                for n in range(20_000)
            ],
        )
        fleet_id = fleet.id or 0
    with reading(store) as session:
        assert session.get_one(Fleet, fleet_id)
        tracemalloc.start()
        count = sum(1 for _ in touched_sims(session, fleet_id, ["BR"], [1], now=NOW, live_days=30))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 4_000_000, peak
