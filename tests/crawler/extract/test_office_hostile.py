"""Office files that lie, burst or hide: each has its typed error, and none costs memory."""

import io
import tracemalloc
import zipfile

import pytest
from fpdf import FPDF
from openpyxl import Workbook

from crawler.extract import ExtractError, extract
from tests.crawler.extract.office_files import docx, odf, paragraph, zipped

_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def code_of(body: bytes, media_type: str = "application/octet-stream") -> str:
    with pytest.raises(ExtractError) as caught:
        extract(body, url="https://a.example/x", media_type=media_type)
    assert "https://a.example/x" in str(caught.value)
    return caught.value.code


def xlsx() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["a cell"])
    book.save(file)
    return file.getvalue()


def changed(body: bytes, name: str, part: bytes) -> bytes:
    """The same package with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**parts, name: part})


def lying(body: bytes, name: str, size: int) -> bytes:
    """The same package, whose directory says that a part unpacks to ``size`` bytes."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        real = archive.getinfo(name).file_size
    return body.replace(real.to_bytes(4, "little"), size.to_bytes(4, "little"))


@pytest.mark.parametrize(
    "body",
    [
        docx(paragraph("&b;"), prolog=_LAUGHS),
        odf("<text:p>&b;</text:p>", prolog=_LAUGHS),
        changed(xlsx(), "xl/sharedStrings.xml", (_LAUGHS + "<sst>&b;</sst>").encode()),
        changed(xlsx(), "xl/worksheets/sheet1.xml", (_LAUGHS + "<x/>").encode("utf-16")),
        docx("", parts={"word/styles.xml": _LAUGHS + "<x/>"}),
    ],
    ids=["docx", "odt", "xlsx", "xlsx in utf-16", "docx styles"],
)
def test_entities_are_refused_before_they_are_parsed(body: bytes) -> None:
    assert code_of(body) == "unsafe_xml"


def test_a_bomb_is_refused_by_what_its_directory_says() -> None:
    bomb = docx(paragraph("x"), parts={f"word/media/{n}.bin": bytes(30 << 20) for n in range(9)})
    tracemalloc.start()
    assert code_of(bomb) == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_one_huge_part_is_refused() -> None:
    assert code_of(docx("", parts={"word/document.xml": b"<x>" + bytes(151 << 20)})) == "too_large"


def test_a_part_that_unpacks_to_more_than_promised_is_broken() -> None:
    body = docx(paragraph("x" * 5000))
    assert code_of(lying(body, "word/document.xml", 400)) == "office_broken"


def test_ten_thousand_parts_and_one_are_too_many() -> None:
    assert code_of(docx("", parts={f"p/{n}": "" for n in range(10_001)})) == "too_large"


@pytest.mark.parametrize(
    "body",
    [
        docx("")[:-30],
        docx("", parts={"word/document.xml": "<w:document>"}),
        docx("", parts={"word/document.xml": b""}),
        docx("", parts={"_rels/.rels": "not xml"}),
    ],
    ids=["cut", "not well-formed", "empty part", "bad relations"],
)
def test_a_damaged_file_is_a_typed_error(body: bytes) -> None:
    assert code_of(body, "application/vnd.openxmlformats-officedocument.wordprocessingml.document") in (
        "office_broken", "unknown_format",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stream", "code", "word"),
    [
        ("WordDocument", "legacy_format", ".doc"), ("Workbook", "legacy_format", ".xls"),
        ("EncryptedPackage", "encrypted", "password"), ("Contents", "legacy_format", "old office"),
    ],
)  # fmt: skip
def test_old_and_encrypted_files_are_said_to_be_so(stream: str, code: str, word: str) -> None:
    body = _COMPOUND + f"{stream}\0".encode("utf-16-le")
    with pytest.raises(ExtractError, match=word) as caught:
        extract(body, url="u", media_type="application/msword")
    assert caught.value.code == code


def test_rich_text_is_not_read_as_plain_text() -> None:
    assert code_of(rb"{\rtf1\ansi Decision}", "text/plain") == "legacy_format"


def test_what_only_claims_to_be_an_old_file_is_read_as_what_it_is() -> None:
    page = b"<html><body><table><tr><td>262</td><td>Germany</td></tr></table></body></html>"
    assert extract(page, url="u", media_type="application/vnd.ms-excel").text == "262 | Germany"
    assert code_of(b"just words", "application/msword") == "unknown_format"


def test_a_zip_served_as_a_pdf_is_said_to_be_a_zip() -> None:
    pdf = FPDF()
    pdf.add_page()
    body = zipped({"a.pdf": bytes(pdf.output())}, stored=("a.pdf",))
    assert b"%PDF-" in body[:1024]
    with pytest.raises(ExtractError, match="ZIP file, served as application/pdf") as caught:
        extract(body, url="u", media_type="application/pdf")
    assert caught.value.code == "unknown_format"


@pytest.mark.parametrize("body", [b"\xff\xd8\xff\xe0 a picture", b"%!PS-Adobe", b"words"])
def test_what_is_served_as_a_pdf_and_is_none_says_so(body: bytes) -> None:
    with pytest.raises(ExtractError, match="served as a PDF, which it is not") as caught:
        extract(body, url="u", media_type="application/pdf")
    assert caught.value.code == "unknown_format"


@pytest.mark.parametrize(
    "page",
    [
        b"<!-- saved -->\n<html><body><p>Words.</p></body></html>",
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE html><html><body><p>Words.</p></body></html>',
        b"<div><p>Words.</p></div>",
        b"<title>Not found</title><p>Words.</p>",
    ],
)
def test_a_page_served_as_a_pdf_is_a_page(page: bytes) -> None:
    assert "Words." in extract(page, url="u", media_type="application/pdf").text


def test_a_workbook_with_a_word_file_in_it_is_a_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        types = archive.read("[Content_Types].xml")
    more = (
        b'<Default Extension="docx" ContentType="application/'
        b'vnd.openxmlformats-officedocument.wordprocessingml.document"/>'
    )
    body = changed(xlsx(), "[Content_Types].xml", types.replace(b"<Default", more + b"<Default", 1))
    assert "a cell" in extract(body, url="u", media_type="application/zip").text


def test_macros_make_no_difference() -> None:
    macro = b"vnd.ms-word.document.macroEnabled.main+xml"
    types = (
        b'<Types><Override PartName="/word/document.xml" ContentType="application/%s"/></Types>'
        % macro
    )
    body = docx(paragraph("Text"), parts={"word/vbaProject.bin": b"macro"})
    assert extract(changed(body, "[Content_Types].xml", types), url="u").text == "Text"
