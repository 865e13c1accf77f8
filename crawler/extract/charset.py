"""Which characters the bytes mean: byte order mark, then what is declared if it fits, then a guess."""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

#: What browsers take these labels for (WHATWG Encoding Standard): the Windows superset,
#: because that is what the pages really hold.
_BROWSER = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "utf8": "utf-8",
    "unicode": "utf-8",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_META_WINDOW = 16_384
_GUESS_WINDOW = 65_536


def decode(body: bytes, *, declared: str = "") -> str:
    """The text of ``body``. Never fails: what fits no charset is shown as U+FFFD.

    UTF-8 is tried before any declaration, because text that is valid UTF-8 with
    letters beyond ASCII is nearly never anything else, while declarations are often stale.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    utf8 = _try(body, "utf-8")
    if utf8 is not None and not _is_escaped(body):
        return utf8
    for name in _declared(body, declared):
        text = _try(body, name)
        if text is not None and not _has_controls(text):
            return text
    return _guess(body, declared)


def _declared(body: bytes, header: str) -> Iterator[str]:
    for label in (header, *_in_markup(body)):
        name = _BROWSER.get(label.lower().strip(), label.lower().strip())
        if name and not name.startswith("utf-16"):
            yield _BROWSER.get(name, name)


def _in_markup(body: bytes) -> list[str]:
    found = _META.search(body[:_META_WINDOW])
    return [(found[1] or found[2]).decode("ascii", "replace")] if found else []


def _try(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_escaped(body: bytes) -> bool:
    """ISO-2022-JP and its kin are pure ASCII bytes with escape sequences."""
    return b"\x1b$" in body or b"\x1b(" in body


def _has_controls(text: str) -> bool:
    """C1 control characters in a text betray a wrong single-byte charset."""
    return re.search("[\x80-\x84\x86-\x9f]", text) is not None


def _guess(body: bytes, declared: str) -> str:
    best = from_bytes(body[:_GUESS_WINDOW]).best()
    for name in (best.encoding if best else "", *_declared(body, declared), "windows-1252"):
        if name:
            try:
                return body.decode(name, errors="replace")
            except LookupError:
                continue
    return body.decode("latin-1")
