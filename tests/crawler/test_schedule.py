from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import HeldDocument, ListedLink
from crawler.schedule import (
    LEAST,
    MOST,
    next_document_check,
    next_document_retry,
    next_source_check,
    observed_rhythm,
    wants_look,
)

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def wait(**facts: float | int | None) -> timedelta:
    values: dict[str, float | int | None] = {"rhythm_days": 1.0, **facts}
    return next_source_check(now=NOW, key="", **values) - NOW  # type: ignore[arg-type]


def test_a_daily_source_is_read_several_times_a_day() -> None:
    assert wait(rhythm_days=1.0) == timedelta(hours=3)


def test_no_source_is_read_more_often_than_every_quarter_of_an_hour() -> None:
    assert wait(rhythm_days=0.001) == LEAST == timedelta(minutes=15)


def test_the_rarest_source_is_still_read_daily() -> None:
    assert wait(rhythm_days=365.0) == MOST == timedelta(hours=24)


def test_failures_wait_twice_as_long_each_time() -> None:
    assert [wait(failures=n) for n in (1, 2, 3)] == [LEAST, 2 * LEAST, 4 * LEAST]


def test_a_source_that_always_failed_is_still_tried_daily() -> None:
    assert wait(failures=10_000) == MOST


def test_retry_after_is_heeded_after_success_and_failure_alike() -> None:
    assert wait(rhythm_days=0.01, retry_after=7200) == timedelta(hours=2)
    assert wait(failures=1, retry_after=7200) == timedelta(hours=2)


def test_an_answer_that_holds_is_not_asked_for_again_meanwhile() -> None:
    assert wait(rhythm_days=0.01, max_age=3600) == timedelta(hours=1)


def test_what_a_server_asks_cannot_silence_us_for_more_than_a_day() -> None:
    assert wait(retry_after=1e12) == MOST
    assert wait(max_age=1e12) == MOST


def test_sources_read_together_come_due_apart() -> None:
    moments = {next_source_check(now=NOW, key=f"s{n}", rhythm_days=1.0) for n in range(20)}
    assert len(moments) > 10
    assert all(
        timedelta(hours=3) <= moment - NOW <= timedelta(hours=3, minutes=10) for moment in moments
    )


@given(
    rhythm=st.floats(min_value=1e-6, max_value=1e6),
    failures=st.integers(min_value=0, max_value=10**6),
    retry_after=st.none() | st.floats(min_value=0, max_value=1e15),
    max_age=st.none() | st.floats(min_value=0, max_value=1e15),
    key=st.text(max_size=10),
)
def test_a_source_always_has_a_next_check_within_its_bounds(
    rhythm: float, failures: int, retry_after: float | None, max_age: float | None, key: str
) -> None:
    moment = next_source_check(
        now=NOW,
        key=key,
        rhythm_days=rhythm,
        failures=failures,
        retry_after=retry_after,
        max_age=max_age,
    )
    assert LEAST <= moment - NOW <= MOST


def test_the_rhythm_is_learnt_from_the_days_of_publication() -> None:
    start = date(2026, 10, 1)
    assert observed_rhythm([start + timedelta(days=2 * n) for n in range(6)]) == 2.0


def test_several_publications_on_one_day_count_once() -> None:
    days = [date(2026, 10, day) for day in (1, 1, 1, 4, 4, 7, 10)]
    assert observed_rhythm(days) == 3.0


def test_three_days_of_publication_say_nothing_of_a_rhythm() -> None:
    assert observed_rhythm([date(2026, 10, day) for day in (1, 2, 3)]) is None


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(0), timedelta(hours=6)),
        (timedelta(days=3), timedelta(days=1)),
        (timedelta(days=30), timedelta(days=7)),
        (timedelta(days=1000), timedelta(days=30)),
        (timedelta(days=-5), timedelta(hours=6)),
    ],
)
def test_young_documents_are_looked_at_more_often(age: timedelta, wait: timedelta) -> None:
    assert next_document_check(now=NOW, changed_at=NOW - age) - NOW == wait


def test_a_document_that_cannot_be_read_is_tried_again_ever_more_rarely_but_weekly() -> None:
    waits = [next_document_retry(now=NOW, failures=n) - NOW for n in (1, 2, 50)]
    assert waits == [timedelta(hours=1), timedelta(hours=2), timedelta(days=7)]


def test_a_documents_retry_heeds_the_server() -> None:
    moment = next_document_retry(now=NOW, failures=1, retry_after=6 * 3600)
    assert moment - NOW == timedelta(hours=6)


LINK = ListedLink(url="https://r.example/a", title="Decision")


def held(**facts: datetime | None) -> HeldDocument:
    values: dict[str, datetime | None] = {
        "last_verified_at": NOW - timedelta(days=1),
        "next_check_at": NOW + timedelta(days=1),
        **facts,
    }
    return HeldDocument(etag="", last_modified="", published_on=None, attachments=(), **values)


def test_a_document_never_seen_wants_a_look() -> None:
    assert wants_look(LINK, None, now=NOW)


def test_a_held_document_is_left_alone_until_it_is_due() -> None:
    assert not wants_look(LINK, held(), now=NOW)
    assert wants_look(LINK, held(next_check_at=NOW), now=NOW)
    assert wants_look(LINK, held(next_check_at=None), now=NOW)


def updated(moment: datetime) -> ListedLink:
    return ListedLink(url=LINK.url, title=LINK.title, updated_at=moment)


def test_a_list_that_says_it_changed_since_is_believed() -> None:
    assert wants_look(updated(NOW - timedelta(hours=1)), held(), now=NOW)
    assert not wants_look(updated(NOW - timedelta(days=2)), held(), now=NOW)


def test_a_change_announced_for_the_future_is_no_change_yet() -> None:
    assert not wants_look(updated(NOW + timedelta(hours=1)), held(), now=NOW)
