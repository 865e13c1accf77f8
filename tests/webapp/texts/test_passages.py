import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.texts.passages import Passage, Span, passages, pieces

TEXT = "First block here.\n\nSecond block with a quote in it.\n\nThird block."
BLOCKS = [(0, 17), (19, 51), (53, 65)]


def span(quote: str, text: str = TEXT, *, style: str = "evidence", strength: int = 0) -> Span:
    start = text.index(quote)
    return Span(start=start, end=start + len(quote), style=style, strength=strength)


def shown(passage: Passage) -> str:
    return "".join(f"[{piece.text}]" if piece.span else piece.text for piece in passage.pieces)


def test_a_quote_is_marked_where_it_stands() -> None:
    found = pieces(TEXT, 19, 51, [span("a quote")])
    assert [(piece.text, piece.span is not None) for piece in found] == [
        ("Second block with ", False),
        ("a quote", True),
        (" in it.", False),
    ]


def test_of_two_marks_on_one_place_the_stronger_shows() -> None:
    weak, strong = span("block with a quote"), span("with", style="limits", strength=1)
    found = pieces(TEXT, 19, 51, [strong, weak])
    assert [(piece.text, piece.span.style) for piece in found if piece.span] == [
        ("block ", "evidence"),
        ("with", "limits"),
        (" a quote", "evidence"),
    ]


def test_a_mark_that_another_interrupts_begins_once() -> None:
    weak, strong = span("block with a quote"), span("with", style="limits", strength=1)
    found = pieces(TEXT, 19, 51, [weak, strong])
    assert [piece.first for piece in found] == [False, True, True, False, False]


def test_marks_that_reach_beyond_the_stretch_are_cut_to_it() -> None:
    found = pieces(TEXT, 26, 31, [Span(start=0, end=len(TEXT), style="evidence")])
    assert [piece.text for piece in found] == ["block"]


def test_an_empty_stretch_has_no_pieces() -> None:
    assert pieces(TEXT, 5, 5, [span("block")]) == ()


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60), st.integers(0, 3)), max_size=12),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_the_pieces_put_together_are_the_text_itself(
    text: str, marks: list[tuple[int, int, int]], start: int, length: int
) -> None:
    spans = [
        Span(start=at, end=at + size, style="topics", strength=strength)
        for at, size, strength in marks
    ]
    start = min(start, len(text))
    end = min(start + length, len(text))
    found = pieces(text, start, end, spans)
    assert "".join(piece.text for piece in found) == text[start:end]
    assert all(piece.text for piece in found)


def test_a_passage_takes_in_whole_blocks_around_the_quote() -> None:
    (found,) = passages(TEXT, [span("a quote")], BLOCKS)
    assert shown(found) == TEXT.replace("a quote", "[a quote]")
    assert (found.cut_before, found.cut_after) == (False, False)


def test_a_passage_stops_at_a_block_when_the_next_is_too_far() -> None:
    (found,) = passages(TEXT, [span("a quote")], BLOCKS, context=20)
    assert shown(found) == "Second block with [a quote] in it."
    assert (found.cut_before, found.cut_after) == (True, True)


def test_in_a_long_block_a_passage_is_cut_between_words() -> None:
    text = "word " * 100 + "QUOTE" + " word" * 100
    (found,) = passages(text, [span("QUOTE", text)], [(0, len(text))], context=32)
    assert shown(found) == "word word word word word word [QUOTE] word word word word word word"


def test_a_word_without_end_is_cut_where_the_context_ends() -> None:
    text = "x" * 5000 + "QUOTE" + "y" * 5000
    (found,) = passages(text, [span("QUOTE", text)], [(0, len(text))], context=10)
    assert shown(found) == "x" * 10 + "[QUOTE]" + "y" * 10


def test_quotes_near_each_other_share_a_passage_and_far_ones_do_not() -> None:
    near = passages(TEXT, [span("First"), span("Third")], BLOCKS)
    assert [shown(found).count("[") for found in near] == [2]
    text = "alpha" + " filler" * 300 + " omega"
    far = passages(text, [span("alpha", text), span("omega", text)], [(0, len(text))])
    assert len(far) == 2


def test_a_passage_knows_where_its_first_quote_begins() -> None:
    found = passages(TEXT, [span("a quote"), span("Third")], BLOCKS)
    assert [passage.anchor for passage in found] == [TEXT.index("a quote")]


@pytest.mark.parametrize("context", [0, 1, 7, 10_000])
def test_every_quote_is_in_a_passage_whatever_the_context(context: int) -> None:
    spans = [span("First"), span("a quote"), span("Third")]
    found = passages(TEXT, spans, BLOCKS, context=context)
    marked = [piece.text for passage in found for piece in passage.pieces if piece.span]
    assert marked == ["First", "a quote", "Third"]
