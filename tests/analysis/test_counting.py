"""Shares and their intervals, by hand-checked figures."""

import pytest

from analysis.counting import Count, accuracy, reliability, wilson


def counted() -> Count:
    """Two found, one too much, one missed."""
    count = Count()
    for gold, predicted in [
        (True, True), (True, True), (False, True), (True, False), (False, False),
    ]:  # fmt: skip
        count.add(gold=gold, predicted=predicted)
    return count


def test_precision_recall_and_f1_come_from_counts() -> None:
    told = counted().as_json()
    assert {name: told[name] for name in ("precision", "recall", "f1", "tp", "fp", "fn")} == {
        "precision": 0.6667, "recall": 0.6667, "f1": 0.6667, "tp": 2, "fp": 1, "fn": 1,
    }  # fmt: skip


def test_nothing_to_count_has_no_share_and_no_interval() -> None:
    told = Count().as_json()
    assert told["precision"] is None
    assert told["intervals"] == {"precision": None, "recall": None, "f1": None}
    assert accuracy([]) == {"accuracy": None, "right": 0, "of": 0, "interval": None}


@pytest.mark.parametrize(
    ("part", "whole", "bounds"),
    [
        (81, 263, (0.2553, 0.3662)),  # Newcombe 1998, table I
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (20, 20, (0.8389, 1.0)),
    ],
)
def test_intervals_are_those_of_the_literature(
    part: int, whole: int, bounds: tuple[float, float]
) -> None:
    assert wilson(part, whole) == pytest.approx(bounds, abs=0.0002)


def test_an_interval_holds_its_share_and_narrows_with_more_items() -> None:
    few, many = wilson(9, 10), wilson(900, 1000)
    assert few is not None
    assert many is not None
    assert few[0] < many[0] < 0.9 < many[1] < few[1]


def test_the_interval_of_f1_holds_f1() -> None:
    told = counted().as_json()
    low, high = told["intervals"]["f1"]
    assert 0 < low < told["f1"] < high < 1


def test_reliability_has_a_row_per_step_that_occurs() -> None:
    rows = reliability([(0.95, True), (1.0, True), (0.55, False), (0.5, True)])
    assert [(row["from"], row["right"], row["of"]) for row in rows] == [(0.5, 1, 2), (0.9, 2, 2)]
    assert rows[0]["said"] == pytest.approx(0.525)
