"""Pages made to hurt: large, deep, without end. They are read, and nothing of them is lost."""

import pytest

from crawler.extract import Extraction, extract

SENTENCE = "The operator registers each device within ninety days of its first use in the country."


def read(markup: str) -> Extraction:
    return extract(markup.encode(), url="https://a.example/", media_type="text/html")


@pytest.mark.parametrize("letter", ["a", "規"])
def test_two_million_letters_without_a_space_come_out_whole(letter: str) -> None:
    found = read(f"<html><body><p>{letter * 2_000_000}</p></body></html>")
    assert len(found.text) == 2_000_000


def test_ten_megabytes_of_paragraphs_come_out_whole() -> None:
    count = 10_000_000 // len(f"<p>{SENTENCE}</p>")
    found = read("<html><body><main>" + f"<p>{SENTENCE}</p>" * count + "</main></body></html>")
    assert len(found.sections) == count
    assert found.text.endswith(SENTENCE)


@pytest.mark.parametrize("tag", ["div", "span", "font", "blockquote", "a href=/x", "em"])
def test_text_below_a_hundred_thousand_tags_is_found(tag: str) -> None:
    assert SENTENCE in read(f"<html><body>{f'<{tag}>' * 100_000}{SENTENCE}").text


def test_text_in_thousands_of_nested_tables_is_found() -> None:
    assert SENTENCE in read("<html><body>" + "<table><tr><td>" * 10_000 + SENTENCE).text


def test_hundreds_of_thousands_of_breaks_and_rows_are_read() -> None:
    assert read("<p>" + "text<br>" * 100_000).text.count("text") == 100_000
    assert len(read("<table>" + "<tr><td>1<td>2" * 30_000).sections) == 30_000


@pytest.mark.parametrize(
    "markup",
    [
        "<" * 500_000,
        "<p" * 200_000,
        "&" * 500_000,
        "<!--" * 200_000,
        "<div class='" + "nav " * 500_000 + "'>x</div>",
        "<meta charset=" * 50_000,
        "<title>" * 50_000,
        "</div>" * 200_000,
        "<script>" + "var a = 1;" * 200_000,
    ],
)
def test_no_markup_is_too_broken_to_be_read(markup: str) -> None:
    assert isinstance(read(f"<html><body><p>{SENTENCE}</p>{markup}"), Extraction)
