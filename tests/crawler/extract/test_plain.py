"""Plain text: paragraphs between blank lines."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import Extraction, extract


def read(text: str) -> Extraction:
    return extract(text.encode(), url="https://a.example/a.txt", media_type="text/plain")


def test_blank_lines_part_paragraphs() -> None:
    found = read("First,\nstill first.\n\n \t\n\nSecond.\r\n\r\nThird.")
    assert found.text == "First,\nstill first.\n\nSecond.\n\nThird."
    assert len(found.sections) == 3


def test_a_text_of_spaces_is_no_text() -> None:
    assert read(" \n\n\t ").problem == "no_text"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_sections_are_exact_for_any_text(text: str) -> None:
    found = read(text)
    pieces = [found.text[section.start : section.end] for section in found.sections]
    assert "\n\n".join(pieces) == found.text
    assert all(piece.strip() for piece in pieces)
