from datetime import UTC, date, datetime
from typing import Any

from crawler.answers import Answer
from crawler.errors import BadAnswerError, DnsError, NotAFeedError
from crawler.items import (
    FailedAttachment,
    FailedDocument,
    FetchedAttachment,
    ListedLink,
    SourceResult,
    SourceTask,
)
from crawler.reading import MAX_ENTRIES, MAX_PARTS, KeptFiles, Reading
from crawler.spiders.base import Issue, Listed
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


def by_days(*days: int, since: date | None = None) -> Reading:
    task = SourceTask(
        id="s", kind="boe", url="https://r.example/", country="ES", language="es",
        min_items=1, since=since,
    )  # fmt: skip
    return Reading(task, [Issue(url=f"/{day}", day=date(2026, 11, day)) for day in days])


def test_issues_are_asked_one_after_the_other() -> None:
    reading = by_days(16, 15, 14)
    asked = [reading.issue.url]
    while True:
        reading.answered(answer(), retry_after=None)
        reading.listed(links(f"/doc{len(asked)}"))
        if not reading.next_url:
            break
        asked.append(reading.issue.url)
    assert asked == ["/16", "/15", "/14"]
    assert reading.result().items == 3


def test_issues_from_before_the_latest_reading_are_asked_only_if_nothing_came_since() -> None:
    reading = by_days(16, 15, 14, since=date(2026, 11, 16))
    reading.answered(answer(404), retry_after=None)
    reading.listed(links())
    assert reading.next_url == "https://r.example/15"
    reading.answered(answer(), retry_after=None)
    reading.listed(links("/1"))
    assert reading.next_url == ""
    assert reading.result().http_status == 200, "not the 404 of a day without an issue"


def test_an_address_that_is_not_always_the_same_has_no_validators() -> None:
    reading = by_days(16)
    reading.answered(answer(etag='"1"'), retry_after=None)
    assert not reading.conditional
    assert reading.result().etag == ""


def test_parts_of_a_list_are_asked_too_up_to_a_number() -> None:
    reading = begun()
    reading.listed(Listed(parts=tuple(f"/part{n}" for n in range(MAX_PARTS + 5))))
    asked = 0
    while reading.next_url:
        asked += 1
        reading.answered(answer(), retry_after=None)
        reading.listed(links(f"/{asked}"))
    assert asked == MAX_PARTS
    assert reading.result().items == MAX_PARTS


def test_what_a_filter_passes_over_is_not_wanted_but_was_listed() -> None:
    reading = begun(options={"words": ["roaming"]}, min_items=2)
    on, off = (
        ListedLink(url=f"/{n}", title=title) for n, title in enumerate(("On roaming", "Fish"))
    )
    reading.listed(Listed(entries=(on, off)))
    assert list(reading.wanted) == ["https://r.example/0"]
    assert (reading.result().error, reading.result().items) == ("", 1)


def test_a_list_that_breaks_off_is_failed_with_what_it_had() -> None:
    reading = begun(options={"max_pages": 2})
    reading.listed(links("/1", next_url="/list/?page=2"))
    reading.broke_off(NotAFeedError("https://r.example/", "no feed"))
    assert (reading.next_url, list(reading.wanted)) == ("", ["https://r.example/1"])
    assert (reading.result().outcome, reading.result().error) == ("failed", "not_a_feed")


def test_files_of_documents_have_a_limit_in_one_crawl_but_one_document_s_are_always_asked() -> None:
    reading = begun()
    assert reading.has_room_for(40, 30)
    assert not reading.has_room_for(1, 30)
    assert reading.has_room_for(1, None)


def test_a_document_left_for_its_files_makes_the_source_due_again() -> None:
    reading = begun()
    reading.listed(links("/1", "/2"))
    reading.waiting = 2
    assert list(reading.leave()) == []
    (result,) = reading.leave()
    assert (result.left, result.documents, result.etag) == (2, 0, "")


def test_what_breaks_one_issue_may_break_no_other_but_a_dead_host_does() -> None:
    reading = by_days(16, 15)
    reading.answered(answer(), retry_after=None)
    reading.broke_off(BadAnswerError("https://r.example/16", "no list"))
    assert reading.next_url == "https://r.example/15"
    reading = by_days(16, 15)
    reading.broke_off(DnsError("https://r.example/16", "no such host"))
    assert reading.next_url == ""
    assert reading.result().error == "dns"


def test_files_that_were_asked_are_kept_within_bounds_the_latest_longest() -> None:
    kept = KeptFiles(room=10)
    for name, size in (("a", 6), ("b", 4), ("c", 5)):
        kept.keep(file(name, bytes(size)))
    assert [kept.get(name) is not None for name in "abc"] == [False, True, True]
    kept.keep(FailedAttachment(url="d", name="d", error="http_404", message=""))
    assert kept.get("d") is not None
    kept.keep(file("huge", bytes(11)))
    assert kept.get("huge") is None


def file(url: str, body: bytes) -> FetchedAttachment:
    now = datetime(2026, 11, 16, tzinfo=UTC)
    return FetchedAttachment(
        url=url, name=url, final_url=url, media_type="", headers={}, body=body, fetched_at=now
    )
