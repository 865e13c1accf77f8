"""Each kind once through a whole crawl: asked, listed, followed, read, asked again."""

import gzip
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from crawler.tally import CrawlReport
from data.db import reading
from data.models import Document, Source, Version
from tests.crawler.conftest import World
from tests.replica import publishers
from tests.replica.server import Page, article

TEXT = "<p>Devices that roam for longer than ninety days shall be registered by their operator.</p>"
PDF_LIKE = Page(body=article("An act on devices"))


def documents(world: World) -> dict[str, Document]:
    with reading(world.engine) as session:
        return {one.url: one for one in session.exec(select(Document)).all()}


def texts(world: World) -> list[str]:
    with reading(world.engine) as session:
        return list(session.exec(select(Version.text).order_by(col(Version.id))).all())


def source_of(world: World) -> Source:
    with reading(world.engine) as session:
        return session.exec(select(Source)).one()


def crawled(world: World, kind: str, path: str, **facts: Any) -> CrawlReport:
    world.source("s", kind, world.replica.url(path), **facts)
    return world.crawl("s")


def test_a_gazette_by_day_is_read_back_to_the_last_reading(world: World) -> None:
    today = world.clock.now.date()
    numbered = {
        "1": {"COMISIÓN": [("A-1", "Sobre numeración M2M")], "SANIDAD": [("A-2", "Vacunas")]}
    }
    for back in range(7):
        day = date.fromordinal(today.toordinal() - back)
        world.replica.pages[f"/boe/{day:%Y%m%d}"] = publishers.BOE_NONE
    world.replica.pages[f"/boe/{today:%Y%m%d}"] = publishers.boe_issue(today, numbered)
    world.replica.html("/diario_boe/txt.php?id=A-1", "Sobre numeración M2M")
    report = crawled(world, "boe", "/boe", options={"departments": ["Comisión"]})
    assert (report.failed_sources, report.versions) == (0, 1)
    (document,) = documents(world).values()
    assert (document.title, document.published_on) == ("Sobre numeración M2M", today)
    world.replica.forget()
    world.clock.forward(hours=1)
    world.crawl("s")
    # Today's issue may have grown; what is older was read before.
    assert [path for path in world.replica.paths() if "boe/2" in path] == [f"/boe/{today:%Y%m%d}"]
    world.replica.forget()
    world.clock.forward(days=2)
    world.crawl("s")
    assert [path[-2:] for path in world.replica.paths() if "boe/2" in path] == ["18", "17", "16"]


def test_a_week_without_any_issue_is_an_error_and_no_quiet_week(world: World) -> None:
    report = crawled(world, "boe", "/boe", options={"words": ["roaming"]})
    assert [(one.error, one.message) for one in report.failures] == [
        ("empty_listing", "0 entries, 1 or more expected")
    ]
    assert len(world.replica.paths()) == 7


def test_a_week_without_anything_of_ours_is_quiet_and_no_error(world: World) -> None:
    today = world.clock.now.date()
    issue = publishers.boe_issue(today, {"1": {"SANIDAD": [("A-2", "Vacunas")]}})
    world.replica.pages[f"/boe/{today:%Y%m%d}"] = issue
    report = crawled(world, "boe", "/boe", options={"words": ["roaming"]})
    assert (report.failed_sources, report.documents) == (0, 0)


def test_a_gazette_that_breaks_off_keeps_what_it_listed_and_says_so(world: World) -> None:
    today = world.clock.now.date()
    world.replica.pages[f"/boe/{today:%Y%m%d}"] = publishers.boe_issue(
        today, {"1": {"COMISIÓN": [("A-1", "Sobre numeración")]}}
    )
    yesterday = date.fromordinal(today.toordinal() - 1)
    world.replica.pages[f"/boe/{yesterday:%Y%m%d}"] = Page(status=403, body=b"no")
    world.replica.html("/diario_boe/txt.php?id=A-1", "Sobre numeración")
    report = crawled(world, "boe", "/boe", options={"words": ["numeración"]})
    assert [one.error for one in report.failures] == ["http_403"]
    assert report.versions == 1


def test_one_broken_day_keeps_no_other_day_away(world: World) -> None:
    today = world.clock.now.date()
    acts = [("resolucao-1", "RESOLUÇÃO Nº 1", "Agência")]
    yesterday = date.fromordinal(today.toordinal() - 1)
    # Now and then the site leaves the list out of a page that is otherwise whole.
    world.replica.pages[f"/jornal?data={today:%d-%m-%Y}&secao=do1"] = Page(body=article("Jornal"))
    world.replica.pages[f"/jornal?data={yesterday:%d-%m-%Y}&secao=do1"] = publishers.dou_page(acts)
    world.replica.html("/web/dou/-/resolucao-1", "RESOLUÇÃO Nº 1")
    report = crawled(world, "dou", "/jornal", options={"departments": ["Agência"]})
    assert [one.error for one in report.failures] == ["bad_answer"]
    assert report.versions == 1
    assert source_of(world).last_success_at is None, "so that the broken day is asked again"


