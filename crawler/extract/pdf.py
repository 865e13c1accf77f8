"""PDF: the text layer, page by page."""

import threading

import pypdfium2

from crawler.extract.blocks import Block, join_blocks
from crawler.extract.clean import clean_line
from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.types import Extraction

# PDFium may be used by one thread at a time in a process.
_PDFIUM = threading.Lock()


def read(raw: RawDocument) -> Extraction:
    """The text with page numbers; raises :class:`ExtractError` when the file is broken."""
    pages = _pages(raw.body, raw.url)
    blocks = [
        Block(text=clean_line(part), page=number)
        for number, page in enumerate(pages, start=1)
        for part in page.replace("\r\n", "\n").split("\n\n")
    ]
    text, sections = join_blocks(blocks)
    return Extraction(text=text, sections=sections, problem="" if text else "no_text")


def _pages(body: bytes, url: str) -> list[str]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(body)
        except pypdfium2.PdfiumError as exc:
            raise ExtractError("pdf_broken", f"{url} is not a readable PDF: {exc}") from exc
        try:
            return [str(page.get_textpage().get_text_range()) for page in document]
        finally:
            document.close()


FORMAT = Format(
    name="pdf",
    media_types=frozenset({"application/pdf", "application/x-pdf"}),
    sniff=lambda head: b"%PDF-" in head[:1024],
    read=read,
    order=10,
)
