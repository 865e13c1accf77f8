"""The catalogue: what a file may say, how it reaches the store, and what ours holds."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from data.catalogue import SourceEntry, load_catalogue, read_file, sync_catalogue
from data.countries import is_country, is_group
from data.db import reading, writing
from data.errors import CatalogueError
from data.models import Source
from data.words import Certainty, Health, SourceKind, SourceRole

ENTRIES = load_catalogue()
BY_ID = {entry.id: entry for entry in ENTRIES}

AUTHORITY = """
[[authority]]
id = "zz-test"
abbr = "TEST"
name = "Prüfamt"
name_en = "Test Office"
kind = "telecom_regulator"
country = "DE"
homepage = "https://test.example/"
"""
SOURCE = """
[[authority.source]]
id = "news"
title = "News"
kind = "feed"
url = "https://test.example/feed"
language = "de"
"""


def write(folder: Path, text: str, name: str = "test.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def entry(key: str = "de-test-news", **facts: object) -> SourceEntry:
    values: dict[str, object] = {
        "id": key,
        "authority": "TEST",
        "authority_name": "Test Office",
        "authority_kind": "telecom_regulator",
        "country": "DE",
        "title": "News",
        "kind": "feed",
        "url": "https://test.example/feed",
        "language": "de",
    }
    return SourceEntry(**(values | facts))  # type: ignore[arg-type]


def source(session: Session, key: str = "de-test-news") -> Source:
    found = session.get(Source, key)
    assert found is not None
    return found


# What a file may say


def test_a_source_takes_its_authority_facts_and_both_ids(tmp_path: Path) -> None:
    (read,) = read_file(write(tmp_path, AUTHORITY + SOURCE))
    assert read == entry("zz-test-news", homepage="https://test.example/")


def test_one_authority_may_have_many_sources(tmp_path: Path) -> None:
    text = AUTHORITY + SOURCE + SOURCE.replace("news", "rules").replace("/feed", "/rules")
    assert [one.id for one in read_file(write(tmp_path, text))] == ["zz-test-news", "zz-test-rules"]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('country = "DE"', 'country = "XX"', "zz-test: country: 'XX'"),
        ('kind = "telecom_regulator"', 'kind = "club"', "zz-test: kind"),
        ('url = "https://test.example/feed"', 'url = "ftp://x"', "zz-test/news: url: 'ftp://x'"),
        ('url = "https://test.example/feed"', 'url = "feed"', "zz-test/news: url: 'feed'"),
        ('language = "de"', 'language = "german"', "zz-test/news: language"),
        ('kind = "feed"', 'kind = "telex"', "zz-test/news: kind"),
        ('title = "News"', "", "zz-test/news: title"),
        ('id = "news"', 'id = "News!"', "zz-test/News!: id"),
        ('language = "de"', 'language = "de"\nrythm = 2', "zz-test/news: rythm"),
        ('language = "de"', 'language = "de"\nrhythm_days = 0', "zz-test/news: rhythm_days"),
        ('language = "de"', 'language = "de"\nenabled = false', "needs a reason"),
        ('language = "de"', 'language = "de"\ncertainty = "proven"', "needs newest_seen"),
        ('language = "de"', 'language = "de"\noptions = { item = "li[" }', "options.item: 'li['"),
        ('language = "de"', 'language = "de"\noptions = { itme = "li" }', "options.itme"),
    ],
)
def test_a_fault_names_file_entry_and_field(tmp_path: Path, old: str, new: str, names: str) -> None:
    path = write(tmp_path, (AUTHORITY + SOURCE).replace(old, new))
    with pytest.raises(CatalogueError) as caught:
        read_file(path)
    assert str(caught.value).startswith("test.toml: ")
    assert names in str(caught.value)


def test_options_that_are_set_reach_the_entry(tmp_path: Path) -> None:
    options = 'options = { item = "li.news", max_pages = 3 }'
    source = SOURCE.replace('kind = "feed"', 'kind = "listing"')
    (read,) = read_file(write(tmp_path, AUTHORITY + source + options))
    assert read.options == {"item": "li.news", "max_pages": 3}


def test_an_authority_without_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="zz-test: source"):
        read_file(write(tmp_path, AUTHORITY))


def test_what_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"test\.toml is not TOML"):
        read_file(write(tmp_path, "[[authority"))


def test_the_same_id_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, AUTHORITY + SOURCE, "a.toml")
    write(tmp_path, AUTHORITY + SOURCE, "b.toml")
    with pytest.raises(CatalogueError, match="zz-test-news stands twice"):
        load_catalogue(tmp_path)


def test_a_folder_without_files_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path) == []


# How it reaches the store


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


# What ours holds


def faults_of(one: SourceEntry) -> list[str]:
    parts = urlsplit(one.url)
    notes = ("probed", "newest", "checked", "403", "cloudflare", "javascript", "wordpress")
    rules = {
        "country": is_country(one.country) or is_group(one.country),
        "https where proven": parts.scheme == "https" or one.certainty != Certainty.PROVEN,
        "an address, no template": not {"{", "}", " ", "<"} & set(one.url),
        "language": len(one.language) >= 2,
        "reason when disabled": one.enabled or bool(one.reason),
        "silence longer than rhythm": one.rhythm_days <= one.max_silence_days,
        "only the Federal Register has its spider": one.kind != SourceKind.FEDERAL_REGISTER
        or parts.hostname == "www.federalregister.gov",
        "title without notes": not any(word in one.title.lower() for word in notes),
        "title trimmed": one.title == one.title.strip(),
    }
    return [f"{one.id}: {rule}" for rule, kept in rules.items() if not kept]


def test_every_entry_keeps_the_contract() -> None:
    assert [fault for one in ENTRIES for fault in faults_of(one)] == []


def test_no_address_is_watched_twice() -> None:
    watched = [one.url.rstrip("/") for one in ENTRIES if one.enabled]
    assert len(watched) == len(set(watched))


def test_most_addresses_are_encrypted() -> None:
    plain = [one.id for one in ENTRIES if one.url.startswith("http:")]
    assert len(plain) < 0.06 * len(ENTRIES)


@pytest.mark.parametrize(
    "authority",
    [
        ("INT", "GSMA"), ("INT", "ITU"), ("EU", "BEREC"), ("EU", "EC"), ("DE", "BNetzA"),
        ("BE", "BIPT"), ("FR", "ARCEP"), ("US", "FCC"), ("US", "OFR"), ("CN", "MIIT"),
        ("BR", "ANATEL"), ("IN", "TRAI"), ("IN", "DoT"), ("AU", "ACMA"), ("JP", "MIC"),
        ("TR", "BTK"), ("GB", "Ofcom"),
    ],
)  # fmt: skip
def test_the_main_authorities_are_watched(authority: tuple[str, str]) -> None:
    assert any((one.country, one.authority) == authority and one.enabled for one in ENTRIES)


def test_the_federal_register_is_read_through_its_api() -> None:
    assert BY_ID["us-ofr-fcc"].kind == SourceKind.FEDERAL_REGISTER
    assert "federal-communications-commission" in BY_ID["us-ofr-fcc"].url


GAZETTES = {
    "es-boe-open-data": SourceKind.BOE,
    "pl-dz-u-journal-laws-api": SourceKind.DZIENNIK_USTAW,
    "ru-pravo-gov-documents-api": SourceKind.PRAVO,
    "br-dou-diario-oficial-daily-issue": SourceKind.DOU,
}


@pytest.mark.parametrize(("source", "kind"), sorted(GAZETTES.items()))
def test_gazettes_are_read_through_their_apis_and_only_what_concerns_us(
    source: str, kind: SourceKind
) -> None:
    one = BY_ID[source]
    assert (one.kind, one.enabled) == (kind, True)
    assert one.options.keys() & {"words", "departments", "search"}
    assert one.certainty == Certainty.SEEN, "public programs read it; we have not seen it answer"


def test_every_kind_is_used() -> None:
    assert {one.kind for one in ENTRIES if one.enabled} == {kind.value for kind in SourceKind}


def test_press_and_vendors_never_count_as_primary() -> None:
    for one in ENTRIES:
        if one.authority_kind in ("trade_press", "vendor"):
            assert one.role == SourceRole.SECONDARY


def test_every_telecom_regulator_is_watched() -> None:
    regulators = [one for one in ENTRIES if one.authority_kind == "telecom_regulator"]
    watched = {(one.country, one.authority_name) for one in regulators if one.enabled}
    assert {(one.country, one.authority_name) for one in regulators} == watched
    assert len(watched) >= 150


def test_the_catalogue_spans_the_world() -> None:
    countries = {one.country for one in ENTRIES if one.enabled and is_country(one.country)}
    assert len(countries) >= 155
    assert sum(one.certainty == Certainty.PROVEN for one in ENTRIES) >= 55
