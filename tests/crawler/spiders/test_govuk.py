"""GOV.UK: a finder's feed, and where machines read its documents."""

import pytest

from crawler.errors import NotAFeedError
from tests.crawler.spiders.asking import asked, make_task, read
from tests.replica.publishers import govuk_atom
from tests.replica.server import Page

TASK = make_task("govuk", "https://gov.example/search/policy-papers-and-consultations.atom")
PAPER = "https://gov.example/government/publications/mobile-roaming"


def test_people_read_the_page_and_machines_the_content_api() -> None:
    (entry,) = read(TASK, govuk_atom({PAPER: "Mobile roaming"})).entries
    assert (entry.url, entry.title) == (PAPER, "Mobile roaming")
    assert entry.fetch_url == (
        "https://gov.example/api/content/government/publications/mobile-roaming"
    )
    assert entry.updated_at is not None


def test_a_document_of_another_site_is_read_there() -> None:
    (entry,) = read(TASK, govuk_atom({"https://ofcom.example/paper": "Paper"})).entries
    assert (entry.url, entry.fetch_url) == ("https://ofcom.example/paper", "")


def test_organisations_and_words_are_asked_of_the_finder() -> None:
    options = {"organisations": ["ofcom", "dsit"], "search": ["roaming", "connected devices"]}
    first, second = asked(make_task("govuk", TASK.url, options=options))
    assert first.startswith(TASK.url + "?keywords=roaming&order=updated-newest")
    assert first.endswith("organisations%5B%5D=ofcom&organisations%5B%5D=dsit")
    assert "keywords=connected%20devices" in second


def test_the_catalogues_own_query_stands() -> None:
    (url,) = asked(make_task("govuk", TASK.url + "?topic%5B%5D=67f5"))
    assert url == TASK.url + "?topic%5B%5D=67f5&order=updated-newest"


def test_what_is_no_feed_is_a_typed_error() -> None:
    with pytest.raises(NotAFeedError):
        read(TASK, Page(body=b"<!doctype html><html><title>Search</title></html>"))
