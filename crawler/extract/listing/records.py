"""One entry of a list: which of its texts is the title, which of its dates the day."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from lxml import html

from crawler.extract.listing.dates import FoundDate, find_dates
from crawler.extract.listing.links import Link
from crawler.extract.listing.pieces import Piece
from crawler.extract.listing.words import (
    is_generic,
    is_other_label,
    is_published_label,
    without_file_note,
)

#: What unfolds an entry is its title as well.
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "button"))
#: In a link, these make it a card of several texts instead of one title.
_BLOCKS = ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "time", "br", "section")
_TITLE_CLASS = re.compile(
    r"title|titel|titulo|titre|heading|headline|subject|caption|\bname\b", re.IGNORECASE
)
_DATE_CLASS = re.compile(
    r"date|datum|fecha|tarih|time|posted|publish|meta|day\b|calendar", re.IGNORECASE
)
_FILE_NAME = re.compile(r"^\S+\.(?:pdf|docx?|xlsx?|zip|odt|rtf|html?)$", re.IGNORECASE)
#: A number or a sign of a file, not a title.
_CODE = re.compile(r"^(?=\S*\d)\S{1,24}(?:[\s,]+(?=\S*\d)\S{1,24}){0,2}$")
_EDGES = " \t-–—|:：,;/·•»>[]()（）【】"
#: An entry with more different days than this is no entry but a list.
_MOST_DAYS = 6
_LONGEST_TITLE = 500
_LONGEST_LABEL = 45
#: Day, month and year in elements of their own are short, and the year is whole.
_SHORT = 16
_WHOLE_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How dates are read on this page."""

    language: str
    host: str

    def dates(self, text: str) -> list[FoundDate]:
        """Every date in a text."""
        return find_dates(text, language=self.language, host=self.host)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A date of an entry, and how likely it is the day of publication."""

    found: FoundDate
    rank: int


def title_of(
    link: Link, pieces: Sequence[Piece], reader: Reader, *, repeated: AbstractSet[str] = frozenset()
) -> str:
    """The entry's title: the link's text, or what stands for it where that is “Read more”.

    ``repeated`` are texts that many links of the list have: they name no document either.
    """
    inside = [piece for piece in pieces if _is_within(piece.element, link.element)]
    for text in _candidates(link, inside, pieces):
        title = as_title(text, reader)
        if title and text not in repeated and not _FILE_NAME.match(text):
            return title
    return ""


def as_title(text: str, reader: Reader) -> str:
    """A text without date and file note; empty if what is left names no document."""
    title = without_file_note(_without_date(text, reader))
    return "" if is_generic(title) or _letters(title) <= 2 else title[:_LONGEST_TITLE]


def _candidates(link: Link, inside: Sequence[Piece], pieces: Sequence[Piece]) -> list[str]:
    headings = [piece.text for piece in inside if _is_heading(piece.element, link.element)]
    named = [piece.text for piece in inside if _is_named(piece.element, _TITLE_CLASS)]
    texts = [piece.text for piece in inside]
    found = [*_uncut(link), *headings[:1], *named[:1]]
    if _CODE.match(link.text) and not _FILE_NAME.match(link.text):
        found += _beside(link, pieces)
    if len(texts) == 1 or _holder_heading(link.element) is not None:
        found.append(link.text)
    elif next(link.element.iter(*_BLOCKS), None) is None:
        found.append(" ".join(texts))
    found += sorted(texts, key=_letters, reverse=True)[:1] if len(texts) > 1 else texts
    others = [piece for piece in pieces if not _is_within(piece.element, link.element)]
    found += [piece.text for piece in others if _is_heading(piece.element, None)][:1]
    found += [piece.text for piece in others if _is_named(piece.element, _TITLE_CLASS)][:1]
    found += [link.element.get("title") or "", link.element.get("aria-label") or ""]
    found += sorted((piece.text for piece in others), key=_letters, reverse=True)[:1]
    found += [image.get("alt") or "" for image in link.element.iter("img")]
    return found


def _uncut(link: Link) -> list[str]:
    """The attribute that has the whole of a text which the page cuts short."""
    start = link.text.rstrip(" .…")
    whole = (link.element.get("title") or "").strip()
    is_cut = len(start) > 3 and link.text.endswith(("…", "..")) and whole.startswith(start)
    return [whole] if is_cut else []


def _beside(link: Link, pieces: Sequence[Piece]) -> list[str]:
    """“SC 20715 – A v. B”, where only the number is the link."""
    parent = link.element.getparent()
    rest = [piece.text for piece in pieces if piece.element is parent]
    return [f"{link.text} {rest[0].strip(_EDGES)}"] if rest and _letters(rest[0]) > 8 else []


def dates_of(link: Link, pieces: Sequence[Piece], reader: Reader) -> list[Dated]:
    """The entry's dates, the likeliest day of publication first; none if it is a list itself."""
    found: list[Dated] = []
    label = ""
    for piece in pieces:
        for one in reader.dates(piece.text):
            before = piece.text[: one.start][-_LONGEST_LABEL:].strip() or label
            found.append(Dated(found=one, rank=_rank(piece, link, before, one)))
        label = piece.text if len(piece.text) <= _LONGEST_LABEL else ""
    if not found:
        found = _over_pieces(pieces, reader)
    if len({one.found.day or one.found.month_first for one in found}) > _MOST_DAYS:
        return []
    return sorted(found, key=lambda one: -one.rank)


