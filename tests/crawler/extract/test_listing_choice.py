"""Which of a page's lists is the list of documents."""

from datetime import date

import pytest

from crawler.extract.listing import read_listing
from tests.crawler.extract.index_pages import DAYS, TITLES, URL, read, rows, urls


def test_menus_and_footers_are_not_listed_even_with_long_names() -> None:
    menu = "".join(
        f"<li><a href='/m/{n}'>Information for importers number {n}</a></li>" for n in range(9)
    )
    found = read(f"<nav><ul>{menu}</ul></nav><ul>{rows()}</ul><div id=footer><ul>{menu}</ul></div>")
    assert len(found) == 4


def test_a_list_without_dates_is_found_in_the_content() -> None:
    menu = "".join(f"<li><a href='/m/{n}'>Point {n}</a></li>" for n in range(9))
    documents = "".join(f"<li><a href='/d/rules-{n}.pdf'>{TITLES[n]}</a></li>" for n in range(4))
    found = read(f"<div class=left><ul>{menu}</ul></div><div class=text><ul>{documents}</ul></div>")
    assert [link.title for link in found] == TITLES


def test_pages_to_turn_are_no_entries() -> None:
    numbers = "".join(f"<li><a href='?p={n}'>{n}</a></li>" for n in range(2, 9))
    found = read(f"<ul>{rows()}{numbers}<li><a href='?p=2'>Next</a></li></ul>")
    assert len(found) == 4


def test_an_entry_built_otherwise_is_found_among_its_siblings() -> None:
    link = "<strong><em><a href='/odd'>A notice set in bold italics</a></em></strong>"
    odd = f"<li>{link} <span>{DAYS[0]}</span></li>"
    assert "https://www.office.example/odd" in urls(read(f"<ul>{rows()}{odd}</ul>"))


def test_a_list_of_one_entry_is_read() -> None:
    entry = "<h3><a href=/n/the-only-one>The only notice of the year</a></h3>"
    body = f"<div>{entry}<p class=date>{DAYS[0]}</p></div>"
    assert urls(read(f"<main><h1>Notices</h1>{body}</main>")) == [
        "https://www.office.example/n/the-only-one"
    ]


def test_lists_of_single_entries_by_month_are_one_list() -> None:
    body = "".join(
        f"<h3>Month {number}</h3><ul><li><a href='/n/{number}-long-name'>{TITLES[number]}</a>"
        f" {DAYS[number]}</li></ul>"
        for number in range(4)
    )
    assert len(read(f"<main>{body}</main>")) == 4


def test_a_document_in_two_forms_is_one_entry() -> None:
    body = "".join(
        f"<tr><td>{TITLES[number]}</td><td>{DAYS[number]}</td><td><a href='/d/{number}.pdf'>PDF</a>"
        f" <a href='/d/{number}.docx'>Word</a></td></tr>"
        for number in range(4)
    )
    found = read(f"<table>{body}</table>")
    assert urls(found) == [f"https://www.office.example/d/{number}.pdf" for number in range(4)]


def test_the_order_is_that_of_the_page() -> None:
    assert [link.title for link in read(f"<ul>{rows()}</ul>")] == TITLES


def test_dated_lists_are_surer_than_undated_ones() -> None:
    undated = "".join(f"<li><a href='/d/{n}.pdf'>{TITLES[n]}</a></li>" for n in range(4))
    sure = read(f"<ul>{rows()}</ul>")[0].certainty
    less = read(f"<ul>{undated}</ul>")[0].certainty
    assert 0.5 <= less < sure <= 1


@pytest.mark.parametrize(
    "page", ["", "<", "<html></html>", "No markup at all", "<a href=/x>One</a>"]
)
def test_a_page_without_a_list_gives_nothing(page: str) -> None:
    assert read_listing(page, url=URL) == []


def test_a_list_below_thousands_of_unclosed_tags_is_read() -> None:
    for depth in (300, 1_500, 5_000):
        assert urls(read("<div>" * depth + f"<ul>{rows()}</ul>")) == urls(
            read(f"<ul>{rows()}</ul>")
        )


def test_a_register_is_read_up_to_its_first_thousands() -> None:
    body = "".join(
        f"<li><a href='/n/{n}'>Decision of the board, number {n}</a> {DAYS[n % 4]}</li>"
        for n in range(6_000)
    )
    assert len(read(f"<ul>{body}</ul>")) == 5_000


def test_a_choice_of_years_above_the_list_is_no_entry() -> None:
    years = "".join(f"<a href='?year={year}'>{year}</a> " for year in (2026, 2025, 2024))
    lines = "".join(f"{DAYS[n]} <a href='/n/{n}'>{TITLES[n]}</a><br>" for n in range(4))
    found = read(f"<div><div>{years}</div><div>{lines}</div></div>")
    assert [link.title for link in found] == TITLES
    assert found[0].published_on == date(2026, 3, 5)
