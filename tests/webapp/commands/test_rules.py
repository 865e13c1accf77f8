"""``roamwatch rules show``."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from data.db import writing
from data.ledger import sync_ledger
from data.queries.tokens import issue_token
from data.rules import rule_facts
from data.settings import Settings
from tests.factories import make_people
from webapp import create_app
from webapp.cli import main

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store, unless a test makes one."""
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path / "none"))


@pytest.fixture
def begun(sqlite_settings: Settings, sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store whose ledger was begun in March and has lost a fact since."""
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(sqlite_settings.instance))
    with writing(sqlite_store) as session:
        sync_ledger(session, rule_facts(), now=BEGUN)
        kept = [fact for fact in rule_facts() if fact.id != "tr-roaming-trade"]
        sync_ledger(session, kept, now=datetime(2026, 6, 1, tzinfo=UTC))


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["rules", "show", *args])


def test_a_country_is_told_with_its_sources() -> None:
    result = run("--country", "tr")
    assert result.exit_code == 0
    assert "roaming: prohibited (disputed)" in result.output
    assert "https://" in result.output


def test_json_holds_every_fact() -> None:
    found = json.loads(run("--country", "BR", "--json").stdout)
    roaming = found["BR"]["roaming"]
    assert (roaming["stance"], roaming["disputed"]) == ("prohibited", True)
    assert {fact["stance"] for fact in roaming["facts"]} >= {"prohibited", "conditional"}
    assert all(fact["id"] for fact in roaming["facts"])


def test_a_country_comes_with_the_groups_whose_rules_bind_it_too() -> None:
    found = json.loads(run("--country", "FR", "--json").stdout)
    assert found["EU"]["data_localisation"]["facts"][0]["source_url"].startswith("https://")
    text = run("--country", "FR").stdout
    assert text.startswith("FR  France\n")
    assert "EU  European Union, through which more binds FR" in text
    assert "binds" not in run("--country", "TR").stdout
    assert list(json.loads(run("--country", "EU", "--json").stdout)) == ["EU"]


def test_without_a_country_all_are_told() -> None:
    assert len(json.loads(run("--json").stdout)) > 150


def test_a_place_without_facts_says_that_nobody_has_looked() -> None:
    result = run("--country", "AQ")
    assert result.exit_code == 0
    assert "nobody has looked yet" in result.output


def test_a_wrong_code_says_what_to_give() -> None:
    result = run("--country", "Turkey")
    assert result.exit_code == 2
    assert "ISO 3166-1 alpha-2" in result.output


def test_before_anything_is_set_up_the_shipped_facts_are_told_as_such() -> None:
    result = run("--country", "TR", "--json")
    assert "the facts that ship with Roamwatch" in result.stderr
    assert json.loads(result.stdout)["TR"]["roaming"]["facts"][0]["known_from"] is None


def ids(result: Result) -> set[str]:
    topics = json.loads(result.stdout)["TR"]
    return {fact["id"] for topic in topics.values() for fact in topic["facts"]}


def test_it_tells_what_was_known_on_a_day(begun: None) -> None:
    assert "tr-roaming-trade" in ids(run("--country", "TR", "--known", "2026-03-01", "--json"))
    assert "tr-roaming-trade" not in ids(run("--country", "TR", "--json"))
    assert ids(run("--country", "TR", "--known", "2026-02-28", "--json")) == set()


@pytest.mark.parametrize("option", ["--on", "--known"])
def test_a_day_that_is_none_is_wrong_use(option: str) -> None:
    result = run("--country", "TR", option, "1 March")
    assert result.exit_code == 2
    assert "must be a day such as 2026-03-01" in result.output


def test_the_api_gives_what_the_command_prints(
    begun: None, sqlite_store: Engine, sqlite_settings: Settings
) -> None:
    with writing(sqlite_store) as session:
        owner = make_people(session, now=BEGUN)["owner"]
        token = issue_token(session, owner.id or 0, name="reader", now=BEGUN)
    client = create_app(sqlite_settings, sqlite_store).test_client()
    headers = {"Authorization": f"Bearer {token}"}

    def got(query: str) -> Any:
        return json.loads(client.get(f"/api/v1/rules?{query}", headers=headers).data)

    found = got("country=tr&on=2026-05-01&known=2026-05-01")
    printed = run("--country", "TR", "--on", "2026-05-01", "--known", "2026-05-01", "--json")
    assert found["countries"] == json.loads(printed.stdout)
    assert (found["on"], found["known"]) == ("2026-05-01", "2026-05-01")
    assert len(got("")["countries"]) > 150
    for wrong in ("country=Turkey", "on=soon", "known=2026-13-01"):
        refused = client.get(f"/api/v1/rules?{wrong}", headers=headers)
        assert (refused.status_code, refused.content_type) == (400, "application/problem+json")
    assert client.get("/api/v1/rules").status_code == 401
