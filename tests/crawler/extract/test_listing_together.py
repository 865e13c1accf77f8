"""What a list's entries settle together: titles, days, their order, and what is no entry."""

import pytest

from crawler.extract.listing import read_listing
from crawler.items import ListedLink

URL = "https://www.office.example/list"
TITLES = [
    "Harbour Mobile v. Coastal Towers", "In the matter of Delta Networks",
    "Consumers v. Island Telecom", "Regulator v. Quickcall", "Sun Telecom v. Moon Telecom",
]  # fmt: skip
DAYS = ["2026-03-05", "2026-02-24", "2026-02-10", "2026-01-29", "2026-01-08"]


def read(body: str, *, url: str = URL, lang: str = "en", **options: object) -> list[ListedLink]:
    return read_listing(f"<html lang={lang}><body>{body}</body></html>", url=url, options=options)


def titles(found: list[ListedLink]) -> list[str]:
    return [link.title for link in found]


def days(found: list[ListedLink]) -> list[str]:
    return [link.published_on.isoformat() if link.published_on else "" for link in found]


def table(row: str, *, head: str = "") -> str:
    """Five rows of a template: {n} number, {t} title, {d} day, {c} a code."""
    rows = [row.format(n=n, t=TITLES[n], d=DAYS[n], c=f"{n + 10}-2026") for n in range(5)]
    return f"<table>{head}{''.join(rows)}</table>"


# Titles


@pytest.mark.parametrize(
    "row",
    [
        # The panel stands first and is long; it is the same all over.
        "<tr><td>Full bench of the tribunal of appeal</td><td>{t}</td><td>{d}</td>"
        "<td><a href=/d/{n}>PDF</a></td></tr>",
        # The number is the link, the summary long.
        "<tr><td><a href=/d/{n}>{c}</a></td><td>{t}</td><td>{d}</td>"
        "<td>Affirmed in part, reversed in part, remanded for a new hearing number {n}</td></tr>",
        # Labelled lines in one cell.
        "<tr><td>Outcome: application {n} was refused with costs<br>Parties: {t}<br>Date: {d}<br>"
        "<a href=/d/{n}>View</a></td></tr>",
        # Labels in elements of their own.
        "<tr><td><div><i>Court below</i></div><div>District court of the island of number {n}</div>"
        "<div>Case name</div><div>{t}</div><div>{d}</div><a href=/d/{n}>Open</a></td></tr>",
    ],
)
def test_the_column_of_titles_is_told_from_the_others(row: str) -> None:
    assert titles(read(table(row))) == TITLES


def test_the_heading_of_a_column_says_which_holds_the_titles() -> None:
    head = "<tr><th>File</th><th>Notes of the registry</th><th>Subject</th><th>Date</th></tr>"
    row = (
        "<tr><td><a href=/d/{n}>{c}</a></td><td>Sealed copy number {n} kept in the strong room"
        "</td><td>{t}</td><td>{d}</td></tr>"
    )
    assert titles(read(table(row, head=head))) == TITLES


def test_a_number_in_words_stays_before_the_title() -> None:
    row = "<tr><td><a href=/d/{n}>Decision No. {n}</a></td><td>{t}</td><td>{d}</td></tr>"
    assert titles(read(table(row)))[0] == f"Decision No. 0 {TITLES[0]}"


def test_a_number_and_the_title_in_one_run_of_text_stay_together() -> None:
    body = "".join(
        f"<li><a href=/d/{n}>AC{4000 + n}</a> - {TITLES[n]} ({DAYS[n]})</li>" for n in range(5)
    )
    assert titles(read(f"<ul>{body}</ul>"))[0].startswith(f"AC4000 {TITLES[0]}")


def test_headings_that_look_like_numbers_are_titles_nevertheless() -> None:
    body = "".join(
        f"<div><h2><a href=/d/{n}>Bulletin {n}</a></h2><p>{DAYS[n]}</p><p>{TITLES[n]} and more.</p></div>"
        for n in range(5)
    )
    assert titles(read(body)) == [f"Bulletin {n}" for n in range(5)]


def test_what_a_link_says_to_screen_readers_only_is_no_title() -> None:
    row = (
        "<tr><td>{t}</td><td>{d}</td><td><a href=/d/{n}>{c} <span class=visually-hidden>"
        "(opens in a new window)</span></a></td></tr>"
    )
    assert titles(read(table(row))) == TITLES


