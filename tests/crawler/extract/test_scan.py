"""Scanned PDFs: told from written ones, and read by the real Tesseract where it is installed."""

import io
import os
from pathlib import Path

import fpdf
import pypdfium2
import pytest
from PIL import Image

from crawler.extract import Extraction, extract
from crawler.extract.ocr import OcrLimits, installed, language_for
from crawler.extract.scan import is_garbage

ENGLISH = [
    "Decision 12 of 3 March on machine cards",
    "A card that roams permanently shall be registered within 90 days of its first use.",
    "Whoever does not register it pays a fine of 5000 for each card.",
]
GERMAN = [
    "Verfügung 12 über Maschinenkarten",
    "Karten, die dauerhaft in fremden Netzen genutzt werden, sind binnen 30 Tagen zu melden.",
]


def needs(language: str) -> pytest.MarkDecorator:
    """A visible skip without Tesseract; a failure where the services are demanded."""
    missing = language not in installed()
    if missing and os.environ.get("ROAMWATCH_REQUIRE_SERVICES"):
        raise RuntimeError(f"Tesseract with {language} is demanded and not installed")
    return pytest.mark.skipif(missing, reason=f"Tesseract has no {language} here")


def written(lines: list[str], *, pages: int = 1, stamp: str = "") -> fpdf.FPDF:
    document = fpdf.FPDF()
    for _ in range(pages):
        document.add_page()
        document.set_font("helvetica", size=14)
        for line in lines:
            document.multi_cell(0, 9, line, new_x="LMARGIN", new_y="NEXT")
            document.ln(6)
    return document


def scanned(lines: list[str], *, pages: int = 1, stamp: str = "", turned: bool = False) -> bytes:
    """Pictures of what a printer would make of these lines."""
    source = pypdfium2.PdfDocument(bytes(written(lines).output()))
    picture = source[0].render(scale=200 / 72).to_pil().convert("L")
    source.close()
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_180)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70)
    document = fpdf.FPDF()
    for _ in range(pages):
        document.add_page()
        document.image(io.BytesIO(file.getvalue()), x=0, y=0, w=210, h=297)
        if stamp:
            document.set_font("helvetica", size=8)
            document.text(20, 20, stamp)
    return bytes(document.output())


def read(body: bytes, *, language: str = "en", pages: int = 5, seconds: float = 120) -> Extraction:
    limits = OcrLimits(pages=pages, seconds=seconds) if pages else None
    return extract(body, url="https://a.example/s.pdf", language=language, ocr=limits)


@pytest.mark.parametrize("stamp", ["", "Received 4 March", "Page 1 of 1"])
def test_pictures_of_pages_are_a_scan_whatever_is_stamped_on_them(stamp: str) -> None:
    assert read(scanned(ENGLISH, stamp=stamp), pages=0) == Extraction(text="", problem="scan")


def test_a_written_page_is_no_scan_however_many_pictures_it_has() -> None:
    document = written(ENGLISH)
    file = io.BytesIO()
    Image.new("L", (300, 400), 128).save(file, "PNG")
    document.image(io.BytesIO(file.getvalue()), x=0, y=0, w=210, h=297)
    assert ENGLISH[1] in read(bytes(document.output())).text


def test_a_short_page_without_pictures_is_no_scan() -> None:
    assert read(bytes(written(["Repealed."]).output()), pages=0).text == "Repealed."


@pytest.mark.parametrize(
    ("text", "garbage"),
    [
        ("\ue001\ue002\ue003" * 20, True), ("~|'^ ;.,:= -_" * 9, True), ("\ufffd\ufffda" * 20, True),
        ("Artikel 12 (§ 3), Abs. 1." * 3, False), ("第十二条" * 9, False), ("", False), ("…" * 9, False),
    ],
)  # fmt: skip
def test_a_layer_of_garbage_is_told_from_text(text: str, garbage: bool) -> None:
    assert is_garbage(text) is garbage


@needs("eng")
def test_a_scan_is_read_with_its_pages_and_marked() -> None:
    found = read(scanned(ENGLISH, pages=2))
    assert (found.ocr, found.problem) == (True, "")
    assert "registered within 90 days of its first use" in found.text
    assert {section.page for section in found.sections} == {1, 2}
    assert all(found.text[one.start : one.end].strip() for one in found.sections)


@needs("deu")
def test_the_language_is_the_source_s() -> None:
    found = read(scanned(GERMAN), language="de")
    assert "Verfügung 12 über Maschinenkarten" in found.text
    assert "binnen 30 Tagen" in found.text


@needs("osd")
def test_a_page_that_lies_on_its_head_is_turned() -> None:
    assert "registered within 90 days" in read(scanned(ENGLISH * 3, turned=True)).text


@needs("eng")
def test_only_so_many_pages_are_read() -> None:
    found = read(scanned(ENGLISH, pages=3), pages=1)
    assert ({section.page for section in found.sections}, found.problem) == ({1}, "truncated")


@needs("eng")
def test_only_so_much_time_is_taken() -> None:
    assert read(scanned(ENGLISH, pages=3), seconds=0.05).problem in ("ocr_failed", "truncated")


@needs("eng")
def test_pictures_without_text_are_said_to_have_none() -> None:
    file = io.BytesIO()
    Image.new("L", (800, 1100), 200).save(file, "PNG")
    document = fpdf.FPDF()
    document.add_page()
    document.image(io.BytesIO(file.getvalue()), x=0, y=0, w=210, h=297)
    assert read(bytes(document.output())).problem == "ocr_failed"


def test_a_language_that_is_not_installed_stays_a_scan(tmp_path: Path) -> None:
    assert read(scanned(ENGLISH), language="xx").problem == "scan"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "deu"), ("de-AT", "deu"), ("zh", "chi_sim"), ("zh-TW", "chi_tra"), ("zh-Hant", "chi_tra"),
        ("", "eng"), ("und", "eng"), ("ru", ""), ("tlh", ""),
    ],
)  # fmt: skip
def test_tesseract_s_names_of_languages(tag: str, name: str) -> None:
    known = frozenset({"deu", "eng", "chi_sim", "chi_tra"})
    assert language_for(tag, known) == name
