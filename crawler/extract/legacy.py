"""Files of old office programs, and encrypted ones: recognised, and said to be so.

Both are compound files (MS-CFB) whose directory names what is in them in UTF-16.
"""

from typing import NoReturn

from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_STREAMS = {
    "WordDocument": "an old Word document (.doc)",
    "Workbook": "an old Excel workbook (.xls)",
    "Book": "an old Excel workbook (.xls)",
    "PowerPoint Document": "an old PowerPoint presentation (.ppt)",
}


def read(raw: RawDocument) -> NoReturn:
    """Raises :class:`ExtractError`: ``encrypted`` or ``legacy_format``, or ``unknown_format``."""
    if raw.body.startswith(_RTF):
        raise _legacy(raw, "a Rich Text file (.rtf)")
    if not raw.body.startswith(_COMPOUND):
        said = raw.media_type or "an old office document"
        raise ExtractError("unknown_format", f"{raw.url} is served as {said}, which it is not")
    if "EncryptedPackage".encode("utf-16-le") in raw.body:
        raise ExtractError("encrypted", f"{raw.url} is an office document with a password")
    for stream, kind in _STREAMS.items():
        if f"{stream}\0".encode("utf-16-le") in raw.body:
            raise _legacy(raw, kind)
    raise _legacy(raw, "a file of an old office program")


def _legacy(raw: RawDocument, kind: str) -> ExtractError:
    return ExtractError("legacy_format", f"{raw.url} is {kind}, a format that is not read")


FORMAT = Format(
    name="legacy",
    media_types=frozenset(
        {
            *("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"),
            *("application/rtf", "text/rtf"),
        }
    ),
    sniff=lambda body: body.startswith((_COMPOUND, _RTF)),
    read=read,
    order=30,
)
