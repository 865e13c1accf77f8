"""``init``, ``doctor`` and the alert commands, as a person at a terminal meets them."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from data.db import make_engine, reading, writing
from data.models import Alert
from data.settings import PREFIX, Settings
from tests.webapp.alert_world import AlertWorld
from webapp.accounts.founding import opens
from webapp.alerts.links import attach
from webapp.alerts.workflow import act
from webapp.cli import main


@pytest.fixture
def here(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Commands run in this process work on this store."""
    monkeypatch.setenv(f"{PREFIX}INSTANCE", str(sqlite_settings.instance))
    return sqlite_settings


@pytest.fixture
def nowhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Commands run in this process find no store yet."""
    monkeypatch.setenv(f"{PREFIX}INSTANCE", str(settings.instance))
    return settings


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def invoke_json(*arguments: str) -> dict[str, Any]:
    result = invoke(*arguments, "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.usefixtures("nowhere")
def test_init_sets_up_the_store_and_the_catalogue_and_can_be_repeated() -> None:
    first = invoke_json("init")
    assert first["added"] == first["sources"] > 100
    second = invoke_json("init")
    assert (second["added"], second["changed"]) == (0, 0)
    assert second["sources"] == first["sources"]


def test_init_prints_a_setup_link_until_somebody_has_an_account(nowhere: Settings) -> None:
    link = invoke_json("init")["setup_link"]
    found = re.fullmatch(r"http://127\.0\.0\.1:8040/setup/(\d+\.\S{24})", link)
    assert found is not None
    engine = make_engine(nowhere)
    with reading(engine) as session:
        assert opens(session, found[1], key=nowhere.signing_key, now=datetime.now(UTC))
    engine.dispose()
    assert "login_link" in invoke_json("init", "--email", "owner@example.com")
    assert "setup_link" not in invoke_json("init")


@pytest.mark.usefixtures("nowhere")
def test_init_makes_the_first_administrator_and_prints_a_link_for_one_sign_in() -> None:
    first = invoke_json("init", "--email", "owner@example.com")
    assert re.fullmatch(r"http://127\.0\.0\.1:8040/login/link/\S{40,}", first["login_link"])
    again = invoke_json("init", "--email", "Owner@Example.com ")
    assert again["login_link"] != first["login_link"]


@pytest.mark.parametrize("values", [{"role": "officer"}, {"role": "admin", "active": False}])
def test_init_gives_no_link_to_who_is_no_active_administrator(
    here: Settings, sqlite_store: Engine, now: datetime, values: dict[str, Any]
) -> None:
    with writing(sqlite_store) as session:
        AlertWorld(session, now).user("teammate", **values)
    result = invoke("init", "--email", "teammate@example.com")
    assert result.exit_code == 2
    assert "login_link" not in result.output


@pytest.mark.usefixtures("nowhere")
def test_init_refuses_what_is_no_address() -> None:
    result = invoke("init", "--email", "nobody")
    assert result.exit_code == 2
    assert "not an e-mail address" in result.output


@pytest.mark.usefixtures("here")
def test_the_doctor_finds_a_sound_installation_well() -> None:
    result = invoke("doctor")
    assert result.exit_code == 0
    assert "ok       store: sqlite, schema current" in result.output


@pytest.mark.usefixtures("nowhere")
def test_the_doctor_exits_with_1_when_something_is_broken() -> None:
    result = invoke("doctor")
    assert result.exit_code == 1
    assert "broken   store: the schema is not current; run: roamwatch init" in result.output


@pytest.mark.usefixtures("here")
def test_the_doctor_speaks_json() -> None:
    checks = invoke_json("doctor")["checks"]
    assert {"name", "level", "message"} == set(checks[0])


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    "arguments",
    [("alerts", "list"), ("digest", "--period", "daily"), ("deliver",), ("web",), ("worker",)],
)
def test_without_a_store_every_command_says_what_to_do(arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "run: roamwatch init" in result.output


def test_alerts_are_listed_newest_first_and_by_state(
    here: Settings, sqlite_store: Engine, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        first = world.alert()
        second = world.alert(state="resolved")
    lines = invoke("alerts", "list").output.splitlines()
    assert [int(line.split()[0]) for line in lines] == [second.id, first.id]
    assert "Türkiye, IMEI registration: Registration of devices" in lines[0]
    only = invoke_json("alerts", "list", "--state", "new")["alerts"]
    assert [item["_roamwatch"]["alert"] for item in only] == [first.id]
    assert len(invoke_json("alerts", "list", "--limit", "1")["alerts"]) == 1


def test_listed_alerts_carry_what_people_did_with_them(
    here: Settings, sqlite_store: Engine, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        owner, number = world.user(), world.alert().id or 0
        by: dict[str, Any] = {"actor": owner.email, "now": now}
        act(session, number, action="assign", assignee_id=owner.id, **by)
        act(session, number, action="due", day=date(2026, 12, 1), **by)
        act(session, number, action="snooze", day=date(2026, 12, 24), **by)
        act(session, number, action="comment", note="On it.", **by)
        alert = session.get_one(Alert, number)
        attach(session, alert, url="https://tickets.test/7", title="Ticket", **by)
    (item,) = invoke_json("alerts", "list")["alerts"]
    assert item["_roamwatch"]["state"] == "acknowledged"
    assert item["_roamwatch"]["work"] == {
        "version": 5,
        "assignee": "owner@example.com",
        "due_on": "2026-12-01",
        "snoozed_until": "2026-12-24",
        "silenced_until": None,
        "escalated": 0,
        "watchers": 0,
        "comments": 1,
        "links": [{"title": "Ticket", "url": "https://tickets.test/7"}],
    }


def test_a_digest_is_made_and_delivered_from_the_command_line(
    here: Settings, sqlite_store: Engine
) -> None:
    now = datetime.now(UTC)
    with writing(sqlite_store) as session:
        world = AlertWorld(session, now)
        world.user()
        world.alert()
    assert invoke_json("digest", "--period", "daily") == {"digests": 1, "mails": 1}
    assert invoke_json("deliver") == {"sent": 1, "retried": 0, "dead": 0}
    assert len(list(here.outbox.glob("digest-daily-*.eml"))) == 1
    assert invoke_json("digest", "--period", "weekly")["mails"] == 1


def test_deliver_exits_with_1_when_something_could_not_be_delivered(
    here: Settings, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        world = AlertWorld(session, datetime.now(UTC))
        alert = world.alert()
        world.delivery(alert, world.event(alert), recipient="no address")
    result = invoke("deliver")
    assert result.exit_code == 1
    assert "dead: 1" in result.output


@pytest.mark.parametrize("arguments", [("digest",), ("digest", "--period", "hourly")])
def test_wrong_use_exits_with_2(arguments: tuple[str, ...]) -> None:
    assert invoke(*arguments).exit_code == 2
