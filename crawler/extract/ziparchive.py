"""A ZIP file that is no document: said to be one, whatever it is served as."""

from typing import NoReturn

from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.office.package import MAGIC


def read(raw: RawDocument) -> NoReturn:
    """Raises :class:`ExtractError` (``unknown_format``)."""
    said = f", served as {raw.media_type}" if raw.media_type else ""
    raise ExtractError("unknown_format", f"{raw.url} is a ZIP file{said}: no document we can read")


FORMAT = Format(
    name="zip",
    media_types=frozenset({"application/zip", "application/x-zip-compressed"}),
    sniff=lambda body: body.startswith(MAGIC),
    read=read,
    order=40,
)
