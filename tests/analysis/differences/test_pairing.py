"""Versions of one passage: how alike, split, joined, laid out anew; and a page's own values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.diff import compare
from analysis.differences.pairing import Bundle, Side, best, similarity, unpaired
from analysis.differences.relaid import Words, pair
from analysis.differences.units import both
from analysis.differences.values import tokens
from analysis.differences.volatile import is_counter, is_stamp, masked, names_counter


def sides(old: str, new: str) -> tuple[Side, Side, Bundle]:
    """Both texts as sides, and all of both as one gap."""
    before, after = both(old, new)
    return Side(old, before), Side(new, after), Bundle(0, len(before), 0, len(after))


def shape(bundle: Bundle) -> tuple[int, int]:
    """How many units of the old text became how many of the new."""
    return bundle.end - bundle.i, bundle.stop - bundle.j


@pytest.mark.parametrize(
    ("old", "new", "least", "most"),
    [
        ("a b c d", "a b c d", 1.0, 1.0),
        ("a b c d", "a b c x", 0.7, 0.8),
        ("120 days", "90 days", 0.9, 0.9),
        ("3094", "3095", 0.9, 0.9),
        ("1 May 2027", "3 June 2028", 0.9, 0.9),
        ("red fish swim", "owls never sleep", 0.0, 0.0),
    ],
)
def test_likeness_is_the_share_of_words_in_order(
    old: str, new: str, least: float, most: float
) -> None:
    assert least <= similarity(list(tokens(old)), list(tokens(new))) <= most


@pytest.mark.parametrize(
    ("old", "new", "shapes"),
    [
        ("Red fish swim here.", "Red fish swim there.", [(1, 1)]),
        ("Red fish swim.", "Owls never sleep at night!", [(1, 0), (0, 1)]),
        ("Red fish swim.\nBlue fish swim.", "Blue fish swim.", [(1, 0), (1, 1)]),
        ("Red fish swim here now.", "Red fish swim\nhere now.", [(1, 2)]),
        ("Red fish swim\nHere now.", "Red fish swim Here now.", [(2, 1)]),
    ],
)
def test_best_pairs(old: str, new: str, shapes: list[tuple[int, int]]) -> None:
    assert [shape(bundle) for bundle in best(*sides(old, new))] == shapes


def test_a_gap_with_one_side_is_left_as_it_is() -> None:
    old, new, _ = sides("One is here. Two is here.", "")
    gap = Bundle(0, 2, 0, 0)
    assert pair(old, new, gap) == [gap]
    assert unpaired(gap) == [gap]


def test_a_gap_with_the_same_words_is_only_layout() -> None:
    old, new, gap = sides("Red Fish\nSwim Here Now", "Red\nFish Swim\nHere Now")
    assert [bundle.layout for bundle in pair(old, new, gap)] == [True]


def test_a_gap_is_cut_where_both_have_an_edge() -> None:
    old, new, gap = sides("Aa bb.\n\nCc dd.\n\nEe ff.", "Aa bb.\n\nCc xx dd.\n\nEe ff.")
    assert [shape(part) for part in Words(old, new, gap).cuts()] == [(1, 1)] * 3


def test_a_gap_that_was_rewritten_is_not_laid_out_anew() -> None:
    old, new, gap = sides("Aa bb.\n\nCc dd.", "Xx yy.\n\nZz dd.")
    assert Words(old, new, gap).relaid() is None


TEXT = [
    "Every", "Operator", "keeps", "a", "Register", "Of", "Cards", "and", "Tells",
    "The", "Ministry", "how", "many", "there", "are", "in", "Use", "Today",
]  # fmt: skip


@given(st.integers(2, 9), st.integers(2, 9), st.integers(0, len(TEXT) - 1))
def test_one_word_put_in_between_lines_that_break_anew_is_all_that_is_told(
    left: int, right: int, place: int
) -> None:
    old = "\n".join(" ".join(TEXT[at : at + left]) for at in range(0, len(TEXT), left))
    grown = [*TEXT[:place], "Quokka", *TEXT[place:]]
    new = "\n".join(" ".join(grown[at : at + right]) for at in range(0, len(grown), right))
    found = compare(old, new)
    assert found
    assert any("Quokka" in passage.new for passage in found)
    assert all(passage.kind in ("added", "changed", "removed") for passage in found)


@pytest.mark.parametrize(
    "line",
    ["Last updated: 3 May 2026", "Page last modified on 03.05.2026 10:15", "Updated 2026-05-03",
     "Stand: 1. Mai 2026",
     "更新日期：2026年5月3日", "Mis à jour le 3 mai 2026", "last updated 2026"],
)  # fmt: skip
def test_stamps_are_known(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize(
    "line",
    ["Effective as of 3 May 2026", "Updated rules", "Operators must have it updated by 3 May 2026",
     "The register was last updated by the operator before the deadline of 3 May 2026 at the latest",
     "Standards apply from 3 May 2026", "3 May 2026", "Understand: 3 May 2026"],
)  # fmt: skip
def test_what_speaks_of_a_rule_is_no_stamp(line: str) -> None:
    assert not is_stamp(line)


@pytest.mark.parametrize(
    "line", ["Views: 12", "12 views", "Total page views 1,204", "点击：12", "조회 12"]
)
def test_counters_are_known(line: str) -> None:
    assert is_counter(line)


@pytest.mark.parametrize(
    "line",
    [
        "Visitors: 90 days",
        "Views differ",
        "Reviews 12 times",
        "12",
        "Between 5 and 12 views",
        "Interviews: 3",
    ],
)
def test_what_counts_something_else_is_no_counter(line: str) -> None:
    assert not is_counter(line)


def test_a_caption_is_a_counter_without_its_number() -> None:
    assert names_counter("Visits:")
    assert not names_counter("Fees:")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a?sid=1&b=2", "/a?sid=9&b=2", True),
        ("/a?sid=1&b=2", "/a?sid=1&b=3", False),
        ("/a?x=aaaaaaaa11111111", "/a?x=bbbbbbbb22222222", True),
        ("/a?x=regulation-on-roaming", "/a?x=regulation-on-numbering", False),
        ("at 10:15:22", "at 10:15:23", True),
        ("at 10:15", "at 10:16", False),
        ("2026-11-22T10:15:22Z", "2026-11-23T11:16:23Z", True),
        ("on 2026-11-22", "on 2026-11-23", False),
    ],
)
def test_what_each_visit_changes_is_masked(one: str, other: str, same: bool) -> None:
    assert (masked(one) == masked(other)) is same
