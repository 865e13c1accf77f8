"""What of an index page is no entry of its list, and pages whose markup is broken."""

from datetime import date

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


def test_a_help_page_among_dated_entries_is_none() -> None:
    rows = table("<tr><td>{d}</td><td><a href=/docs/d{n}.pdf>{t}</a></td></tr>")
    helps = (
        "<tr><td></td><td><a href=/help/viewer.html>Get the free viewer for documents</a></td></tr>"
    )
    found = read(rows.replace("<table>", f"<table>{helps}"))
    assert titles(found) == TITLES


def test_categories_tags_and_authors_are_no_entries() -> None:
    body = "".join(
        f"<article><a href=/tag/t{n}-long-name-of-it rel=tag>Tag number {n} with a long name</a>"
        f"<a href=/posts/{n}>{TITLES[n]}</a> <time>{DAYS[n]}</time>"
        f"<a href=/author/person-{n}>Person of the press office number {n}</a></article>"
        for n in range(5)
    )
    assert titles(read(body)) == TITLES


def test_links_in_sentences_are_no_list() -> None:
    body = "".join(
        f"<p>As the office explained in its statement on the matter, <a href=/ref/{n}-of-a-thing>"
        f"{TITLES[n]}</a> must be read with care.</p>"
        for n in range(5)
    )
    assert read(body) == []


def test_the_choice_of_a_menu_alone_is_no_list() -> None:
    points = "".join(f"<li><a href=/m/{n}>Point {n}</a></li>" for n in range(9))
    assert read(f"<ul>{points}</ul><h1>Contact</h1><p>Write to us.</p>") == []


def test_results_in_a_window_are_a_list() -> None:
    body = "".join(
        f"<div class=result><p>{TITLES[n % 5]} {n}</p><p>Opinion Date: {DAYS[n % 5]}</p>"
        f"<p><a href=/o/{n}.pdf>View Document</a></p></div>"
        for n in range(10)
    )
    found = read(f"<div class=modal role=dialog><div class=modal-body>{body}</div></div>")
    assert len(found) == 10


def test_rows_that_lost_their_ends_are_rows() -> None:
    rows = "".join(
        f"<tr><td><font><a href=/d/{n}>{n}-26</a><td><font>{TITLES[n]}<td><font>{DAYS[n]}"
        for n in range(5)
    )
    found = read(f"<table border=1>{rows}</table>")
    assert titles(found) == TITLES
    assert days(found) == DAYS


def test_items_that_lost_their_ends_are_items() -> None:
    rows = "".join(f"<li><b><a href=/d/{n}>{TITLES[n]}</a> {DAYS[n]}" for n in range(5))
    found = read(f"<ul>{rows}</ul>")
    assert days(found) == DAYS
    assert found[0].published_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Rules for devices that roam</h1><p>5 March 2026</p><p>The office <a href=/x/a-b-c-d>"
        "filed a complaint</a> today.</p>",
        "<h3><a href=/>Rules for devices that roam</a></h3><p class=date>5 March 2026</p>",
        "<p>5 March 2026. See <a href=/tag/a-tag-of-many-words rel=tag>All about roaming devices</a></p>",
    ],
)
def test_the_page_of_one_document_is_no_list(body: str) -> None:
    assert read(f"<main>{body}</main>") == []


def test_figures_in_an_element_of_their_own_stay_in_the_title() -> None:
    body = "".join(
        f"<li><a href=/n/{n}>Fine of <b><span>{n}0</span></b> million for Island Telecom</a> {DAYS[n]}</li>"
        for n in range(5)
    )
    assert titles(read(f"<ul>{body}</ul>"))[2] == "Fine of 20 million for Island Telecom"
