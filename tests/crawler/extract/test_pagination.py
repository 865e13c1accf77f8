"""Where an index page says that its list goes on."""

import pytest

from crawler.extract.listing import read_index
from tests.crawler.extract.listing_layouts import Layout, load

URL = "https://www.office.example/news/?p=3"


def next_of(body: str, *, url: str = URL, head: str = "") -> str:
    return read_index(f"<html><head>{head}</head><body>{body}</body></html>", url=url).next_url


@pytest.mark.parametrize(
    "layout", [one for one in load() if one.next], ids=lambda layout: layout.name
)
def test_the_layouts_say_where_they_go_on(layout: Layout) -> None:
    assert read_index(layout.html, url=layout.url).next_url == layout.next


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a rel=next href='?p=4'>4</a>", "?p=4"),
        ("<div class=pager><a href='?p=2'>Previous</a><a href='?p=4'>Next</a></div>", "?p=4"),
        ("<ul class=pagination><li><a href='?p=4' aria-label='Next page'>»</a></ul>", "?p=4"),
        ("<div class=paging><a href='?p=4'>›</a><a href='?p=9'>»»</a></div>", "?p=4"),
        ("<nav><a href='/news/older'>Older posts</a></nav>", "older"),
        ("<p><a href='?p=2'>2</a> <b>3</b> <a href='?p=4'>4</a></p>", "?p=4"),
        (
            "<ul class=pages><li><a href='?p=2'>2</a><li class=active><a href='?p=3'>3</a>"
            "<li><a href='?p=4'>4</a></ul>",
            "?p=4",
        ),
        ("<div class=page><a href='list_4.html'>下一页</a></div>", "list_4.html"),
        ("<a href='/news/list_9_4.html'>下一页</a>", "list_9_4.html"),
        ("<div><a class=nextpostslink href='/news/page/4/'>weiter</a></div>", "page/4/"),
        ("<div class=page_nav><a href='?p=4'>Следующая</a></div>", "?p=4"),
        ("<div class=pager><a href='?p=4'>التالي</a></div>", "?p=4"),
    ],
)
def test_the_next_page_is_found(body: str, expected: str) -> None:
    assert next_of(body) == f"https://www.office.example/news/{expected}"


def test_the_head_of_the_page_may_say_it() -> None:
    assert next_of("", head="<link rel=next href='/news/?p=4'>").endswith("?p=4")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<a href='/about'>Next</a>",  # the next picture of a show
        "<div class=pager><a href='javascript:go(4)'>Next</a></div>",
        "<div class=pager><a href='#' onclick='go(4)'>4</a></div>",
        "<div class=pager><a href='https://elsewhere.example/?p=4'>Next</a></div>",
        "<div class=pager><a href='?p=3'>Next</a></div>",  # itself
        "<div class=pager><a class=disabled href='?p=4'>Next</a></div>",
        "<div class=pager><a href='?p=2'>Previous</a></div>",
        "<div class=pager><a href='?p=9'>Last</a></div>",
        "<table><tr><td>3</td><td><a href='/day/4'>4</a></td></tr></table>",  # a calendar
        "<div class=pager><a href='http://[broken'>Next</a></div>",
    ],
)
def test_what_turns_no_page_is_not_followed(body: str) -> None:
    assert next_of(body) == ""


def test_the_next_page_is_no_entry_of_the_list() -> None:
    rows = "".join(
        f"<p>{n + 1} March 2026 <a href='/n/{n}'>Rules for devices that roam, number {n}</a></p>"
        for n in range(4)
    )
    page = (
        f"{rows}<p>4 May 2026 <a rel=next href='/news/p4'>Go on to the fourth page of them</a></p>"
    )
    found = read_index(f"<html><body>{page}</body></html>", url=URL)
    assert len(found.entries) == 4
    assert found.next_url.endswith("/p4")