def test_one_search_that_finds_no_page_keeps_no_other_away(world: World) -> None:
    path = "/api/Documents?PageSize=100&Index=1&SortedBy=6&SortDestination=1&Name="
    act = "0001202611160019"
    world.replica.pages[path + "eSIM"] = publishers.pravo_page({act: "Об eSIM"})
    world.replica.pages[f"/file/pdf?eoNumber={act}"] = PDF_LIKE
    report = crawled(world, "pravo", "/api/Documents", options={"search": ["IMEI", "eSIM"]})
    assert [one.error for one in report.failures] == ["http_404"]
    assert report.documents == 1


def test_the_years_acts_are_read_where_they_are_in_force(world: World) -> None:
    year = world.clock.now.year
    world.replica.pages[f"/eli/acts/DU/{year}"] = publishers.dziennik_year(
        year, {1: "Rozporządzenie o numeracji", 2: "Rozporządzenie o rybach"}
    )
    world.replica.pages[f"/eli/acts/DU/{year}/1/text.pdf"] = PDF_LIKE
    report = crawled(world, "dziennik_ustaw", "/eli/acts/DU", options={"words": ["numeracj"]})
    assert (report.failed_sources, report.versions) == (0, 1)
    (url,) = documents(world)
    assert url == f"https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU{year}0000001"


def test_searches_of_a_portal_are_one_list(world: World) -> None:
    path = "/api/Documents?PageSize=100&Index=1&SortedBy=6&SortDestination=1&Name="
    act, other = "0001202611160019", "0001202611160020"
    world.replica.pages[path + "IMEI"] = publishers.pravo_page({act: "Об IMEI"})
    world.replica.pages[path + "eSIM"] = publishers.pravo_page({act: "Об IMEI", other: "Об eSIM"})
    for number in (act, other):
        world.replica.pages[f"/file/pdf?eoNumber={number}"] = PDF_LIKE
    report = crawled(world, "pravo", "/api/Documents", options={"search": ["IMEI", "eSIM"]})
    assert (report.failed_sources, report.documents) == (0, 2)


def test_a_gazette_page_with_its_list_within_a_script_is_read(world: World) -> None:
    day = f"{world.clock.now:%d-%m-%Y}"
    acts = [("resolucao-1", "RESOLUÇÃO Nº 1", "Ministério/Agência Nacional de Telecomunicações")]
    world.replica.pages[f"/leiturajornal?data={day}&secao=do1"] = publishers.dou_page(acts)
    world.replica.html("/web/dou/-/resolucao-1", "RESOLUÇÃO Nº 1")
    options = {"departments": ["Telecomunicações"]}
    report = crawled(world, "dou", "/leiturajornal", options=options)
    assert (report.failed_sources, report.versions) == (0, 1)


def test_wordpress_is_followed_over_its_pages_and_read_from_the_api(world: World) -> None:
    fields = "id%2Cdate%2Cmodified_gmt%2Clink%2Csource_url%2Ctitle%2Cexcerpt"
    query = f"per_page=100&orderby=date&order=desc&_fields={fields}"
    posts = [
        {"id": n, "link": world.replica.url(f"/p/{n}"), "title": f"Notice {n}"} for n in (1, 2)
    ]
    api = "/wp-json/wp/v2/posts"
    world.replica.pages[f"{api}?{query}"] = publishers.wordpress_posts(posts[:1], pages=2)
    world.replica.pages[f"{api}?{query}&page=2"] = publishers.wordpress_posts(posts[1:], pages=2)
    for n in (1, 2):
        world.replica.pages[f"{api}/{n}?_fields=id%2Cdate%2Clink%2Ctitle%2Ccontent"] = (
            publishers.wordpress_post(f"Notice {n}", TEXT)
        )
    report = crawled(
        world, "wordpress", api, options={"max_pages": 2, "from_api": True}, min_items=2
    )
    assert (report.failed_sources, report.versions) == (0, 2)
    assert set(documents(world)) == {world.replica.url("/p/1"), world.replica.url("/p/2")}
    assert all("longer than ninety days" in text for text in texts(world))


