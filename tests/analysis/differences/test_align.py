"""Order: what stays, what a gap holds, what moved."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.differences.align import align, rising
from analysis.differences.moves import Move, moves
from analysis.differences.settle import match
from analysis.differences.units import Unit, both


def ids(text: str) -> list[int]:
    """Each sign as an element."""
    return [ord(sign) for sign in text]


def kept(old: str, new: str, weak: str = "") -> str:
    """The signs that were aligned, in order."""
    return "".join(old[i] for i, _ in align(ids(old), ids(new), set(ids(weak))))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("", "", ""),
        ("abc", "", ""),
        ("abc", "abc", "abc"),
        ("abc", "xyz", ""),
        ("abc", "xabcx", "abc"),
        ("abcd", "abxd", "abd"),
        ("aXbXc", "aXcX", "aXcX"[:2] + "c"),
        ("aaaa", "aa", "aa"),
        ("abab", "baba", "aba"),
    ],
)
def test_what_is_common_in_order_is_aligned(old: str, new: str, same: str) -> None:
    assert len(kept(old, new)) == len(same)


def test_the_end_of_a_gap_is_taken_first() -> None:
    # A heading (h) belongs to what follows it.
    assert align(ids("hB"), ids("hAhB")) == [(0, 2), (1, 3)]


def test_a_weak_element_is_no_anchor_and_goes_with_what_follows() -> None:
    assert align(ids("ahb"), ids("ahxhb"), set(ids("h"))) == [(0, 0), (1, 3), (2, 4)]


elements = st.lists(st.integers(0, 5), max_size=40)


@given(elements, elements, st.sets(st.integers(0, 5)))
def test_pairs_are_equal_and_rise(old: list[int], new: list[int], weak: set[int]) -> None:
    pairs = align(old, new, weak)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


@given(elements)
def test_equal_sequences_are_aligned_whole(old: list[int]) -> None:
    assert align(old, old) == [(at, at) for at in range(len(old))]


@given(st.permutations(range(12)))
def test_a_chain_is_the_longest_that_rises(order: list[int]) -> None:
    chain = rising(list(enumerate(order)))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chain))
    best = [1] * len(order)
    for at, value in enumerate(order):
        best[at] += max((best[k] for k in range(at) if order[k] < value), default=0)
    assert len(chain) == max(best)


def test_a_chain_of_nothing_is_empty() -> None:
    assert rising([]) == []


def matched(old: str, new: str) -> tuple[list[Unit], list[Unit], list[tuple[int, int]]]:
    """Units of two texts, and which of them are the same."""
    before, after = both(old, new)
    return before, after, match(before, after)


def moved(old: str, new: str) -> list[Move]:
    """What moved between two texts."""
    return moves(*matched(old, new))


LONG = "\n".join(f"Sentence {word} stays where it is." for word in ("one", "two", "three", "four"))


def test_a_repeated_sentence_without_neighbours_is_no_match() -> None:
    _, _, pairs = matched(
        "Alpha stays.\nSame here.\nBeta stays.", "Gamma comes.\nSame here.\nDelta comes."
    )
    assert pairs == [(1, 1)]
    twice = "Alpha stays.\nSame here.\nBeta stays.\nSame here."
    _, _, pairs = matched(twice, "Gamma comes.\nSame here.\nDelta comes.")
    assert pairs == []


def test_an_insertion_begins_at_its_heading() -> None:
    end = "So it is in all cases."
    old = f"Article 1\nAlpha stays here.\n{end}\nArticle 3\nBeta stays here.\n{end}"
    new = old.replace("Article 3", f"Article 2\nGamma comes here.\n{end}\nArticle 3")
    _, after, pairs = matched(old, new)
    free = set(range(len(after))) - {j for _, j in pairs}
    assert sorted(free) == [3, 4, 5]


def test_a_block_is_moved_with_its_heading() -> None:
    block = "Article 9\nThis one wanders about.\nAnd so does its second line."
    old = f"{block}\nArticle 10\n{LONG}\nThe end is here."
    new = f"Article 10\n{LONG}\n{block}\nThe end is here."
    (move,) = moved(old, new)
    assert (move.i, move.length, move.shuffled) == (0, 3, False)


def test_few_signs_move_by_chance() -> None:
    assert moved(f"Void.\n{LONG}", f"{LONG}\nVoid.") == []


def test_what_stands_twice_is_no_seed() -> None:
    twice = "This stands twice in the old text."
    assert moved(f"{twice}\n{LONG}\n{twice}", f"{LONG}\n{twice}\nNew words.\n{twice}") == []


def test_a_sentence_with_a_likelier_version_in_its_place_did_not_move() -> None:
    old = f"A card stays for 29 days at ports.\n{LONG}\nA card stays for 119 days at ports.\nEnd it is."
    new = f"A card stays for 119 days at ports.\n{LONG}\nEnd it is."
    assert moved(old, new) == []


def test_items_of_one_list_are_shuffled_not_moved() -> None:
    found = moved(
        "Kenya\nUganda\nTanzania\nRwanda\nBurundi", "Burundi\nKenya\nUganda\nTanzania\nRwanda"
    )
    assert [move.shuffled for move in found] == [True]


def test_sentences_in_another_order_are_moved_not_shuffled() -> None:
    first, rest = LONG.split("\n", 1)
    assert [move.shuffled for move in moved(LONG, f"{rest}\n{first}")] == [False]


def test_an_item_that_goes_to_another_list_is_moved() -> None:
    old = "Kenya\nUganda\nRwanda\nZanzibar island\n\nThis sentence stands between.\n\nPeru\nChile\nBolivia"
    new = "Kenya\nUganda\nRwanda\n\nThis sentence stands between.\n\nPeru\nChile\nBolivia\nZanzibar island"
    assert [move.shuffled for move in moved(old, new)] == [False]
