"""Blocks become one text whose sections point exactly at them."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import Block, join_blocks

blocks = st.lists(
    st.builds(
        Block,
        text=st.text(max_size=30),
        kind=st.sampled_from(["heading", "paragraph", "list_item", "table"]),
        level=st.integers(0, 6),
        page=st.none() | st.integers(1, 9),
    ),
    max_size=12,
)


@given(blocks)
def test_every_section_is_exactly_its_block(given_blocks: list[Block]) -> None:
    text, sections = join_blocks(given_blocks)
    kept = [block for block in given_blocks if block.text]
    assert [text[section.start : section.end] for section in sections] == [
        block.text for block in kept
    ]
    assert [(s.kind, s.level, s.page) for s in sections] == [
        (block.kind, block.level, block.page) for block in kept
    ]


@given(blocks)
def test_between_two_sections_stands_one_blank_line(given_blocks: list[Block]) -> None:
    text, sections = join_blocks(given_blocks)
    for before, after in itertools.pairwise(sections):
        assert text[before.end : after.start] == "\n\n"


def test_no_blocks_are_an_empty_text() -> None:
    assert join_blocks([]) == ("", ())
    assert join_blocks([Block(text="")]) == ("", ())
