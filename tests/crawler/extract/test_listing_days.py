"""Which day of an index page is that of publication, and in which order it is written."""

from datetime import date

import pytest

from tests.crawler.extract.index_pages import DAYS, TITLES, read, rows


def day(item: str) -> date | None:
    """The day of an entry among three ordinary ones."""
    body = (
        f"<ul><li><a href=/x>The decision on numbering</a> {item}</li>{rows(3, href='/o/{n}')}</ul>"
    )
    return next(link.published_on for link in read(body) if link.url.endswith("/x"))


@pytest.mark.parametrize(
    "item",
    [
        "<span>5 March 2026</span>",
        "Published: 05.03.2026. Updated: 01.11.2026",
        "<div>Comments by 30 April 2026</div><div>Issued on 5 March 2026</div>",
        "<time datetime='2026-03-05T08:00Z'>two days ago</time>",
        "<time datetime='2026-03-04T22:00Z'>5 March 2026</time>",
        "<p>Deadline: 1 June 2026</p><p class=date>5 March 2026</p>",
        "<b>05</b><b>Mar</b><b>2026</b>",
        "<p>The rules of 1 May 2025 are amended with effect from 1 July 2026.</p><span>2026-03-05</span>",
    ],
)
def test_the_day_is_that_of_publication(item: str) -> None:
    assert day(item) == date(2026, 3, 5)


@pytest.mark.parametrize("item", ["Deadline: 5 March 2026", "<b>Closing date</b> 05/03/2026", ""])
def test_a_deadline_is_no_day_of_publication(item: str) -> None:
    assert day(item) is None


def test_the_day_of_an_update_serves_if_no_other_is_known() -> None:
    assert day("Last updated: 5 March 2026") == date(2026, 3, 5)


def test_the_heading_of_a_column_tells_which_date_it_holds() -> None:
    head = "<tr><th>Rules</th><th>Effective date</th><th>Date of issue</th></tr>"
    body = "".join(
        f"<tr><td><a href='/n/{n}'>{TITLES[n]}</a></td><td>1 May 2026</td><td>{DAYS[n]}</td></tr>"
        for n in range(4)
    )
    found = read(f"<table>{head}{body}</table>")
    assert [link.published_on for link in found][:2] == [date(2026, 3, 5), date(2026, 2, 26)]


def test_a_day_that_spans_several_rows_is_that_of_each() -> None:
    body = "".join(
        f"<tr>{f'<td rowspan=2>{DAYS[n]}</td>' if n % 2 == 0 else ''}"
        f"<td><a href='/n/{n}'>{TITLES[n]}</a></td></tr>"
        for n in range(4)
    )
    found = read(f"<table>{body}</table>")
    assert [link.published_on for link in found] == [
        date(2026, 3, 5), date(2026, 3, 5), date(2026, 2, 3), date(2026, 2, 3),
    ]  # fmt: skip


def test_the_day_of_a_blog_s_address_serves_if_none_is_shown() -> None:
    body = "".join(
        f"<div><h3><a href='/2026/03/0{number + 1}/{number}-name'>{TITLES[number]}</a></h3></div>"
        for number in range(4)
    )
    assert [link.published_on for link in read(body)] == [
        date(2026, 3, number) for number in range(1, 5)
    ]


def test_a_date_that_few_titles_mention_is_not_theirs() -> None:
    body = (
        "<main><ul><li><a href=/a/long-name-one>Decision of 5 March 2026 on numbering for machines</a></li>"
        "<li><a href=/a/long-name-two>Guidelines on roaming for providers</a></li>"
        "<li><a href=/a/long-name-three>Questions and answers on registration</a></li></ul></main>"
    )
    assert [link.published_on for link in read(body)] == [None, None, None]


def test_a_date_that_most_titles_mention_is_theirs() -> None:
    body = "".join(
        f"<li><a href='/a/long-name-{number}'>Decision {number} of {DAYS[number]} on the plan</a></li>"
        for number in range(4)
    )
    found = read(f"<main><ul>{body}</ul></main>")
    assert found[0].published_on == date(2026, 3, 5)
    assert found[3].published_on == date(2026, 1, 12)


FIGURES = ["02/03/2026", "01/20/2026", "01/05/2026"]


def figures(*days: str) -> str:
    return "<ul>" + "".join(
        f"<li><a href='/n/{number}-long-name'>{TITLES[number]}</a> {day}</li>"
        for number, day in enumerate(days)
    ) + "</ul>"  # fmt: skip


def test_one_date_beyond_the_twelfth_shows_the_habit_of_the_page() -> None:
    found = read(figures("02/03/2026", "01/20/2026", "01/05/2026"))
    assert [link.published_on for link in found] == [
        date(2026, 2, 3), date(2026, 1, 20), date(2026, 1, 5),
    ]  # fmt: skip


def test_the_habit_is_the_one_that_keeps_the_list_in_order() -> None:
    found = read(figures("03/02/2026", "02/12/2026", "02/05/2026", "01/11/2026"))
    assert [link.published_on for link in found][:2] == [date(2026, 3, 2), date(2026, 2, 12)]


def test_a_set_order_overrules_the_guess() -> None:
    assert read(figures("02/03/2026", "01/03/2026"), date_order="mdy")[0].published_on == date(
        2026, 2, 3
    )
    american = "https://www.office.gov/news"
    assert read(figures("02/03/2026", "01/03/2026"), url=american, date_order="dmy")[
        0
    ].published_on == date(2026, 3, 2)
