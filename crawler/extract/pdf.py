"""PDF: the text layer, page by page."""

import ctypes
import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.blocks import Block, join_blocks
from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.ocr import PageReader, language_for
from crawler.extract.office.facts import believable_title
from crawler.extract.pdf_layout import Line, blocks_of
from crawler.extract.scan import is_garbage, is_scan, pictures
from crawler.extract.types import Extraction

# PDFium may be used by one thread at a time in a process.
_PDFIUM = threading.Lock()
#: Longer documents are read up to here and marked as cut.
_MOST_PAGES = 3_000
_MOST_CHARACTERS = 20_000_000
#: Less than this from pictures is a stain, not a text.
_LEAST_READ = 20
#: The header may come late, after what a server wrote in front of it.
_HEAD = 1024
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def read(raw: RawDocument) -> Extraction:
    """The text with page numbers. Raises :class:`ExtractError` when the file is broken.

    A file that wants a password gives the problem ``encrypted``, one that holds only
    pictures of pages ``scan``, one with more pages than anybody reads ``truncated``.
    """
    if b"%PDF-" not in raw.body[:_HEAD]:
        raise ExtractError("unknown_format", f"{raw.url} is served as a PDF, which it is not")
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(raw.body)
        except pypdfium2.PdfiumError as exc:
            if getattr(exc, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
                return Extraction(text="", problem="encrypted")
            raise _broken(raw) from exc
        try:
            title = _title(document)
            language = _language(document)
            pages, is_cut = _pages(document)
            if is_scan(document, pages):
                found = _scanned(document, raw)
                return replace(found, title=title, language=language)
        except pypdfium2.PdfiumError as exc:
            raise _broken(raw) from exc
        finally:
            document.close()
    text, sections = join_blocks(blocks_of(pages))
    return Extraction(
        text=text,
        title=title,
        language=language,
        sections=sections,
        problem="no_text" if not text else "truncated" if is_cut else "",
    )


def _scanned(document: pypdfium2.PdfDocument, raw: RawDocument) -> Extraction:
    """The text of pictures of pages, if we may and can read those; ``scan`` if not."""
    language = language_for(raw.language)
    if raw.ocr is None or not language:
        return Extraction(text="", problem="scan")
    reader = PageReader(language, raw.ocr)
    blocks: list[Block] = []
    is_cut = len(document) > raw.ocr.pages
    for number, picture in enumerate(pictures(document, most=raw.ocr.pages), 1):
        read = reader.read(picture, number)
        if read is None:
            is_cut = True
            break
        blocks.extend(read)
    text, sections = join_blocks(blocks)
    if len(text) < _LEAST_READ or is_garbage(text):
        return Extraction(text="", problem="ocr_failed")
    problem = "truncated" if is_cut else ""
    return Extraction(text=text, sections=sections, ocr=True, problem=problem)


def _broken(raw: RawDocument) -> ExtractError:
    if b"%%EOF" not in raw.body[-2048:]:
        return ExtractError("pdf_truncated", f"{raw.url} is a PDF whose end is missing")
    return ExtractError("pdf_broken", f"{raw.url} is not a readable PDF")


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[list[Line]], bool]:
    pages: list[list[Line]] = []
    characters = 0
    for number in range(len(document)):
        if number >= _MOST_PAGES or characters > _MOST_CHARACTERS:
            return pages, True
        lines = list(_lines(document[number], number + 1))
        characters += sum(len(line.text) for line in lines)
        pages.append(lines)
    return pages, False


def _lines(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    """The lines of a page with their places, in the order in which they are read."""
    height = page.get_height()
    content = page.get_textpage()
    try:
        text = content.get_text_range()
        at = 0
        for part in text.split("\n"):
            start, at = at, at + len(part) + 1
            shown = part.strip()
            if shown:
                first = start + part.index(shown[0])
                last = min(first + len(shown), content.count_chars()) - 1
                left, bottom, _, top = content.get_charbox(min(first, last), loose=True)
                right, low = content.get_charbox(last, loose=True)[2::-1][:2]
                yield Line(
                    text=shown,
                    left=left,
                    right=right,
                    top=height - top,
                    bottom=height - min(bottom, low),
                    size=float(pdfium.FPDFText_GetFontSize(content, first)),
                    page=number,
                    height=height,
                )
    finally:
        content.close()
        page.close()


def _title(document: pypdfium2.PdfDocument) -> str:
    return believable_title(document.get_metadata_value("Title"))


def _language(document: pypdfium2.PdfDocument) -> str:
    """The catalogue's /Lang, empty if none."""
    room = (ctypes.c_ushort * 32)()
    used = pdfium.FPDFCatalog_GetLanguage(document, room, ctypes.sizeof(room))
    tag = bytes(room)[:used].decode("utf-16-le", "replace").rstrip("\0").strip()
    return tag if _TAG.match(tag) else ""


FORMAT = Format(
    name="pdf",
    media_types=frozenset({"application/pdf", "application/x-pdf"}),
    # A ZIP file may begin with a PDF in it.
    sniff=lambda body: b"%PDF-" in body[:_HEAD] and not body.startswith(b"PK"),
    read=read,
    order=10,
)
