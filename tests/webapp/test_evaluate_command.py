"""``roamwatch evaluate`` and ``roamwatch train``: tables, intervals, parts, weights."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.evaluate import Item, read_gold
from analysis.lexicon import SEED
from analysis.weights import FILE
from data.errors import RoamwatchError
from webapp.commands.evaluate import evaluate, train

TEXT = (
    "IMEI registration becomes mandatory\n\nThe Communications Authority of Kenya hereby directs "
    "that every IMEI shall be registered. The order takes effect on 1 May 2027."
)
GOLD = {
    "id": "a", "lang": "en", "text": TEXT, "topics": ["imei"], "countries": ["KE"],
    "is_change": True, "change_kind": "guidance", "status": "adopted", "direction": "tightening",
    "effective_date": "2027-05-01", "deadline": None, "limit_days": None,
}  # fmt: skip


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
    assert set(report) == {
        "overall", "topics", "languages", "reliability", "errors", "items"
    }  # fmt: skip
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


def test_several_files_are_one_gold(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text(json.dumps(GOLD), encoding="utf-8")
    second.write_text(json.dumps(GOLD | {"id": "b", "lang": "en"}), encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(first), str(second), "--json"])
    assert json.loads(result.stdout)["overall"]["items"] == 2


def test_only_one_part_is_read_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [GOLD | {"split": "test"}, GOLD | {"id": "b", "split": "dev"}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    report = json.loads(
        CliRunner().invoke(evaluate, [str(path), "--split", "dev", "--json"]).stdout
    )
    assert [item["id"] for item in report["items"]] == ["b"]


def test_a_part_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD | {"split": "dev"}), encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(path), "--split", "development"])
    assert result.exit_code == 2
    assert "no line is of the part “development”; there are dev" in result.stderr


def test_shares_stand_beside_their_intervals(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    told = CliRunner().invoke(evaluate, [str(path)]).stdout
    line = next(row for row in told.splitlines() if row.strip().startswith("status"))
    assert "1 of 1" in line
    assert "[20.6%, 100.0%]" in line
    assert "confidence of the changes told" in told


def test_training_twice_gives_the_same_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.train.gold_items", _few)
    monkeypatch.setattr("analysis.train.lesson_items", list)
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        assert CliRunner().invoke(train, ["-o", str(folder / "weights.json")]).exit_code == 0
    for name in ("weights.json", "wording.npz"):
        first, second = (tmp_path / folder / name for folder in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_weights_may_be_written_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.train.gold_items", _few)
    monkeypatch.setattr("analysis.train.lesson_items", list)
    before = FILE.read_text(encoding="utf-8")
    result = CliRunner().invoke(train, ["-o", str(tmp_path / "mine.json")])
    assert result.exit_code == 0
    assert "models" in json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    assert FILE.read_text(encoding="utf-8") == before


def test_other_weights_than_the_shipped_fail_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.train.gold_items", _few)
    monkeypatch.setattr("analysis.train.lesson_items", list)
    result = CliRunner().invoke(train, ["--check"])
    assert result.exit_code == 1
    assert "run roamwatch train" in result.output


def _few() -> list[Item]:
    return [
        item for item in read_gold(SEED / "gold" / "en.jsonl") if item.gold["split"] == "train"
    ][:12]


def test_the_comparison_is_a_table_for_contributing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.train.gold_items", lambda _: _few()[:6])
    monkeypatch.setattr("analysis.ablation._ROUNDS", 1)
    told = CliRunner().invoke(train, ["--compare"]).stdout.splitlines()
    assert told[0].startswith("| decision by | topics P")
    assert len(told) == 9
    answer = json.loads(CliRunner().invoke(train, ["--compare", "--json"]).stdout)
    assert set(answer["rules alone"]) == {"topics", "changes"}


def test_markdown_has_shares_with_their_counts_and_intervals(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    lines = CliRunner().invoke(evaluate, [str(path), "--markdown"]).stdout.splitlines()
    assert "| rule changes, found of those there | 1 | 1 | 1.00 | 0.21–1.00 |" in lines
    assert "| Kind | 0 | 1 | 0.00 | 0.00–0.79 |" in lines
    assert any(line.startswith("| IMEI registration | 1 | 1.00 | 1.00 | 1.00 |") for line in lines)
    assert any(line.startswith("| English | 1 | 1.00 |") for line in lines)
    assert not any(line.startswith("| Kiswahili") for line in lines)
