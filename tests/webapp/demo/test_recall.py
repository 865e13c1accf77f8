"""Word recall counts what was lost, and nothing else."""

import pytest

from webapp.demo.recall import word_recall


def test_all_words_there_in_any_order_is_one() -> None:
    assert word_recall("one two, three", "menu Three three two one footer") == 1.0


def test_each_lost_word_counts_as_often_as_it_stood_there() -> None:
    assert word_recall("a b b b", "a b") == 0.5


def test_nothing_read_is_zero() -> None:
    assert word_recall("a b", "") == 0.0


def test_nothing_wanted_loses_nothing() -> None:
    assert word_recall("", "anything") == 1.0


@pytest.mark.parametrize(
    ("original", "extracted"),
    [
        ("Fest­le­gung", "Festlegung"),
        ("e\ufb03cient", "efficient"),
        ("a\u00a0b", "a b"),
        ("Ａ１", "A1"),
    ],
    ids=["soft hyphen", "ligature", "hard space", "wide letters"],
)
def test_forms_of_the_same_letters_make_no_difference(original: str, extracted: str) -> None:
    assert word_recall(original, extracted) == 1.0


def test_chinese_counts_letters_so_that_one_lost_letter_is_not_a_whole_sentence() -> None:
    assert word_recall("网络安全法", "网络安全") == pytest.approx(0.8)


def test_case_counts_since_extraction_must_not_change_it() -> None:
    assert word_recall("IMEI", "imei") == 0.0
