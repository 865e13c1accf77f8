from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.items import FailedDocument, FetchedDocument, UnchangedDocument
from crawler.recording import Archived, record_documents
from crawler.tally import SourceTally
from data.db import reading, writing
from data.models import Document, Snapshot
from tests.crawler.conftest import make_source


@pytest.fixture(autouse=True)
def _sources(store: Engine) -> None:
    with writing(store) as session:
        for name in ("s", "t"):
            session.add(make_source(name, "feed", f"https://{name}.example/feed"))


URL = "https://r.example/1"


def fetched(now: datetime, body: bytes = b"A", **facts: Any) -> Archived:
    values: dict[str, Any] = {
        "source_id": "s",
        "url": URL,
        "final_url": URL + "?final",
        "title": "Decision 1",
        "published_on": None,
        "media_type": "text/html",
        "charset": "",
        "headers": {"etag": '"1"', "last-modified": "Mon"},
        "fetched_at": now,
    }
    item = FetchedDocument(body=body, **{**values, **facts})
    return Archived(item=item, sha256=body.decode() * 4)


def unchanged(now: datetime) -> Archived:
    return Archived(item=UnchangedDocument(source_id="s", url=URL, fetched_at=now))


def failed(now: datetime, **facts: Any) -> Archived:
    values: dict[str, Any] = {
        "source_id": "s",
        "url": URL,
        "title": "Decision 1",
        "published_on": None,
        "error": "http_500",
        "message": "the server answered 500",
        "fetched_at": now,
    }
    return Archived(item=FailedDocument(**{**values, **facts}))


def record(store: Engine, *batch: Archived) -> dict[str, SourceTally]:
    with writing(store) as session:
        return record_documents(session, batch)


def document(store: Engine) -> Document:
    with reading(store) as session:
        return session.exec(select(Document).where(Document.url == URL)).one()


def snapshots(store: Engine) -> list[Snapshot]:
    with reading(store) as session:
        return list(session.exec(select(Snapshot).order_by(col(Snapshot.id))))


def test_a_new_document_is_recorded_with_its_first_snapshot(store: Engine, now: datetime) -> None:
    tallies = record(store, fetched(now, published_on=date(2026, 11, 15)))
    assert tallies == {"s": SourceTally(recorded=1, new_documents=1, bytes=1)}
    held = document(store)
    assert (held.title, held.source_id, held.published_on) == (
        "Decision 1",
        "s",
        date(2026, 11, 15),
    )
    assert (held.etag, held.last_modified) == ('"1"', "Mon")
    assert held.first_seen_at == held.last_verified_at == now
    assert held.next_check_at == now + timedelta(hours=6)
    (snapshot,) = snapshots(store)
    assert (snapshot.seq, snapshot.sha256, snapshot.size) == (1, "AAAA", 1)
    assert (snapshot.url, snapshot.fetched_at, snapshot.read_by) == (URL + "?final", now, "")


def test_the_same_bytes_make_no_snapshot(store: Engine, now: datetime) -> None:
    record(store, fetched(now))
    later = now + timedelta(days=1)
    tallies = record(store, fetched(later))
    assert tallies["s"] == SourceTally(recorded=1, unchanged=1, bytes=1)
    assert len(snapshots(store)) == 1
    assert document(store).last_verified_at == later


def test_other_bytes_make_the_next_snapshot_and_youth_begins_again(
    store: Engine, now: datetime
) -> None:
    record(store, fetched(now, published_on=date(2020, 1, 1)))
    assert document(store).next_check_at == now + timedelta(days=30)
    later = now + timedelta(days=40)
    tallies = record(store, fetched(later, b"B"))
    assert tallies["s"].changed_documents == 1
    assert [one.seq for one in snapshots(store)] == [1, 2]
    assert document(store).next_check_at == later + timedelta(hours=6)


