from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.items import SourceResult
from crawler.moves import Move
from crawler.source_recording import Ending, begin, make_task, settle
from crawler.tally import SourceTally
from data.db import reading, writing
from data.models import Document, Fetch, Source
from tests.crawler.conftest import make_source


@pytest.fixture(autouse=True)
def _source(store: Engine) -> None:
    with writing(store) as session:
        session.add(
            make_source("s", "feed", "https://r.example/feed", rhythm_days=1.0, options={"a": 1})
        )


def the_source(store: Engine) -> Source:
    with reading(store) as session:
        return session.exec(select(Source)).one()


def settled(store: Engine, now: datetime, tally: SourceTally | None = None, **facts: Any) -> Source:
    values: dict[str, Any] = {"source_id": "s", "outcome": "ok", "etag": '"1"', **facts}
    with writing(store) as session:
        source = session.exec(select(Source)).one()
        ending = Ending(source=source, result=SourceResult(**values), tally=tally or SourceTally())
        settle(session, [ending], started_at=now, now=now + timedelta(seconds=9))
    return the_source(store)


def log(store: Engine) -> list[Fetch]:
    with reading(store) as session:
        return list(session.exec(select(Fetch).order_by(col(Fetch.started_at))))


def add_document(store: Engine, now: datetime, n: int, **facts: Any) -> None:
    values: dict[str, Any] = {"title": f"Decision {n}", "first_seen_at": now, **facts}
    with writing(store) as session:
        session.add(Document(url=f"https://r.example/{n}", source_id="s", **values))


def failed(store: Engine, now: datetime, error: str = "http_404", **facts: Any) -> Source:
    return settled(
        store, now, outcome="failed", error=error, message="the server answered 404", **facts
    )


