"""The catalogue: how it reaches the store."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from data.catalogue import Watched, load_catalogue
from data.catalogue_sync import sync_catalogue
from data.db import reading, writing
from data.models import AuditEntry, Source
from data.source_edits import as_catalogued, edit_source, watched
from data.words import Health
from tests.data.entries import entry
from tests.factories import NOW

ENTRIES = load_catalogue()


def source(session: Session, key: str = "de-test-news") -> Source:
    found = session.get(Source, key)
    assert found is not None
    return found


def test_sync_adds_what_is_new(store: Engine) -> None:
    with writing(store) as session:
        result = sync_catalogue(session, [entry()], now=NOW)
    assert (result.added, result.changed, result.disabled, result.unchanged) == (1, 0, 0, 0)
    with reading(store) as session:
        row = source(session)
    assert (row.title, row.health, row.next_check_at) == ("News", Health.UNPROVEN, None)


def test_a_second_sync_changes_nothing(store: Engine) -> None:
    for _ in range(2):
        with writing(store) as session:
            result = sync_catalogue(session, ENTRIES, now=NOW)
    assert (result.added, result.changed, result.disabled) == (0, 0, 0)
    assert result.unchanged == len(ENTRIES)


def test_sync_corrects_facts_and_keeps_state(sqlite_store: Engine) -> None:
    seen = datetime(2026, 11, 1, tzinfo=UTC)
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        row = source(session)
        row.health, row.failures, row.last_success_at, row.etag = "failing", 3, seen, '"a"'
    with writing(sqlite_store) as session:
        result = sync_catalogue(session, [entry(title="Latest news", rhythm_days=2.0)], now=NOW)
    assert result.changed == 1
    with reading(sqlite_store) as session:
        row = source(session)
    assert (row.title, row.rhythm_days) == ("Latest news", 2.0)
    assert (row.health, row.failures, row.last_success_at, row.etag) == ("failing", 3, seen, '"a"')


def test_a_new_address_drops_the_validators_of_the_old_one(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        row = source(session)
        row.etag, row.last_modified = '"a"', "Mon, 02 Nov 2026 08:00:00 GMT"
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry(url="https://test.example/rss")], now=NOW)
        row = source(session)
    assert (row.url, row.etag, row.last_modified) == ("https://test.example/rss", "", "")


def test_what_left_the_catalogue_is_disabled_not_deleted(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry("de-test-a"), entry("de-test-b")], now=NOW)
    with writing(sqlite_store) as session:
        result = sync_catalogue(session, [entry("de-test-a")], now=NOW)
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
            sync_catalogue(session, entries, now=NOW)
    with reading(sqlite_store) as session:
        assert source(session, "de-test-b").enabled


def test_samples_and_real_sources_leave_each_other_alone(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry("de-test-real")], now=NOW)
        sync_catalogue(session, [entry("de-test-sample", sample=True)], now=NOW)
        sync_catalogue(session, [entry("de-test-real")], now=NOW)
    with reading(sqlite_store) as session:
        assert all(row.enabled for row in session.exec(select(Source)))


def test_syncing_nothing_disables_nothing(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        assert sync_catalogue(session, [], now=NOW).disabled == 0


def edited(session: Session, **facts: object) -> Source:
    row = source(session)
    wanted = Watched(**(watched(row) | facts))
    edit_source(session, row, wanted, actor="teammate@fleet.test", now=NOW)
    return row


def test_an_officer_s_word_holds_over_the_catalogue_s_which_is_kept_beside_it(
    store: Engine,
) -> None:
    with writing(store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        edited(session, url="https://test.example/new", min_items=3)
    for address in ("https://test.example/feed", "https://test.example/third"):
        with writing(store) as session:
            sync_catalogue(session, [entry(url=address, title="Latest")], now=NOW)
        with reading(store) as session:
            row = source(session)
        assert (row.url, row.min_items, row.title) == ("https://test.example/new", 3, "Latest")
        assert row.edits == {"url": address, "min_items": 1}


def test_once_the_catalogue_says_the_same_nothing_is_edited_any_more(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        edited(session, url="https://test.example/new")
    for address in ("https://test.example/new", "https://test.example/newer"):
        with writing(sqlite_store) as session:
            sync_catalogue(session, [entry(url=address)], now=NOW)
            assert (source(session).url, source(session).edits) == (address, {})


def test_an_edit_makes_it_due_and_forgets_what_was_held_against_the_old_address(
    sqlite_store: Engine,
) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        row = source(session)
        row.etag, row.falls, row.moved_to, row.health = '"a"', 3, "https://x.example/", "failing"
        edited(session, url="https://test.example/new")
    with reading(sqlite_store) as session:
        row = source(session)
        assert (row.etag, row.falls, row.moved_to, row.next_check_at) == ("", 0, "", NOW)
        assert row.health == "failing"  # until it was read there
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "edited")).all()
    assert [one.detail["became"] for one in entries] == [{"url": "https://test.example/new"}]


def test_back_to_the_catalogue_leaves_no_edit(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        sync_catalogue(session, [entry()], now=NOW)
        row = edited(session, url="https://test.example/new")
        assert edit_source(session, row, as_catalogued(row), actor="owner", now=NOW)
        assert (row.url, row.edits) == ("https://test.example/feed", {})
        assert not edit_source(session, row, as_catalogued(row), actor="owner", now=NOW)
