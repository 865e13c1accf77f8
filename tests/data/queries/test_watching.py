from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.queries.watching import (
    SourceFilter,
    board,
    count_sources_by,
    documents_per_source,
    fetch_log,
    source_counts,
    sources_in_trouble,
)
from tests.factories import NOW, make_document, make_source
from tests.source_history import make_fetch


def fill(session: Session) -> None:
    make_source(session, "well", country="DE", kind="page")
    make_source(session, "failing", health="failing", failures=3)
    make_source(session, "blocked", health="blocked", failures=9)
    make_source(session, "silent", health="silent", country="DE")
    make_source(session, "unproven", health="unproven", kind="listing")
    make_source(session, "off", health="failing", enabled=False)


def names(session: Session, **words: Any) -> list[str]:
    return [source.id for source in board(session, SourceFilter(**words))]


def test_enabled_sources_are_counted_by_how_they_do(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        counts = source_counts(session)
        assert (counts.total, counts.healthy, counts.unproven, counts.trouble) == (5, 1, 1, 3)


def test_an_empty_catalogue_counts_nothing(store: Engine) -> None:
    with reading(store) as session:
        counts = source_counts(session)
        assert (counts.total, counts.trouble) == (0, 0)
        assert board(session, SourceFilter()) == []


def test_those_that_failed_most_often_come_first_among_the_troubled(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        found = [source.id for source in sources_in_trouble(session, limit=9)]
        assert found == ["blocked", "failing", "silent"]
        assert len(sources_in_trouble(session, limit=1)) == 1


def test_the_board_shows_the_worst_first_and_what_is_off_last(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        assert names(session) == ["blocked", "failing", "silent", "unproven", "well", "off"]


def test_the_board_is_filtered(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        assert names(session, health="trouble") == ["blocked", "failing", "silent"]
        assert names(session, health="failing") == ["failing", "off"]
        assert names(session, country="DE") == ["silent", "well"]
        assert names(session, country="DE", kind="page") == ["well"]
        assert count_sources_by(session, "kind", SourceFilter(country="DE")) == {
            "feed": 1,
            "page": 1,
        }
        chosen = SourceFilter(health="trouble", country="DE")
        assert count_sources_by(session, "health", chosen) == {
            "silent": 1,
            "healthy": 1,
            "trouble": 1,
        }
        # What is switched off is shown among the failing, but is no trouble.
        counted = count_sources_by(session, "health", SourceFilter())
        assert (counted["failing"], counted["trouble"]) == (2, 3)


def test_the_log_is_newest_first_and_bounded(store: Engine) -> None:
    with writing(store) as session:
        source, other = make_source(session, "one"), make_source(session, "two")
        for hours in range(5):
            make_fetch(session, source, started_at=NOW - timedelta(hours=hours), items=hours)
        make_fetch(session, other, started_at=NOW)
    with reading(store) as session:
        assert [fetch.items for fetch in fetch_log(session, "one", limit=3)] == [0, 1, 2]


def test_documents_are_counted_per_source(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session, "one")
        make_source(session, "two")
        make_document(session, source)
        make_document(session, source)
    with reading(store) as session:
        assert documents_per_source(session, ["one", "two"]) == {"one": 2}
