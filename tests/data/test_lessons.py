"""Lessons and unseen texts keep to their format; else a wrong label would teach in silence."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.lexicon import SEED, supported
from analysis.train import gold_items, lesson_items
from data.words import ChangeKind, ChangeStatus, Direction, Topic

LESSONS = sorted((SEED / "lessons").glob("*.jsonl"))
UNSEEN = sorted((SEED / "unseen").glob("*.jsonl"))
CHANGES = sorted((SEED / "lessons" / "changes").glob("*.jsonl"))
WORDED = sorted((SEED / "lessons" / "worded").glob("*.jsonl"))
LOTS = ("lot8", "lot10", "lot12", "lot13", "lot14", "lot15")
DATED_LOTS = [path for lot in LOTS for path in sorted((SEED / "unseen" / lot).glob("*.jsonl"))]
FILES = [*LESSONS, *CHANGES, *WORDED, *UNSEEN, *DATED_LOTS]
FIELDS = {
    "id", "lang", "authority", "country", "published", "title", "text", "topics", "is_change",
    "change_kind", "status", "direction", "countries", "plain",
}  # fmt: skip
DATED = FIELDS - {"plain"} | {"effective_date", "deadline", "limit_days"}
#: Where all texts change something, nobody was asked whose rule it is.
ALONE = DATED - {"countries"} | {"changes_only"}
HARD = DATED - {"countries"} | {"worded_only"}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fields(path: Path) -> set[str]:
    if path in DATED_LOTS:
        return DATED
    return ALONE if path in CHANGES else HARD if path in WORDED else FIELDS


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_line_says_all_that_a_lesson_has(path: Path) -> None:
    for line in lines(path):
        assert set(line) == fields(path), line["id"]
        assert line["lang"] == path.stem
        assert line["title"].strip()
        assert len(line["text"]) >= 40
        assert set(line["topics"]) <= {topic.value for topic in Topic}
        assert line["direction"] in set(Direction)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_changes_nothing_has_no_kind_and_no_status(path: Path) -> None:
    for line in lines(path):
        kind, status = ChangeKind(line["change_kind"]), ChangeStatus(line["status"])
        assert line["is_change"] is (kind is not ChangeKind.NONE), line["id"]
        assert line["is_change"] is (status is not ChangeStatus.NONE), line["id"]
        assert line["topics"] or not line["is_change"], line["id"]
        assert line["is_change"] or not line.get("changes_only"), line["id"]
        if kind is ChangeKind.CONSULTATION:
            assert status is ChangeStatus.CONSULTATION, line["id"]


def test_no_text_is_there_twice_nor_in_the_gold() -> None:
    lessons = lesson_items()
    texts = [item.text for item in lessons]
    assert len({item.id for item in lessons}) == len(lessons)
    assert len(set(texts)) == len(texts)
    gold = {item.text for split in ("train", "dev", "test") for item in gold_items(split)}
    assert not gold & set(texts)


def test_nothing_is_learnt_from_an_unseen_text() -> None:
    unseen = [line for path in [*UNSEEN, *DATED_LOTS] for line in lines(path)]
    taught = lesson_items()
    assert len(unseen) >= 150
    assert not {line["id"] for line in unseen} & {item.id for item in taught}
    assert not {line["text"] for line in unseen} & {item.text for item in taught}


def test_a_lot_that_changes_nothing_changes_nothing_in_any_language() -> None:
    lot = sorted((SEED / "unseen" / "lot12").glob("*.jsonl"))
    assert {path.stem for path in lot} == set(supported())
    assert not [line["id"] for path in lot for line in lines(path) if line["is_change"]]


def test_every_language_with_a_file_has_lessons_of_both_sorts() -> None:
    assert {path.stem for path in LESSONS} == set(supported())
    assert {path.stem for path in CHANGES} == set(supported())
    assert {path.stem for path in WORDED} == set(supported())


def test_what_teaches_wording_alone_has_texts_that_change_something_and_texts_that_do_not() -> None:
    for path in WORDED:
        assert {line["is_change"] for line in lines(path)} == {True, False}, path.stem
        assert all(line["worded_only"] is True for line in lines(path)), path.stem
