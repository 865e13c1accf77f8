"""Partial dates, as sources give them: a year, a month or a day (``2026``, ``2026-07``, ``2026-07-15``)."""

from calendar import monthrange
from datetime import date

#: The first and the last year of a day that people enter; what lies outside is a slip of the hand.
YEARS = (1900, 2200)


def is_plausible(day: date) -> bool:
    """Whether a day that somebody entered can be meant: no year such as 0202 or 9999."""
    return YEARS[0] <= day.year <= YEARS[1]


def earliest(text: str) -> date | None:
    """The first day that it may mean; None for an empty or impossible date."""
    return _day(text, last=False)


def latest(text: str) -> date | None:
    """The last day that it may mean; None for an empty or impossible date."""
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> date | None:
    try:
        year, month, day = (int(part) for part in (*text.split("-"), "0", "0")[:3])
        if not month:
            return date(year, 12, 31) if last else date(year, 1, 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None
