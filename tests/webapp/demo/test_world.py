"""The sample world's sites, week by week."""

import json
from datetime import date
from urllib.parse import urlsplit

import feedparser
import pypdfium2
import pytest

from data.words import SourceKind
from webapp.demo.pages import FEEDS
from webapp.demo.samples import SampleSource, load_samples
from webapp.demo.site import Site
from webapp.demo.world import build_site, look_of, sample_sources, texts

AUTHORITIES = load_samples()
ANCHOR = date(2026, 11, 22)
BASE = "http://127.0.0.1:8041"


@pytest.fixture(scope="module")
def first() -> Site:
    return build_site(AUTHORITIES, anchor=ANCHOR, week=1, base_url=BASE)


@pytest.fixture(scope="module")
def second() -> Site:
    return build_site(AUTHORITIES, anchor=ANCHOR, week=2, base_url=BASE)


def html(site: Site, path: str) -> str:
    page = site[path]
    charset = page.media_type.partition("charset=")[2] or "windows-1252"
    return page.body.decode(charset)


def test_each_source_and_each_publication_has_an_answer(first: Site, second: Site) -> None:
    for week, site in ((1, first), (2, second)):
        paths = {text.path for text in texts(AUTHORITIES, anchor=ANCHOR, week=week)}
        paths |= {urlsplit(source.url).path for source in sample_sources(AUTHORITIES, BASE)}

        assert paths <= site.keys()


def test_two_builds_of_a_week_have_the_same_tags(first: Site) -> None:
    again = build_site(AUTHORITIES, anchor=ANCHOR, week=1, base_url=BASE)

    assert {path: page.tag for path, page in first.items()} == {
        path: page.tag for path, page in again.items()
    }


def test_the_second_week_adds_texts_and_rewrites_only_the_watched_page(
    first: Site, second: Site
) -> None:
    documents = {text.path for text in texts(AUTHORITIES, anchor=ANCHOR, week=1)}
    rewritten = {path for path in documents if first[path].tag != second[path].tag}

    assert rewritten == {"/ng/guidelines/foreign-sims.html"}
    assert {text.path for text in texts(AUTHORITIES, anchor=ANCHOR, week=2)} > documents


def test_the_watched_page_lowers_its_limit(first: Site, second: Site) -> None:
    path = "/ng/guidelines/foreign-sims.html"

    assert "up to 120 consecutive days" in html(first, path)
    assert "up to 90 consecutive days" in html(second, path)


def test_every_html_page_says_that_it_is_a_sample(second: Site) -> None:
    looks = {a.slug: look_of(a, BASE) for a in AUTHORITIES}
    pages = [path for path, page in second.items() if page.media_type.startswith("text/html")]

    assert len(pages) > len(AUTHORITIES) * 3
    for path in pages:
        slug = path.split("/")[1]
        notice = looks[slug].notice if slug else "None of these authorities exists"
        assert notice in html(second, path).replace("&#39;", "'")


def test_every_page_of_a_pdf_says_that_it_is_a_sample(second: Site) -> None:
    looks = {a.slug: look_of(a, BASE) for a in AUTHORITIES}

    for path in (path for path in second if path.endswith(".pdf")):
        document = pypdfium2.PdfDocument(second[path].body)
        pages = [page.get_textpage().get_text_bounded() for page in document]
        document.close()

        assert all(looks[path.split("/")[1]].notice in page for page in pages), path


def test_a_page_has_the_furniture_of_a_real_site_around_its_text(first: Site) -> None:
    page = html(first, "/br/noticias/edital-700-mhz.html")

    for part in ('class="cookie-banner"', "<nav", "<footer", 'class="related"', "Institucional"):
        assert part in page
    assert "O preço mínimo foi calculado" in page


def test_turkish_stands_in_its_old_encoding(first: Site) -> None:
    page = first["/tr/kararlar/imei-degisiklik.html"]

    assert page.media_type == "text/html; charset=iso-8859-9"
    assert "gün içinde kayıt altına alınmazsa" in page.body.decode("iso-8859-9")
    # Typographic quotes are not in that encoding: they go as character references.
    assert b"&#8220;" in page.body


