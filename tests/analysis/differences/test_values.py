"""Numbers and dates of a passage, and which of them changed."""

import pytest

from analysis.diff import compare
from analysis.differences.values import begins_with_date, hunks, tokens, words


def dates(text: str) -> list[str]:
    """The dates of a text as they are written."""
    return [token.text for token in tokens(text) if token.kind == "date"]


def numbers(text: str) -> list[str]:
    """The numbers outside dates."""
    return [token.text for token in tokens(text) if token.kind == "number"]


@pytest.mark.parametrize(
    "written",
    ["1 May 2027", "1st May 2027", "May 1, 2027", "1. Mai 2027", "1 de mayo de 2027", "1er mai 2027",
     "1 мая 2027", "1 Mayıs 2027", "2027-05-01", "01.05.2027", "1/5/2027", "01-05-27", "2027年5月1日",
     "2027년 5월 1일", "1 maja 2027", "15 شعبان 1448"],
)  # fmt: skip
def test_dates_are_known_by_their_shape(written: str) -> None:
    assert dates(f"It holds from {written} on") == [written]
    assert numbers(f"It holds from {written} on") == []


@pytest.mark.parametrize(
    "text", ["120 days", "version 3.2.1", "10:15", "Act 12 of 2027", "2027", "5 MHz"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates(text) == []
    assert numbers(text) != []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200 cards", ["1,200"]),
        ("1.200,50 euros", ["1.200,50"]),
        ("1 200 000 cards", ["1 200 000"]),
        ("from 5 to 12 %", ["5", "12"]),
        ("1 2 3", ["1", "2", "3"]),
        ("٩٠ يوما", ["٩٠"]),
        ("no digit", []),
    ],
)
def test_numbers_keep_their_groups(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def test_tokens_stand_where_they_say() -> None:
    text = "Le 1er mai 2027, l’opérateur paie 1 200 €."
    for token in (*tokens(text, 0), *words(text, 0)):
        assert text[token.start : token.end] == token.text


def test_offsets_count_from_where_the_passage_stands() -> None:
    assert [token.start for token in tokens("a b", 100)] == [100, 102]


def test_chinese_is_told_sign_by_sign() -> None:
    assert [token.text for token in tokens("禁止漫游")] == ["禁", "止", "漫", "游"]


def test_only_a_day_at_the_very_beginning_counts() -> None:
    assert begins_with_date("1. Mai 2027 gilt")
    assert not begins_with_date("1. Ab 1. Mai 2027 gilt")


def test_equal_words_have_no_hunks() -> None:
    assert hunks(list(tokens("a b c")), list(tokens("a  b\nc"))) == []


def test_hunks_tell_both_sides() -> None:
    (hunk,) = hunks(list(tokens("a b c")), list(tokens("a x y c")))
    assert [[token.text for token in side] for side in hunk] == [["b"], ["x", "y"]]


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [
        ("A card stays 120 days.", "A card stays 90 days.", [("120", "90")]),
        (
            "A fee of 1,200 or 5 units.",
            "A fee of 1,300 or 6 units.",
            [("1,200", "1,300"), ("5", "6")],
        ),
        ("A card stays as long as it likes.", "A card stays as long as 90 days.", [("", "90")]),
        ("A card stays for 90 days or so.", "A card stays for some days or so.", [("90", "")]),
        ("A card stays 90 days here.", "A card leaves 90 days here.", []),
    ],
)
def test_changed_numbers_come_in_pairs(old: str, new: str, values: list[tuple[str, str]]) -> None:
    (passage,) = compare(old, new)
    assert [(value.old, value.new) for value in passage.numbers] == values
    assert passage.dates == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1 May 2027", "1 June 2027"),
        ("1. Mai 2027", "15. Juni 2028"),
        ("2027年5月1日", "2027年6月1日"),
        ("2027-05-01", "2028-05-01"),
    ],
)
def test_a_changed_date_is_one_pair_and_no_number(old: str, new: str) -> None:
    (passage,) = compare(f"The rule holds from {old} on.", f"The rule holds from {new} on.")
    assert [(value.old, value.new) for value in passage.dates] == [(old, new)]
    assert passage.numbers == ()


def test_a_side_without_a_value_has_no_offset() -> None:
    (passage,) = compare("A card stays for some days.", "A card stays for 90 days.")
    assert [(value.old_start, value.new_start) for value in passage.numbers] == [(None, 17)]
