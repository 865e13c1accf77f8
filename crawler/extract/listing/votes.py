"""Titles and days that a list's entries settle together."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from crawler.extract.listing.days import Dated
from crawler.extract.listing.entries import Entry
from crawler.extract.listing.reader import Reader, is_named, is_within, letters
from crawler.extract.listing.slots import Placed, Slots
from crawler.extract.listing.titles import TITLE_CLASS, as_title, is_heading
from crawler.extract.listing.traits import is_in_heading
from crawler.extract.listing.words import is_generic, is_title_label, without_file_note

_NUMBER = re.compile(r"\d+")
#: Links of which so many share their form, figures aside, are numbers of documents: “RA/7/2026”.
_OF_A_FORM = 0.6
_NEARLY = 0.8
_LONGEST_CODE = 28
#: A number with fewer letters than this is no part of a title in a column of its own.
_BARE_CODE = 10
#: A column of titles is in this part of the entries at least.
_LEAST_COVER = 0.5
#: Texts longer than this (letters, on average) are summaries.
_LONG = 220
_FULL = 24
_ENOUGH = 1.6
_USUAL = 0.5
_SHORTEST_NAME = 2
_LEAD = " \t-–—:：·•|"
_IN_ORDER = 0.12
_FEWEST = 3


@dataclass(frozen=True, kw_only=True)
class _Column:
    """One place of the entries, read as titles."""

    titles: Mapping[int, str]
    score: float
    is_beside: bool
    """Whether it stands in one run of text with the links."""


def name_by_links(entries: Sequence[Entry]) -> None:
    """Issues of a gazette whose links are their days, and no other text: the day is the title."""
    for entry in entries:
        name = without_file_note(entry.link.text)
        if not entry.title and letters(name) > _SHORTEST_NAME and not is_generic(name):
            entry.title = name


def settle_titles(
    entries: Sequence[Entry], slots: Slots, reader: Reader, repeated: frozenset[str]
) -> None:
    """Where the links are numbers or say “Download”: the titles stand in another column."""
    needy = [entry for entry in entries if _lacks_title(entry, repeated)]
    names = [without_file_note(entry.link.text) for entry in entries]
    are_codes = _are_codes(names) and not any(is_in_heading(entry.link) for entry in entries)
    if are_codes:
        needy = list(entries)
    if len(entries) < _FEWEST or len(needy) < _USUAL * len(entries):
        return
    column = _best_column(needy, slots, reader)
    if column is None:
        return
    for number, entry in enumerate(needy):
        title = column.titles.get(number, "")
        code = without_file_note(entry.link.text)
        if title:
            keeps = are_codes and (column.is_beside or letters(code) >= _BARE_CODE)
            entry.title = f"{code} {title}" if keeps else title


def _are_codes(names: Sequence[str]) -> bool:
    """Whether the links are numbers of documents: of few forms, figures aside."""
    codes = [name for name in names if len(name) <= _LONGEST_CODE and _NUMBER.search(name)]
    forms = Counter(_NUMBER.sub("0", name) for name in codes)
    shared = sum(count for count in forms.values() if count > 1)
    return len(codes) >= _NEARLY * len(names) and shared >= _OF_A_FORM * len(names)


def _lacks_title(entry: Entry, repeated: frozenset[str]) -> bool:
    """Whether the link itself names no document."""
    text = entry.link.text
    return not entry.title or text in repeated or entry.title.casefold() not in text.casefold()


def _best_column(entries: Sequence[Entry], slots: Slots, reader: Reader) -> _Column | None:
    found: dict[Hashable, dict[int, Placed]] = {}
    for number, entry in enumerate(entries):
        for one in slots.by_item.get(entry.item, ()):
            if not is_within(one.piece.element, entry.link.element):
                found.setdefault(one.slot, {}).setdefault(number, one)
    columns = [
        column
        for place, placed in enumerate(found.values())
        if (column := _read_column(placed, entries, reader, place=place)) is not None
    ]
    best = max(columns, key=lambda column: column.score, default=None)
    return best if best is not None and best.score >= _ENOUGH else None


def _read_column(
    placed: Mapping[int, Placed], entries: Sequence[Entry], reader: Reader, *, place: int
) -> _Column | None:
    titles = {number: as_title(one.text.lstrip(_LEAD), reader) for number, one in placed.items()}
    titles = {number: title for number, title in titles.items() if title}
    count = len(entries)
    if len(titles) < _LEAST_COVER * count:
        return None
    distinct = len(set(titles.values())) / len(titles)
    mean = sum(map(letters, titles.values())) / len(titles)
    first = next(iter(placed.values()))
    score = len(titles) / count + distinct + min(mean, _FULL) / _FULL - 0.1 * place
    score -= 0.8 * (mean > _LONG)
    is_said = is_title_label(first.label, reader.language)
    score += 1.2 * is_said - 0.6 * (bool(first.label) and not is_said)
    score += 0.7 * is_named(first.piece.element, TITLE_CLASS)
    score += 0.7 * is_heading(first.piece.element, None)
    number, first = next(iter(placed.items()))
    is_beside = first.piece.element is entries[number].link.element.getparent()
    return _Column(titles=titles, score=score, is_beside=is_beside)


def settle_dates(entries: Sequence[Entry], slots: Slots) -> None:
    """Of several days, the one in the place that all entries have, that runs in order."""
    if len(entries) < _FEWEST or all(len(entry.dates) < 2 for entry in entries):
        return
    places: dict[Hashable, dict[int, Dated]] = {}
    for number, entry in enumerate(entries):
        for dated in entry.dates:
            places.setdefault(_place_of(dated, slots), {}).setdefault(number, dated)
    votes = {place: _vote(list(dated.values()), len(entries)) for place, dated in places.items()}
    for entry in entries:
        entry.dates.sort(
            key=lambda dated: (dated.is_other, -dated.rank - votes[_place_of(dated, slots)])
        )


def _place_of(dated: Dated, slots: Slots) -> Hashable:
    if dated.piece is None:
        return None
    return slots.of_piece.get(dated.piece), dated.ordinal


def _vote(dated: Sequence[Dated], count: int) -> float:
    cover = len(dated) / count
    days = [one.found.day or one.found.month_first for one in dated]
    return 2.5 * cover + (_are_in_order([day for day in days if day]) if cover > _USUAL else 0)


def _are_in_order(days: Sequence[date]) -> bool:
    falls = sum(after < before for before, after in pairwise(days))
    rises = sum(after > before for before, after in pairwise(days))
    return falls + rises >= _FEWEST - 1 and min(falls, rises) <= _IN_ORDER * (falls + rises)
