"""Lists that stand in a page as JSON."""

import json
from datetime import date
from typing import Any

import pytest

from crawler.embedded import embedded_links
from tests.replica.scripted import next_page

URL = "https://r.example/news"
POSTS = [
    {"id": 1, "title": "Rules on SIMs &amp; eSIM", "url": "/news/1", "publishedAt": "2026-11-16T08:00:00Z"},
    {"id": 2, "title": "Numbers of machines", "url": "/news/2", "publishedAt": "2026-11-02T08:00:00Z"},
]  # fmt: skip


def script(content: Any, media_type: str = "application/ld+json") -> str:
    return f"<html><script type='{media_type}'>{json.dumps(content)}</script></html>"


def test_the_dated_list_is_the_list_and_the_menu_is_not() -> None:
    first, second = embedded_links(next_page(POSTS).body.decode(), url=URL)
    assert (first.url, first.title) == ("https://r.example/news/1", "Rules on SIMs & eSIM")
    assert (first.published_on, second.published_on) == (date(2026, 11, 16), date(2026, 11, 2))


def test_an_item_list_of_schema_org_is_read() -> None:
    elements = [
        {
            "@type": "ListItem",
            "position": n,
            "item": {"@id": f"/doc/{n}", "name": f"Decision {n} of us"},
        }
        for n in (1, 2, 3)
    ]
    found = embedded_links(script({"@type": "ItemList", "itemListElement": elements}), url=URL)
    assert [entry.url for entry in found] == [f"https://r.example/doc/{n}" for n in (1, 2, 3)]


def test_articles_of_a_graph_are_read() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": f"Decision {n} of us", "url": f"https://r.example/{n}",
         "datePublished": "16 November 2026"}
        for n in (1, 2)
    ]  # fmt: skip
    found = embedded_links(script({"@graph": [{"@type": "WebSite", "name": "R"}, *graph]}), url=URL)
    assert [entry.published_on for entry in found] == [date(2026, 11, 16)] * 2


def test_texts_within_objects_are_found() -> None:
    posts = [
        {"title": {"rendered": f"Decision {n} of us"}, "file": {"url": f"/{n}.pdf"}} for n in (1, 2)
    ]
    found = embedded_links(script({"a": {"b": posts}}, "application/json"), url=URL)
    assert [entry.url for entry in found] == ["https://r.example/1.pdf", "https://r.example/2.pdf"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        [],
        {"posts": []},
        {"posts": POSTS[:1]},
        {"posts": [{"title": "Ok", "url": "/1"}, {"title": "No", "url": "/2"}]},
        {"posts": [{"title": "A title that is long", "url": "javascript:x"}] * 3},
        {"posts": [{"title": "This very page of news", "url": "/news/"}] * 3},
        {"posts": [["Decision one of us", "/1"], ["Decision two of us", "/2"]]},
    ],
)
def test_what_names_no_documents_is_no_list(content: Any) -> None:
    assert embedded_links(script(content), url=URL) == []


def test_broken_or_other_scripts_are_passed_over() -> None:
    page = "<script type='application/json'>{broken</script><script>var posts = [1]</script>"
    assert embedded_links(page, url=URL) == []
    assert embedded_links("", url=URL) == []


def test_a_bomb_of_nested_lists_is_searched_in_bounded_time() -> None:
    deep: Any = POSTS
    for _ in range(60):
        deep = [{"in": deep}]
    assert embedded_links(script(deep), url=URL) == []
    wide = [{"in": [{"x": n}]} for n in range(150_000)]
    assert embedded_links(script(wide), url=URL) == []
