"""The gold set keeps its own rules: shape, words, splits, balance, and no text twice."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

import data
from data.words import ChangeKind, ChangeStatus, Direction, Topic

FOLDER = Path(data.__file__).parent / "seed" / "gold"
FILES = sorted(FOLDER.glob("*.jsonl"))
#: Files written and reviewed together; each must stand on its own in training and testing.
FULL = ("es", "pt", "fr", "de", "tr")
SPLITS = {"train", "dev", "test"}
GROUPS = {"EU", "EEA", "GCC", "ECOWAS", "EAEU", "MERCOSUR", "SADC", "EACO", "ASEAN", "INT"}
FIELDS = {
    "id",
    "lang",
    "authority",
    "country",
    "published",
    "title",
    "text",
    "topics",
    "countries",
    "is_change",
    "change_kind",
    "status",
    "direction",
    "effective_date",
    "deadline",
    "limit_days",
    "split",
    "why",
}

Item = dict[str, Any]


def read(path: Path) -> list[Item]:
    """The items of one gold file, in order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def everything() -> list[Item]:
    """The items of all gold files."""
    return [item for path in FILES for item in read(path)]


def places() -> set[str]:
    """ISO 3166-1 alpha-2 codes and the groups of the design."""
    codes = {str(code) for code in Locale("en").territories}
    return {code for code in codes if re.fullmatch("[A-Z]{2}", code)} | GROUPS


def words(item: Item) -> int:
    """How many words a text has; where no spaces part them, some characters stand for one."""
    size = {"zh": 2, "ja": 2, "ko": 3, "th": 5}.get(item["lang"])
    return len(item["text"]) // size if size else len(item["text"].split())


def shingles(text: str, size: int = 5) -> set[tuple[str, ...]]:
    """Runs of ``size`` words, without digits: a template with swapped numbers gives equal sets.

    Where no spaces part the words, runs of ``3 * size`` characters.
    """
    parts = re.findall(r"[^\W\d_]+", text.lower())
    if re.search(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]{15}", text):
        parts, size = list("".join(parts)), 3 * size
    return {tuple(parts[i : i + size]) for i in range(len(parts) - size + 1)}


def one_file(path: Path) -> str:
    """The name of a parametrised case."""
    return path.stem


every_file = pytest.mark.parametrize("path", FILES, ids=one_file)
full_file = pytest.mark.parametrize("language", FULL)


def test_a_folder_without_gold_does_not_pass() -> None:
    assert {path.stem for path in FILES} >= set(FULL)


@every_file
def test_each_item_has_the_fields_and_no_other(path: Path) -> None:
    for item in read(path):
        assert set(item) == FIELDS, item["id"]
        for name in ("authority", "title", "text", "why"):
            assert item[name].strip(), (item["id"], name)


@every_file
def test_file_name_language_and_id_agree(path: Path) -> None:
    for item in read(path):
        assert item["lang"] == path.stem, item["id"]
        assert item["id"].startswith(f"{path.stem}-"), item["id"]


@every_file
def test_only_words_of_the_design_are_used(path: Path) -> None:
    known = places()
    for item in read(path):
        assert set(item["topics"]) <= set(Topic), item["id"]
        assert len(item["topics"]) == len(set(item["topics"])), item["id"]
        assert {item["country"], *item["countries"]} <= known, item["id"]
        assert item["change_kind"] in set(ChangeKind), item["id"]
        assert item["status"] in set(ChangeStatus), item["id"]
        assert item["direction"] in set(Direction), item["id"]
        assert item["split"] in SPLITS, item["id"]


@every_file
def test_dates_parse_and_no_deadline_lies_before_publication(path: Path) -> None:
    for item in read(path):
        published = date.fromisoformat(item["published"])
        if item["effective_date"] is not None:
            date.fromisoformat(item["effective_date"])
        if item["deadline"] is not None:
            assert date.fromisoformat(item["deadline"]) >= published, item["id"]


@every_file
def test_limits_are_whole_days(path: Path) -> None:
    for item in read(path):
        limit = item["limit_days"]
        assert limit is None or (isinstance(limit, int) and 0 < limit <= 366 * 2), item["id"]


