"""Whether ``03/05/2026`` is the third of May or the fifth of March on this page."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from lxml import html

from crawler.extract.listing.dates import FoundDate, month_comes_first
from crawler.extract.listing.entries import Entry
from crawler.extract.markup.meta import language_of

#: Endings of addresses that belong to no country.
_NOBODYS = frozenset(("com", "org", "net", "info", "biz", "edu", "int", "io"))
#: Countries and territories that write the month first.
_AMERICANS = frozenset(("US", "PR", "GU", "VI", "AS", "MP", "PH", "PW", "FM", "MH"))
_ENGLISH = frozenset(("the", "of", "and", "for", "with", "this"))
_NAMES = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTH_DAY = re.compile(rf"\b{_NAMES}\s+\d{{1,2}},?\s+20\d\d", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}\s+{_NAMES},?\s+20\d\d", re.IGNORECASE)
_PHONE = re.compile(r"\(\d{3}\)\s?\d{3}[-.]\d{4}")
_PATH_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(0[1-9]|1[0-2])(?=\D|\d\d(?:\D|$))")
#: More text than this says nothing new about a page's habits.
_MOST_TEXT = 60_000
_FEWEST = 3


def month_first(
    entries: Sequence[Entry], root: html.HtmlElement, host: str, options: Mapping[str, Any]
) -> bool:
    """The page's habit.

    As set; as a date beyond the twelfth shows; as the entries' addresses say; as it makes
    the list run in order; else as the page writes dates in words; by the host's country.
    """
    if options.get("date_order") in ("dmy", "mdy"):
        return bool(options["date_order"] == "mdy")
    dated = [entry for entry in entries if entry.dates and entry.dates[0].found.figures]
    figures = [entry.dates[0].found for entry in dated]
    if not figures:
        return month_comes_first(host)
    shown = _shown(figures)
    if shown is None:
        shown = _by_address(dated)
    if shown is None:
        shown = _by_order(figures)
    if shown is None and options.get("country"):
        shown = str(options["country"]).upper() in _AMERICANS
    return _by_page(root, host) if shown is None else shown


def _shown(figures: Sequence[FoundDate]) -> bool | None:
    shows_month_first = any(found.day is None for found in figures)
    shows_day_first = any(found.month_first is None for found in figures)
    return shows_month_first if shows_month_first != shows_day_first else None


def _by_address(entries: Sequence[Entry]) -> bool | None:
    """``/2026/03/`` beside 03/05/2026."""
    votes = {True: 0, False: 0}
    for entry in entries:
        found = entry.dates[0].found
        if found.day is None or found.month_first is None or found.day == found.month_first:
            continue
        for match in _PATH_MONTH.finditer(entry.link.url):
            for habit, day in ((True, found.month_first), (False, found.day)):
                votes[habit] += (day.year, day.month) == (int(match[1]), int(match[2]))
    return None if votes[True] == votes[False] else votes[True] > votes[False]


def _by_order(figures: Sequence[FoundDate]) -> bool | None:
    turns = [_turns(figures, month_first=habit) for habit in (True, False)]
    return turns[0] < turns[1] if len(figures) >= _FEWEST and turns[0] != turns[1] else None


def _turns(figures: Sequence[FoundDate], *, month_first: bool) -> int:
    """How often a list's dates go back or forth against its run."""
    days: list[date] = [day for one in figures if (day := one.resolve(month_first=month_first))]
    falls = sum(after < before for before, after in pairwise(days))
    rises = sum(after > before for before, after in pairwise(days))
    return min(falls, rises)


def _by_page(root: html.HtmlElement, host: str) -> bool:
    """By the host's country; where it has none, by dates in words and telephone numbers."""
    if host.rsplit(".", 1)[-1].lower() not in _NOBODYS:
        return month_comes_first(host)
    text = root.text_content()[:_MOST_TEXT]
    americans = len(_MONTH_DAY.findall(text)) + len(_PHONE.findall(text))
    others = len(_DAY_MONTH.findall(text))
    if americans == others:
        return host.endswith(".edu") or _is_english(root)
    return americans > others


def _is_english(root: html.HtmlElement) -> bool:
    """Whether the page is in English: under a nobody's ending, most such are American."""
    language = language_of(root).lower().split("-")[0]
    if language:
        return language == "en"
    words = root.text_content()[:_MOST_TEXT].lower().split()
    return sum(word in _ENGLISH for word in words) >= max(_FEWEST, 0.02 * len(words))
