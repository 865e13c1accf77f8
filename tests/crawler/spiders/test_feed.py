import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.answers import Answer
from crawler.errors import NotAFeedError
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Listed
from crawler.spiders.feed import KIND

TASK = SourceTask(
    id="xx", kind="feed", url="https://r.example/feed", country="DE", language="de", min_items=1
)


def read(body: str | bytes, media_type: str = "") -> Listed:
    return KIND.read(
        Answer(
            url=TASK.url,
            status=200,
            headers={"content-type": media_type} if media_type else {},
            body=body.encode() if isinstance(body, str) else body,
        ),
        TASK,
    )


def rss(items: str, *, head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def item(inner: str) -> ListedLink:
    return read(rss(f"<item>{inner}</item>")).entries[0]


def test_rss_2_gives_title_link_and_day() -> None:
    entry = item(
        "<title>IMEI &amp; CEIR</title><link>https://r.example/1</link>"
        "<pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate>"
    )
    assert (entry.url, entry.title) == ("https://r.example/1", "IMEI & CEIR")
    assert entry.published_on == date(2026, 11, 16)
    assert entry.updated_at is None


def test_rdf_is_read() -> None:
    body = """<?xml version="1.0"?>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://r.example/"><title>News</title></channel>
      <item rdf:about="https://r.example/7"><title>Seven</title>
        <link>https://r.example/7</link><dc:date>2026-11-15T23:30:00-05:00</dc:date></item>
    </rdf:RDF>"""
    entry = read(body).entries[0]
    assert (entry.url, entry.title) == ("https://r.example/7", "Seven")
    assert entry.published_on == date(2026, 11, 15)


def test_rss_091_is_read() -> None:
    body = """<?xml version="1.0"?><rss version="0.91"><channel><title>N</title>
      <item><title>One</title><link>https://r.example/1</link></item></channel></rss>"""
    assert [entry.title for entry in read(body).entries] == ["One"]


def test_atom_tells_when_an_entry_was_updated() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry>
      <title type="html">&lt;b&gt;Roaming&lt;/b&gt; &amp;amp; more</title>
      <link rel="alternate" href="https://r.example/a"/><id>urn:x</id>
      <published>2026-11-01T09:00:00Z</published><updated>2026-11-14T10:30:00+02:00</updated>
      </entry></feed>"""
    entry = read(body).entries[0]
    assert entry.title == "Roaming & more"
    assert entry.published_on == date(2026, 11, 1)
    assert entry.updated_at == datetime(2026, 11, 14, 8, 30, tzinfo=UTC)


def test_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "News",
        "items": [
            {"id": "1", "url": "https://r.example/1", "title": "One",
             "date_published": "2026-11-16T00:30:00+03:00",
             "date_modified": "2026-11-16T01:00:00+03:00"},
            {"id": "https://r.example/2", "content_text": "No title"},
            {"id": 3, "external_url": "https://other.example/3", "title": None},
            "not an item",
        ],
    }  # fmt: skip
    one, two, three = read(json.dumps(feed), "application/feed+json").entries
    assert (one.url, one.title) == ("https://r.example/1", "One")
    assert one.published_on == date(2026, 11, 16)
    assert one.updated_at == datetime(2026, 11, 15, 22, tzinfo=UTC)
    assert (two.url, two.title, two.published_on) == ("https://r.example/2", "", None)
    assert three.url == "https://other.example/3"


def test_the_day_is_the_publishers_own_not_utcs() -> None:
    entry = item("<pubDate>Mon, 16 Nov 2026 01:00:00 +0530</pubDate>")
    assert entry.published_on == date(2026, 11, 16)


@pytest.mark.parametrize("text", ["", "last Tuesday", "0000-00-00", "Mon, 99 Nov 2026 99:00:00"])
def test_an_unreadable_date_is_no_date(text: str) -> None:
    assert item(f"<title>A</title><pubDate>{text}</pubDate>").published_on is None


def test_an_entry_without_a_link_is_known_by_its_enclosure_or_guid() -> None:
    enclosure = item('<title>A</title><enclosure url="https://r.example/a.pdf" length="1"/>')
    assert enclosure.url == "https://r.example/a.pdf"
    assert item("<title>A</title><guid>https://r.example/b</guid>").url == "https://r.example/b"


def test_ttl_says_for_how_long_the_feed_holds() -> None:
    assert read(rss("<item/>", head="<ttl>90</ttl>")).max_age == 5400.0
    assert read(rss("<item/>", head="<ttl>soon</ttl>")).max_age is None
    assert read(rss("<item/>")).max_age is None


def test_a_slightly_broken_feed_is_still_read() -> None:
    entries = read(rss("<item><title>A & B</title><link>https://r.example/1</link></item>")).entries
    assert [(entry.title, entry.url) for entry in entries] == [("A & B", "https://r.example/1")]


def test_a_feed_in_another_charset_is_read() -> None:
    body = '<?xml version="1.0" encoding="iso-8859-9"?><rss version="2.0"><channel><item>'
    body += "<title>İthal cihazların kaydı</title></item></channel></rss>"
    assert read(body.encode("iso-8859-9")).entries[0].title == "İthal cihazların kaydı"


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")).entries == ()


@pytest.mark.parametrize(
    ("body", "media_type", "what"),
    [
        ("<!doctype html><html><title>News</title></html>", "text/html", "an HTML page"),
        ("  <html><body>News</body></html>", "application/rss+xml", "an HTML page"),
        ("{", "application/json", "broken JSON"),
        ('{"version": "1", "items": []}', "application/json", "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "", "no JSON Feed"),
        ("{" * 100_000, "", "broken JSON"),
        ("%PDF-1.7", "application/pdf", "application/pdf"),
        ("nothing of the kind", "", "without a type"),
    ],
)
def test_what_is_no_feed_is_named(body: str, media_type: str, what: str) -> None:
    with pytest.raises(NotAFeedError, match=what) as caught:
        read(body, media_type)
    assert caught.value.code == "not_a_feed"


def test_a_body_that_is_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(rss("<item><title>A local secret</title></item>"))
    with pytest.raises(NotAFeedError):
        read(str(path))


def test_a_body_that_is_an_address_is_not_fetched() -> None:
    with pytest.raises(NotAFeedError):
        read("http://127.0.0.1:1/feed.xml")


def test_entities_of_the_senders_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    bomb += '<rss version="2.0"><channel><item><title>&l9;</title></item></channel></rss>'
    titles = [entry.title for entry in read(bomb).entries]
    assert sum(len(title) for title in titles) < 100


def test_files_are_not_read_through_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top-secret-words")
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    body += '<rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>'
    assert all("top-secret" not in entry.title for entry in read(body).entries)


FEED = rss(
    "<item><title>One</title><link>https://r.example/1</link>"
    "<pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate></item>",
    head="<ttl>60</ttl>",
).encode()


@settings(max_examples=150, deadline=None)
@given(
    cut=st.tuples(st.integers(0, len(FEED)), st.integers(0, len(FEED))),
    noise=st.binary(max_size=40),
)
def test_a_feed_damaged_anywhere_is_read_or_refused_by_name(
    cut: tuple[int, int], noise: bytes
) -> None:
    start, end = sorted(cut)
    try:
        listed = read(FEED[:start] + noise + FEED[end:], "application/rss+xml")
    except NotAFeedError:
        return
    assert all(isinstance(entry.url, str) for entry in listed.entries)