def test_the_next_check_is_set_before_the_source_is_asked(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        begin(session, session.exec(select(Source)).one(), now=now)
    source = the_source(store)
    assert source.last_attempt_at == now
    assert source.next_check_at is not None
    assert timedelta(minutes=15) <= source.next_check_at - now <= timedelta(minutes=16)


def test_a_task_has_the_sources_facts_and_the_documents_that_are_due(
    store: Engine, now: datetime
) -> None:
    add_document(store, now, 1, next_check_at=now, fetch_url="https://r.example/1.raw")
    add_document(store, now, 2, next_check_at=now + timedelta(hours=1))
    add_document(store, now, 3, next_check_at=now - timedelta(days=1))
    with writing(store) as session:
        task = begin(session, session.exec(select(Source)).one(), now=now)
    assert (task.id, task.kind, task.url) == ("s", "feed", "https://r.example/feed")
    assert (task.options, task.title) == ({"a": 1}, "News of s")
    assert [link.url for link in task.due] == ["https://r.example/3", "https://r.example/1"]
    assert task.due[1].fetch_url == "https://r.example/1.raw"


def test_every_document_is_due_when_that_is_asked_for(store: Engine, now: datetime) -> None:
    add_document(store, now, 1, next_check_at=now + timedelta(days=30))
    with writing(store) as session:
        source = session.exec(select(Source)).one()
        assert len(begin(session, source, now=now, every_document=True).due) == 1


def test_a_fresh_task_allows_no_304(store: Engine, now: datetime) -> None:
    source = settled(store, now)
    assert make_task(source).etag == '"1"'
    assert make_task(source, fresh=True).etag == ""


def test_a_good_read_settles_state_health_and_log(store: Engine, now: datetime) -> None:
    tally = SourceTally(recorded=3, new_documents=2, unchanged=1, bytes=1000)
    source = settled(store, now, tally, items=5, http_status=200, bytes=500)
    end = now + timedelta(seconds=9)
    assert (source.etag, source.failures, source.health) == ('"1"', 0, "healthy")
    assert source.last_success_at == source.last_new_at == source.health_since == end
    (fetch,) = log(store)
    assert (fetch.outcome, fetch.items, fetch.new_documents) == ("ok", 5, 2)
    assert (fetch.started_at, fetch.finished_at, fetch.bytes) == (now, end, 1500)


def test_failed_documents_make_the_attempt_partial(store: Engine, now: datetime) -> None:
    settled(store, now, SourceTally(recorded=1, failed_documents=1))
    assert [fetch.outcome for fetch in log(store)] == ["partial"]


def test_a_failure_keeps_the_validators_and_counts(store: Engine, now: datetime) -> None:
    settled(store, now)
    source = failed(store, now + timedelta(hours=1), etag="", http_status=404)
    assert (source.etag, source.failures, source.health) == ('"1"', 1, "failing")
    assert source.health_reason == "The server answered 404 (http_404)."
    assert [fetch.outcome for fetch in log(store)] == ["ok", "failed"]
    assert log(store)[1].http_status == 404


def test_not_modified_is_a_success_that_keeps_the_validators(store: Engine, now: datetime) -> None:
    settled(store, now)
    source = settled(store, now + timedelta(hours=1), outcome="not_modified", etag="")
    assert (source.etag, source.health) == ('"1"', "healthy")
    assert source.last_success_at == now + timedelta(hours=1, seconds=9)


def test_health_since_moves_only_when_the_word_does(store: Engine, now: datetime) -> None:
    failed(store, now)
    source = failed(store, now + timedelta(hours=1))
    assert source.health_since == now + timedelta(seconds=9)
    assert source.failures == 2
    source = settled(store, now + timedelta(hours=2))
    assert source.health_since == now + timedelta(hours=2, seconds=9)


def test_the_rhythm_that_is_seen_quickens_the_checks(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        session.exec(select(Source)).one().rhythm_days = 30.0
    for n in range(6):
        add_document(store, now, n, published_on=date(2026, 11, 10) + timedelta(days=n))
    source = settled(store, now)
    assert source.next_check_at is not None
    assert timedelta(hours=3) <= source.next_check_at - now <= timedelta(hours=3, minutes=15)


def test_silence_is_measured_from_the_newest_publication(store: Engine, now: datetime) -> None:
    add_document(store, now, 1, published_on=date(2026, 3, 1))
    assert settled(store, now).health == "silent"


def test_an_announced_future_day_does_not_hide_silence(store: Engine, now: datetime) -> None:
    add_document(store, now, 1, published_on=date(2026, 3, 1))
    add_document(store, now, 2, published_on=date(2030, 1, 1))
    assert settled(store, now).health == "silent"


def test_without_dates_silence_is_measured_from_the_last_find(store: Engine, now: datetime) -> None:
    settled(store, now, SourceTally(new_documents=1))
    assert settled(store, now + timedelta(days=90)).health == "healthy"
    assert settled(store, now + timedelta(days=92)).health == "silent"


def test_two_attempts_at_one_moment_are_two(store: Engine, now: datetime) -> None:
    settled(store, now)
    settled(store, now)
    first, second = log(store)
    assert second.started_at - first.started_at == timedelta(microseconds=1)


def test_a_source_quieter_than_its_own_past_is_silent_before_the_catalogues_bound(
    store: Engine, now: datetime
) -> None:
    for n in range(160):
        day = date(2026, 10, 10) - timedelta(days=7 * n)
        add_document(store, now - timedelta(days=400), n, published_on=day)
    source = settled(store, now)
    assert source.health == "silent"
    assert "37 days ago; its longest pause in 156 was 7 days, and 29 are allowed" in (
        source.health_reason
    )


def test_a_source_with_long_pauses_is_not_silent_at_the_catalogues_bound(
    store: Engine, now: datetime
) -> None:
    for n in range(8):
        day = date(2026, 7, 1) - timedelta(days=80 * n)
        add_document(store, now - timedelta(days=100), n, published_on=day)
    assert settled(store, now).health == "healthy"


def test_a_publication_without_a_date_counts_on_the_day_we_found_it(
    store: Engine, now: datetime
) -> None:
    add_document(store, now, 1, published_on=date(2026, 3, 1))
    add_document(store, now - timedelta(days=5), 2)
    assert settled(store, now).health == "healthy"


def test_a_fault_of_the_network_is_noted_and_not_yet_judged(store: Engine, now: datetime) -> None:
    settled(store, now)
    source = failed(store, now + timedelta(hours=1), error="dns")
    assert (source.health, source.failures, source.last_error) == ("healthy", 1, "dns")
    assert source.last_result_at == now + timedelta(hours=1, seconds=9)


def test_a_move_is_kept_until_the_address_answers_itself(store: Engine, now: datetime) -> None:
    new = "https://new.example/feed"
    source = settled(store, now, move=Move(to=new, permanent=True))
    assert (source.health, source.moved_to, source.url) == ("moved", new, "https://r.example/feed")
    source = failed(store, now + timedelta(hours=1))
    assert (source.health, source.moved_to) == ("failing", new)
    source = settled(store, now + timedelta(hours=2))
    assert (source.health, source.moved_to) == ("healthy", "")


def test_news_that_is_listed_and_not_wanted_breaks_the_silence(
    store: Engine, now: datetime
) -> None:
    add_document(store, now, 1, published_on=date(2026, 3, 1))
    days = (date(2027, 1, 1), date(2026, 11, 15), date(2026, 11, 1))
    source = settled(store, now, days=days)
    assert (source.health, source.newest_on) == ("healthy", date(2026, 11, 15))
    assert settled(store, now + timedelta(days=1), outcome="not_modified").health == "healthy"
