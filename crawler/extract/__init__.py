"""From raw bytes to clean text. One module per format; the registry fills itself by scan.

A format module has ``FORMAT = Format(...)``. Which one reads a body is decided by the
body itself where it is telling, else by the media type; its name plays no part: a PDF that is
served as ``text/html`` is still a PDF, and a ZIP that is served as a PDF is none.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.ocr import OcrLimits
from crawler.extract.types import Extraction

__all__ = ["ExtractError", "Extraction", "extract", "formats"]

_HEAD = 2048


def extract(
    body: bytes,
    *,
    url: str,
    media_type: str = "",
    charset: str = "",
    language: str = "",
    options: Mapping[str, Any] | None = None,
    ocr: OcrLimits | None = None,
) -> Extraction:
    """Read one document.

    ``media_type`` and ``charset`` are what the server said (empty when nothing),
    ``language`` the source's (BCP 47), ``options`` the source's own: ``content`` and
    ``drop`` are CSS selectors for HTML. With ``ocr``, pictures of pages are read by
    Tesseract, where it is installed with the language's data. Raises :class:`ExtractError`.
    """
    raw = RawDocument(
        body=body,
        url=url,
        media_type=media_type.partition(";")[0].strip().lower(),
        charset=charset.strip().lower(),
        language=language,
        options=options or {},
        ocr=ocr,
    )
    return _format_of(raw).read(raw)


@cache
def formats() -> tuple[Format, ...]:
    """Every format, those that know their own bytes best first."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if not module.ispkg
    ]
    known = [module.FORMAT for module in found if hasattr(module, "FORMAT")]
    return tuple(sorted(known, key=lambda form: (form.order, form.name)))


def _format_of(raw: RawDocument) -> Format:
    for form in formats():
        if form.sniff(raw.body):
            return form
    for form in formats():
        if raw.media_type in form.media_types:
            return form
    if b"\0" in raw.body[:_HEAD] and not raw.media_type.startswith("text/"):
        raise ExtractError(
            "unknown_format", f"{raw.url} is {raw.media_type or 'of no stated type'}: not readable"
        )
    return next(form for form in formats() if form.name == "plain")
