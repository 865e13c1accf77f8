"""``roamwatch analyse`` and ``roamwatch evaluate``: output, JSON and exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.errors import RoamwatchError
from webapp.commands.analyse import analyse, evaluate

TEXT = (
    "IMEI registration becomes mandatory\n\nThe Communications Authority of Kenya hereby directs "
    "that every IMEI shall be registered. The order takes effect on 1 May 2027."
)
GOLD = {
    "id": "a", "lang": "en", "text": TEXT, "topics": ["imei"], "countries": ["KE"],
    "is_change": True, "change_kind": "guidance", "status": "adopted", "direction": "tightening",
    "effective_date": "2027-05-01", "deadline": None, "limit_days": None,
}  # fmt: skip


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


def test_evaluate_prints_tables_and_each_error_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(path)])
    assert result.exit_code == 0
    assert "overall all: 1 items" in result.stdout
    assert "a: kind is guidance" in result.stdout


def test_evaluate_as_json_has_the_items(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    report = json.loads(CliRunner().invoke(evaluate, [str(path), "--json"]).stdout)
    assert set(report) == {"overall", "topics", "languages", "errors", "items"}
    assert report["items"][0]["id"] == "a"


def test_texts_come_from_another_file(tmp_path: Path) -> None:
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts.jsonl"
    gold.write_text(json.dumps({k: v for k, v in GOLD.items() if k != "text"}), encoding="utf-8")
    texts.write_text(json.dumps({"id": "a", "text": TEXT}), encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(gold), "--texts", str(texts), "--json"])
    assert json.loads(result.stdout)["overall"]["items"] == 1


def test_a_broken_gold_file_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("{", encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(path)])
    assert isinstance(result.exception, RoamwatchError)
