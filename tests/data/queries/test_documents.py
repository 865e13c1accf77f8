from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.models import Document, Snapshot, Source, Version
from data.queries.documents import (
    add_documents,
    documents_by_url,
    documents_of,
    due_documents,
    ids_before,
    latest_snapshots,
    lock_documents,
    newest_published,
    newest_versions,
    outdated_snapshots,
    snapshots_in_context,
    sources_with_due,
    unread_snapshots,
)


@pytest.fixture(autouse=True)
def _sources(store: Engine) -> None:
    with writing(store) as session:
        for name in ("s", "t"):
            session.add(
                Source(
                    id=name, authority=name, authority_name=name, authority_kind="ministry",
                    country="DE", title=name, kind="feed", url=f"https://{name}.example/",
                    language="de",
                )
            )  # fmt: skip


def add(session: Session, now: datetime, n: int, *, source: str = "s", **facts: Any) -> Document:
    document = Document(
        url=f"https://r.example/{n}", source_id=source, title=str(n), first_seen_at=now, **facts
    )
    session.add(document)
    session.flush()
    return document


def snap(session: Session, document: Document, seq: int, *, read_by: str = "") -> int:
    assert document.id is not None
    snapshot = Snapshot(
        document_id=document.id, seq=seq, sha256=f"{seq}", size=1, url=document.url,
        fetched_at=document.first_seen_at, media_type="text/html", read_by=read_by,
    )  # fmt: skip
    session.add(snapshot)
    session.flush()
    assert snapshot.id is not None
    return snapshot.id


def test_documents_are_found_by_address_however_many_are_asked(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        for n in (1, 2):
            add(session, now, n)
    urls = [f"https://r.example/{n}" for n in range(2, 2000)]
    with reading(store) as session:
        assert list(documents_by_url(session, urls)) == ["https://r.example/2"]
        assert documents_by_url(session, []) == {}
    with writing(store) as session:
        assert list(lock_documents(session, urls[:50])) == ["https://r.example/2"]


def test_only_what_nobody_added_meanwhile_is_added(store: Engine, now: datetime) -> None:
    def some(*numbers: int) -> list[dict[str, Any]]:
        shared = {"source_id": "s", "title": "T", "first_seen_at": now}
        return [{"url": f"https://r.example/{n}", **shared} for n in numbers]

    with writing(store) as session:
        assert add_documents(session, some(2, 1)) == {"https://r.example/1", "https://r.example/2"}
        assert add_documents(session, some(2, 3)) == {"https://r.example/3"}
        assert add_documents(session, []) == set()
    with reading(store) as session:
        assert [one.first_seen_at for one in documents_of(session, "s")] == [now] * 3


def test_due_are_a_sources_own_documents_the_longest_overdue_first(
    store: Engine, now: datetime
) -> None:
    hour = timedelta(hours=1)
    with writing(store) as session:
        for n, due in enumerate((now, now - hour, now + hour, None, now - 2 * hour)):
            add(session, now, n, next_check_at=due)
        add(session, now, 9, source="t", next_check_at=now)
    with reading(store) as session:
        due_now = due_documents(session, "s", now=now, limit=10)
        assert [document.title for document in due_now] == ["4", "1", "0"]
        assert len(due_documents(session, "s", now=now, limit=2)) == 2
        assert sources_with_due(session, ["s", "x"], now=now) == {"s"}
        assert sources_with_due(session, ["x"], now=now) == set()
        assert [document.title for document in documents_of(session, "t")] == ["9"]


def test_newest_days_of_publication_leave_out_what_lies_ahead(store: Engine, now: datetime) -> None:
    days = (date(2026, 1, 1), None, date(2026, 11, 16), date(2027, 1, 1), date(2025, 1, 1))
    with writing(store) as session:
        for n, day in enumerate(days):
            add(session, now, n, published_on=day)
    with reading(store) as session:
        found = newest_published(session, ["s", "t"], up_to=date(2026, 11, 16), limit=2)
    assert found == {"s": [date(2026, 11, 16), date(2026, 1, 1)]}


def test_the_latest_snapshot_is_that_of_the_highest_number(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        one, two = add(session, now, 1), add(session, now, 2)
        for seq in (2, 1, 3):
            snap(session, one, seq)
        snap(session, two, 1)
    with reading(store) as session:
        latest = latest_snapshots(session, [one.id or 0, two.id or 0, 99])
        assert {number: one.seq for number, one in latest.items()} == {one.id: 3, two.id: 1}
        assert latest_snapshots(session, []) == {}


def test_unread_snapshots_come_in_their_order(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        document = add(session, now, 1)
        ids = [snap(session, document, seq) for seq in (1, 2, 3)]
        snap(session, document, 4, read_by="1")
    with reading(store) as session:
        assert unread_snapshots(session, limit=10) == ids
        assert unread_snapshots(session, limit=2) == ids[:2]


def test_outdated_are_only_newest_snapshots_of_another_extractor(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        old, current, fresh = (add(session, now, n) for n in (1, 2, 3))
        snap(session, old, 1, read_by="1")
        newest = snap(session, old, 2, read_by="1")
        snap(session, current, 1, read_by="2")
        snap(session, fresh, 1, read_by="1")
        snap(session, fresh, 2)
    with reading(store) as session:
        assert outdated_snapshots(session, extractor="2", limit=10) == [newest]


def test_what_came_before_is_found_within_the_same_document(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        one, two = add(session, now, 1), add(session, now, 2)
        first = snap(session, one, 1)
        second = snap(session, one, 2)
        other = snap(session, two, 1)
    with reading(store) as session:
        rows = snapshots_in_context(session, [second, other, 999])
        assert [(a.id, b.id, c.id) for a, b, c in rows] == [
            (second, one.id, "s"),
            (other, two.id, "s"),
        ]
        assert ids_before(session, [row[0] for row in rows]) == [first]
        assert ids_before(session, []) == []
    with writing(store) as session:
        assert len(snapshots_in_context(session, [first, second], lock=True)) == 2


def test_the_newest_version_is_the_last_one_written(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        document = add(session, now, 1)
        number = snap(session, document, 1)
        for extractor in ("1", "2"):
            session.add(
                Version(
                    snapshot_id=number, document_id=document.id or 0, extractor=extractor,
                    cause="first", created_at=now, title="", language="de", text="",
                    text_sha256=extractor, sections=[{"start": 0}],
                )
            )  # fmt: skip
            session.flush()
    with reading(store) as session:
        (mark,) = newest_versions(session, [document.id or 0, 99]).values()
        assert (mark.text_sha256, mark.sections) == ("2", [{"start": 0}])
