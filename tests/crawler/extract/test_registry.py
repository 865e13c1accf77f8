"""Which format reads a body: first what the bytes are, then what the server says."""

import pytest
from fpdf import FPDF

from crawler.extract import ExtractError, extract, formats
from crawler.extract.formats import Format

PAGE = b"<!DOCTYPE html><html><head><title>A notice</title></head><body><p>Text of it.</p></body>"


def pdf() -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=11)
    document.cell(0, 8, "Text of it.")
    return bytes(document.output())


@pytest.mark.parametrize(
    "media_type", ["application/pdf", "text/html", "text/plain", "", "image/png"]
)
def test_a_pdf_is_a_pdf_whatever_it_is_served_as(media_type: str) -> None:
    found = extract(pdf(), url="https://a.example/x", media_type=media_type)
    assert (found.text, found.sections[0].page) == ("Text of it.", 1)


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "", "application/octet-stream"])
def test_a_page_is_a_page_whatever_it_is_served_as(media_type: str) -> None:
    found = extract(PAGE, url="https://a.example/x", media_type=media_type)
    assert (found.text, found.title) == ("Text of it.", "A notice")


def test_a_media_type_may_carry_parameters() -> None:
    found = extract(b"<p>Fragment.", url="u", media_type="Text/HTML; charset=utf-8")
    assert found.text == "Fragment."


def test_what_nobody_claims_is_plain_text() -> None:
    found = extract(b"Just words.", url="u", media_type="application/x-unheard-of")
    assert found.text == "Just words."


def test_bytes_of_no_known_format_are_a_typed_error() -> None:
    with pytest.raises(ExtractError) as caught:
        extract(b"PK\x03\x04\0\0\0\0", url="https://a.example/a.docx", media_type="application/zip")
    assert caught.value.code == "unknown_format"
    assert "https://a.example/a.docx" in str(caught.value)


def test_an_empty_body_has_no_text() -> None:
    assert extract(b"", url="u", media_type="text/html").problem == "no_text"
    assert extract(b"", url="u", media_type="text/plain").problem == "no_text"


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.name)
def test_every_format_keeps_the_contract(form: Format) -> None:
    assert form.media_types
    assert not form.sniff(b"")
    assert not form.sniff(b"Just words.")
    assert all(kind == kind.lower() and "/" in kind for kind in form.media_types)


def test_no_two_formats_claim_one_media_type() -> None:
    claimed = [kind for form in formats() for kind in form.media_types]
    assert len(claimed) == len(set(claimed))


def test_the_first_bytes_of_a_pdf_may_come_late() -> None:
    assert extract(b"\r\n\xef\xbb\xbf" + pdf(), url="u", media_type="").text == "Text of it."
