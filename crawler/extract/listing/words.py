"""Words by which links and dates are told apart; they stand in ``data/seed/listing.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path

import data

_SEED = Path(data.__file__).parent / "seed" / "listing.toml"
_OUTER = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_PAGE = re.compile(r"^(?:[\W_]*\d{1,3}[\W_]*|[\W_]+)$")
#: Scripts that write words with spaces between them.
_SPACED = re.compile(r"[a-zа-яёіїєґ\u00c0-\u024f\u0370-\u03ff]")
#: A stem of up to so many letters is a whole word.
_SHORT = 4
#: What hangs behind a title: the kind and size of a file.
_SIZE = r"[\d.,]+\s*(?:[kmg]i?b|bytes?|ko|mo|кб|мб)"
_FILE_NOTE = re.compile(
    rf"\s*[\[(]?\s*(?:pdf|docx?|xlsx?|zip|rtf|odt)\b[\s,;:/|–-]*(?:{_SIZE})?[^\w]*$"
    rf"|\s*[\[(]\s*{_SIZE}\s*[\])]\s*$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|rtf|zip)(?:$|[?#])", re.IGNORECASE)


def is_generic(text: str) -> bool:
    """Whether a link's text (“Read more”, “PDF”, “…”) names no document."""
    bare = _bare(text)
    return not bare or bare in _phrases("generic") or bare.startswith(_beginnings())


def is_paging(text: str) -> bool:
    """Whether a link turns pages: a small number, an arrow, “next”."""
    return _PAGE.match(text) is not None or _bare(text) in _phrases("paging")


def is_published_label(text: str) -> bool:
    """Whether the words before a date say that something was published on it."""
    return _stems("published").search(text.casefold()) is not None


def is_other_label(text: str) -> bool:
    """Whether the words before a date say that it is a deadline, an update and so on."""
    return _stems("other_day").search(text.casefold()) is not None


def without_file_note(title: str) -> str:
    """A title without “(PDF, 1.2 MB)” behind it; empty if it is nothing else."""
    return _FILE_NOTE.sub("", title).rstrip(" -–|,;:[(")


def is_document(url: str) -> bool:
    """Whether an address ends like a file that is a document."""
    return _DOCUMENT.search(url) is not None


def _bare(text: str) -> str:
    return _OUTER.sub("", text.casefold())


@cache
def _table(name: str) -> tuple[str, ...]:
    tables = tomllib.loads(_SEED.read_text(encoding="utf-8"))
    return tuple(
        word.strip().casefold() for words in tables[name].values() for word in words.split(",")
    )


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(map(_bare, _table(name)))


@cache
def _beginnings() -> tuple[str, ...]:
    return _table("generic_beginnings")


@cache
def _stems(name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(_stem, _table(name))))


def _stem(word: str) -> str:
    """A stem stands at the beginning of a word; a short one is the whole word."""
    if not _SPACED.match(word):
        return re.escape(word)
    return rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) <= _SHORT else "")
