"""The catalogue: what a file may say."""

from pathlib import Path

import pytest

from data.catalogue import load_catalogue, read_file
from data.errors import CatalogueError
from tests.data.entries import entry

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
