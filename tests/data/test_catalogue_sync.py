"""The catalogue: how it reaches the store."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from data.catalogue import load_catalogue, sync_catalogue
from data.db import reading, writing
from data.models import Source
from data.words import Health
from tests.data.entries import entry

ENTRIES = load_catalogue()


def source(session: Session, key: str = "de-test-news") -> Source:
    found = session.get(Source, key)
    assert found is not None
    return found


def test_sync_adds_what_is_new(store: Engine) -> None:
    with writing(store) as session:
        result = sync_catalogue(session, [entry()])
    assert (result.added, result.changed, result.disabled, result.unchanged) == (1, 0, 0, 0)
    with reading(store) as session:
        row = source(session)
    assert (row.title, row.health, row.next_check_at) == ("News", Health.UNPROVEN, None)


def test_a_second_sync_changes_nothing(store: Engine) -> None:
    for _ in range(2):
        with writing(store) as session:
            result = sync_catalogue(session, ENTRIES)
    assert (result.added, result.changed, result.disabled) == (0, 0, 0)
    assert result.unchanged == len(ENTRIES)


def test_sync_corrects_facts_and_keeps_state(sqlite_store: Engine) -> None:
    seen = datetime(2026, 11, 1, tzinfo=UTC)
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()])
        row = source(session)
        row.health, row.failures, row.last_success_at, row.etag = "failing", 3, seen, '"a"'
    with writing(sqlite_store) as session:
        result = sync_catalogue(session, [entry(title="Latest news", rhythm_days=2.0)])
    assert result.changed == 1
    with reading(sqlite_store) as session:
        row = source(session)
    assert (row.title, row.rhythm_days) == ("Latest news", 2.0)
    assert (row.health, row.failures, row.last_success_at, row.etag) == ("failing", 3, seen, '"a"')


def test_a_new_address_drops_the_validators_of_the_old_one(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()])
        row = source(session)
        row.etag, row.last_modified = '"a"', "Mon, 02 Nov 2026 08:00:00 GMT"
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry(url="https://test.example/rss")])
        row = source(session)
    assert (row.url, row.etag, row.last_modified) == ("https://test.example/rss", "", "")


def test_what_left_the_catalogue_is_disabled_not_deleted(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry("de-test-a"), entry("de-test-b")])
    with writing(sqlite_store) as session:
        result = sync_catalogue(session, [entry("de-test-a")])
    assert result.disabled == 1
    with reading(sqlite_store) as session:
        assert {row.id: row.enabled for row in session.exec(select(Source))} == {
            "de-test-a": True,
            "de-test-b": False,
        }


def test_what_comes_back_is_enabled_again(sqlite_store: Engine) -> None:
    both = [entry("de-test-a"), entry("de-test-b")]
    for entries in (both, both[:1], both):
        with writing(sqlite_store) as session:
            sync_catalogue(session, entries)
    with reading(sqlite_store) as session:
        assert source(session, "de-test-b").enabled


def test_samples_and_real_sources_leave_each_other_alone(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry("de-test-real")])
        sync_catalogue(session, [entry("de-test-sample", sample=True)])
        sync_catalogue(session, [entry("de-test-real")])
    with reading(sqlite_store) as session:
        assert all(row.enabled for row in session.exec(select(Source)))


def test_syncing_nothing_disables_nothing(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()])
        assert sync_catalogue(session, []).disabled == 0
