"""Days and moments in feeds: as the formats prescribe, else as people write them.

feedparser's own reading of dates is not used: of what it does not know it makes another
day (``2026/11/16`` becomes the first of November) where none would be right.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from crawler.extract.listing.dates import FoundDate, find_dates, month_comes_first

#: Years that an entry may have; others are an empty date column and the like.
_YEARS = range(1985, 2046)
#: Seconds since 1970 have so many digits, milliseconds three more.
_SECONDS, _MILLISECONDS = 10, 13


def moment_of(text: str) -> datetime | None:
    """The moment that a text in ISO 8601 or RFC 5322 says; one without a zone counts as UTC."""
    text = text.strip()
    if not text:
        return None
    # An ISO text begins with the year; asked in vain, each reader costs an exception.
    readers = _ISO_FIRST if text[:4].isdigit() else _RFC_FIRST
    for read_moment in readers:
        try:
            moment = read_moment(text)
        except (ValueError, OverflowError, OSError):
            continue
        if moment.year in _YEARS and "-0001" not in text:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _since_1970(text: str) -> datetime:
    if not text.isascii() or not text.isdigit() or len(text) not in (_SECONDS, _MILLISECONDS):
        raise ValueError(text)
    return datetime.fromtimestamp(int(text[:_SECONDS]), UTC)


_ISO_FIRST = (datetime.fromisoformat, parsedate_to_datetime, _since_1970)
_RFC_FIRST = (parsedate_to_datetime, datetime.fromisoformat)


class Days:
    """Reads the days of one feed, in its language and with its habit of writing figures."""

    def __init__(self, texts: Iterable[str], *, language: str, host: str) -> None:
        self._language = language
        self._host = host
        self._found: dict[str, date | FoundDate | None] = {}
        for text in texts:
            self._found.setdefault(text, self._find(text))
        figures = [
            one for one in self._found.values() if isinstance(one, FoundDate) and one.figures
        ]
        shows = [one.day is None for one in figures if one.day is None or one.month_first is None]
        self._month_first = shows[0] if shows else month_comes_first(host)

    def day_of(self, text: str) -> date | None:
        """The day that the publisher wrote: in its own zone, not the day it was in UTC then."""
        found = self._found[text] if text in self._found else self._find(text)
        return (
            found.resolve(month_first=self._month_first) if isinstance(found, FoundDate) else found
        )

    def _find(self, text: str) -> date | FoundDate | None:
        if not text:
            return None
        moment = moment_of(text)
        if moment is not None:
            return moment.date()
        return next(iter(find_dates(text, language=self._language, host=self._host)), None)
