"""Single rules of the reader of index pages, each on the smallest page that shows it."""

from datetime import date

import pytest

from crawler.extract.listing import read_listing
from crawler.extract.listing.words import (
    is_generic,
    is_paging,
    label_kind,
)
from crawler.items import ListedLink

URL = "https://www.office.example/news/index.html"
DAYS = ["5 March 2026", "26 February 2026", "3 February 2026", "12 January 2026"]
TITLES = [
    "Rules for devices that roam for good", "Numbering plan amended after consultation",
    "Notice to importers of handsets", "Annual report on quality of service",
]  # fmt: skip


def read(body: str, *, url: str = URL, **options: object) -> list[ListedLink]:
    return read_listing(f"<html><body>{body}</body></html>", url=url, options=options)


def rows(count: int = 4, *, tag: str = "li", href: str = "/n/{n}-long-name-of-it") -> str:
    return "".join(
        f"<{tag}><a href='{href.format(n=number)}'>{TITLES[number]}</a> <span>{DAYS[number]}</span></{tag}>"
        for number in range(count)
    )


def urls(found: list[ListedLink]) -> list[str]:
    return [link.url for link in found]


# Addresses


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


# Titles


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


# Dates


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


# Which lists


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


# Options


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


# Words


@pytest.mark.parametrize(
    "text",
    ["Read more", "READ MORE »", "… more", "Lire la suite", "Leer más...", "Devamı >>", "详情",
     "もっと見る", "المزيد", "подробнее", "PDF", "[ Download ]", "Weiterlesen", "→", "", "12"],
)  # fmt: skip
def test_generic_texts_are_known(text: str) -> None:
    assert is_generic(text)


@pytest.mark.parametrize(
    "text", ["Roaming", "Decision 12", "Read-out of the meeting", "更多监管措施"]
)
def test_titles_are_not_generic(text: str) -> None:
    assert not is_generic(text)


@pytest.mark.parametrize("text", ["1", "27", "«", "Next", "next page ›", "下一页", "Siguiente"])
def test_links_to_other_pages_are_known(text: str) -> None:
    assert is_paging(text)


@pytest.mark.parametrize("text", ["2026", "1235123", "Next generation networks", "Page of honour"])
def test_titles_do_not_turn_pages(text: str) -> None:
    assert not is_paging(text)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Published:", "published"),
        ("Posted on", "published"),
        ("Fecha de publicación", "published"),
        ("Yayın tarihi", "published"),
        ("Дата публикации", "published"),
        ("发布时间", "published"),
        ("تاريخ النشر", "published"),
        ("Datum", "date"),
        ("Date:", "date"),
        ("Closing date", "other_day"),
        ("Date of entry into force", "other_day"),
        ("Fecha límite", "other_day"),
        ("Son başvuru tarihi", "other_day"),
        ("截止日期", "other_day"),
        ("Frist bis", "other_day"),
        ("Last updated", "updated"),
        ("Güncelleme", "updated"),
        ("Comments by 1 May. Published", "published"),
        ("Published. Comments by", "other_day"),
        ("Biscuit", ""),
        ("Friend of the office", ""),
        ("Ответственный документ", ""),
    ],
)
def test_labels_say_which_day_it_is_the_nearest_decides(label: str, kind: str) -> None:
    assert label_kind(label) == kind


def test_stems_of_another_language_do_not_count_where_the_language_is_known() -> None:
    assert label_kind("Terminales", "pl") == "other_day"
    assert label_kind("Terminales", "es") == ""
