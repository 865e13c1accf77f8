from typing import Any

from crawler.answers import Answer
from crawler.errors import NotAFeedError
from crawler.items import FailedDocument, ListedLink, SourceResult, SourceTask
from crawler.reading import MAX_ENTRIES, Reading
from crawler.spiders.base import Listed
from tests.crawler.conftest import Clock


def begun(**facts: Any) -> Reading:
    values: dict[str, Any] = {
        "id": "s",
        "kind": "listing",
        "url": "https://r.example/list/",
        "country": "DE",
        "language": "de",
        "min_items": 1,
        **facts,
    }
    reading = Reading(SourceTask(**values))
    reading.answered(answer(), retry_after=None)
    return reading


def answer(status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(url="https://r.example/list/", status=status, headers=named, body=b"12345")


def links(*urls: str, **facts: Any) -> Listed:
    return Listed(entries=tuple(ListedLink(url=url, title="T") for url in urls), **facts)


def test_entries_are_known_by_one_spelling_and_counted_once() -> None:
    reading = begun()
    reading.listed(links("/1", "https://R.example/1#top", "/1?utm_source=x", "2", "mailto:a@b"))
    assert list(reading.wanted) == ["https://r.example/1", "https://r.example/list/2"]
    assert reading.result().items == 2


def test_what_is_due_is_wanted_without_counting_as_listed() -> None:
    due = ListedLink(url="https://r.example/old", title="Old")
    reading = begun(due=(due,))
    reading.listed(links("/1"))
    assert list(reading.wanted) == ["https://r.example/old", "https://r.example/1"]
    assert reading.result().items == 1


def test_a_list_is_cut_where_it_is_no_list_of_news_any_more() -> None:
    reading = begun()
    reading.listed(links(*(f"/{n}" for n in range(MAX_ENTRIES + 50))))
    assert len(reading.wanted) == MAX_ENTRIES


def test_machines_read_elsewhere_only_if_that_is_elsewhere() -> None:
    reading = begun()
    same = ListedLink(url="/1", title="T", fetch_url="https://r.example/1#x")
    other = ListedLink(url="/2", title="T", fetch_url="/2.raw")
    reading.listed(Listed(entries=(same, other)))
    assert [link.fetch_url for link in reading.wanted.values()] == ["", "https://r.example/2.raw"]


def test_a_list_goes_on_only_as_far_as_its_source_says() -> None:
    reading = begun()
    reading.listed(links("/1", next_url="/list/?page=2"))
    assert reading.next_url == ""
    reading = begun(options={"max_pages": 2})
    reading.listed(links("/1", next_url="/list/?page=2"))
    assert reading.next_url == "https://r.example/list/?page=2"
    reading.answered(answer(), retry_after=None)
    reading.listed(links("/2", next_url="/list/?page=3"))
    assert reading.next_url == ""


def test_the_result_has_the_first_answers_validators_and_all_bytes() -> None:
    reading = Reading(begun(options={"max_pages": 2}).task)
    reading.answered(answer(ETag='"1"', etag='"1"', last_modified="Mon"), retry_after=None)
    reading.answered(answer(etag='"2"'), retry_after=None)
    reading.listed(links("/1"))
    result = reading.result()
    assert (result.etag, result.last_modified, result.bytes) == ('"1"', "Mon", 10)


def test_the_longer_of_two_promises_counts() -> None:
    reading = begun()
    reading.answered(answer(), retry_after=None)
    first = Reading(reading.task)
    first.answered(answer(cache_control="max-age=60"), retry_after=None)
    first.listed(links("/1", max_age=600.0))
    assert first.result().max_age == 600.0


def test_fewer_entries_than_asserted_is_the_kinds_own_error() -> None:
    assert begun().result().error == "empty_listing"
    assert begun(kind="feed").result().error == "empty_feed"
    assert begun(kind="page").result().error == ""
    assert begun(min_items=0).result().error == ""


def test_not_modified_is_not_empty() -> None:
    reading = Reading(begun().task)
    reading.answered(answer(304), retry_after=None)
    assert (reading.result().outcome, reading.result().error) == ("not_modified", "")


def test_a_failure_tells_status_and_patience() -> None:
    reading = begun()
    reading.answered(answer(), retry_after=5.0)
    result = reading.failed(NotAFeedError("https://r.example/", "no feed", status=200))
    assert (result.outcome, result.error, result.http_status) == ("failed", "not_a_feed", 200)


def test_the_result_comes_after_the_last_document(clock: Clock) -> None:
    reading = begun()
    reading.listed(links("/1", "/2"))
    reading.waiting = 2
    item = FailedDocument(
        source_id="s", url="u", title="", published_on=None, error="e", message="m",
        fetched_at=clock.now,
    )  # fmt: skip
    assert list(reading.done_with(item)) == [item]
    last, result = reading.done_with(item)
    assert last is item
    assert isinstance(result, SourceResult)
    assert result.documents == 2
