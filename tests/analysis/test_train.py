"""Training is deterministic, keeps to common sense and can be rebuilt from the gold."""

from pathlib import Path

import pytest

from analysis.evaluate import Item
from analysis.examples import examples, long_texts
from analysis.train import fit, fit_ranked, gold_items, made
from analysis.weights import load
from analysis.wording import NOTHING

ROWS = [({"a": 1.0}, "yes")] * 6 + [({"b": 1.0}, "no")] * 6 + [({"a": 1.0, "b": 1.0}, "no")]


@pytest.fixture(scope="module")
def english() -> list[Item]:
    """A few labelled texts."""
    return [item for item in gold_items() if item.gold["lang"] == "en"][:12]


def test_a_feature_of_the_right_answer_gets_weight() -> None:
    weights = fit(ROWS, 0.01, {})["yes"]
    assert weights["a"] > 0 > weights["b"]


def test_a_sign_that_is_set_holds_against_the_examples() -> None:
    weights = fit(ROWS, 0.01, {"b": 1})["yes"]
    assert weights.get("b", 0.0) >= 0


def test_fitting_twice_gives_the_same() -> None:
    assert fit(ROWS, 0.01, {}) == fit(ROWS, 0.01, {})


def test_a_ranking_learns_which_place_tells() -> None:
    right = {"x": {"title": 1.0}, "y": {"title": 0.0}}
    other = {"x": {"title": 0.0}, "y": {"title": 1.0}}
    assert fit_ranked([(right, "x"), (other, "y")] * 4, 0.01)["yes"]["title"] > 0


def test_a_labelled_change_teaches_all_five_decisions(english: list[Item]) -> None:
    changing = next(
        i for i in english if i.gold["is_change"] and i.gold["change_kind"] != "consultation"
    )
    assert {model for model, _, _ in examples(changing, NOTHING)} == {
        "topic", "change", "kind", "status", "direction"
    }  # fmt: skip


def test_a_text_without_change_teaches_no_kind(english: list[Item]) -> None:
    still = next(i for i in english if not i.gold["is_change"])
    assert not {model for model, _, _ in examples(still, NOTHING)} & {"kind", "status", "direction"}


def test_a_lot_of_changes_alone_gives_no_examples(english: list[Item]) -> None:
    item = next(i for i in english if i.gold["change_kind"] == "new_rule")
    alone = Item(id="x", gold={**item.gold, "changes_only": True}, text="A new rule. " * 9)
    assert made(english, [alone]).counts == made(english, []).counts
    assert made(english, [item]).counts != made(english, []).counts


def test_books_bury_a_mention_or_stay_on_their_topic(english: list[Item]) -> None:
    books = list(long_texts(english))
    assert {bool(topics) for _, _, _, topics in books} == {True, False}
    assert all(len(text) > 1500 for _, text, _, _ in books)


def test_training_writes_files_that_load_and_say_what_was_made(
    english: list[Item], tmp_path: Path
) -> None:
    path = tmp_path / "weights.json"
    trained = made(english, [])
    trained.write(path)
    assert set(load(path)) == set(trained.counts)
    assert set(load(path)) == {"topic", "change", "kind", "status", "direction"}
    assert trained.is_in(path)
    assert not made(english[:-1], english[-1:]).is_in(path)


def test_the_test_part_is_never_learned_from() -> None:
    assert {item.gold["split"] for item in gold_items()} == {"train"}


def test_a_lesson_of_wording_alone_gives_no_examples_but_is_known(english: list[Item]) -> None:
    item = next(i for i in english if i.gold["change_kind"] == "new_rule")
    worded = Item(id="x", gold={**item.gold, "worded_only": True}, text=item.text)
    without, with_it = made(english, []), made(english, [worded])
    assert with_it.counts == without.counts
    assert with_it.wording.rarity.tolist() != without.wording.rarity.tolist()
