"""A corpus file is served as sites, and nothing of its text is lost on the way."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.extract import extract
from webapp.demo.corpus import (
    CorpusText,
    corpus_site,
    corpus_sources,
    read_corpus,
    shelves,
)
from webapp.demo.errors import CorpusError, DemoError
from webapp.demo.pages import FEEDS
from webapp.demo.recall import word_recall
from webapp.demo.site import Site

BASE = "http://127.0.0.1:8042"
LONG = (
    "The Authority has examined the case.\nIt finds that the operator kept\nto its duties.\n\n"
    "1. Facts\n\nOn 3 March 2026 the operator filed its report; the Authority\nread it. " * 4
)


def line(name: str, **changes: Any) -> dict[str, Any]:
    facts = {
        "id": name,
        "country": "BE",
        "authority": "Board A",
        "language_hint": "en",
        "title": f"Decision {name}",
        "published": "2026-03-05",
        "url": "https://example.org/ignored",
        "text": f"{name}. {LONG}",
        "truncated": False,
    }
    return facts | changes


def texts_of(*lines: dict[str, Any]) -> tuple[CorpusText, ...]:
    return tuple(CorpusText.model_validate(value) for value in lines)


@pytest.fixture
def mixed() -> tuple[CorpusText, ...]:
    names = ("Board A", "Board B", "Kurul Ç", "法 Board", "Board E", "Board F")
    return texts_of(
        *(
            line(f"{place}-{n}", authority=name, text=f"{name} {n}. {LONG}")
            for place, name in enumerate(names)
            for n in range(4)
        ),
        line(
            "法-2021",
            authority="法 Board",
            language_hint="zh",
            text="网络运营者应当遵守法律。" * 30,
        ),
        line("no-date", published=None, authority="Board B"),
    )


def test_lines_of_a_file_become_texts(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(json.dumps(line(n)) for n in "ab") + "\n\n", encoding="utf-8")

    assert [text.id for text in read_corpus(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ("{not json", "line 2: not JSON"),
        ('{"id": "b"}', "line 2: country Field required"),
        (json.dumps(line("b", published="soon")), "line 2: published"),
        (json.dumps(line("a")), "line 2: id 'a' stands twice"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, second: str, problem: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(line("a")) + "\n" + second, encoding="utf-8")

    with pytest.raises(CorpusError, match=problem) as caught:
        read_corpus(path)

    assert (caught.value.path, caught.value.line) == (path, 2)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.touch()

    with pytest.raises(CorpusError, match="holds no publication"):
        read_corpus(path)


def test_every_text_has_a_page_and_every_authority_a_source(mixed: tuple[CorpusText, ...]) -> None:
    site = corpus_site(mixed, BASE)
    sources = corpus_sources(mixed, BASE)

    assert {placed.path for shelf in shelves(mixed, BASE) for placed in shelf.texts} <= site.keys()
    assert [source.min_items for source in sources] == [4, 5, 4, 4, 4, 5]
    assert all(urlsplit(source.url).path in site for source in sources)


def test_feeds_and_listings_html_and_pdf_are_mixed(mixed: tuple[CorpusText, ...]) -> None:
    placed = [p for shelf in shelves(mixed, BASE) for p in shelf.texts]

    assert {shelf.form for shelf in shelves(mixed, BASE)} == {
        "rss",
        "list",
        "atom",
        "table",
        "json",
        "cards",
    }
    assert 0.2 < sum(p.is_pdf for p in placed) / len(placed) < 0.5


def test_an_authority_with_a_single_text_has_a_feed() -> None:
    singles = [line(f"{n}", authority=f"Board {n}") for n in range(6)]

    assert {shelf.form for shelf in shelves(texts_of(*singles), BASE)} == set(FEEDS)


def test_a_text_with_letters_that_the_font_lacks_is_never_a_pdf() -> None:
    chinese = [line(f"{n}", language_hint="zh", text="网络安全法 " * 40) for n in range(6)]

    (shelf,) = shelves(texts_of(*chinese), BASE)

    assert not any(placed.is_pdf for placed in shelf.texts)


def test_two_builds_give_the_same_tags_whatever_the_order_of_authorities(
    mixed: tuple[CorpusText, ...],
) -> None:
    again = sorted(mixed, key=lambda text: text.authority, reverse=True)

    def tags(site: Site) -> dict[str, str]:
        return {path: page.tag for path, page in site.items()}

    assert tags(corpus_site(mixed, BASE)) == tags(corpus_site(again, BASE))


def test_no_word_is_lost_between_serving_and_extraction(mixed: tuple[CorpusText, ...]) -> None:
    site = corpus_site(mixed, BASE)

    for shelf in shelves(mixed, BASE):
        for placed in shelf.texts:
            page = site[placed.path]
            media_type, _, charset = page.media_type.partition("; charset=")
            read = extract(
                page.body, url=BASE + placed.path, media_type=media_type, charset=charset
            )

            assert word_recall(placed.text.text, read.text) >= 0.99, placed.path


def test_a_paragraph_broken_over_lines_is_one_paragraph() -> None:
    site = corpus_site(texts_of(line("a")), BASE)

    assert b"<p>It finds that the operator kept to its duties.</p>" in site["/board-a/a.html"].body


def test_a_page_says_that_it_is_a_local_copy() -> None:
    site = corpus_site(texts_of(line("a")), BASE)

    assert b"Local copy served by the Roamwatch demo." in site["/board-a/a.html"].body


def test_an_id_of_any_letters_makes_a_safe_path() -> None:
    site = corpus_site(texts_of(line("法/../x", authority="网信办")), BASE)

    assert "/authority-0/%E6%B3%95____x.html" in site


def test_authorities_that_would_share_a_folder_are_refused() -> None:
    with pytest.raises(DemoError, match="differ only in punctuation"):
        corpus_site(texts_of(line("a"), line("b", authority="Board-A")), BASE)


def test_sources_keep_country_and_language_and_count_as_samples(
    mixed: tuple[CorpusText, ...],
) -> None:
    source = corpus_sources(mixed, BASE)[0]

    assert (source.country, source.language, source.sample) == ("BE", "en", True)
    assert source.id == "corpus-board-a"
