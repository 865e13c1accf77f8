"""Days and moments as people say them, in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_timedelta

from webapp.language import ENGLISH, gettext, language

#: Seconds of a unit, up to how many seconds it is used, its name.
_UNITS = ((60, 3600, "minute"), (3600, 86_400, "hour"), (86_400, 60 * 86_400, "day"))
#: Seconds by which the library knows its units.
_SECONDS = {
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "month": 30 * 86_400,
    "year": 365 * 86_400,
}
#: More than any count of a unit: the library would change to a larger one.
_NEVER = 1e9


def ago(moment: datetime, now: datetime) -> str:
    """How long before (or after) ``now``: “3 hours ago”, “in 2 days”; the day itself when far."""
    seconds = abs((now - moment).total_seconds())
    past = moment <= now
    if seconds < 60:
        return gettext("just now") if past else gettext("in a moment")
    for unit_seconds, upto, unit in _UNITS:
        if seconds < upto:
            return _away(int(seconds // unit_seconds), unit, past=past)
    return day(moment.date())


def _away(count: int, unit: str, *, past: bool) -> str:
    if language() == ENGLISH:
        text = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
        return f"{text} ago" if past else f"in {text}"
    return format_timedelta(
        timedelta(seconds=(-count if past else count) * _SECONDS[unit]),
        granularity=unit,  # type: ignore[arg-type]
        threshold=_NEVER,
        add_direction=True,
        locale=language(),
    )


def exact(moment: datetime) -> str:
    """The exact moment, to the minute, in UTC."""
    there = moment.astimezone(UTC)
    return f"{day(there.date())}, {there:%H:%M} UTC"


def local(moment: datetime, zone: str) -> str:
    """The exact moment by the clocks of a time zone: “15 Nov 2026, 16:00 UTC+3”."""
    there = moment.astimezone(ZoneInfo(zone))
    offset = there.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "−" if offset < timedelta() else "+"
    ahead = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "") if offset else ""
    return f"{day(there.date())}, {there:%H:%M} UTC{ahead}"


def told(moment: datetime, zone: str) -> str:
    """The exact moment by the clocks of a time zone, and in UTC where those differ."""
    there, utc = local(moment, zone), moment.astimezone(UTC)
    return there if there.endswith(" UTC") else f"{there} ({_in_year(utc)}, {utc:%H:%M} UTC)"


def _in_year(value: date) -> str:
    if language() == ENGLISH:
        return value.strftime("%-d %b")
    return month_day(value)


def month_day(value: date) -> str:
    """A day without its year, in another language than English: “15. Nov.”."""
    return format_date(value, {"de": "d. MMM"}.get(language(), "d MMM"), locale=language())


def lately(moment: datetime, now: datetime, zone: str) -> str:
    """When it was, by the clocks of a time zone: “Friday 17:40”, “today 09:05”, “27 Nov 2026 17:40”."""
    there, here = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    days = (here.date() - there.date()).days
    if days in (0, 1):
        name = gettext("today") if days == 0 else gettext("yesterday")
    else:
        name = _weekday(there) if 0 < days < 7 else day(there.date())
    return f"{name} {there:%H:%M}"


def _weekday(value: date) -> str:
    return f"{value:%A}" if language() == ENGLISH else format_date(value, "EEEE", locale=language())


def day(value: date) -> str:
    """A day as people write it: 1 Jan 2027."""
    if language() == ENGLISH:
        return value.strftime("%-d %b %Y")
    return format_date(value, format="medium", locale=language())


def month(value: date, *, year: bool = False) -> str:
    """A month in short, with its year if wanted: “Nov”, “Jan 2027”."""
    if language() == ENGLISH:
        return f"{value:%b %Y}" if year else f"{value:%b}"
    return format_date(value, "LLL y" if year else "LLL", locale=language())


def weekdays() -> list[str]:
    """The days of the week in the reader's language, Monday first."""
    names = Locale(language()).days["stand-alone"]["wide"]
    return [str(names[number]) for number in range(7)]


def law_day(value: str) -> str:
    """A day of law, of which only the month or the year may be known: “20 Feb 2021”, “Feb 2021”, “2021”."""
    known = value.count("-")
    if known == 2:
        return day(date.fromisoformat(value))
    return month(date.fromisoformat(f"{value}-01"), year=True) if known == 1 else value


def span(first: date, last: date) -> str:
    """From one day to another: “25–28 November 2026”, “28 November – 1 December 2026”."""
    if language() != ENGLISH:
        return format_interval(first, last, "yMMMd", locale=language())
    if (first.year, first.month) == (last.year, last.month):
        begin = "" if first == last else f"{first.day}–"
    elif first.year == last.year:
        begin = f"{first:%-d %B} – "
    else:
        begin = f"{first:%-d %B %Y} – "
    return f"{begin}{last:%-d %B %Y}"


def appointment(moment: datetime) -> str:
    """When something comes, by the moment's own clocks: “Friday, 27 November at 07:00”."""
    if language() == ENGLISH:
        return f"{moment:%A, %-d %B at %H:%M}"
    form = {"de": "EEEE, d. MMMM", "es": "EEEE, d 'de' MMMM"}.get(language(), "EEEE, d MMMM")
    return f"{format_date(moment, form, locale=language())}, {moment:%H:%M}"


def days_away(value: date, today: date) -> str:
    """How far a day is: “today”, “in 46 days”, “12 days ago”; months and years when far."""
    days = (value - today).days
    if days in (0, 1, -1):
        return {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}[days]
    count, unit = abs(days), "day"
    if count >= 730:
        count, unit = count // 365, "year"
    elif count >= 90:
        count, unit = count // 30, "month"
    return _away(count, unit, past=days < 0)
