"""How a text falls into passages, which numbers only count, and what of a passage counts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.differences.numbering import counting, enumerator
from analysis.differences.typography import key, plain
from analysis.differences.units import both


def passages(text: str) -> list[str]:
    """The passages of a text as they are written."""
    return [text[unit.start : unit.end] for unit in both(text, "")[0]]


def keys(text: str) -> list[str]:
    """What counts of each passage."""
    return [unit.key for unit in both(text, "")[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("First. Two! Three? Four.", ["First.", "Two!", "Three?", "Four."]),
        ("(a) first thing; (b) second thing", ["(a) first thing;", "(b) second thing"]),
        ("Title\n\nText.", ["Title", "Text."]),
        ("禁止漫游。应当登记。", ["禁止漫游。", "应当登记。"]),
        ("See Art. 5 and No. 7 of it.", ["See Art. 5 and No. 7 of it."]),
        ("5. The licensee pays.", ["5. The licensee pays."]),
        ("Article 5. The licensee pays.", ["Article 5. The licensee pays."]),
        ("Gilt ab dem 1. Mai 2027 hier.", ["Gilt ab dem 1. Mai 2027 hier."]),
        ("It is 2.5 GHz wide.", ["It is 2.5 GHz wide."]),
        ("i. e. what is meant", ["i. e. what is meant"]),
        ("He said “go.” Then he went.", ["He said “go.”", "Then he went."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert passages(text) == found


WRAPPED = "The operator keeps a register of all the\nforeign modules and shows it when asked."


def test_a_line_break_within_a_sentence_is_white_space() -> None:
    assert passages(WRAPPED) == [WRAPPED]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya\nuganda",
        WRAPPED.replace("foreign", "Foreign"),
        WRAPPED.replace("the\n", "the:\n"),
        WRAPPED.replace("\n", "\n\n"),
    ],
)
def test_other_line_breaks_end_a_passage(text: str) -> None:
    assert len(passages(text)) == 2


@given(st.text(max_size=200))
def test_passages_are_apart_in_order_and_hold_all_but_white_space(text: str) -> None:
    units = both(text, "")[0]
    assert all(left.end <= right.start for left, right in pairwise(units))
    spans = "".join(text[unit.start : unit.end] for unit in units)
    assert key(spans).replace("\x1f", "") == key(text).replace("\x1f", "")


@pytest.mark.parametrize(
    ("line", "form", "number"),
    [
        ("5. The", ("", "", "."), "5"),
        ("(12) The", ("", "(", ")"), "12"),
        ("Article 7", ("article", "", ""), "7"),
        ("§ 12a. Die", ("§", "", "."), "12a"),
        ("a) die", ("", "", ")"), "a"),
        ("IV. De", ("", "", "."), "IV"),
        ("第五条 总则", ("第", "", "条"), "五"),
        ("3.2.1 Scope", ("", "", ""), "3.2.1"),
    ],
)
def test_what_may_count_is_read(line: str, form: tuple[str, str, str], number: str) -> None:
    found = enumerator(line)
    assert found is not None
    assert (found.form, found.number) == (form, number)
    assert line[: found.end].strip().endswith((number, form[2]))


@pytest.mark.parametrize(
    "line", ["The rule", "1. Mai 2027", "a rule", "I go", "12345 cards", "2027-05-01", ""]
)
def test_what_cannot_count_is_left(line: str) -> None:
    assert enumerator(line) is None


def counted(*lines: str) -> set[str]:
    """The numbers that count in a text of these lines."""
    marks = [enumerator(line) for line in lines]
    return {number for _, number in counting(mark for mark in marks if mark)}


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["1. A", "2. B", "3. C"], {"1", "2", "3"}),
        (["(a) x", "(b) y", "(a) z", "(b) w"], {"a", "b"}),
        (["i) x", "ii) y", "iii) z"], {"i", "ii", "iii"}),
        (["第九条 x", "第十条 y", "第十一条 z"], {"九", "十", "十一"}),
        (["Article 4", "Article 5", "Article 5a", "Article 6"], {"4", "5", "5a", "6"}),
        (["7 x", "8 x", "9 x"], {"7", "8", "9"}),
        (["Within 90 days", "Within 30 days", "Within 60 days"], set()),
        (["90 days", "60 days", "30 days"], set()),
        (["90 days"], set()),
        (["Article 5"], set()),
        (["1 x", "2 x", "3 x", "90 days", "4 x", "5 x"], {"1", "2", "3", "4", "5"}),
    ],
)
def test_numbers_count_where_they_run_up_by_ones(lines: list[str], numbers: set[str]) -> None:
    assert counted(*lines) == numbers


def test_a_number_that_counts_is_no_part_of_the_key() -> None:
    assert keys("1. One rule\n2. Two rules\n3. Three rules") == [
        "Onerule",
        "Tworules",
        "Threerules",
    ]


def test_a_heading_of_only_a_number_keeps_its_word() -> None:
    assert keys("Article 1\nA.\nArticle 2\nB.\nArticle 3\nC.")[::2] == ["article#"] * 3


def test_what_counts_in_one_version_counts_in_the_other() -> None:
    _, after = both("(1) A\n(2) B\n(3) C", "(2) B")
    assert [unit.key for unit in after] == ["B"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“a”", '"a"'), ("a–b", "a-b"), ("a\u00adb", "ab"), ("a b", "a\u2003b"), ("ﬁ", "fi"),
        ("Ａ１", "A1"), ("e\u0301", "é"), ("1 000", "1000"), ("a  b", "ab"), ("−5", "-5"),
        ("…", "..."), ("\u200fא", "א"), ("ｶﾅ", "カナ"),
    ],
)  # fmt: skip
def test_other_shapes_of_the_same_sign_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("10²", "102"), ("1 2", "12"), ("a", "A"), ("a.", "a,"), ("½", "12"), ("-5", "5"), ("é", "e")],
)
def test_what_means_something_else_has_another_key(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)
