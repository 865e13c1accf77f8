"""A law in every format, read beside the bare library; and what looking for a page's files costs."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from html import escape

import fpdf
import openpyxl
import pypdfium2
from lxml import etree, html

from crawler.attachments import attachments_in
from crawler.extract import extract
from crawler.extract.ocr import OcrLimits, installed
from tests.analysis.statutes import Statutes, render
from tests.crawler.extract.office_files import docx, odf, paragraph
from tests.crawler.extract.test_scan import ENGLISH, scanned

NAME = "reading formats"
_ARTICLES = 650
_PAGES = 40
URL = "https://r.example/law"


def run() -> Iterator[str]:
    """Processor time for each MB of text, ours and the bare library's, on the same bytes."""
    lines = [line for line in render(Statutes(7).law(_ARTICLES))[0].splitlines() if line.strip()]
    for name, body, bare in _files(lines):
        extract(body, url=URL)  # warm up: imports, caches
        ours, text = _timed(lambda body=body: extract(body, url=URL).text)  # type: ignore[misc]
        theirs, _ = _timed(lambda body=body, bare=bare: bare(body))  # type: ignore[misc]
        size = len(text.encode()) / 1e6
        yield (
            f"{name:5} {len(body) / 1e6:5.2f} MB, text {size:.2f} MB: {ours / size:6.2f} s/MB of text, "
            f"bare {theirs / size:6.2f} s/MB"
        )
    page = _page(lines[:60], files=True)
    plain = _page(lines[:60], files=False)
    with_files, _ = _timed(lambda: [attachments_in(page, url=URL) for _ in range(_PAGES)])
    without, _ = _timed(lambda: [attachments_in(plain, url=URL) for _ in range(_PAGES)])
    yield (
        f"looking for files: {with_files / _PAGES * 1e3:.1f} ms for a page with some, "
        f"{without / _PAGES * 1e3:.3f} ms for one without ({len(page) / 1e3:.0f} kB)"
    )
    yield _ocr()


def _files(lines: list[str]) -> Iterator[tuple[str, bytes, Callable[[bytes], object]]]:
    safe = [escape(line) for line in lines]
    yield "HTML", _page(lines, files=False), _bare_page
    body = docx("".join(map(paragraph, safe)))
    yield "DOCX", body, lambda body: _bare(body, "word/document.xml")
    body = odf("".join(f"<text:p>{line}</text:p>" for line in safe))
    yield "ODT", body, lambda body: _bare(body, "content.xml")
    yield "XLSX", _workbook(lines), _bare_workbook
    yield "PDF", _pdf(lines), _bare_pdf
    yield "text", "\n\n".join(lines).encode(), lambda body: body.decode()


def _timed(work: Callable[[], object]) -> tuple[float, str]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, str(result)


def _page(lines: list[str], *, files: bool) -> bytes:
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    links = "<ul><li><a href='/a.pdf'>Annex</a></li></ul>" if files else ""
    menu = "".join(f"<li><a href='/m{n}'>Menu {n}</a></li>" for n in range(40))
    return (
        f"<html><head><title>Law</title></head><body><nav><ul>{menu}</ul></nav><main><article>"
        f"<h1>Law</h1>{text}{links}</article></main><footer>Contact</footer></body></html>"
    ).encode()


def _bare_page(body: bytes) -> str:
    return "".join(map(str, html.document_fromstring(body).itertext()))


def _bare(body: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(map(str, etree.fromstring(archive.read(part)).itertext()))


def _workbook(lines: list[str]) -> bytes:
    book, file = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Law")
    for number, line in enumerate(lines):
        sheet.append([number, line[:60], line[60:]])
    book.save(file)
    return file.getvalue()


def _bare_workbook(body: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    return sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def _pdf(lines: list[str]) -> bytes:
    document = fpdf.FPDF()
    document.add_page()
    document.set_font("helvetica", size=9)
    for line in lines:
        shown = line.encode("latin-1", "replace").decode("latin-1")
        document.multi_cell(0, 4, shown, new_x="LMARGIN", new_y="NEXT")
        document.ln(2)
    return bytes(document.output())


def _bare_pdf(body: bytes) -> int:
    document = pypdfium2.PdfDocument(body)
    read = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return read


def _ocr() -> str:
    if "eng" not in installed():
        return "Tesseract is not installed: no figure for scans"
    body, pages = scanned(ENGLISH * 4, pages=3), 3
    start = time.monotonic()
    found = extract(body, url=URL, language="en", ocr=OcrLimits(pages=pages, seconds=300))
    seconds = time.monotonic() - start
    return f"scan: {seconds / pages:.1f} s a page ({len(found.text) / pages:.0f} letters), 300 dpi"
