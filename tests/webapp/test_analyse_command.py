"""``roamwatch analyse``: output, JSON and exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.commands.analyse import analyse

TEXT = (
    "IMEI registration becomes mandatory\n\nThe Communications Authority of Kenya hereby directs "
    "that every IMEI shall be registered. The order takes effect on 1 May 2027."
)


def call(*arguments: str, stdin: str = "") -> Result:
    """Run ``analyse``."""
    return CliRunner().invoke(analyse, list(arguments), input=stdin)


def test_standard_input_is_read_and_printed_as_one_json_object() -> None:
    result = call("-", "--json", "--language", "en", "--published", "2026-11-02", stdin=TEXT)
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["countries"] == ["KE"]
    assert answer["changes"][0]["effective_on"] == "2027-05-01"
    assert answer["changes"][0]["is_change"] is True
    quote = answer["changes"][0]["evidence"][0]
    assert TEXT[quote["start"] : quote["end"]] == quote["quote"]


def test_people_get_lines_with_the_quotes(tmp_path: Path) -> None:
    path = tmp_path / "order.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = call(str(path), "--country", "ke")
    assert result.exit_code == 0
    assert "topics: imei" in result.stdout
    assert "change: KE, imei" in result.stdout
    assert "effective 2027-05-01" in result.stdout
    assert "“" in result.stdout


def test_a_text_of_no_interest_says_none() -> None:
    result = call("-", stdin="The library opens at nine.")
    assert "topics: none" in result.stdout
    assert "change:" not in result.stdout


def test_bytes_that_are_no_utf8_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(b"\xff\xfe IMEI registration is required.")
    assert call(str(path), "--json", "--language", "en").exit_code == 0


@pytest.mark.parametrize(
    "arguments", [["none.txt"], ["-", "--published", "tomorrow"], []], ids=["file", "date", "none"]
)
def test_wrong_use_exits_with_two(arguments: list[str]) -> None:
    assert call(*arguments).exit_code == 2
