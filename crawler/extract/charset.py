"""Which characters the bytes mean.

Byte order mark, then UTF-8 if the bytes are that, then what is declared if the result
reads like the page's language, then the charsets of that language, then a guess.
"""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from crawler.extract.charset_tables import BROWSER, CHARSETS, LETTERS, PUNCTUATION, SCRIPTS, TELLING
from crawler.extract.mending import mend

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding=["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
#: What no browser reads a declaration from.
_SILENT = re.compile(
    rb"<!--.*?-->|<(script|style|noscript|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_LANG = re.compile(rb"""<html[^>]{0,300}?\blang\s*=\s*["']?([a-zA-Z]{2,3})""", re.IGNORECASE)
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ACCENTED = re.compile("[\u00a1-\u024f]")
#: Codecs of Python that are no charset of pages; UTF-7 is also a known way to smuggle markup.
_NO_CHARSETS = frozenset(
    ["utf-7", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"]
)
#: How far the head of a page is searched for what it declares, and how much is judged.
_HEAD = 16_384
_SAMPLE = 65_536
#: Of the letters beyond ASCII, this part must belong to the language.
_FITS = 0.85
#: UTF-8 with fewer faults than this (of its sequences) is damaged UTF-8, not another charset.
_FEW_FAULTS = 0.05
#: So many of the byte pairs of UTF-16 have a zero.
_ZEROS = 0.1
#: Characters that may be broken before a charset counts as wrong.
_STRAY = 0.002


def decode(body: bytes, *, declared: str = "", language: str = "") -> str:
    """The text of ``body``. Never fails: what fits no charset is shown as U+FFFD.

    ``declared`` is what the server said, ``language`` the source's (BCP 47). UTF-8 is
    tried before any declaration: text that is valid UTF-8 with letters beyond ASCII is
    nearly never anything else, while declarations are often stale.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    tongue = _language(body, language)
    text = _escaped(body) or _utf16(body) or _utf8(body)
    if text is not None:
        return mend(text, fits=lambda read: _fitness(read, tongue) >= _FITS)
    for name in _declared(body, declared):
        text = _try(body, name)
        if text is not None and _fitness(text, tongue) >= _FITS:
            # GB 18030 shows the kana of EUC-JP as kana, too, and other ideographs beside them.
            foreign = tongue in TELLING and name not in CHARSETS[tongue]
            return (_own(body, tongue) if foreign else None) or text
    return _guess(body, declared, tongue)


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of markup, spaces and digits is zero."""
    pairs = len(body[:_HEAD]) // 2
    zeros = body[0 : 2 * pairs : 2].count(0), body[1 : 2 * pairs : 2].count(0)
    for name, many, few in (("utf-16-le", zeros[1], zeros[0]), ("utf-16-be", *zeros)):
        if many > _ZEROS * pairs and few * 100 < many:
            return _try(body, name)
    return None


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", errors="replace")
    beyond = len(_NOT_ASCII.findall(text))
    return text if text.count("�") <= _FEW_FAULTS * beyond else None


def _declared(body: bytes, header: str) -> Iterator[str]:
    found = _META.search(_SILENT.sub(b"", body[: 4 * _HEAD])[:_HEAD])
    in_markup = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    for label in (header, in_markup):
        name = label.lower().strip()
        # Markup that could be read as ASCII is not UTF-16, whatever it says.
        if name and not name.startswith(("utf-16", "utf-32")):
            yield BROWSER.get(name, name)


def _language(body: bytes, given: str) -> str:
    """Two letters: what the page says of itself, else what its source is known for."""
    found = _LANG.search(body[:_HEAD])
    return (found[1].decode("ascii") if found else given).lower().split("-")[0]


def _try(body: bytes, name: str) -> str | None:
    """The text under this charset, if it fits but for a stray byte or a cut last character."""
    try:
        if codecs.lookup(name).name in _NO_CHARSETS:
            return None
        text = body.decode(name, errors="replace")
    except (LookupError, UnicodeError):
        return None
    return text if text.count("�") <= _STRAY * len(text) + 1 else None


def _escaped(body: bytes) -> str | None:
    """ISO-2022 (old Japanese and Korean mail and pages): ASCII bytes with escape sequences."""
    if b"\x1b$" not in body:
        return None
    return _try(body, "iso2022_jp_ext") or _try(body, "iso2022_kr")


def _fitness(text: str, language: str) -> float:
    """0 to 1: how much of what is beyond ASCII belongs to the language."""
    sample = text[:_SAMPLE]
    if _CONTROLS.search(sample):
        return 0.0
    beyond = [letter for letter in _NOT_ASCII.findall(sample) if letter not in PUNCTUATION]
    if not beyond:
        return 1.0
    # Cyrillic in the wrong one of its charsets swaps small letters and capitals.
    swapped = 0.5 if sum(map(str.isupper, beyond)) > 0.6 * len(beyond) > 12 else 1.0
    return swapped * _share(beyond, sample, language)


def _share(beyond: list[str], sample: str, language: str) -> float:
    telling, least = TELLING.get(language, (None, 0.0))
    if telling and sum(bool(telling.match(letter)) for letter in beyond) < least * len(beyond):
        return 0.0
    pattern = SCRIPTS.get(language)
    if pattern is not None:
        return sum(bool(pattern.match(letter)) for letter in beyond) / len(beyond)
    letters = LETTERS.get(language)
    if letters is not None:
        return sum(letter in letters or letter.lower() in letters for letter in beyond) / len(
            beyond
        )
    accented = len(_ACCENTED.findall(sample))
    return 1.0 if accented < 0.4 * sum(map(str.isalpha, sample)) else 0.0


def _own(body: bytes, language: str) -> str | None:
    """The text under that charset of the language which fits best, if one fits."""
    best, most = None, 0.0
    for name in CHARSETS.get(language, ()):
        text = _try(body, name)
        fits = _fitness(text, language) if text is not None else 0.0
        if fits > most:
            best, most = text, fits
    return best if most >= _FITS else None


def _guess(body: bytes, declared: str, language: str) -> str:
    """A charset of the language, else what is declared, else a statistical guess."""
    own = _own(body, language)
    if own is not None:
        return own
    for name in _declared(body, declared):
        text = _try(body, name)
        if text is not None and name != "windows-1252" and not _CONTROLS.search(text[:_SAMPLE]):
            return text
    guess = from_bytes(body[:_SAMPLE]).best()
    names = [guess.encoding if guess else "", *_declared(body, declared), "windows-1252"]
    tried = (_try(body, name) for name in names if name)
    return next((text for text in tried if text is not None), body.decode("latin-1"))
