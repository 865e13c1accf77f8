"""The coverage statement for programs: who may read it, and that it is the command's object."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine

from data.coverage import CoverageReport, build_report
from data.db import writing
from data.queries.tokens import issue_token
from data.settings import Settings
from tests.webapp.alert_world import AlertWorld
from webapp import create_app
from webapp.cli import main


@pytest.fixture
def app(sqlite_store: Engine, sqlite_settings: Settings) -> Flask:
    return create_app(sqlite_settings, sqlite_store)


@pytest.fixture
def token(sqlite_store: Engine) -> str:
    """Two live SIMs in Germany, which a group watches, one in Kenya, which nobody does."""
    now = datetime.now().astimezone()
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        fleet = world.fleet()
        world.sims(fleet, "DE", 2)
        world.sims(fleet, "KE", 1)
        world.source("EU", last_success_at=now)
        return issue_token(session, world.user().id or 0, name="reader", now=now)


def test_without_a_token_nothing_is_told(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/coverage")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_each_country_with_live_sims_has_its_statement(app: Flask, token: str) -> None:
    answer = app.test_client().get("/api/v1/coverage", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    report = CoverageReport.model_validate_json(answer.data)
    assert (report.watched, report.blind) == (0, 2)
    germany, kenya = report.countries
    assert (germany.country, germany.live_sims, germany.blind_spots) == ("DE", 2, ("only_group",))
    assert [source.via_group for source in germany.sources] == ["EU"]
    assert germany.verified_at is not None
    assert (kenya.country, kenya.blind_spots, kenya.sources) == ("KE", ("no_source",), ())


def test_the_command_prints_the_same_object(
    app: Flask, token: str, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(Path(sqlite_settings.instance)))
    printed = CliRunner().invoke(main, ["sources", "coverage", "--json"])
    answer = app.test_client().get("/api/v1/coverage", headers={"Authorization": f"Bearer {token}"})
    assert json.loads(printed.stdout) == json.loads(answer.data)


def test_no_live_sim_is_an_empty_statement() -> None:
    assert build_report([]) == CoverageReport(countries=(), watched=0, blind=0)
