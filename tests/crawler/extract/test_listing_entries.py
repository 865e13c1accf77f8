"""What of an index page is an entry: its address, its title, and the options that name them."""

from datetime import date

import pytest

from crawler.extract.listing import read_listing
from tests.crawler.extract.index_pages import DAYS, TITLES, URL, read, rows, urls


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/n/{n}", "https://www.office.example/n/0"),
        ("{n}.html", "https://www.office.example/news/0.html"),
        ("../{n}", "https://www.office.example/0"),
        ("//files.example/{n}", "https://files.example/0"),
        ("?id={n}", "https://www.office.example/news/index.html?id=0"),
        ("a b{n}.pdf", "https://www.office.example/news/a%20b0.pdf"),
        ("\n /n/{n}\n", "https://www.office.example/n/0"),
        ("/n/{n}#top", "https://www.office.example/n/0"),
    ],
)
def test_addresses_are_made_absolute(href: str, expected: str) -> None:
    assert urls(read(f"<ul>{rows(href=href)}</ul>"))[0] == expected


def test_a_base_address_counts() -> None:
    page = f"<html><head><base href='https://other.example/b/'></head><ul>{rows(href='{n}')}</ul>"
    assert urls(read_listing(page, url=URL))[0] == "https://other.example/b/0"


@pytest.mark.parametrize(
    "href", ["#", "javascript:void(0)", "mailto:a@b.example", "tel:+1", "", "http://[broken"]
)
def test_what_is_no_address_is_no_entry(href: str) -> None:
    extra = f"<li><a href='{href}'>Something else entirely here</a> <span>{DAYS[0]}</span></li>"
    assert len(read(f"<ul>{rows()}{extra}</ul>")) == 4


def test_a_row_that_a_script_opens_is_an_entry() -> None:
    body = "".join(
        f"<tr onclick=\"location.href='/v?id={number}'\"><td>{TITLES[number]}</td>"
        f"<td>{DAYS[number]}</td></tr>"
        for number in range(4)
    )
    found = read(f"<table>{body}</table>")
    assert urls(found)[0] == "https://www.office.example/v?id=0"
    assert found[0].title == TITLES[0]


@pytest.mark.parametrize("name", ["photo.jpg", "speech.mp3", "film.mp4", "meeting.ics"])
def test_pictures_and_films_are_no_documents(name: str) -> None:
    extra = (
        f"<li><a href='/m/{name}'>Speech of the chair at the forum</a> <span>{DAYS[0]}</span></li>"
    )
    assert len(read(f"<ul>{rows()}{extra}</ul>")) == 4


def test_each_address_comes_once() -> None:
    found = read(f"<ul>{rows()}</ul><ul class=mobile>{rows()}</ul>")
    assert len(found) == 4


def title(item: str) -> str:
    """The title of an entry among three ordinary ones."""
    found = read(f"<ul><li>{item} <span>{DAYS[0]}</span></li>{rows(3, href='/o/{n}')}</ul>")
    return next(link.title for link in found if link.url.endswith("/x"))


@pytest.mark.parametrize(
    "item",
    [
        "<a href=/x>The decision on numbering</a>",
        "<a href=/x>The <b>decision</b> on numbering</a>",
        "<a href=/x>The decision on numbering (PDF, 1.2 MB)</a>",
        "<a href=/x>05/03/2026 – The decision on numbering</a>",
        "<a href=/x>The decision on numbering | 5 March 2026</a>",
        "<h3>The decision on numbering</h3><a href=/x>Read more</a>",
        "<h3><a href=/x>The decision on numbering</a></h3><p>A much longer text about it, really.</p>",
        "<a href=/x><h3>The decision on numbering</h3><p>A much longer text about it.</p></a>",
        "<a href=/x><span class=title>The decision on numbering</span><span>News</span></a>",
        "<a href=/x title='The decision on numbering'>The decision on n...</a>",
        "<a href=/x title='The decision on numbering'><img src=a.png></a>",
        "<a href=/x aria-label='The decision on numbering'>PDF</a>",
        "<a href=/x><img src=a.png alt='The decision on numbering'></a>",
        "<a href=/x>decision-7.pdf</a> <em class=title>The decision on numbering</em>",
    ],
)
def test_the_title_is_found_wherever_it_stands(item: str) -> None:
    assert title(item) == "The decision on numbering"


def test_the_number_that_is_the_link_is_kept_with_what_stands_beside_it() -> None:
    assert title("<a href=/x>RA/7/2026</a> – The decision on numbering") == (
        "RA/7/2026 The decision on numbering"
    )


def test_texts_that_all_links_share_are_no_titles() -> None:
    body = "".join(
        f"<tr><td>{DAYS[number]}</td><td>{TITLES[number]}</td>"
        f"<td><a href='/d/{number}'>Zum Wortlaut</a></td></tr>"
        for number in range(4)
    )
    assert [link.title for link in read(f"<table>{body}</table>")] == TITLES


def test_selectors_overrule_the_search() -> None:
    body = (
        f"<ul>{rows()}</ul><div class=box><a href=/y>Y</a><i>The title</i><u>5 March 2026</u></div>"
    )
    (found,) = read(body, item=".box", link="a", title="i", date="u")
    assert (found.url, found.title, found.published_on, found.certainty) == (
        "https://www.office.example/y", "The title", date(2026, 3, 5), 1.0,
    )  # fmt: skip


def test_an_item_may_be_the_link_itself() -> None:
    found = read(f"<p><a class=k href=/y>The title of it</a></p><ul>{rows()}</ul>", item="a.k")
    assert urls(found) == ["https://www.office.example/y"]


def test_selectors_that_match_nothing_fall_back_to_the_search() -> None:
    assert len(read(f"<ul>{rows()}</ul>", item=".gone")) == 4
