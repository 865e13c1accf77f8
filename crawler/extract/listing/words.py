"""Words by which links and dates are told apart; they stand in ``data/seed/listing.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import data

Label = Literal["published", "other_day", "updated", "date", ""]
_STRONG: tuple[Label, ...] = ("published", "other_day", "updated")
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
    rf"\s*[\[(［（【]?\s*(?:pdf|docx?|xlsx?|zip|rtf|odt)\b[\s,;:：/|–-]*(?:{_SIZE})?[^\w]*$"
    rf"|\s*[\[(［（【]\s*{_SIZE}\s*[\])］）】]\s*$",
    re.IGNORECASE,
)
#: What stands in brackets behind a title.
_ASIDE = re.compile(r"\s*[\[(（【]([^\[\]()（）【】]{2,50})[\])）】]\s*$")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|rtf|zip)(?:$|[?#])", re.IGNORECASE)


def is_generic(text: str) -> bool:
    """Whether a link's text (“Read more”, “PDF”, “…”) names no document."""
    bare = _bare(text)
    return not bare or bare in _phrases("generic") or bare.startswith(_beginnings())


def is_paging(text: str) -> bool:
    """Whether a link turns pages: a small number, an arrow, “next”."""
    return _PAGE.match(text) is not None or _bare(text) in _phrases("paging")


def is_next(text: str) -> bool:
    """Whether a link's text says that the list goes on there: “Next page”, “Older posts”."""
    return _bare(text) in _phrases("next_page")


def label_kind(text: str, language: str = "") -> Label:
    """What the words before a date say it is; of several words the nearest to the date."""
    known = _known(language)
    folded = text.casefold()
    last: dict[Label, int] = {
        kind: match.start() for kind in _STRONG for match in _stems(kind, known).finditer(folded)
    }
    if last:
        return max(last, key=lambda kind: last[kind])
    return "date" if _stems("date", known).search(folded) else ""


def is_title_label(text: str, language: str = "") -> bool:
    """Whether a column's heading or a label says that a title follows: “Subject”."""
    return bool(text) and _stems("title", _known(language)).search(text.casefold()) is not None


def without_file_note(title: str) -> str:
    """A title without “(PDF, 1.2 MB)” or “(opens in a new window)” behind it.

    Empty if it is nothing else.
    """
    aside = _ASIDE.search(title)
    if aside and is_generic(aside[1]):
        title = title[: aside.start()]
    return _FILE_NOTE.sub("", title).rstrip(" -–|,;:[(")


def is_document(url: str) -> bool:
    """Whether an address ends like a file that is a document."""
    return _DOCUMENT.search(url) is not None


def _bare(text: str) -> str:
    return _OUTER.sub("", text.casefold())


@cache
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    """Table → language → words."""
    return {
        name: {
            language: tuple(word.strip().casefold() for word in words.split(","))
            for language, words in table.items()
        }
        for name, table in tomllib.loads(_SEED.read_text(encoding="utf-8")).items()
    }


def _known(language: str) -> str:
    """The language as the tables name it, empty if they lack it."""
    own = language.lower().split("-")[0]
    return own if own in _tables()["date"] else ""


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(_bare(word) for words in _tables()[name].values() for word in words)


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(word for words in _tables()["generic_beginnings"].values() for word in words)


@cache
def _stems(name: str, language: str) -> re.Pattern[str]:
    """The stems of a language and of English; those of all for a language without any.

    Stems of all at once would meet words of others: Polish *termin* and Spanish *terminales*.
    """
    table = _tables()[name]
    chosen = [table.get(language, ()), table["en"]] if language else list(table.values())
    return re.compile("|".join(_stem(word) for words in chosen for word in words))


def _stem(word: str) -> str:
    """A stem stands at the beginning of a word; a short one is the whole word."""
    if not _SPACED.match(word):
        return re.escape(word)
    return rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) <= _SHORT else "")
