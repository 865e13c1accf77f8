"""What a page says of itself: title, language, day of publication."""

from datetime import date

import pytest

from crawler.extract.markup.meta import language_of, published_on, title_of
from crawler.extract.markup.tree import parse

URL = "https://www.ratel-office.example/en/news/7"


def title(head: str, body: str = "", url: str = URL) -> str:
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    return title_of(root, url)


def published(head: str = "", body: str = "") -> date | None:
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    return published_on(root)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>Call for input</title>", "", "Call for input"),
        ("<title>Call for input | Ratel Office</title>", "", "Call for input"),
        ("<title>Ratel Office - Call for input</title>", "", "Call for input"),
        ("<title>Rules :: Numbering :: Ratel Office</title>", "", "Rules :: Numbering"),
        ("<title>M2M – what changes</title>", "<h1>M2M – what changes</h1>", "M2M – what changes"),
        ("<title>Ratel Office</title>", "<h1>Ratel Office</h1><h1>x</h1>", "Ratel Office"),
        ("<title>Home</title>", "<h1>A decision on roaming</h1>", "Home"),
        ("", "<h1>A decision  on\n roaming</h1>", "A decision on roaming"),
        ("<title>Site</title><meta property=og:title content='Decision 9'>", "", "Decision 9"),
        (
            "<meta property=og:site_name content='Bureau'><title>Decision 9 - Bureau</title>",
            "",
            "Decision 9",
        ),
        (
            "<title>Decision 9 of the Bureau of Telecoms</title>",
            "<h1>Decision 9</h1>",
            "Decision 9",
        ),
        ("", "", ""),
    ],
)
def test_the_title_is_the_document_s_not_the_site_s(head: str, body: str, expected: str) -> None:
    assert title(head, body) == expected


def test_an_endless_title_is_cut() -> None:
    assert len(title(f"<title>{'long ' * 1_000}</title>")) <= 500


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<html lang="tr">', "tr"),
        ('<html lang="pt_BR">', "pt-BR"),
        ('<html xml:lang="fr">', "fr"),
        ('<html><body lang="de">', "de"),
        ('<html><head><meta http-equiv="Content-Language" content="es, en">', "es"),
        ('<html><head><meta property="og:locale" content="el_GR">', "el-GR"),
        ("<html>", ""),
        ('<html lang="{{ lang }}">', ""),
    ],
)
def test_the_language_is_the_declared_one(markup: str, expected: str) -> None:
    root = parse(f"{markup}<p>Text</p>")
    assert root is not None
    assert language_of(root) == expected


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-03-05T08:00:00+03:00">',
        '<meta name="DC.date.issued" content="2026-03-05">',
        '<meta name="PubDate" content="2026-03-05 09:30">',
        '<meta name="dcterms.issued" content="20260305">',
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        '"datePublished": "2026-03-05T00:00:00Z"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, '
        '{"@type": "Article", "datePublished": "2026-03-05"}]}</script>',
    ],
)
def test_the_day_of_publication_is_read_where_machines_find_it(head: str) -> None:
    assert published(head) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "body",
    [
        '<article><time datetime="2026-03-05T10:00">5 March</time><p>Text</p></article>',
        '<time pubdate datetime="2026-03-05">5 March</time>',
        '<span itemprop="datePublished" content="2026-03-05">Thursday</span>',
    ],
)
def test_the_day_may_stand_in_the_page(body: str) -> None:
    assert published(body=body) == date(2026, 3, 5)


def test_several_times_are_no_day_of_publication() -> None:
    body = '<main><time datetime="2026-03-05">a</time><time datetime="2026-03-06">b</time></main>'
    assert published(body=body) is None


@pytest.mark.parametrize("content", ["", "yesterday", "2026-13-45", "05/03/2026", "{{date}}"])
def test_what_is_no_plain_date_is_none(content: str) -> None:
    assert published(f'<meta name="date" content="{content}">') is None


def test_broken_json_is_passed_over() -> None:
    head = (
        '<script type="application/ld+json">{"datePublished": </script>'
        '<script type="application/ld+json">{"datePublished": "2026-03-05"}</script>'
    )
    assert published(head) == date(2026, 3, 5)


def test_json_nested_without_end_is_passed_over() -> None:
    head = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert published(head) is None