def test_govuk_is_read_by_its_content_api(world: World) -> None:
    paper = world.replica.url("/government/publications/roaming")
    world.replica.pages["/search/papers.atom?order=updated-newest"] = publishers.govuk_atom(
        {paper: "Roaming"}
    )
    item = publishers.govuk_item("Roaming", TEXT, attachments=[{"title": "Annex", "url": "/a.pdf"}])
    world.replica.pages["/api/content/government/publications/roaming"] = item
    report = crawled(world, "govuk", "/search/papers.atom")
    assert (report.failed_sources, report.versions) == (0, 1)
    assert list(documents(world)) == [paper]
    assert "Annex" in texts(world)[0]


def test_an_index_of_packed_sitemaps_is_read_part_by_part(world: World) -> None:
    pages = {world.replica.url(f"/rules/{n}"): f"2026-11-0{n}" for n in (1, 2)}
    for n in (1, 2):
        world.replica.html(f"/rules/{n}", f"Rule {n}")
    world.replica.pages["/sitemap.xml"] = publishers.sitemap_index(
        {world.replica.url("/1.xml.gz"): "2026-11-02", world.replica.url("/2.xml"): "2026-11-01"}
    )
    first, second = pages.items()
    world.replica.pages["/1.xml.gz"] = Page(
        body=gzip.compress(publishers.sitemap(dict([first])).body), media_type="application/gzip"
    )
    world.replica.pages["/2.xml"] = publishers.sitemap(
        {**dict([second]), world.replica.url("/about"): ""}
    )
    report = crawled(world, "sitemap", "/sitemap.xml", options={"paths": ["/rules/"]}, min_items=2)
    assert (report.failed_sources, report.versions) == (0, 2)
    assert set(documents(world)) == set(pages)
    assert {one.title for one in documents(world).values()} == {"Rule 1", "Rule 2"}


def test_files_of_a_page_are_its_documents(world: World) -> None:
    world.replica.pages["/regulations"] = publishers.files_page(
        [("16 November 2026", "Regulations on devices", "/files/1.pdf")]
    )
    world.replica.pages["/files/1.pdf"] = PDF_LIKE
    report = crawled(world, "pdf_list", "/regulations")
    assert (report.failed_sources, report.versions) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("sitemap", publishers.sitemap({"/a": ""})),
        ("wordpress", publishers.wordpress_posts([{"id": 1, "link": "/a", "title": "A"}])),
        ("govuk", publishers.govuk_atom({"/a": "A"})),
        ("pdf_list", publishers.files_page([("1 May 2026", "Regulations on devices", "/a.pdf")])),
    ],
)
def test_a_list_that_is_as_it_was_is_not_sent_again(world: World, kind: str, page: Page) -> None:
    tagged = Page(body=page.body, media_type=page.media_type, headers=page.headers, tagged=True)
    world.source("s", kind, world.replica.url("/list"))
    world.replica.pages["/list*"] = tagged
    assert world.crawl("s").failed_sources == 0
    world.clock.forward(hours=2)
    assert world.crawl("s").not_modified_sources == 1


def test_an_index_of_sitemaps_is_looked_into_though_it_is_as_it_was(world: World) -> None:
    index = publishers.sitemap_index({world.replica.url("/part.xml"): ""})
    world.source("s", "sitemap", world.replica.url("/sitemap.xml"))
    world.replica.pages["/sitemap.xml"] = Page(
        body=index.body, media_type=index.media_type, headers=index.headers, tagged=True
    )
    for number in (1, 2):
        world.replica.html(f"/rules/{number}", f"Rule {number}")
        known = {world.replica.url(f"/rules/{one}"): "" for one in range(1, number + 1)}
        world.replica.pages["/part.xml"] = publishers.sitemap(known)
        report = world.crawl("s")
        assert (report.not_modified_sources, report.new_documents) == (0, 1)
        world.clock.forward(hours=2)


@pytest.mark.parametrize("kind", ["boe", "pravo", "dou"])
def test_validators_of_one_address_are_not_sent_to_another(world: World, kind: str) -> None:
    world.source("s", kind, world.replica.url("/x"), options={"search": ["a1", "b2"]})
    empty = {
        "boe": publishers.boe_issue(world.clock.now.date(), {"1": {"A": [("1", "A")]}}),
        "pravo": publishers.pravo_page({"0001202611160019": "A"}),
        "dou": publishers.dou_page([("a", "A", "B")]),
    }[kind]
    tagged = Page(body=empty.body, media_type=empty.media_type, tagged=True)
    world.replica.pages["/x*"] = tagged
    world.crawl("s")
    assert source_of(world).etag == ""
    world.crawl("s")
    assert not any("if-none-match" in ask.headers for ask in world.replica.asked)
