"""Pages and feeds: hostile titles stay text, empty lists stay valid."""

import json
from datetime import date

import feedparser
import pytest

from webapp.demo.markup import Block
from webapp.demo.pages import (
    FEEDS,
    LAYOUTS,
    LISTINGS,
    Entry,
    Look,
    challenge_page,
    document_page,
    feed_page,
    listing_page,
)

DAY = date(2026, 11, 2)
HOSTILE = 'Fees & <script>alert("x")</script> "quoted"'


@pytest.fixture
def look() -> Look:
    return Look(name="Model", language="en-GB", home="http://127.0.0.1:1/m/")


def entry(title: str = HOSTILE, day: date | None = DAY) -> Entry:
    return Entry(title=title, href="http://127.0.0.1:1/m/a.html?x=1&y=2", day=day, summary=title)


@pytest.mark.parametrize("form", LISTINGS)
def test_a_listing_shows_markup_in_a_title_as_text(look: Look, form: str) -> None:
    page = listing_page(look, form, title="News", entries=[entry()]).body.decode()

    assert "<script>" not in page
    assert "Fees &amp; &lt;script&gt;" in page
    assert 'href="http://127.0.0.1:1/m/a.html?x=1&amp;y=2"' in page


@pytest.mark.parametrize("form", LISTINGS)
def test_an_empty_listing_says_so(look: Look, form: str) -> None:
    page = listing_page(look, form, title="News", entries=[]).body.decode()

    assert "There are no publications to show." in page


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_keeps_a_title_letter_by_letter(look: Look, form: str) -> None:
    page = feed_page(look, form, title="News", address=look.home, entries=[entry()])

    parsed = feedparser.parse(page.body, sanitize_html=False)

    assert not parsed.bozo
    assert parsed.entries[0].link == "http://127.0.0.1:1/m/a.html?x=1&y=2"
    assert parsed.entries[0].title == HOSTILE


@pytest.mark.parametrize("form", FEEDS)
def test_a_feed_without_entries_is_still_a_feed(look: Look, form: str) -> None:
    body = feed_page(look, form, title="News", address=look.home, entries=[]).body

    if form == "json":
        assert json.loads(body)["items"] == []
    else:
        assert feedparser.parse(body).entries == []
        assert not feedparser.parse(body).bozo


@pytest.mark.parametrize("form", FEEDS)
def test_an_entry_without_a_date_claims_none(look: Look, form: str) -> None:
    body = feed_page(look, form, title="N", address=look.home, entries=[entry(day=None)]).body

    assert b"pubDate" not in body
    assert b"published" not in body


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_shows_all_kinds_of_blocks(layout: str) -> None:
    look = Look(name="Model", language="en-GB", home="http://x/", layout=layout)
    body = (
        Block(kind="heading", level=2, text="Head"),
        Block(kind="paragraph", text="a < b & c"),
        Block(kind="list", items=("one", "two")),
        Block(kind="table", rows=(("A", "B"), ("1", "2"))),
    )

    page = document_page(look, title=HOSTILE, body=body, day=DAY).body.decode()

    for part in ("<h2>Head</h2>", "a &lt; b &amp; c", "<li>two</li>", "<th>B</th>", "<td>2</td>"):
        assert part in page
    assert "2 November 2026" in page
    assert "<script>" not in page


def test_a_page_without_a_date_names_none(look: Look) -> None:
    page = document_page(look, title="T", body=(), day=None)

    assert b"<time" not in page.body
    assert page.modified is None


def test_a_language_without_furniture_of_its_own_gets_english() -> None:
    look = Look(name="M", language="sv", home="http://x/")

    assert look.words["home"] == "Home"


def test_a_copy_of_real_texts_says_that_it_is_a_copy() -> None:
    look = Look(name="M", language="de", home="http://x/", sample=False)

    assert look.notice.startswith("Lokale Kopie")


def test_a_challenge_answers_200_without_any_content(look: Look) -> None:
    page = challenge_page(look)

    assert page.status == 200
    assert b"Checking your browser" in page.body


def test_letters_beyond_the_encoding_become_references() -> None:
    look = Look(name="M", language="tr-TR", home="http://x/", encoding="iso-8859-9")

    page = document_page(look, title="“90 gün” ş", body=(), day=None)

    assert "&#8220;90 gün&#8221; ş" in page.body.decode("iso-8859-9")
