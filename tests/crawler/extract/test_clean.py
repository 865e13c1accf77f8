"""Characters that no reader sees go; equal text becomes equal bytes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.clean import clean_line, clean_lines


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  a \t b\n c  ", "a b c"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("Tele\u00adkom\u00admuni\u00adkation", "Telekommunikation"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("right\u202eto\u202cleft", "righttoleft"),
        ("nul\x00 bell\x07", "nul bell"),
        ("half \ud800 pair", "half pair"),
        ("cafe\u0301", "café"),
        ("\u0131\u0130", "ıİ"),
    ],
)
def test_a_line_is_trimmed_composed_and_visible(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


def test_a_joiner_stays_where_it_is_orthography() -> None:
    persian = "می\u200cخواهم"
    assert clean_line(persian) == persian
    assert clean_line("in\u200cvisible") == "invisible"


def test_lines_keep_single_breaks() -> None:
    assert clean_lines("one \r\n\r\n  two\rthree\n") == "one\ntwo\nthree"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(st.text())
def test_what_comes_out_can_be_stored_everywhere(text: str) -> None:
    line = clean_line(text)
    assert unicodedata.is_normalized("NFC", line)
    assert "\0" not in line
    assert "\n" not in line
    assert "  " not in line
    assert line.encode("utf-8").decode("utf-8") == line
