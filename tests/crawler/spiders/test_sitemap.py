"""Sitemaps of every form, and which of their addresses are documents."""

import gzip
from datetime import UTC, date, datetime

import pytest

from crawler.errors import BadAnswerError, CrawlError, TooLargeError
from tests.crawler.spiders.asking import make_task, read
from tests.replica.publishers import sitemap, sitemap_index
from tests.replica.server import Page

TASK = make_task("sitemap", "https://r.example/sitemap.xml")
PAGES = {
    "https://r.example/en/about": "2026-01-01",
    "https://r.example/en/decisions/1": "2026-10-01",
    "https://r.example/en/decisions/2": "2026-11-16T08:30:00+03:00",
    "https://r.example/ar/decisions/2": "",
}


def urls(task_options: dict[str, list[str]], page: Page | None = None) -> list[str]:
    task = make_task("sitemap", TASK.url, options=task_options)
    return [entry.url for entry in read(task, page or sitemap(PAGES)).entries]


def test_what_changed_last_comes_first_with_its_moment() -> None:
    entries = read(TASK, sitemap(PAGES)).entries
    assert [entry.url[-1] for entry in entries[:2]] == ["2", "1"]
    assert entries[0].updated_at == datetime(2026, 11, 16, 5, 30, tzinfo=UTC)
    assert entries[-1].updated_at is None
    assert {entry.title for entry in entries} == {""}


def test_only_the_paths_of_the_source_are_documents() -> None:
    assert urls({"paths": ["/en/decisions/"]}) == [
        "https://r.example/en/decisions/2",
        "https://r.example/en/decisions/1",
    ]
    assert urls({"paths": ["/*/decisions/2"], "not_paths": ["/ar/"]}) == [
        "https://r.example/en/decisions/2"
    ]


def test_paths_are_compared_as_people_write_them() -> None:
    page = sitemap({"https://r.example/ar/%D9%82%D8%B1%D8%A7%D8%B1/1": ""})
    assert len(urls({"paths": ["/ar/قرار/"]}, page)) == 1


def test_an_index_names_its_parts_the_latest_changed_first() -> None:
    page = sitemap_index({"https://r.example/1.xml": "2026-01-01", "/2.xml.gz": "2026-11-01"})
    listed = read(TASK, page)
    assert (listed.parts, listed.entries) == (("/2.xml.gz", "https://r.example/1.xml"), ())


def test_a_packed_sitemap_is_unpacked() -> None:
    packed = Page(body=gzip.compress(sitemap(PAGES).body), media_type="application/x-gzip")
    assert len(read(TASK, packed).entries) == 4


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (51 * 1024 * 1024))
    with pytest.raises(TooLargeError):
        read(TASK, Page(body=bomb))


def test_a_news_sitemap_has_titles_and_days() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
      <loc>https://r.example/n/1</loc><news:news><news:publication><news:name>R</news:name>
      </news:publication><news:publication_date>2026-11-15</news:publication_date>
      <news:title>New &amp; noted</news:title></news:news></url></urlset>"""
    (entry,) = read(TASK, Page(body=body)).entries
    assert (entry.title, entry.published_on) == ("New & noted", date(2026, 11, 15))


def test_a_plain_list_of_addresses_is_a_sitemap_too() -> None:
    page = Page(body=b"https://r.example/a\r\n\r\nhttps://r.example/b\n", media_type="text/plain")
    assert [entry.url[-1] for entry in read(TASK, page).entries] == ["a", "b"]


def test_comments_white_space_and_slips_do_not_hurt() -> None:
    body = b"\n  <?xml version='1.0'?><!-- made by x --><urlset><!-- y --><url><loc> https://r.example/a\n"
    body += b"</loc></url><url></url><url><loc>https://r.example/b?x=1&y=2</loc></url></urlset>"
    found = [entry.url for entry in read(TASK, Page(body=body)).entries if entry.url]
    assert found[0] == "https://r.example/a"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<!doctype html><html><body>Not found</body></html>", "an HTML page"),
        (b"<rss></rss>", "<rss>"),
        (b"nothing of the kind", "something else"),
        (b"", "something else"),
        (b"<", "broken XML"),
        (b"\x1f\x8bdamaged", "damaged"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, what: str) -> None:
    with pytest.raises(CrawlError, match=what) as caught:
        read(TASK, Page(body=body))
    assert isinstance(caught.value, BadAnswerError)


def test_entities_of_the_senders_are_not_expanded() -> None:
    body = b'<!DOCTYPE u [<!ENTITY a "https://r.example/"><!ENTITY b "&a;&a;&a;">]>'
    body += b"<urlset><url><loc>&b;</loc></url></urlset>"
    assert [entry.url for entry in read(TASK, Page(body=body)).entries] in ([], [""])