@every_file
def test_what_is_no_change_carries_no_change_labels(path: Path) -> None:
    for item in read(path):
        if not item["is_change"]:
            words = (item["change_kind"], item["status"], item["direction"])
            assert words == ("none", "none", "neutral"), item["id"]
            numbers = (item["effective_date"], item["deadline"], item["limit_days"])
            assert numbers == (None, None, None), item["id"]
            assert item["countries"] == [], item["id"]


@every_file
def test_a_change_says_what_where_and_how_far(path: Path) -> None:
    for item in read(path):
        if item["is_change"]:
            assert item["topics"], item["id"]
            assert item["countries"], item["id"]
            assert "none" not in (item["change_kind"], item["status"]), item["id"]


@every_file
def test_consultation_is_kind_and_status_together(path: Path) -> None:
    for item in read(path):
        as_kind = item["change_kind"] == ChangeKind.CONSULTATION
        assert as_kind == (item["status"] == ChangeStatus.CONSULTATION), item["id"]


@every_file
def test_in_force_means_no_later_than_the_day_after_publication(path: Path) -> None:
    for item in read(path):
        if item["effective_date"] is None:
            continue
        after = date.fromisoformat(item["published"]) + timedelta(days=1)
        effective = date.fromisoformat(item["effective_date"])
        if item["status"] == ChangeStatus.IN_FORCE:
            assert effective <= after, item["id"]
        if item["status"] == ChangeStatus.ADOPTED:
            assert effective > after, item["id"]


@every_file
def test_between_two_and_three_fifths_are_negatives(path: Path) -> None:
    items = read(path)
    assert items, "an empty file"
    share = sum(not item["is_change"] for item in items) / len(items)
    assert 0.4 <= share <= 0.6


@every_file
def test_texts_are_passages_not_snippets_or_books(path: Path) -> None:
    for item in read(path):
        assert 20 <= words(item) <= 900, item["id"]


@every_file
def test_no_text_is_another_with_swapped_numbers(path: Path) -> None:
    items = [(item["id"], shingles(item["text"])) for item in read(path)]
    for (one, mine), (other, theirs) in combinations(items, 2):
        shared = len(mine & theirs) / min(len(mine), len(theirs))
        assert shared < 0.2, (one, other)


def test_ids_and_texts_are_unique_over_all_files() -> None:
    for name in ("id", "text"):
        counts = Counter(item[name] for item in everything())
        assert [value for value, count in counts.items() if count > 1] == []


def test_an_authority_stands_in_one_split_over_all_files() -> None:
    splits = defaultdict(set)
    for item in everything():
        splits[item["authority"]].add(item["split"])
    assert {name: found for name, found in splits.items() if len(found) > 1} == {}


@full_file
def test_a_full_language_has_sixty_items_and_a_useful_test_part(language: str) -> None:
    items = read(FOLDER / f"{language}.jsonl")
    assert len(items) >= 60
    sizes = Counter(item["split"] for item in items)
    assert sizes["train"] >= 15
    assert sizes["dev"] >= 10
    assert sizes["test"] >= 20


@full_file
def test_a_full_language_has_changes_in_all_topics(language: str) -> None:
    items = read(FOLDER / f"{language}.jsonl")
    counts = Counter(topic for item in items if item["is_change"] for topic in item["topics"])
    assert {topic for topic in Topic if counts[topic] < 2} == set()


@full_file
def test_a_full_language_has_all_kinds_and_states(language: str) -> None:
    items = read(FOLDER / f"{language}.jsonl")
    assert {item["change_kind"] for item in items} == set(ChangeKind)
    assert {item["status"] for item in items} == set(ChangeStatus)
    assert {item["direction"] for item in items} == set(Direction)


@full_file
def test_a_full_language_has_topics_without_change_and_texts_without_topic(language: str) -> None:
    negatives = [i for i in read(FOLDER / f"{language}.jsonl") if not i["is_change"]]
    assert sum(bool(item["topics"]) for item in negatives) >= 10
    assert sum(not item["topics"] for item in negatives) >= 10
