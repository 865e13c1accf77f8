"""Feeds as they really are: each oddity was seen somewhere, the texts are ours."""

from datetime import UTC, date, datetime

import pytest

from crawler.items import ListedLink
from crawler.spiders.feed_days import Days, moment_of
from tests.crawler.spiders.asking import make_task, read
from tests.replica.server import Page

TITLE = "İthal cihazların kaydı"
LINK = "<link>https://r.example/1</link>"


def rss(items: str, *, head: str = "", declaration: str = '<?xml version="1.0"?>') -> str:
    return f'{declaration}<rss version="2.0"><channel>{head}{items}</channel></rss>'


def entries(
    body: str | bytes, *, media_type: str = "application/rss+xml", language: str = "tr"
) -> tuple[ListedLink, ...]:
    task = make_task("feed", "https://r.example/news/feed.xml", language=language)
    raw = body.encode() if isinstance(body, str) else body
    return read(task, Page(body=raw, media_type=media_type)).entries


def only(inner: str, **facts: str) -> ListedLink:
    (entry,) = entries(rss(f"<item>{inner}</item>"), **facts)
    return entry


# Charsets


@pytest.mark.parametrize(
    ("declared", "real", "media_type"),
    [
        ("utf-8", "windows-1254", "application/rss+xml"),
        ("iso-8859-1", "utf-8", "application/rss+xml"),
        ("utf-16", "utf-8", "text/xml"),
        ("utf-16", "utf-16", "text/xml"),
        ("utf-16", "utf-16-le", "text/xml"),
        ("utf-32", "utf-32-be", "text/xml"),
        ("utf-8", "utf-8", "application/rss+xml; charset=iso-8859-1"),
        ("utf-8", "utf-8", "text/xml; charset=us-ascii"),
        ("windows-1254", "windows-1254", "text/xml; charset=utf-8"),
        ("nonsense", "utf-8", "text/html"),
    ],
)
def test_the_bytes_decide_not_what_is_declared(declared: str, real: str, media_type: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{declared}' standalone='yes'?>"
    body = rss(f"<item><title>{TITLE}</title>{LINK}</item>", declaration=declaration)
    (entry,) = entries(body.encode(real), media_type=media_type)
    assert entry.title == TITLE


def test_the_sources_language_names_the_charset_where_nothing_else_does() -> None:
    title = "О регистрации абонентских устройств"
    body = rss(f"<item><title>{title}</title>{LINK}</item>")
    (entry,) = entries(body.encode("windows-1251"), language="ru")
    assert entry.title == title


def test_a_json_feed_in_another_charset_is_read() -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1", "title": "%s"}]}'
    )
    (entry,) = entries((body % TITLE).encode("windows-1254"), media_type="application/json")
    assert entry.title == TITLE


# What stands around the feed


@pytest.mark.parametrize("before", ["\n\n   ", "\ufeff", "<!-- cached -->", "Notice: in line 3\n"])
def test_what_stands_before_the_declaration_does_not_hurt(before: str) -> None:
    assert len(entries(before + rss(f"<item><title>A</title>{LINK}</item>"))) == 1


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-8", "text/plain", ""])
def test_a_feed_of_a_wrong_media_type_is_a_feed(media_type: str) -> None:
    body = rss(f"<item><title>A</title>{LINK}</item>")
    assert len(entries(body, media_type=media_type)) == 1


def test_a_feed_that_is_cut_off_keeps_what_came() -> None:
    whole = rss("".join(f"<item><title>{n}</title><link>/{n}</link></item>" for n in range(5)))
    assert [entry.title for entry in entries(whole[: whole.index("<title>4")])][:4] == list("0123")


# Titles


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("R&eacute;glement &ndash; cartes&nbsp;SIM", "Réglement – cartes SIM"),
        ("A &amp;amp; B &amp;#8211; C", "A & B – C"),
        ("A &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; rule", "A bold rule"),
        ("<![CDATA[ A <b>bold</b> rule ]]>", "A bold rule"),
        ("<![CDATA[Smith & Co &amp; others]]>", "Smith & Co & others"),
        ("Limits: 3 &lt; 5 days", "Limits: 3 < 5 days"),
        ("The &lt;select&gt; element in forms", "The <select> element in forms"),
    ],
)
def test_titles_are_read_as_people_see_them(markup: str, title: str) -> None:
    assert only(f"<title>{markup}</title>{LINK}").title == title


def test_an_entry_without_a_title_is_called_by_its_text() -> None:
    content = (
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA['
        "<p>Press</p><h2>Rules for <em>eSIM</em></h2><p>Text.</p>]]></content:encoded>"
    )
    assert only(content + LINK).title == "Rules for eSIM"
    described = only(f"<description>New rule on SIMs. {'More words. ' * 40}</description>{LINK}")
    assert described.title.startswith("New rule on SIMs. More words.")
    assert (len(described.title) <= 162, described.title[-1]) == (True, "…")
    assert only(LINK).title == ""


# Links


def test_relative_links_start_from_the_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://r.example/b/"><entry>'
        '<title>A</title><link href="1.html"/></entry></feed>'
    )
    assert entries(atom)[0].url == "https://r.example/b/1.html"
    assert only("<title>A</title><link>/doc/1</link>").url == "https://r.example/doc/1"


