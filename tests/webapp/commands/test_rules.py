"""``roamwatch rules show``."""

import json

from click.testing import CliRunner, Result

from webapp.cli import main


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
