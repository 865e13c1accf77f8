"""Decision: how close a SIM, IMSI or device is to a limit on its days in a country. Pure.

Sightings are sparse, so every count is a range: days on which it was seen (the minimum) to
days on which it may have been there (the maximum), never one falsely exact number. A day
without a sighting is *possible* when the last sighting before it, or the next one after it,
was in the country: it had not left yet for all we know, or had arrived already. Before the
first sighting nothing is assumed.

A limit of ``n`` days is broken on day ``n + 1``: "91 days or more within 120" (Law 7186 of
Türkiye, article 23) is a limit of 90.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from data.words import LimitShape

#: From this part of a limit on, the state is ``approaching``.
WARN_AT = 0.8
#: Per cent of all days seen at home or here that may be here, for a limit by share.
HALF = 50

Days = tuple[int, int]
"""First and last day of a stretch, as proleptic Gregorian ordinals, both included."""


class ClockState(StrEnum):
    """How a clock stands."""

    FINE = "fine"
    APPROACHING = "approaching"
    OVER = "over"
    UNKNOWN = "unknown"
    """Nothing can be said: it was never seen, here or elsewhere; or, for a share, it has not yet
    been watched for a whole window (Implementing Regulation (EU) 2016/2286, article 4: "at least
    four months")."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One stretch of sightings in one country: civil days of that country, both included."""

    country: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class DayLimit:
    """A limit as the clocks count it.

    ``days`` is the number allowed (None for a ban; per cent for a share); ``window_days`` the
    rolling window of a cumulative limit or a share; ``gap_days`` how many days away do not
    break a run of consecutive days.
    """

    shape: LimitShape
    days: int | None = None
    window_days: int = 365
    gap_days: int = 0

    @property
    def allowed(self) -> int:
        """Days, or per cent, that are still within the limit."""
        if self.days is not None:
            return self.days
        return HALF if self.shape is LimitShape.SHARE else 0


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Where one key stands against one limit in one country."""

    state: ClockState
    observed: int
    """Days surely counted; per cent for a share."""
    possible: int
    """Days perhaps counted; never less than ``observed``."""
    allowed: int
    crosses_on: date | None
    """First day on which the maximum breaks the limit if it stays from today on; None: never,
    or it is surely not there."""


def read_clock(
    stays: Iterable[Stay],
    country: str,
    limit: DayLimit,
    *,
    today: date,
    home: str = "",
    warn_at: float = WARN_AT,
) -> Clock:
    """The clock of one key (a SIM, an IMSI or an IMEI) whose sightings are ``stays``.

    ``home`` is the country of the home network, asked only for a limit by share. Sightings
    after ``today`` are left out; stretches may overlap and come in any order. Raises
    :class:`ValueError` for a stretch that runs backwards.
    """
    here, elsewhere, at_home = _sorted_out(stays, country, home, today.toordinal())
    if not here and not elsewhere:
        return Clock(
            state=ClockState.UNKNOWN, observed=0, possible=0, allowed=limit.allowed, crosses_on=None
        )
    may_be = possible_days(here, elsewhere, today.toordinal())
    counted = _count(here, limit, today.toordinal(), at_home, gone=may_be)
    most = max(_count(may_be, limit, today.toordinal(), at_home, gone=may_be), counted)
    crosses = _crossing(may_be, limit, today.toordinal(), at_home)
    since = min(first for first, _ in (*here, *elsewhere))
    watched = (
        limit.shape is not LimitShape.SHARE or since <= today.toordinal() - limit.window_days + 1
    )
    return Clock(
        state=_state(counted, most, limit.allowed, warn_at) if watched else ClockState.UNKNOWN,
        observed=counted,
        possible=most,
        allowed=limit.allowed,
        crosses_on=None if crosses is None else date.fromordinal(crosses),
    )


def possible_days(here: Sequence[Days], elsewhere: Sequence[Days], today: int) -> list[Days]:
    """Stretches in which it may have been here: sightings, and gaps that touch one of them."""
    marked = [(first, last, True) for first, last in here]
    marked += [(first, last, False) for first, last in elsewhere]
    marked.sort()
    filled = list(here)
    for (_, end, was_here), (begin, _, is_here) in pairwise(marked):
        if begin > end + 1 and (was_here or is_here):
            filled.append((end + 1, begin - 1))
    if marked and marked[-1][2] and marked[-1][1] < today:
        filled.append((marked[-1][1] + 1, today))
    return merged(filled)


def merged(stretches: Iterable[Days]) -> list[Days]:
    """Stretches apart and in order; those that overlap or touch become one."""
    found: list[Days] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def days_within(stretches: Iterable[Days], first: int, last: int) -> int:
    """How many days of the stretches lie from ``first`` to ``last``."""
    return sum(
        min(end, last) - max(begin, first) + 1
        for begin, end in stretches
        if begin <= last and end >= first
    )


def _sorted_out(
    stays: Iterable[Stay], country: str, home: str, today: int
) -> tuple[list[Days], list[Days], list[Days]]:
    """Days here; days elsewhere and not here; days at home."""
    here: list[Days] = []
    away: list[Days] = []
    at_home: list[Days] = []
    for stay in stays:
        first, last = stay.first.toordinal(), min(stay.last.toordinal(), today)
        if stay.last < stay.first:
            raise ValueError(f"a stay runs backwards: {stay.first} to {stay.last}")
        if first > today:
            continue
        (here if stay.country == country else away).append((first, last))
        if home and stay.country == home:
            at_home.append((first, last))
    present = merged(here)
    return present, _without(merged(away), present), merged(at_home)


def _without(stretches: Sequence[Days], taken: Sequence[Days]) -> list[Days]:
    """The stretches less the days of ``taken``; both apart and in order."""
    left: list[Days] = []
    for first, last in stretches:
        begin = first
        for start, end in taken:
            if end < begin or start > last:
                continue
            if start > begin:
                left.append((begin, start - 1))
            begin = end + 1
        if begin <= last:
            left.append((begin, last))
    return left


def _count(
    days: Sequence[Days],
    limit: DayLimit,
    today: int,
    at_home: Sequence[Days],
    *,
    gone: Sequence[Days],
) -> int:
    if limit.shape is LimitShape.CUMULATIVE:
        return days_within(days, today - limit.window_days + 1, today)
    if limit.shape is LimitShape.CALENDAR_YEAR:
        return days_within(days, new_year(today), today)
    if limit.shape is LimitShape.SHARE:
        return _share(days, limit, today, at_home)
    return _run(days, limit.gap_days, today, gone=gone)


def _share(days: Sequence[Days], limit: DayLimit, today: int, at_home: Sequence[Days]) -> int:
    """Per cent of the days seen here or at home that are here, rounded up."""
    begin = today - limit.window_days + 1
    here, home = (days_within(one, begin, today) for one in (days, at_home))
    return -(-100 * here // (here + home)) if here + home else 0


def _run(days: Sequence[Days], gap: int, today: int, *, gone: Sequence[Days]) -> int:
    """Days of the run that goes on; 0 when it has surely ended.

    ``gone`` are the possible days: a run goes on while it may still be here, or has been
    away for no more than ``gap`` days.
    """
    if not days or not gone or today - gone[-1][1] > gap:
        return 0
    total, begin = 0, days[-1][1] + 1
    for first, last in reversed(days):
        if begin - last - 1 > gap:
            break
        total += last - first + 1
        begin = first
    return total


def _crossing(
    days: Sequence[Days], limit: DayLimit, today: int, at_home: Sequence[Days]
) -> int | None:
    """First day from ``today`` on that breaks the limit if it stays, by the maximum."""
    if not days or days[-1][1] < today:
        return None

    def broken(day: int) -> bool:
        staying = merged([*days, (today, day)])
        return _count(staying, limit, day, at_home, gone=staying) > limit.allowed

    farthest = today + _reach(limit)
    if limit.shape is LimitShape.CALENDAR_YEAR:
        year_end = new_year(today, years=1) - 1
        if not broken(min(year_end, farthest)):
            # The count begins anew with the year.
            begin = year_end + 1
            later = begin + limit.allowed
            return later if later < new_year(begin, years=1) else None
        farthest = min(year_end, farthest)
    if not broken(farthest):
        return None
    first, last = today, farthest
    while first < last:
        middle = (first + last) // 2
        if broken(middle):
            last = middle
        else:
            first = middle + 1
    return first


def _reach(limit: DayLimit) -> int:
    """Days from today after which staying breaks the limit, or never will."""
    return limit.window_days if limit.shape is LimitShape.SHARE else limit.allowed + 1


def new_year(day: int, *, years: int = 0) -> int:
    """The ordinal of 1 January of the day's year, or of so many years later."""
    return date(date.fromordinal(day).year + years, 1, 1).toordinal()


def _state(observed: int, possible: int, allowed: int, warn_at: float) -> ClockState:
    if observed > allowed:
        return ClockState.OVER
    if possible > 0 and possible >= warn_at * allowed:
        return ClockState.APPROACHING
    return ClockState.FINE
