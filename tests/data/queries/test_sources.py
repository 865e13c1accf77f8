from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from data.db import reading, writing
from data.models import Fetch, Source
from data.queries.sources import due_sources, enabled_sources, last_starts, sources_by_id


@pytest.fixture(autouse=True)
def _sources(store: Engine, now: datetime) -> None:
    hour = timedelta(hours=1)
    due = {"a": now + hour, "b": now, "c": None, "d": now - hour, "e": now - hour}
    with writing(store) as session:
        for name, moment in due.items():
            session.add(
                Source(
                    id=name, authority=name, authority_name=name, authority_kind="ministry",
                    country="DE", title=name, kind="feed", url=f"https://{name}.example/",
                    language="de", next_check_at=moment, enabled=name != "e",
                )
            )  # fmt: skip


def test_due_are_enabled_sources_never_read_ones_first(store: Engine, now: datetime) -> None:
    with reading(store) as session:
        assert due_sources(session, now=now, limit=10) == ["c", "d", "b"]
        assert due_sources(session, now=now, limit=1) == ["c"]


def test_enabled_sources_come_in_their_order(store: Engine) -> None:
    with reading(store) as session:
        assert enabled_sources(session) == ["a", "b", "c", "d"]


def test_unknown_ids_are_left_out(store: Engine) -> None:
    with reading(store) as session:
        assert list(sources_by_id(session, ["b", "x", "e"])) == ["b", "e"]


def test_the_last_start_is_that_of_the_newest_attempt(store: Engine, now: datetime) -> None:
    with reading(store) as session:
        assert last_starts(session, ["a", "b"]) == {}
    with writing(store) as session:
        for hours in (2, 5, 3):
            start = now + timedelta(hours=hours)
            session.add(Fetch(source_id="a", started_at=start, finished_at=start, outcome="ok"))
    with reading(store) as session:
        assert last_starts(session, ["a", "b"]) == {"a": now + timedelta(hours=5)}