def test_the_call_before_the_title_in_an_attribute_is_left_out() -> None:
    body = "".join(
        f"<li>{DAYS[n]} <a href=/d/{n} aria-label='Read more: {TITLES[n]}'>Read more</a></li>"
        for n in range(5)
    )
    assert titles(read(f"<ul>{body}</ul>")) == TITLES


def test_issues_whose_links_are_their_days_are_named_by_them() -> None:
    body = "".join(f"<li><a href=/g/{n}.pdf>{n + 1} March 2026</a></li>" for n in range(5))
    assert titles(read(f"<ul>{body}</ul>"))[0] == "1 March 2026"


def test_of_two_links_of_a_record_the_summary_is_left_out() -> None:
    body = "".join(
        f"<div class=r><b>ED{n}:</b> <a href=/s/{n}>Overview</a><br>"
        f"<a href=/d/{n}>{TITLES[n]}</a> {DAYS[n]}</div>"
        for n in range(5)
    )
    assert [link.url[-3:-1] for link in read(body)] == ["d/"] * 5


def test_where_the_number_leads_to_the_case_the_file_beside_it_is_the_document() -> None:
    row = (
        "<tr><td>{d}</td><td><a href=/case?no={n}>{c}</a> <a href=/files/{n}.pdf><img src=p.gif>"
        "</a></td><td>{t}</td></tr>"
    )
    found = read(table(row))
    assert all(link.url.endswith(f"/files/{n}.pdf") for n, link in enumerate(found))
    assert titles(found) == TITLES


def test_the_link_that_says_the_title_comes_before_that_of_the_number() -> None:
    row = (
        "<tr><td><a href=/opinion/{n}>{t}</a></td><td><a href=/docket/{n}>2026{n}45</a></td>"
        "<td>{d}</td></tr>"
    )
    assert all("/opinion/" in link.url for link in read(table(row)))


def test_a_term_and_its_description_are_one_entry() -> None:
    body = "".join(
        f"<dt><a href=/abs/{n}>X:{n}.05</a> [<a href=/pdf/{n}.pdf>pdf</a>, <a href=/ps/{n}.ps>ps</a>]</dt>"
        f"<dd><div><span>Title:</span> {TITLES[n]}</div>"
        f"<div>Authors: <a href=/who/{n}>A. B. {n}</a></div></dd>"
        for n in range(5)
    )
    found = read(f"<h3>5 March 2026</h3><dl>{body}</dl>")
    assert titles(found) == TITLES
    assert days(found) == ["2026-03-05"] * 5


# Days


def test_a_day_in_a_note_does_not_beat_the_column_of_days() -> None:
    notes = ["", "", " Published again 1 April 2026.", "", ""]
    rows = "".join(
        f"<tr><td><a href=/d/{n}>{TITLES[n]}</a>{notes[n]}</td><td>{DAYS[n]}</td></tr>"
        for n in range(5)
    )
    assert days(read(f"<table>{rows}</table>")) == DAYS


def test_of_two_days_without_labels_the_one_that_runs_in_order_counts() -> None:
    others = ["2019-07-01", "2024-01-01", "2011-05-05", "2022-09-09", "2015-03-03"]
    rows = "".join(
        f"<tr><td>{others[n]}</td><td><a href=/d/{n}>{TITLES[n]}</a></td><td>{DAYS[n]}</td></tr>"
        for n in range(5)
    )
    assert days(read(f"<table>{rows}</table>")) == DAYS


def test_the_number_of_a_case_is_no_day() -> None:
    body = "".join(
        f"<li><a href=/d/{n}>{TITLES[n]}, Case No. 2023041{n}-CA, filed {n + 1} March 2026</a></li>"
        for n in range(5)
    )
    assert days(read(f"<ul>{body}</ul>"))[0] == "2026-03-01"


def test_days_in_one_row_of_digits_are_read_where_nothing_else_is_there() -> None:
    row = "<tr><td><a href=/d/{n}>{t}</a></td><td>Date: 0{n}112026</td></tr>".replace(
        "0{n}", "1{n}"
    )
    assert days(read(table(row)))[1] == "2026-11-11"


def test_one_day_above_an_undated_list_is_that_of_all() -> None:
    body = "".join(f"<li><a href=/d/{n}>{TITLES[n]}</a></li>" for n in range(5))
    found = read(f"<div><h2>Decisions of the 5th day of March, 2026</h2><ul>{body}</ul></div>")
    assert days(found) == ["2026-03-05"] * 5


