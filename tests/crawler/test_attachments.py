"""Which links of a page are files of the document: by where they stand, never by luck."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.attachments import AttachmentLink, attachments_in

URL = "https://r.example/decisions/12"
TEXT = "".join(
    f"<p>Section {n}. The authority decides that devices which roam permanently are registered by "
    f"their operator within {90 + n} days of first use, and reports to it on the terms of each.</p>"
    for n in range(9)
)
MENU = "<nav><a href='/rules.pdf'>Rules of procedure</a></nav>"
FOOTER = "<footer><a href='/files/statute.pdf'>Statute of the authority</a></footer>"


def page(main: str, *, before: str = "", after: str = "", head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>Decision 12</title>{head}</head><body>{MENU}{before}"
        f"<main><article><h1>Decision 12</h1>{main}</article></main>{after}{FOOTER}</body></html>"
    ).encode()


def names(body: bytes, **options: str) -> list[str]:
    return [link.name for link in attachments_in(body, url=URL, options=options)]


def test_files_in_the_content_are_attachments_and_those_around_it_are_not() -> None:
    body = page(TEXT + "<p>See <a href='annex%201.pdf'>the annex</a>.</p>")
    assert attachments_in(body, url=URL) == (
        AttachmentLink(url="https://r.example/decisions/annex%201.pdf", name="annex 1.pdf"),
    )


def test_a_bare_link_behind_the_text_is_an_attachment() -> None:
    assert names(page(TEXT + "<p><a href='/d/12.docx'>Download</a></p>")) == ["12.docx"]


@pytest.mark.parametrize("many", [1, 3, 9])
def test_files_beside_the_text_are_attachments_in_every_build(many: int) -> None:
    links = "".join(f"<p><a href='/d/{n}.pdf'>Annex</a></p>" for n in range(many))
    expected = [f"{n}.pdf" for n in range(many)]
    assert names(page(TEXT + links)) == expected
    assert names(page(f"<div>{TEXT}</div><ul>{links}</ul>")) == expected
    plain = f"<html><body>{MENU}<div><h1>D</h1><div>{TEXT}</div><div>{links}</div></div>{FOOTER}".encode()
    assert names(plain) == expected


@pytest.mark.parametrize(
    "heading", ["Related documents", "See also", "Voir aussi", "相关", "Latest news"]
)
def test_what_a_heading_announces_as_other_publications_is_not_the_document_s(heading: str) -> None:
    others = f"<h3>{heading}</h3><ul><li><a href='/d/9.pdf'>Decision 9</a></ul>"
    assert names(page(TEXT + "<p><a href='/d/1.pdf'>Text</a></p>" + others)) == ["1.pdf"]


def test_a_short_page_lives_by_its_file() -> None:
    assert names(page("<p><a href='/d/12.pdf'>Decision 12 of 3 March</a></p>")) == ["12.pdf"]
    outside = "<div><a href='/d/12.pdf'>Decision 12</a></div>"
    assert names(page("<p>Of 3 March.</p>", after=outside)) == ["12.pdf"]


@pytest.mark.parametrize(
    "box",
    [
        "<aside class='downloads'><a href='/d/1.pdf'>Decision</a></aside>",
        "<div class='sidebar'><section><h3>Attachments</h3><a href='/d/1.pdf'>x</a></section></div>",
        "<div class='related-documents'><a href='/d/1.pdf'>Decision</a></div>",
        "<aside><div id='anlagen'><a href='/d/1.pdf'>Verfügung</a></div></aside>",
        "<div class='side-bar'><h4>附件</h4><a href='/d/1.pdf'>通知</a></div>",
    ],
)
def test_a_box_for_files_counts_wherever_it_stands(box: str) -> None:
    assert names(page(TEXT, after=box)) == ["1.pdf"]


@pytest.mark.parametrize(
    "around",
    [
        "<aside class='sidebar'><a href='/d/1.pdf'>Our brochure</a></aside>",
        "<div class='related'><a href='/d/1.pdf'>Another decision</a></div>",
        "<nav class='downloads'><a href='/d/1.pdf'>Forms</a></nav>",
        "<footer><div class='documents'><a href='/d/1.pdf'>Charter</a></div></footer>",
        "<div style='display:none'><a href='/d/1.pdf'>Hidden</a></div>",
    ],
)
def test_furniture_brings_no_files(around: str) -> None:
    assert names(page(TEXT, after=around)) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("privacy-policy.pdf", "Read"), ("x.pdf", "Privacy policy"), ("cookie_notice.pdf", ""),
        ("a.pdf", "Datenschutzerklärung"), ("terms-of-use.pdf", ""), ("orgchart.pdf", "Organisation chart"),
        ("aviso-legal.pdf", ""), ("d.pdf", "Mentions légales"), ("k.pdf", "KVKK aydınlatma metni"),
    ],
)  # fmt: skip
def test_the_site_s_own_papers_are_no_part_of_a_document(name: str, said: str) -> None:
    body = page(TEXT + f"<p><a href='/{name}'>{said}</a> <a href='/d/1.pdf'>Decision</a></p>")
    assert names(body) == ["1.pdf"]


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("<a href='/get?id=7' type='application/pdf'>Decision</a>", "Decision"),
        ("<a href='/get/7'>Decision (PDF, 1.2 MB)</a>", "Decision (PDF, 1.2 MB)"),
        ("<a href='/dl?file=/a/Order%207.PDF'>Order</a>", "Order 7.PDF"),
        ("<a href='/o.xlsx?v=2'>Table</a>", "o.xlsx"),
        ("<a href='/o.odt'>Text</a>", "o.odt"),
        ("<a href='/o.doc'>Old</a>", "o.doc"),
        ("<iframe src='/d/7.pdf#page=1'></iframe>", "7.pdf"),
        ("<object data='/d/8.pdf' type='application/pdf'></object>", "8.pdf"),
        ("<iframe src='/viewer.html?file=%2Fd%2F9.pdf'></iframe>", "9.pdf"),
    ],
)
def test_a_file_is_known_by_its_ending_its_type_or_what_is_said_of_it(link: str, name: str) -> None:
    assert names(page(TEXT + f"<p>Here: {link}</p>")) == [name]


def test_a_viewer_s_file_is_fetched_not_the_viewer() -> None:
    (link,) = attachments_in(page("<iframe src='/v?file=/d/9.pdf'></iframe>"), url=URL)
    assert link.url == "https://r.example/d/9.pdf"


@pytest.mark.parametrize(
    "link",
    [
        "/about-pdf", "mailto:a@b.example?x=1.pdf", "javascript:open('x.pdf')",
        "ftp://r.example/x.pdf", "#a.pdf", "http://[x.pdf",
    ],
)  # fmt: skip
def test_what_is_no_file_of_the_web_is_none(link: str) -> None:
    assert names(page(TEXT + f'<p><a href="{link}">x</a> see x.pdf</p>')) == []


def test_a_file_is_named_once_and_the_page_itself_is_none() -> None:
    links = f"<p><a href='/a.pdf'>A</a> <a href='/a.pdf#p2'>A2</a> <a href='{URL}'>x (PDF)</a></p>"
    assert names(page(TEXT + links)) == ["a.pdf"]


def test_a_base_address_counts() -> None:
    body = page(TEXT + "<p><a href='a.pdf'>A</a></p>", head="<base href='/files/'>")
    assert attachments_in(body, url=URL)[0].url == "https://r.example/files/a.pdf"


def test_a_list_of_publications_has_documents_and_no_attachments() -> None:
    rows = "".join(f"<li><a href='/d/{n}.pdf'>Decision {n} on numbering</a>" for n in range(40))
    assert names(page(f"<ul>{rows}</ul>")) == []
    assert len(names(page(TEXT + f"<ul>{rows[:400]}</ul>"))) > 5


def test_a_source_may_say_which_links_are_files_or_that_none_are() -> None:
    body = page(TEXT + "<p class=f><a href='/get/1'>One</a></p><p><a href='/b.pdf'>B</a></p>")
    assert names(body, attachments=".f a") == ["One"]
    assert names(body, attachments="") == []
    assert names(body) == ["b.pdf"]


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 a.pdf", b"words about a.pdf", b"<html>a.pdf"])
def test_what_is_no_page_has_no_attachments(body: bytes) -> None:
    assert attachments_in(body, url=URL) == ()


def test_a_page_of_thousands_of_files_is_read_in_bounds() -> None:
    rows = "".join(
        f"<p><a href='/{n}.pdf'>x</a> with some words beside it</p>" for n in range(3_000)
    )
    assert 200 < len(names(page(rows))) <= 300


def test_a_page_nested_absurdly_deep_has_none() -> None:
    assert names(page("<div>" * 400 + "<a href='/a.pdf'>A</a>" + "</div>" * 400)) == []
    assert names(page("<div>" * 100 + "<a href='/a.pdf'>A</a>" + "</div>" * 100)) == ["a.pdf"]


@given(st.binary(max_size=200), st.text(max_size=60))
def test_no_page_breaks_it(rubbish: bytes, address: str) -> None:
    link = f"<a href='{address}'>x.pdf (PDF)</a>".encode("utf-8", "replace")
    assert isinstance(attachments_in(b"<html>" + rubbish + link, url=URL), tuple)
