"""What is new in a changed page, and where it stands."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.diff import changed_spans

OLD = "Foreign SIMs are allowed.\nThe limit is 120 days. Operators report monthly.\n\nContact us."


def _new_texts(old: str, new: str) -> list[str]:
    return [new[start:end].strip() for start, end in changed_spans(old, new)]


def test_an_unchanged_text_has_nothing_new() -> None:
    assert changed_spans(OLD, OLD) == []


def test_a_changed_sentence_is_new_and_its_neighbours_are_not() -> None:
    assert _new_texts(OLD, OLD.replace("120", "90")) == ["The limit is 90 days."]


def test_an_added_paragraph_is_new_in_one_piece() -> None:
    added = "From May no SIM may roam permanently. Exceptions end."
    assert _new_texts(OLD, f"{OLD}\n{added}") == [added]


def test_a_passage_that_only_moved_is_not_new() -> None:
    assert changed_spans(OLD, "Contact us.\n" + OLD.removesuffix("\n\nContact us.")) == []


def test_broken_lines_and_spaces_are_not_new() -> None:
    assert changed_spans("One rule.  Two rules.", "One rule. Two rules.\n") == []


def test_a_counter_or_date_line_without_letters_is_not_new() -> None:
    assert changed_spans("Visits:\n3094\nRule.", "Visits:\n3095\nRule.") == []


def test_a_sentence_said_twice_is_new_the_second_time() -> None:
    assert _new_texts("Ban.", "Ban.\nBan.") == ["Ban."]


def test_what_was_only_taken_away_leaves_no_span() -> None:
    assert changed_spans(OLD, OLD.replace("Operators report monthly.", "")) == []


def test_a_negation_taken_away_changes_its_sentence() -> None:
    assert _new_texts("Roaming is not banned.", "Roaming is banned.") == ["Roaming is banned."]


@given(st.text(max_size=300), st.text(max_size=300))
def test_spans_lie_in_the_new_text_apart_and_in_order(old: str, new: str) -> None:
    spans = changed_spans(old, new)
    assert all(0 <= start < end <= len(new) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