def test_a_to_b_to_a_makes_three_snapshots(store: Engine, now: datetime) -> None:
    for body in (b"A", b"B", b"A"):
        record(store, fetched(now, body))
    assert [(one.seq, one.sha256) for one in snapshots(store)] == [
        (1, "AAAA"),
        (2, "BBBB"),
        (3, "AAAA"),
    ]


def test_the_same_document_twice_in_one_batch_is_one(store: Engine, now: datetime) -> None:
    tallies = record(store, fetched(now), fetched(now, source_id="t"))
    assert tallies["s"].new_documents == 1
    assert tallies["t"] == SourceTally(recorded=1, unchanged=1, bytes=1)
    assert len(snapshots(store)) == 1


def test_not_modified_verifies_what_we_hold(store: Engine, now: datetime) -> None:
    record(store, fetched(now))
    later = now + timedelta(days=1)
    assert record(store, unchanged(later))["s"] == SourceTally(recorded=1, unchanged=1)
    assert document(store).last_verified_at == later


def test_not_modified_of_what_we_do_not_hold_is_nothing(store: Engine, now: datetime) -> None:
    assert record(store, unchanged(now))["s"] == SourceTally(recorded=1)
    assert snapshots(store) == []


def test_a_failure_is_marked_with_its_next_attempt(store: Engine, now: datetime) -> None:
    tallies = record(store, failed(now))
    assert tallies["s"] == SourceTally(recorded=1, new_documents=1, failed_documents=1)
    held = document(store)
    assert (held.error, held.failures) == ("http_500", 1)
    assert held.error_message == "the server answered 500"
    assert held.last_verified_at is None
    assert held.next_check_at == now + timedelta(hours=1)
    record(store, failed(now, retry_after=86400.0))
    assert document(store).next_check_at == now + timedelta(days=1)


def test_a_success_clears_the_mark_of_a_failure(store: Engine, now: datetime) -> None:
    record(store, failed(now))
    record(store, fetched(now))
    held = document(store)
    assert (held.error, held.error_message, held.failures) == ("", "", 0)


def test_a_document_that_cannot_be_understood_stays_marked_when_it_is_unchanged(
    store: Engine, now: datetime
) -> None:
    record(store, fetched(now))
    with writing(store) as session:
        snapshot = session.exec(select(Snapshot)).one()
        snapshot.problem = "no_text"
    record(store, unchanged(now))
    assert document(store).error == "no_text"
    assert "no text" in document(store).error_message
    record(store, fetched(now, b"B"))
    assert document(store).error == ""


def test_what_the_list_says_first_of_a_date_stays(store: Engine, now: datetime) -> None:
    record(store, fetched(now, published_on=date(2026, 11, 1)))
    record(store, fetched(now, published_on=date(2026, 11, 9), title=""))
    assert document(store).published_on == date(2026, 11, 1)
    assert document(store).title == "Decision 1"


def test_titles_are_one_line_of_bounded_length(store: Engine, now: datetime) -> None:
    record(store, fetched(now, title="  A\n title \x00" + "x" * 600))
    assert document(store).title.startswith("A title x")
    assert len(document(store).title) == 500


def test_where_machines_read_is_kept_for_the_next_time(store: Engine, now: datetime) -> None:
    record(store, fetched(now, fetch_url="https://r.example/1.raw"))
    assert document(store).fetch_url == "https://r.example/1.raw"


def test_a_batch_of_many_sources_is_counted_per_source(store: Engine, now: datetime) -> None:
    other = fetched(now, source_id="t", url="https://r.example/2")
    bad = failed(now, source_id="t", url="https://r.example/3")
    tallies = record(store, fetched(now), other, bad)
    assert tallies["s"].recorded == 1
    assert tallies["t"] == SourceTally(recorded=2, new_documents=2, failed_documents=1, bytes=1)


def test_bodies_are_kept_out_of_logs(now: datetime) -> None:
    assert "secret" not in repr(fetched(now, b"secret").item)