def test_a_stamp_above_the_list_is_the_day_of_no_entry() -> None:
    body = "".join(f"<li><a href=/d/{n}>{TITLES[n]}</a></li>" for n in range(5))
    found = read(f"<div><p>Last updated 5 March 2026</p><ul>{body}</ul></div>")
    assert days(found) == [""] * 5


def test_a_time_of_the_day_is_no_year() -> None:
    body = "".join(f"<li>{n + 1} March 10:00 <a href=/d/{n}>{TITLES[n]}</a></li>" for n in range(5))
    assert days(read(f"<ul>{body}</ul>")) == [""] * 5


# Day or month first


SLASHED = "".join(f"<li>0{n + 2}/01/2026 <a href=/d/{n}>{TITLES[n]}</a></li>" for n in (3, 2, 1, 0))


@pytest.mark.parametrize(
    ("url", "around", "lang", "options", "expected"),
    [
        ("https://a.example.ke/x", "", "en", {}, "2026-01-05"),
        ("https://a.example.ke/x", "", "en", {"date_order": "mdy"}, "2026-05-01"),
        ("https://a.example.com/x", "", "en", {"country": "KE"}, "2026-01-05"),
        ("https://a.example.com/x", "", "fr", {"country": "US"}, "2026-05-01"),
        ("https://a.example.com/x", "<p>Call (202) 555-0143</p>", "es", {}, "2026-05-01"),
        ("https://a.example.com/x", "<p>Meeting on April 2, 2026</p>", "es", {}, "2026-05-01"),
        ("https://a.example.com/x", "<p>Meeting on 2 April 2026</p>", "en", {}, "2026-01-05"),
        ("https://a.example.com/x", "", "en", {}, "2026-05-01"),
        ("https://a.example.com/x", "", "de", {}, "2026-01-05"),
        ("https://a.example.gov/x", "", "es", {}, "2026-05-01"),
    ],
)
def test_the_order_of_day_and_month_is_told_by_what_the_page_shows(
    url: str, around: str, lang: str, options: dict[str, str], expected: str
) -> None:
    same = SLASHED.replace("04/01", "05/01").replace("03/01", "05/01").replace("02/01", "05/01")
    found = read(f"{around}<ul>{same}</ul>", url=url, lang=lang, **options)
    assert days(found)[0] == expected


def test_addresses_tell_the_order_of_day_and_month() -> None:
    body = "".join(
        f"<li>03/02/2026 <a href=/2026/03/title-of-number-{n}>{TITLES[n]}</a></li>"
        for n in range(4)
    )
    assert days(read(f"<ul>{body}</ul>", url="https://a.example.ke/x"))[0] == "2026-03-02"


def test_a_day_alone_belongs_to_the_month_above() -> None:
    months = {"March 2026": (5, 2), "February 2026": (24, 10, 3)}
    body = "".join(
        f"<h2>{month}</h2><ul>"
        + "".join(
            f"<li><b>{day:02}</b> <a href=/n/{month[:3]}-{day}>Notice on devices that roam</a></li>"
            for day in found
        )
        + "</ul>"
        for month, found in months.items()
    )
    expected = ["2026-03-05", "2026-03-02", "2026-02-24", "2026-02-10", "2026-02-03"]
    assert days(read(body)) == expected


def test_a_year_in_the_address_completes_a_day_in_two_elements() -> None:
    body = "".join(
        f"<div><b>{n + 1}</b><i>Mar</i><p><a href=/2026/n/{n}-of-many-words>{TITLES[n]}</a></p></div>"
        for n in range(5)
    )
    assert days(read(body))[4] == "2026-03-05"


def test_files_above_the_news_are_a_list_too() -> None:
    files = "".join(f"<p><a href=/l/{n}.pdf>The law on {TITLES[n]}</a></p>" for n in range(5))
    news = "".join(f"<div><a href=/n/{n}>{TITLES[n]}</a> <i>{DAYS[n]}</i></div>" for n in range(5))
    found = read(f"<main><div>{files}</div><div><h4>News</h4>{news}</div></main>")
    assert len(found) == 10


def test_days_that_say_they_are_of_publication_beat_those_behind_the_links() -> None:
    body = "".join(
        f"Posted: {DAYS[n]}<br><a href=/d/{n}.pdf>{TITLES[n]}, a decision</a>, No. {n}, 1 May 2019<br>"
        for n in range(5)
    )
    assert days(read(f"<p>{body}</p>")) == DAYS
