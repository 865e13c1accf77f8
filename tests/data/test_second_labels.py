"""The second annotation of the gold: every text with a change, and what came of the differences."""

import pytest

from tests.agreement import FIELDS, kappa, labels, table
from tests.data.test_gold import everything


def test_every_text_with_a_change_was_labelled_twice() -> None:
    changes = {item["id"] for item in everything() if item["is_change"]}
    rows = labels()
    assert {row["id"] for row in rows} == changes
    assert len(rows) == len(changes)
    assert all(set(row["first"]) == set(row["second"]) == set(FIELDS) for row in rows)


def test_what_both_said_stands_and_where_they_differ_one_of_them() -> None:
    settled = {item["id"]: item for item in everything()}
    for row in labels():
        for field in set(FIELDS) - {"direction"}:
            said = (row["first"][field], row["second"][field])
            assert settled[row["id"]][field] in said, (row["id"], field)
        assert settled[row["id"]]["direction"] == row["first"]["direction"], row["id"]


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "a")], 1.0),
        # Cohen's own way: 20 and 15 equal of 50, chance .5: (.7 - .5) / .5.
        ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[str, str]], wanted: float) -> None:
    assert kappa(pairs) == pytest.approx(wanted)


def test_the_table_counts_equal_labels() -> None:
    same = dict.fromkeys(FIELDS, 1)
    rows = [
        {"id": "a", "first": same, "second": same},
        {"id": "b", "first": same, "second": same | {"status": 2}},
    ]
    lines = list(table(rows, {"a": "test", "b": "dev"}))
    assert lines[3] == "| status | 1 of 2, 0.500 | 0.00 | 1 of 1, 1.000 | 1.00 |"
