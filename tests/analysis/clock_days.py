"""Stays and clocks of tests, and the slow count against which the quick one is held."""

from collections.abc import Sequence
from datetime import date, timedelta

from analysis.clocks import Clock, DayLimit, Stay, read_clock
from data.words import LimitShape

TODAY = date(2026, 11, 16)
HERE, AWAY, HOME = "TR", "GR", "DE"


def stay(country: str, first: str, last: str) -> Stay:
    return Stay(country=country, first=date.fromisoformat(first), last=date.fromisoformat(last))


def clock(*stays: Stay, limit: DayLimit, today: date = TODAY, country: str = HERE) -> Clock:
    return read_clock(stays, country, limit, today=today, home=HOME)


class Calendar:
    """Sightings day by day, and what follows from them."""

    def __init__(self, stays: Sequence[Stay], today: date) -> None:
        self.today = today
        seen: dict[date, set[str]] = {}
        for one in stays:
            day = one.first
            while day <= min(one.last, today):
                seen.setdefault(day, set()).add(one.country)
                day += timedelta(days=1)
        self.home = {day for day, places in seen.items() if HOME in places}
        self.here = {day for day, places in seen.items() if HERE in places}
        self.seen = {day: HERE in places for day, places in seen.items()}
        self.possible = {day for day in self._all() if self._may_be(day)}

    def _all(self) -> list[date]:
        if not self.seen:
            return []
        first = min(self.seen)
        return [first + timedelta(days=n) for n in range((self.today - first).days + 1)]

    def _may_be(self, day: date) -> bool:
        if day in self.seen:
            return self.seen[day]
        before = max(one for one in self.seen if one < day)
        after = min((one for one in self.seen if one > day), default=None)
        return self.seen[before] or (after is not None and self.seen[after])

    def count(self, days: set[date], limit: DayLimit, day: date, possible: set[date]) -> int:
        window = {day - timedelta(days=n) for n in range(limit.window_days)}
        if limit.shape is LimitShape.CUMULATIVE:
            return len(days & window)
        if limit.shape is LimitShape.CALENDAR_YEAR:
            return len({one for one in days if one.year == day.year and one <= day})
        if limit.shape is LimitShape.SHARE:
            here, home = len(days & window), len(self.home & window)
            return -(-100 * here // (here + home)) if here + home else 0
        return self._run(days, limit.gap_days, day, possible)

    @staticmethod
    def _run(days: set[date], gap: int, day: date, possible: set[date]) -> int:
        if not days or not possible or (day - max(possible)).days > gap:
            return 0
        total, missing, one = 0, 0, max(days)
        while missing <= gap and one >= min(days):
            total += one in days
            missing = 0 if one in days else missing + 1
            one -= timedelta(days=1)
        return total

    def crossing(self, limit: DayLimit, horizon: int) -> date | None:
        if self.today not in self.possible:
            return None
        days = set(self.possible)
        for n in range(horizon):
            day = self.today + timedelta(days=n)
            days.add(day)
            if self.count(days, limit, day, days) > limit.allowed:
                return day
        return None