def test_an_enclosure_is_the_document_where_the_link_is_not_the_entrys_own() -> None:
    pdf = '<enclosure url="https://r.example/{}.pdf" type="application/pdf" length="1"/>'
    items = "".join(
        f"<item><title>{n}</title><link>https://r.example/list</link>{pdf.format(n)}</item>"
        for n in (1, 2)
    )
    assert [entry.url for entry in entries(rss(items))] == [
        "https://r.example/1.pdf",
        "https://r.example/2.pdf",
    ]
    home = "<link>https://r.example/</link>"
    (entry,) = entries(rss(f"<item><title>A</title>{home}{pdf.format(3)}</item>", head=home))
    assert entry.url == "https://r.example/3.pdf"
    assert only("<title>A</title>" + LINK + pdf.format(4)).url == "https://r.example/1"


def test_sound_and_film_are_no_documents() -> None:
    sound = '<enclosure url="https://r.example/{}.mp3" type="audio/mpeg" length="1"/>'
    items = "".join(
        f"<item><title>{n}</title><link>https://r.example/talk</link>{sound.format(n)}</item>"
        for n in (1, 2)
    )
    assert {entry.url for entry in entries(rss(items))} == {"https://r.example/talk"}
    assert only("<title>A</title>" + sound.format(3)).url == ""


def test_entries_that_share_a_link_are_told_apart_by_their_ids() -> None:
    items = "".join(
        f"<item><title>{n}</title><link>https://r.example/</link><guid>{guid}</guid></item>"
        for n, guid in enumerate(("https://r.example/?p=1", "https://r.example/?p=2", "tag:3"))
    )
    assert [entry.url for entry in entries(rss(items))] == [
        "https://r.example/?p=1",
        "https://r.example/?p=2",
        "https://r.example/",
    ]


# Days


@pytest.mark.parametrize(
    "text",
    [
        "16 Kasım 2026", "Pzt, 16 Kas 2026 08:00:00 +0300", "16.11.2026", "16/11/2026 08:00",
        "2026/11/16", "20261116", "2026-11-16 08:00:00", "Mon, 16 Nov 2026 08:00:00 EAT",
        "Mon, 16 Nov 2026", "11/16/2026 8:00:00 AM", "1794816000", "1794816000000",
        "Monday, November 16, 2026 - 08:00",
    ],
)  # fmt: skip
def test_days_are_read_however_they_are_written(text: str) -> None:
    assert only(f"<title>A</title>{LINK}<pubDate>{text}</pubDate>").published_on == date(
        2026, 11, 16
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "16 de noviembre de 2026"), ("es", "lun, 16 nov 2026 08:00:00 +0100"),
        ("ru", "16 ноября 2026 г."), ("ar", "١٦ نوفمبر ٢٠٢٦"), ("ar", "١٦/١١/٢٠٢٦"),
        ("zh", "2026年11月16日"), ("th", "16 พ.ย. 2569"), ("fr", "lundi 16 novembre 2026"),
    ],
)  # fmt: skip
def test_days_are_read_in_the_feeds_language(language: str, text: str) -> None:
    entry = only(f"<title>A</title>{LINK}<pubDate>{text}</pubDate>", language=language)
    assert entry.published_on == date(2026, 11, 16)


@pytest.mark.parametrize(
    "text", ["", "soon", "Sun, 30 Nov -0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 GMT", "17"]
)
def test_a_day_that_is_none_is_none_and_no_other(text: str) -> None:
    entry = only(f"<title>A</title>{LINK}<pubDate>{text}</pubDate>")
    assert (entry.published_on, entry.title) == (None, "A")


def test_the_order_of_day_and_month_is_the_feeds_habit() -> None:
    american = Days(["03/05/2026", "11/16/2026"], language="en", host="r.example")
    assert american.day_of("03/05/2026") == date(2026, 3, 5)
    european = Days(["03/05/2026", "16/11/2026"], language="en", host="fcc.gov")
    assert european.day_of("03/05/2026") == date(2026, 5, 3)
    assert Days([], language="en", host="fcc.gov").day_of("03/05/2026") == date(2026, 3, 5)


def test_the_day_is_the_publishers_own() -> None:
    days = Days([], language="en", host="r.example")
    assert days.day_of("2026-11-15T23:30:00-05:00") == date(2026, 11, 15)
    assert moment_of("2026-11-15T23:30:00-05:00") == datetime(2026, 11, 16, 4, 30, tzinfo=UTC)
    assert moment_of("Mon, 16 Nov 2026 08:00:00 EAT") == datetime(2026, 11, 16, 8, tzinfo=UTC)


def test_a_day_of_an_entry_without_one_is_its_latest_change() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/1"/>'
        "<updated>2026-11-16T10:00:00Z</updated></entry></feed>"
    )
    (entry,) = entries(atom)
    assert entry.published_on == date(2026, 11, 16)
    assert entry.updated_at == datetime(2026, 11, 16, 10, tzinfo=UTC)
