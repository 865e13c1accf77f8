"""Which of an entry's dates is the day of publication."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.extract.listing.dates import FoundDate
from crawler.extract.listing.links import Link
from crawler.extract.listing.pieces import Piece
from crawler.extract.listing.reader import Reader, is_named, is_within
from crawler.extract.listing.words import Label, label_kind

_RANKS: dict[Label, int] = {"published": 3, "date": 2, "": 0, "updated": -2, "other_day": -4}
_DATE_CLASS = re.compile(
    r"date|datum|fecha|tarih|time|posted|publish|meta|day\b|calendar", re.IGNORECASE
)
#: An entry with more different days than this is no entry but a list.
_MOST_DAYS = 6
_LONGEST_LABEL = 45
_MOST_WORDS = 4
#: Day, month and year in elements of their own are short, and the year is whole.
_SHORT = 16
#: Besides a date that stands by itself, there are at most so many characters.
_ALONE = 14
_WHOLE_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A date of an entry, and how likely it is the day of publication."""

    found: FoundDate
    rank: int = 1
    """Higher is likelier."""
    is_mention: bool = False
    """Whether a title merely mentions it: “Decision of 5 March 2026 on …”."""
    is_other: bool = False
    """Whether it says that it is a deadline or the like: never the day of publication."""
    piece: Piece | None = None
    """The text it stands in, if it stands in the entry."""
    ordinal: int = 0
    """Its number among the dates of that text."""


def dates_of(link: Link, pieces: Sequence[Piece], reader: Reader) -> list[Dated]:
    """The entry's dates, the likeliest day of publication first; none if it is a list itself."""
    found: list[Dated] = []
    label = ""
    for piece in pieces:
        dates = reader.dates(piece.text)
        for number, one in enumerate(dates):
            before = piece.text[: one.start][-_LONGEST_LABEL:].strip() or label
            head = reader.tables.head_of(piece.element)
            dated = _dated(piece, link, f"{head} {before}", one, reader.language)
            found.append(replace(dated, ordinal=number))
        label = "" if dates or is_within(piece.element, link.element) else _label(piece.text)
    if all(one.is_mention for one in found):
        found += _over_pieces(pieces, reader)
    if len({one.found.day or one.found.month_first for one in found}) > _MOST_DAYS:
        return []
    return sorted(found, key=lambda one: (one.is_other, -one.rank))


def _over_pieces(pieces: Sequence[Piece], reader: Reader) -> list[Dated]:
    """A day, a month and a year that stand in elements of their own."""
    text = " ".join(piece.text for piece in pieces if len(piece.text) <= _SHORT)
    return [
        Dated(found=one)
        for one in reader.dates(text)
        if _WHOLE_YEAR.search(text[one.start : one.end])
    ]


def _label(text: str) -> str:
    """A text that may name the date behind it: a few words."""
    return text if len(text) <= _LONGEST_LABEL and len(text.split()) <= _MOST_WORDS else ""


def _dated(piece: Piece, link: Link, label: str, found: FoundDate, language: str) -> Dated:
    kind = label_kind(label, language)
    is_alone = len(piece.text) - (found.end - found.start) <= _ALONE
    is_marked = piece.element.tag == "time" or is_named(piece.element, _DATE_CLASS)
    is_mention = not (is_alone or is_marked) and is_within(piece.element, link.element)
    return Dated(
        found=found,
        rank=_RANKS[kind] + 2 * is_marked + is_alone - 2 * is_mention - 2 * found.compact,
        is_mention=is_mention,
        is_other=kind == "other_day",
        piece=piece,
    )


def url_day(url: str) -> date | None:
    """The day in an address such as ``/2026/03/05/decision``: blogs put it there."""
    found = re.search(
        r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-])", url
    )
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
