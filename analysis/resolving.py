"""What a mark's value stands for: days said by publication, without their year, or by number only."""

import re
from datetime import date, timedelta

from analysis.calendar import add_months, add_working_days

#: What began so many days ago is told as news of the day.
_FEW = 5
_RELATIVE = re.compile(
    r"(?:publication|decision)(?:\+(?P<n>\d+)(?P<unit>[hdbwmy])(?P<over>>?)|/(?P<ord>\d+))"
)


def resolve(value: str, published: date | None) -> date | None:
    """The day that a mark's value (without its role) stands for; None if it needs a missing date."""
    match = _RELATIVE.fullmatch(value)
    if match is None and value.endswith(">"):
        last = resolve(value[:-1], published)
        return last + timedelta(days=1) if last else None
    if value.startswith("---"):
        return _nearest(int(value[3:]), published) if published else None
    if value.startswith("--"):
        return _next(value[2:], published) if published else None
    if match is None:
        return date.fromisoformat(value.rstrip("~"))
    if published is None:
        return None
    if match["ord"]:
        return add_months(published.replace(day=1), int(match["ord"]))
    last = _term(published, int(match["n"]), match["unit"])
    return last + timedelta(days=1) if match["over"] else last


def _term(begin: date, count: int, unit: str) -> date:
    if unit == "b":
        return add_working_days(begin, count)
    if unit in "my":
        return add_months(begin, count * (12 if unit == "y" else 1))
    return begin + timedelta(days={"d": count, "w": 7 * count, "h": count // 24}[unit])


def _next(month_day: str, published: date) -> date | None:
    """The day of that name from a month before publication on: ``29 June`` in a text of June."""
    month, day = (int(part) for part in month_day.split("-"))
    for year in (published.year, published.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= published - timedelta(days=31):
            return found
    return None


def _nearest(day: int, published: date) -> date | None:
    """The day of that number from a few days before publication on: ``from the 16th``."""
    earliest = published - timedelta(days=_FEW)
    for month in (earliest.replace(day=1), add_months(earliest.replace(day=1), 1)):
        try:
            found = month.replace(day=day)
        except ValueError:
            continue
        if found >= earliest:
            return found
    return None
