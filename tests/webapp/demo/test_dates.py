"""Dates in sample texts count from the anchor and are written in the text's language."""

from datetime import date

import pytest

from webapp.demo.dates import fill_dates, write_date
from webapp.demo.errors import DemoError

ANCHOR = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-GB", "2 November 2026"),
        ("es-MX", "2 de noviembre de 2026"),
        ("pt-BR", "2 de novembro de 2026"),
        ("fr-FR", "2 novembre 2026"),
        ("de-DE", "2. November 2026"),
        ("tr-TR", "2 Kasım 2026"),
        ("zh", "2026年11月2日"),
    ],
)
def test_a_long_date_is_written_as_its_language_does(language: str, written: str) -> None:
    assert fill_dates("{{ date(-20) }}", language=language, anchor=ANCHOR) == written


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("tr-TR", "short", "02.11.2026"),
        ("de-CH", "short", "02.11.2026"),
        ("en-IN", "short", "02/11/2026"),
        ("tr-TR", "gazette", "2/11/2026"),
        ("es-PE", "iso", "2026-11-02"),
    ],
)
def test_dates_in_figures_have_a_full_year(language: str, form: str, written: str) -> None:
    text = f'{{{{ date(-20, "{form}") }}}}'

    assert fill_dates(text, language=language, anchor=ANCHOR) == written


def test_days_count_in_both_directions_across_the_year() -> None:
    filled = fill_dates("{{ date(0, 'iso') }} {{ date(40, 'iso') }}", language="en", anchor=ANCHOR)

    assert filled == "2026-11-22 2027-01-01"


def test_the_year_stands_alone_where_a_number_needs_it() -> None:
    assert fill_dates("58/{{ year(-365) }}", language="de", anchor=ANCHOR) == "58/2025"


def test_letters_of_markup_stay_as_they_are() -> None:
    assert fill_dates("A & B <c>", language="en", anchor=ANCHOR) == "A & B <c>"


@pytest.mark.parametrize("text", ["{{ day(3) }}", "{{ date( }}"], ids=["unknown", "unfinished"])
def test_a_text_that_cannot_be_filled_is_an_error_of_ours(text: str) -> None:
    with pytest.raises(DemoError, match="cannot be filled in"):
        fill_dates(text, language="en", anchor=ANCHOR)


def test_a_language_without_its_own_pattern_still_gets_a_date() -> None:
    assert write_date(ANCHOR, "fi") == "22. marraskuuta 2026"
