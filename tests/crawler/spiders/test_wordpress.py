"""WordPress: what is asked of its API, and what a page of posts says."""

from datetime import UTC, date, datetime

import pytest

from crawler.errors import BadAnswerError
from tests.crawler.spiders.asking import asked, make_task, read
from tests.replica.publishers import as_json, wordpress_posts
from tests.replica.server import Page

TASK = make_task("wordpress", "https://wp.example/wp-json/wp/v2/posts")
POST = {
    "id": 7,
    "link": "https://wp.example/notice-7/",
    "title": "SIM &#8220;swap&#8221; &amp; IMEI",
}


def test_a_post_has_its_page_title_day_and_latest_change() -> None:
    (entry,) = read(TASK, wordpress_posts([POST])).entries
    assert (entry.url, entry.title) == ("https://wp.example/notice-7/", "SIM “swap” & IMEI")
    assert entry.published_on == date(2026, 11, 16), "the site's own day"
    assert entry.updated_at == datetime(2026, 11, 15, 21, 30, tzinfo=UTC)
    assert (entry.fetch_url, entry.about) == ("", "In short.")


def test_a_file_of_the_media_library_is_the_document_itself() -> None:
    file = {"link": "https://wp.example/attachment/", "source_url": "https://wp.example/a.pdf"}
    (entry,) = read(TASK, wordpress_posts([{**POST, **file}])).entries
    assert entry.url == "https://wp.example/a.pdf"


def test_where_pages_are_built_by_scripts_the_api_is_read() -> None:
    task = make_task("wordpress", TASK.url + "?lang=en", options={"from_api": True})
    (entry,) = read(task, wordpress_posts([POST])).entries
    assert entry.url == "https://wp.example/notice-7/"
    assert entry.fetch_url.startswith(
        "https://wp.example/wp-json/wp/v2/posts/7?_fields=id,".replace(",", "%2C")
    )


def test_the_newest_are_asked_of_the_categories_that_the_source_names() -> None:
    task = make_task("wordpress", TASK.url, options={"categories": [30, 35]})
    (url,) = asked(task)
    assert "per_page=100" in url
    assert "orderby=date&order=desc" in url
    assert "categories=30%2C35" in url


def test_what_the_catalogues_address_says_itself_stands() -> None:
    (url,) = asked(make_task("wordpress", TASK.url + "?categories=30&per_page=20"))
    assert url.startswith(TASK.url + "?categories=30&per_page=20&")
    assert url.count("per_page") == 1


def test_each_word_is_a_search_of_its_own() -> None:
    urls = asked(make_task("wordpress", TASK.url, options={"search": ["roaming", "type approval"]}))
    assert [url.rpartition("search=")[2] for url in urls] == ["roaming", "type%20approval"]


def test_the_following_page_is_asked_as_long_as_there_is_one() -> None:
    url = TASK.url + "?per_page=100"
    assert read(TASK, wordpress_posts([POST], pages=2), url=url).next_url == url + "&page=2"
    last = read(TASK, wordpress_posts([POST], pages=2), url=url + "&page=2")
    assert last.next_url == ""
    assert read(TASK, as_json([]), url=url).next_url == ""


def test_a_refusal_is_told_in_the_sites_own_words() -> None:
    refusal = as_json({"code": "rest_disabled", "message": "The REST API is <b>off</b>."})
    with pytest.raises(BadAnswerError, match=r"WordPress refuses: The REST API is off\."):
        read(TASK, refusal)


@pytest.mark.parametrize("body", [b"{}", b"<html>", b"7", b"null", b"[" * 100_000])
def test_what_is_no_list_of_posts_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read(TASK, Page(body=body))


def test_a_post_that_is_odd_harms_no_other() -> None:
    page = as_json([7, {"link": None}, {"link": "/a", "title": "Plain", "date": "soon"}])
    (entry,) = read(TASK, page).entries
    assert (entry.title, entry.published_on, entry.updated_at) == ("Plain", None, None)
