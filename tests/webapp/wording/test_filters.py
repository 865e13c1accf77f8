from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask, render_template_string

from data.queries.alert_facts import QuoteFacts
from data.words import (
    ChangeKind,
    ChangeStatus,
    Direction,
    Health,
    SimState,
    SimTechnology,
    Topic,
)
from webapp.wording.filters import (
    ago,
    country_name,
    day,
    days_away,
    direction,
    exact,
    label,
    language_name,
    law_day,
    number,
    place,
    plural,
    sentence,
    size,
)

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (3600, "1 hour ago"),
        (86_399, "23 hours ago"),
        (86_400, "1 day ago"),
        (59 * 86_400, "59 days ago"),
        (60 * 86_400, "17 Sep 2026"),
        (-30, "in a moment"),
        (-7200, "in 2 hours"),
        (-86_400, "in 1 day"),
        (-90 * 86_400, "14 Feb 2027"),
    ],
)
def test_how_long_ago(seconds: int, text: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (46, "in 46 days"),
        (-12, "12 days ago"),
        (90, "in 3 months"),
        (729, "in 24 months"),
        (730, "in 2 years"),
        (-1100, "3 years ago"),
    ],
)
def test_how_far_a_day_is(days: int, text: str) -> None:
    today = date(2026, 11, 16)
    assert days_away(today + timedelta(days=days), today) == text


def test_exact_times_are_utc() -> None:
    there = datetime(2026, 11, 16, 8, 5, tzinfo=timezone(timedelta(hours=3)))
    assert exact(there) == "16 Nov 2026, 05:05 UTC"
    assert day(date(2027, 1, 1)) == "1 Jan 2027"


def test_numbers_have_thousands_and_nothing_is_a_dash() -> None:
    assert [number(value) for value in (0, 999, 14212, None)] == ["0", "999", "14,212", "–"]


def test_one_and_many() -> None:
    assert [plural(count, "SIM") for count in (0, 1, 2)] == ["SIMs", "SIM", "SIMs"]
    assert plural(2, "country", "countries") == "countries"


def test_bytes_in_the_unit_that_keeps_them_short() -> None:
    assert [size(count) for count in (0, 999, 1000, 2_500_000, 3_000_000_000)] == [
        "0 B",
        "999 B",
        "1 kB",
        "2 MB",
        "3.0 GB",
    ]


@pytest.mark.parametrize(
    "words", [Topic, ChangeKind, ChangeStatus, Direction, Health, SimState, SimTechnology]
)
def test_every_word_of_the_store_reads_as_a_word(words: type[Topic]) -> None:
    for word in words:
        text = label(word)
        assert "_" not in text
        assert text[0].isupper() or text[1].isupper()


def test_words_that_nobody_foresaw_are_still_readable() -> None:
    assert label("scientific_notation") == "Scientific notation"
    assert label("") == label(None) == "Unknown"


def test_countries_groups_and_what_is_neither() -> None:
    assert country_name("TR") == "Türkiye"
    assert country_name("EU") == "European Union"
    assert country_name("INT") == "International"
    assert country_name("901") == "International (901)"
    assert country_name("") == "Unknown"
    assert country_name("ZZ") == "ZZ"


def test_languages_have_a_name_and_a_direction() -> None:
    assert language_name("pt-BR") == "Portuguese"
    assert language_name("und") == "Unknown language"
    assert [direction(tag) for tag in ("ar-SA", "he", "fa", "tr", "und", "")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "auto",
        "auto",
    ]


@pytest.mark.parametrize(
    ("page", "file", "ocr", "words"),
    [
        (None, "", False, ""), (3, "", False, "page 3"), (3, "annex.pdf", False, "page 3 of annex.pdf"),
        (None, "forms.docx", False, "forms.docx"), (1, "", True, "page 1, read from a picture"),
    ],
)  # fmt: skip
def test_a_quote_says_its_page_its_file_and_whether_a_machine_read_it(
    page: int | None, file: str, ocr: bool, words: str
) -> None:
    facts = QuoteFacts(quote="q", language="en", page=page, file=file, ocr=ocr)
    assert place(facts) == words


def test_a_sentence_begins_with_a_capital_and_keeps_its_names() -> None:
    assert sentence("no rule of TR speaks of IMEI") == "No rule of TR speaks of IMEI"
    assert sentence(ValueError("an eSIM is meant")) == "An eSIM is meant"
    assert sentence("") == ""


def test_a_sentence_of_a_macro_is_escaped_once() -> None:
    template = "{% macro what() %}orders of {{ name }}{% endmacro %}{{ what()|sentence }}"
    app = Flask("words")
    app.jinja_env.filters["sentence"] = sentence
    with app.app_context():
        told = render_template_string(template, name="O & <b>")
    assert told == "Orders of O &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    ("known", "text"),
    [("2021-02-20", "20 Feb 2021"), ("2021-02", "Feb 2021"), ("2021", "2021")],
)
def test_a_day_of_law_is_said_as_far_as_it_is_known(known: str, text: str) -> None:
    assert law_day(known) == text
