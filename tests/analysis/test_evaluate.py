"""Evaluation counts what it should, and the shipped analysis keeps its level on the gold."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.evaluate import GoldError, Item, evaluate, read_gold
from analysis.lexicon import SEED, supported

TEXT = (
    "The Communications Authority of Kenya hereby directs that every IMEI shall be registered. "
    "Unregistered devices will be blocked after 30 days. The order takes effect on 1 May 2027."
)
LABELS: dict[str, Any] = {
    "id": "a", "lang": "en", "title": "New rule: IMEI registration becomes mandatory",
    "published": "2026-11-02", "country": "KE", "topics": ["imei"], "countries": ["KE"],
    "is_change": True, "change_kind": "new_rule", "status": "adopted", "direction": "tightening",
    "effective_date": "2027-05-01", "deadline": None, "limit_days": 30,
}  # fmt: skip


def item(**other: Any) -> Item:
    """A gold item, with some labels changed."""
    gold = LABELS | other
    return Item(id=str(gold["id"]), gold=gold, text=str(gold.get("text", TEXT)))


def test_a_right_item_has_no_errors() -> None:
    report = evaluate([item()])
    assert report["errors"] == []
    assert report["overall"]["countries"]["right"] == 1
    assert report["overall"]["limit_days"]["accuracy"] == 1.0


def test_each_wrong_field_is_listed_with_its_reason() -> None:
    report = evaluate([item(status="in_force", effective_date="2027-06-01", topics=["roaming"])])
    wrong = {error["field"]: error for error in report["errors"]}
    assert set(wrong) == {"topics", "status", "effective_date"}
    assert wrong["effective_date"]["gold"] == "2027-06-01"
    assert wrong["effective_date"]["predicted"] == "2027-05-01"
    assert wrong["status"]["reason"]


def test_a_missed_change_counts_against_recall_only() -> None:
    report = evaluate([item(text="The library opens at nine. " * 9, title="")])
    assert report["overall"]["changes"]["fn"] == 1
    assert report["overall"]["changes"]["fp"] == 0
    assert report["overall"]["kind"]["of"] == 0


def test_predictions_have_the_form_of_analyse() -> None:
    (prediction,) = evaluate([item()])["items"]
    assert prediction["id"] == "a"
    assert prediction["changes"][0]["country"] == "KE"


def test_scores_are_given_per_language_and_topic() -> None:
    report = evaluate([item(), item(id="b", lang="es")])
    assert set(report["languages"]) == {"en", "es"}
    assert report["topics"]["imei"]["tp"] >= 1


def test_texts_may_stand_in_another_file(tmp_path: Path) -> None:
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts.jsonl"
    gold.write_text(json.dumps(LABELS) + "\n\n")
    texts.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    (found,) = read_gold(gold, texts)
    assert found.text == TEXT


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1: not JSON"),
        ("[1]", "line 1: no object"),
        ('{"id": "a"}', "no text for item 'a'"),
    ],
)
def test_an_unusable_line_is_named(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(GoldError, match=message):
        read_gold(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.jsonl"):
        read_gold(tmp_path / "none.jsonl")


def test_the_shipped_analysis_keeps_its_level_on_train_and_development() -> None:
    items = [
        found
        for code in sorted(supported())
        for found in read_gold(SEED / "gold" / f"{code}.jsonl")
        if found.gold["split"] != "test"
    ]
    overall = evaluate(items)["overall"]
    assert overall["topics"]["f1"] >= 0.8
    assert overall["changes"]["precision"] >= 0.88
    assert overall["changes"]["recall"] >= 0.8
    for name, floor in {
        "countries": 0.85, "kind": 0.8, "status": 0.85, "direction": 0.65,
        "effective_date": 0.7, "deadline": 0.9, "limit_days": 0.9,
    }.items():  # fmt: skip
        assert overall[name]["accuracy"] >= floor, name
