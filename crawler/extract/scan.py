"""PDFs that are pictures of pages: how they are told, and their pages as pictures for Tesseract."""

import unicodedata
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.pdf_layout import Line

#: A page with more letters than this is no mere picture with a stamp or a number on it.
_WRITTEN = 100
#: A picture that fills this part of its page is the page.
_FILLS = 0.5
#: So many pages are looked at to judge a document.
_JUDGED = 20
#: Of the characters, this part may be of no script before the text layer is garbage.
_UNREADABLE = 0.3
_SYMBOLS = 0.5
#: Tesseract is trained on 300 dots to the inch; hostile page sizes get fewer.
_DPI = 300
_MOST_PIXELS = 20_000_000


def is_scan(document: pypdfium2.PdfDocument, pages: Sequence[Sequence[Line]]) -> bool:
    """Whether the text is not in the text layer: pictures of pages, or a layer of garbage."""
    text = "".join(line.text for lines in pages for line in lines)
    if is_garbage(text):
        return True
    if sum(map(str.isalnum, text)) >= _WRITTEN * max(len(pages), 1):
        return False
    judged = min(len(document), _JUDGED)
    return sum(_is_picture(document[number]) for number in range(judged)) * 2 >= judged > 0


def is_garbage(text: str) -> bool:
    """Whether characters are of no script (fonts without a map to letters), or mere symbols."""
    kinds = [unicodedata.category(one) for one in text[:20_000] if not one.isspace()]
    if len(kinds) < 20:
        return False
    bad = sum(kind in ("Co", "Cn", "Cc", "Cs") for kind in kinds) + text[:20_000].count("\ufffd")
    symbols = sum(kind[0] in "SP" for kind in kinds)
    return bad > _UNREADABLE * len(kinds) or symbols > _SYMBOLS * len(kinds)


def pictures(document: pypdfium2.PdfDocument, *, most: int) -> Iterator[bytes]:
    """The first ``most`` pages as grey pictures (PGM)."""
    for number in range(min(len(document), most)):
        page = document[number]
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = memoryview(bitmap.buffer).cast("B")
        lines = [
            rows[at * bitmap.stride : at * bitmap.stride + bitmap.width]
            for at in range(bitmap.height)
        ]
        yield b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
        del rows, lines
        bitmap.close()
        page.close()


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    filled = 0.0
    for shown in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = shown.get_bounds()
        filled += max(0.0, min(right, width) - max(left, 0.0)) * max(
            0.0, min(top, height) - max(bottom, 0.0)
        )
    page.close()
    return bool(filled >= _FILLS * width * height)
