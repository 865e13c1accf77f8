"""Days that stand beside entries instead of in them: headings of days, flat rows, years above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.listing.days import Dated
from crawler.extract.listing.entries import Entry
from crawler.extract.listing.pieces import Piece, read_pieces
from crawler.extract.listing.reader import Reader
from crawler.extract.listing.titles import as_title
from crawler.extract.listing.words import label_kind

#: A text longer than this is no heading of a day.
_LONGEST = 100
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|25[5-9]\d)(?!\d)")
_YEAR_PART = re.compile(r"/(20[0-4]\d)(?=[/_-])")
_SHORT = 24
_SHORTEST = 10
_LEAD = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MANY = 5
_NEARLY_ALL = 0.85


@dataclass(frozen=True, kw_only=True)
class _Mark:
    """An entry begins here, or a text between entries stands here, with its day or year if any."""

    entry: int = -1
    text: str = ""
    dated: Dated | None = None
    year: str = ""
    is_said: bool = False
    """Whether the day says itself that it is the day of publication: “Posted: 5 March 2026”."""


def complete_from_around(entries: Sequence[Entry], reader: Reader) -> None:
    """Give entries without a date or a title those that stand before or behind them in the page."""
    if all(entry.is_dated and entry.title for entry in entries):
        return
    marks = list(_marks(_common(entries), entries, reader))
    if sum(mark.is_said for mark in marks) >= _NEARLY_ALL * len(entries):
        marks = [mark if mark.is_said else replace(mark, dated=None) for mark in marks]
    days = [mark for mark in marks if mark.dated]
    if (len(days) >= 2 or len(entries) <= 3) and 0 < len(days) <= 1.5 * len(entries) + 1:
        is_behind = not _first(marks, entries).dated
        _spread(marks[::-1] if is_behind else marks, entries, carry=not is_behind)
    elif len(days) == 1 and _is_day_of_all(marks, entries):
        _spread(marks, entries, carry=True)
    _name(marks, entries, reader)
    _complete(marks, entries, reader)


def _common(entries: Sequence[Entry]) -> html.HtmlElement:
    """The smallest element that holds all entries and what stands between them."""
    line = list(entries[0].item.iterancestors())
    for entry in entries[1:]:
        others = set(entry.item.iterancestors())
        line = [one for one in line if one in others]
    return line[0] if line else entries[0].item


def _marks(holder: html.HtmlElement, entries: Sequence[Entry], reader: Reader) -> Iterator[_Mark]:
    """What stands in ``holder``, in order; ``entry`` is the place in ``entries``."""
    items = {entry.item: number for number, entry in enumerate(entries)}
    last = -1
    yield _Mark(year=_year_above(holder), dated=_day_above(holder, reader))
    for piece in read_pieces(holder):
        number = _owner(piece, items)
        if number is None and _is_linked(piece) and len(piece.text) > _SHORT:
            continue  # what another link says is about something else
        if number is None:
            found = reader.dates(piece.text)
            if len(piece.text) > _LONGEST:  # only a day right at its beginning
                found = [one for one in found[:1] if one.start <= _LEAD]
            year = _YEAR.search(piece.text) if len(piece.text) <= _SHORT else None
            kind = label_kind(piece.text[: found[0].start], reader.language) if found else ""
            if kind == "updated":
                found = []
            yield _Mark(
                text=piece.text,
                dated=Dated(found=found[0]) if found else None,
                year=year[1] if year else "",
                is_said=bool(found) and kind == "published",
            )
        elif number != last:
            last = number
            yield _Mark(entry=number)


def _is_day_of_all(marks: Sequence[_Mark], entries: Sequence[Entry]) -> bool:
    """One day above a list without any: “Decisions of 5 March 2026”."""
    is_first = _first(marks, entries).dated is not None
    return is_first and not any(entry.dates for entry in entries)


def _is_linked(piece: Piece) -> bool:
    return any(
        one.tag == "a" and one.get("href")
        for one in (piece.element, *piece.element.iterancestors())
    )


def _year_above(holder: html.HtmlElement) -> str:
    """The year in a short text right above the list: its heading."""
    for one in (holder, *list(holder.iterancestors())[:1]):
        before = one.getprevious()
        text = "" if before is None else " ".join(before.text_content().split())
        found = _YEAR.search(text) if len(text) <= _SHORT else None
        if found:
            return found[1]
    return ""


def _day_above(holder: html.HtmlElement, reader: Reader) -> Dated | None:
    """The day in the heading right above the list."""
    before = holder.getprevious()
    if before is None or before.tag not in _HEADINGS:
        return None
    text = " ".join(before.text_content().split())
    found = reader.dates(text) if len(text) <= _LONGEST else []
    if not found or label_kind(text[: found[0].start], reader.language) == "updated":
        return None
    return Dated(found=found[0])


def _owner(piece: Piece, items: dict[html.HtmlElement, int]) -> int | None:
    for one in (piece.element, *piece.element.iterancestors()):
        if one in items:
            return items[one]
    return None


def _first(marks: Sequence[_Mark], entries: Sequence[Entry]) -> _Mark:
    """The first day or entry; links that name nothing (a choice of years above) are no entries."""
    is_any_named = any(entry.title for entry in entries)
    return next(
        mark
        for mark in marks
        if mark.dated or (mark.entry >= 0 and (entries[mark.entry].title or not is_any_named))
    )


def _spread(marks: Sequence[_Mark], entries: Sequence[Entry], *, carry: bool) -> None:
    """Walk on from each day to the entries it belongs to: all that follow, or the next one."""
    carry = carry and not _are_single(marks)
    day: Dated | None = None
    for mark in marks:
        if mark.dated:
            day = mark.dated
        elif mark.entry >= 0:
            if day is not None and not entries[mark.entry].is_dated:
                entries[mark.entry].dates.insert(0, day)
            day = day if carry else None


def _are_single(marks: Sequence[_Mark]) -> bool:
    """Whether nearly every day stands before one entry: then it is of that one alone."""
    counts: list[int] = []
    for mark in marks:
        if mark.dated:
            counts.append(0)
        elif mark.entry >= 0 and counts:
            counts[-1] += 1
    return len(counts) >= _MANY and counts.count(1) >= _NEARLY_ALL * len(counts)


def _name(marks: Sequence[_Mark], entries: Sequence[Entry], reader: Reader) -> None:
    """A title that stands beside its link: the first text behind it, before the next link."""
    current = -1
    for mark in marks:
        if mark.entry >= 0:
            current = mark.entry
        elif current >= 0 and not entries[current].title:
            entries[current].title = as_title(mark.text, reader)


def _year_of(entry: Entry) -> str:
    """The year in an entry's address: ``/news/2026/roaming``."""
    found = _YEAR_PART.search(urlsplit(entry.link.url).path)
    return found[1] if found else ""


def _complete(marks: Sequence[_Mark], entries: Sequence[Entry], reader: Reader) -> None:
    """“5 March” under the heading “2026”, “05” under “March 2026”."""
    year = heading = ""
    for mark in marks:
        if mark.year:
            year, heading = mark.year, mark.text
        if mark.entry < 0 or entries[mark.entry].is_dated:
            continue
        entry = entries[mark.entry]
        stated = year or _year_of(entry)
        for text in _short_texts(entry) if stated else ():
            above = heading if text.strip(" .").isdecimal() else stated
            if found := reader.dates(f"{text} {above}"):
                entry.dates.insert(0, Dated(found=found[0]))
                break


def _short_texts(entry: Entry) -> Iterator[str]:
    """An entry's short texts, then those that may be a day and a month apart, as one."""
    texts = [piece.text for piece in read_pieces(entry.item) if len(piece.text) <= _SHORT]
    yield from texts
    yield " ".join(text for text in texts if len(text) <= _SHORTEST)