def test_german_names_its_encoding_only_within_the_page(first: Site) -> None:
    page = first["/de/amtsblatt/frequenzen.html"]

    assert page.media_type == "text/html"
    assert b'<meta charset="windows-1252">' in page.body
    assert "Verlängerung" in page.body.decode("windows-1252")


def test_a_pdf_is_made_only_when_asked_for_and_is_one(first: Site) -> None:
    page = first["/in/releases/recommendations-foreign-esim.pdf"]

    assert "body" not in page.__dict__
    assert page.body.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "source",
    [s for a in AUTHORITIES for s in a.sources if s.form in FEEDS],
    ids=lambda s: str(s.id),
)
def test_a_feed_lists_every_publication_with_its_date(first: Site, source: SampleSource) -> None:
    entry = next(e for e in sample_sources(AUTHORITIES, BASE) if e.id == source.id)
    body = first[urlsplit(entry.url).path].body
    wanted = {
        BASE + text.path: text.day.isoformat()
        for text in texts(AUTHORITIES, anchor=ANCHOR, week=1)
        if text.publication.source == entry.id
    }

    if body.startswith(b"{"):
        found = {item["url"]: item["date_published"][:10] for item in json.loads(body)["items"]}
    else:
        parsed = feedparser.parse(body)
        assert not parsed.bozo
        found = {e.link: date(*e.published_parsed[:3]).isoformat() for e in parsed.entries}
    assert found == wanted


def test_a_listing_links_newest_first(first: Site) -> None:
    page = html(first, "/tr/kararlar/")
    order = ["dolasim-ucretleri", "imei-degisiklik", "esim-karari", "frekans-ihalesi"]
    places = [page.index(f"{name}.") for name in order]

    assert places == sorted(places)
    assert "13.11.2026" in page


def test_troubles_come_in_the_second_week_only(first: Site, second: Site) -> None:
    broken, hidden, empty = "/za/gazette/", "/co/resoluciones/rss.xml", "/ao/comunicados/"

    assert [first[path].status for path in (broken, hidden, empty)] == [200, 200, 200]
    assert b"<rss" in first[hidden].body
    assert second[broken].status == 500
    assert (second[hidden].status, b"challenge" in second[hidden].body) == (200, True)
    assert "Não há publicações." in html(second, empty)
    assert "registo-cartoes-sim" not in html(second, empty)


def test_documents_of_a_troubled_source_stay_where_they_were(second: Site) -> None:
    assert second["/za/gazette/annual-report.html"].status == 200


def test_robots_allow_everything_but_the_menus(first: Site) -> None:
    assert b"Disallow: /*/menu/" in first["/robots.txt"].body
    assert b"Disallow: /\n" not in first["/robots.txt"].body


def test_sources_are_marked_as_samples_with_kind_and_country() -> None:
    sources = sample_sources(AUTHORITIES, BASE)

    assert all(source.sample and source.title.startswith("Sample: ") for source in sources)
    assert all(source.authority_name.startswith("Sample: ") for source in sources)
    assert {source.kind for source in sources} == {
        SourceKind.FEED.value,
        SourceKind.LISTING.value,
        SourceKind.PAGE.value,
    }
    assert {s.language for s in sources} == {"en", "es", "pt", "fr", "de", "tr"}


def test_a_source_promises_no_more_items_than_its_first_week_has() -> None:
    standing = [t.publication.source for t in texts(AUTHORITIES, anchor=ANCHOR, week=1)]

    for authority in AUTHORITIES:
        for source in authority.sources:
            assert source.min_items <= standing.count(source.id)


def test_titles_with_dates_are_filled_in() -> None:
    titles = [text.title for text in texts(AUTHORITIES, anchor=ANCHOR, week=2)]

    assert "Resolução nº 812, de 20 de novembro de 2026" in " ".join(titles)
    assert not any("{{" in title for title in titles)
