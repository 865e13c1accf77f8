"""The little Markdown of the samples becomes blocks."""

import pytest

from webapp.demo.markup import Block, read_markup


def test_lines_of_a_paragraph_join_and_a_blank_line_ends_it() -> None:
    blocks = read_markup("One\ntwo.\n\nThree.\n")

    assert [block.text for block in blocks] == ["One two.", "Three."]
    assert {block.kind for block in blocks} == {"paragraph"}


@pytest.mark.parametrize(("line", "level"), [("## A", 2), ("### A", 3), ("#### A", 4)])
def test_hashes_make_a_heading_of_that_level(line: str, level: int) -> None:
    assert read_markup(line) == (Block(kind="heading", level=level, text="A"),)


def test_a_heading_ends_with_its_line_even_without_a_blank_one() -> None:
    heading, paragraph = read_markup("## A\nText goes on.")

    assert (heading.kind, paragraph.text) == ("heading", "Text goes on.")


def test_dashes_make_a_list_and_a_line_without_one_belongs_to_its_item() -> None:
    (block,) = read_markup("- first\n  goes on;\n- second.")

    assert block.items == ("first goes on;", "second.")


def test_pipes_make_a_table_without_its_rule() -> None:
    (block,) = read_markup("| A | B |\n| --- | --- |\n| 1 | 2 |")

    assert block.rows == (("A", "B"), ("1", "2"))


def test_plain_words_keep_a_line_for_each_item_and_row() -> None:
    blocks = read_markup("## H\n\nP.\n\n- a\n- b\n\n| c | d |\n| e | f |")

    assert [block.plain for block in blocks] == ["H", "P.", "a\nb", "c d\ne f"]


def test_a_number_at_the_start_of_a_sentence_is_no_list() -> None:
    (block,) = read_markup("1. Os operadores devem conservar os dados.")

    assert block.kind == "paragraph"


def test_nothing_makes_no_block() -> None:
    assert read_markup("\n \n\n") == ()