def _over_pieces(pieces: Sequence[Piece], reader: Reader) -> list[Dated]:
    """A day, a month and a year that stand in elements of their own."""
    text = " ".join(piece.text for piece in pieces if len(piece.text) <= _SHORT)
    return [
        Dated(found=one, rank=1)
        for one in reader.dates(text)
        if _WHOLE_YEAR.search(text[one.start : one.end])
    ]


def _rank(piece: Piece, link: Link, label: str, found: FoundDate) -> int:
    """Higher is likelier to be the day of publication."""
    rank = 0
    if is_other_label(label):
        rank -= 4
    elif is_published_label(label):
        rank += 2
    is_alone = len(piece.text) - (found.end - found.start) <= 14
    if piece.element.tag == "time" or _is_named(piece.element, _DATE_CLASS):
        rank += 2
    if is_alone:
        rank += 1
    elif _is_within(piece.element, link.element):
        rank -= 2
    return rank


def is_in_title(dated: Dated) -> bool:
    """Whether the date is merely mentioned in the title: “Decision of 5 March 2026 on …”."""
    return dated.rank == -2


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


def _without_date(text: str, reader: Reader) -> str:
    """A title without the date that stands before or behind it."""
    for found in reader.dates(text):
        before, behind = text[: found.start].strip(_EDGES), text[found.end :].strip(_EDGES)
        if _letters(before) <= 3 and _letters(behind) > 3:
            return behind
        if (
            _letters(behind) <= 3
            and _letters(before) > 3
            and text[: found.start].rstrip()[-1:] in "-–—|(（[【·•,:"
        ):
            return before
        if _letters(before) <= 3 and _letters(behind) <= 3:
            return ""
    return text.strip()


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_within(element: html.HtmlElement, outer: html.HtmlElement) -> bool:
    return element is outer or any(one is outer for one in element.iterancestors())


def _is_heading(element: html.HtmlElement, within: html.HtmlElement | None) -> bool:
    """Whether an element is (in) a heading; below ``within`` if given."""
    for one in (element, *element.iterancestors()):
        if one.tag in _HEADINGS:
            return True
        if one is within or one.tag in ("li", "tr", "article", "div", "td"):
            return False
    return False


def _holder_heading(element: html.HtmlElement) -> html.HtmlElement | None:
    parent = element.getparent()
    return parent if parent is not None and parent.tag in _HEADINGS else None


def _is_named(element: html.HtmlElement, pattern: re.Pattern[str]) -> bool:
    return pattern.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]) is not None
