"""Days of other calendars as days of ours. Plain arithmetic, no tables of observations."""

from datetime import date, timedelta

#: Julian day number of the day before 1 January of the year 1.
_DAY_ZERO = 1_721_425
_HIJRI_EPOCH = 1_948_440
#: First day of an era and the year before it (Japan); R is Reiwa, H Heisei, S Shōwa.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_THAI = 543
_TAIWAN = 1911


def from_era(era: str, year: int) -> int:
    """Japan: year 8 of 令和 is 2026. ``KeyError`` for an unknown era."""
    return _ERAS[era] + year


def from_minguo(year: int) -> int:
    """Taiwan: year 115 is 2026."""
    return year + _TAIWAN


def from_buddhist(year: int) -> int:
    """Thailand: 2569 is 2026."""
    return year - _THAI


def from_hijri(year: int, month: int, day: int) -> date:
    """The tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, …).

    What an authority announces by the moon (Umm al-Qura) may differ by a day. Raises
    ``ValueError`` for what is no day of it.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no day of the Islamic calendar: {year}-{month}-{day}")
    months = 29 * (month - 1) + month // 2
    julian = day + months + (year - 1) * 354 + (3 + 11 * year) // 30 + _HIJRI_EPOCH - 1
    return date.min + timedelta(days=julian - _DAY_ZERO - 1)


def from_jalali(year: int, month: int, day: int) -> date:
    """The Iranian calendar, by its 33-year cycle (exact from 1244 to 1472, that is 1865 to 2094).

    Raises ``ValueError`` for what is no day of it.
    """
    if not (1244 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"no day of the Iranian calendar: {year}-{month}-{day}")
    before = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    since = 365 * (year - 1) + _leaps(year) + before + day
    return date(622, 3, 21) + timedelta(days=since - 1)


def _leaps(year: int) -> int:
    """Leap years before ``year``."""
    return (8 * (year - 1) + 29) // 33
