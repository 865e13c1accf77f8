"""The comparison of what the parts of the decision are worth."""

from pathlib import Path

import pytest

from analysis import ablation
from analysis.ablation import CHANGE, Row, classifier, compare
from analysis.evaluate import Item, read_gold
from analysis.lexicon import SEED

VARIANTS = [
    "rules alone", "text classifier alone", "features without wording",
    "features and wording (shipped)", "these and text classifier",
    "whole pipeline, gated", "whole pipeline, without the gate",
]  # fmt: skip


def part(split: str, count: int) -> list[Item]:
    """A few English texts of one part of the gold."""
    path: Path = SEED / "gold" / "en.jsonl"
    return [item for item in read_gold(path) if item.gold["split"] == split][:count]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The comparison on a handful of texts, with a short training."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ablation, "_ROUNDS", 2)
        return list(compare(part("train", 16), part("dev", 10)))


def test_every_variant_is_in_the_table(rows: list[Row]) -> None:
    assert [row.name for row in rows] == VARIANTS


def test_every_variant_is_judged_on_the_same_texts(rows: list[Row]) -> None:
    wanted = {(row.topics.tp + row.topics.fn, row.changes.tp + row.changes.fn) for row in rows}
    assert len(wanted) == 1


def test_the_gate_changes_no_figure(rows: list[Row]) -> None:
    gated, whole = rows[-2:]
    assert (gated.topics, gated.changes) == (whole.topics, whole.changes)


def test_the_features_are_those_of_the_pipeline(rows: list[Row]) -> None:
    by_name = {row.name: row for row in rows}
    shipped = by_name["features and wording (shipped)"]
    assert shipped.topics == by_name["whole pipeline, gated"].topics


def test_the_classifier_learns_the_same_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ablation, "_ROUNDS", 2)
    item = part("dev", 1)[0]
    first, second = (classifier(part("train", 8))(item) for _ in range(2))
    assert first == second
    assert 0 <= first[CHANGE] <= 1
