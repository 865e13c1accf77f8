"""All clocks of many keys against one limit, in columns. Pure; numpy.

Gives what :func:`analysis.clocks.read_clock` gives, key by key; a property test holds the two
together for every shape. Beside that it says when a clock has to be looked at again.
"""

from dataclasses import dataclass

import numpy as np

from analysis.clocking.stretches import (
    Flags,
    Ints,
    Stretches,
    days_within,
    first_days,
    last_days,
    last_runs,
    merged,
    possible,
)
from analysis.clocks import WARN_AT, ClockState, DayLimit, new_year
from data.words import LimitShape

#: The number of each state in columns.
STATES = tuple(ClockState)
FINE, APPROACHING, OVER, UNKNOWN = range(len(STATES))
#: In columns of days: never.
NEVER = 0


@dataclass(frozen=True)
class Sightings:
    """What was seen of ``keys`` keys up to ``today``, and what follows for one country."""

    keys: int
    today: int
    seen: Stretches
    """In the country, merged."""
    may_be: Stretches
    """Days on which it may have been there, merged."""
    at_home: Stretches
    since: Ints
    """Day of the first sighting anywhere."""

    @classmethod
    def of(
        cls, rows: Stretches, here: Flags, at_home: Flags, *, keys: int, today: int
    ) -> "Sightings":
        """From all rows of the keys, sorted; every key has at least one."""
        began = rows.first <= today
        rows, here, at_home = rows.before(today), here[began], at_home[began]
        return cls(
            keys=keys,
            today=today,
            seen=merged(rows.only(here)),
            may_be=possible(rows, here, today),
            at_home=merged(rows.only(at_home)),
            since=first_days(rows, keys),
        )


@dataclass(frozen=True)
class Clocks:
    """One row per key; see :class:`analysis.clocks.Clock`."""

    state: Ints
    """Index into :data:`STATES`."""
    observed: Ints
    possible: Ints
    crosses: Ints
    """Day as an ordinal, or :data:`NEVER`."""
    due: Ints
    """First day on which the state can be another without a new stretch; :data:`NEVER`: none is
    known, and there is nothing to show."""


def count_clocks(sightings: Sightings, limit: DayLimit, *, warn_at: float = WARN_AT) -> Clocks:
    """The clocks of all keys against one limit."""
    observed = _count(sightings, sightings.seen, limit)
    most = np.maximum(_count(sightings, sightings.may_be, limit), observed)
    state = np.full(sightings.keys, FINE, np.int64)
    state[(most > 0) & (most >= warn_at * limit.allowed)] = APPROACHING
    state[observed > limit.allowed] = OVER
    if limit.shape is LimitShape.SHARE:
        state[sightings.since > sightings.today - limit.window_days + 1] = UNKNOWN
    state[sightings.since > sightings.today] = UNKNOWN
    return Clocks(
        state=state,
        observed=observed,
        possible=most,
        crosses=_crossings(sightings, limit),
        due=_due(sightings, limit, state, most, warn_at),
    )


def _count(sightings: Sightings, days: Stretches, limit: DayLimit) -> Ints:
    keys, today = sightings.keys, sightings.today
    if limit.shape is LimitShape.CUMULATIVE:
        return days_within(days, keys, today - limit.window_days + 1, today)
    if limit.shape is LimitShape.CALENDAR_YEAR:
        return days_within(days, keys, new_year(today), today)
    if limit.shape is LimitShape.SHARE:
        begin = today - limit.window_days + 1
        here = days_within(days, keys, begin, today)
        return _percent(here, days_within(sightings.at_home, keys, begin, today))
    gone = last_days(sightings.may_be, keys) < today - limit.gap_days
    return np.where(gone, 0, last_runs(days, keys, limit.gap_days))


def _percent(here: Ints, home: Ints) -> Ints:
    """Per cent of the days here or at home that are here, rounded up; 0 of none."""
    return np.where(here > 0, -(-100 * here // np.maximum(here + home, 1)), 0)


def _crossings(sightings: Sightings, limit: DayLimit) -> Ints:
    """First day from today on that breaks the limit if it stays, by the maximum."""
    keys, today = sightings.keys, sightings.today
    crosses = np.full(keys, NEVER, np.int64)
    stays = np.flatnonzero(last_days(sightings.may_be, keys) == today)
    if not len(stays):
        return crosses
    if limit.shape in (LimitShape.CUMULATIVE, LimitShape.SHARE):
        crosses[stays] = _searched(_narrowed(sightings, stays), limit)
        return crosses
    left = np.maximum(limit.allowed + 1 - _count(sightings, sightings.may_be, limit)[stays], 0)
    found = today + left
    if limit.shape is LimitShape.CALENDAR_YEAR:
        # The count begins anew with the year.
        begin = new_year(today, years=1)
        anew = begin + limit.allowed
        then = anew if anew < new_year(today, years=2) else NEVER
        found = np.where(found < begin, found, then)
    crosses[stays] = found
    return crosses


def _narrowed(sightings: Sightings, chosen: Ints) -> Sightings:
    """The same for these keys alone, numbered anew."""
    number = np.full(sightings.keys, -1, np.int64)
    number[chosen] = np.arange(len(chosen))

    def narrow(days: Stretches) -> Stretches:
        kept = days.only(number[days.key] >= 0)
        return Stretches(number[kept.key], kept.first, kept.last)

    return Sightings(
        keys=len(chosen),
        today=sightings.today,
        seen=narrow(sightings.seen),
        may_be=narrow(sightings.may_be),
        at_home=narrow(sightings.at_home),
        since=sightings.since[chosen],
    )


def _searched(sightings: Sightings, limit: DayLimit) -> Ints:
    """The day of crossing by halving: staying never lowers a count in a rolling window."""
    keys, today, window = sightings.keys, sightings.today, limit.window_days

    def broken(day: Ints) -> Flags:
        begin = day - window + 1
        here = days_within(sightings.may_be, keys, begin, today) + np.minimum(day - today, window)
        if limit.shape is LimitShape.SHARE:
            here = _percent(here, days_within(sightings.at_home, keys, begin, day))
        return here > limit.allowed

    reach = window if limit.shape is LimitShape.SHARE else limit.allowed + 1
    first, last = np.full(keys, today, np.int64), np.full(keys, today + reach, np.int64)
    never = ~broken(last)
    while (first < last).any():
        middle = (first + last) // 2
        there = broken(middle)
        first, last = np.where(there, first, middle + 1), np.where(there, middle, last)
    first[never] = NEVER
    return first


def _due(sightings: Sightings, limit: DayLimit, state: Ints, most: Ints, warn_at: float) -> Ints:
    """When to look again. A count of days changes by one a day, so the distance is a safe bound.

    What approaches or is over is looked at every day anyway.
    """
    today = sightings.today
    stays = last_days(sightings.may_be, sightings.keys) == today
    threshold = int(np.ceil(warn_at * limit.allowed))
    until = np.maximum(threshold - most, 1)
    if limit.shape is LimitShape.SHARE:
        begin = today - limit.window_days + 1
        here = days_within(sightings.may_be, sightings.keys, begin, today)
        both = here + days_within(sightings.at_home, sightings.keys, begin, today)
        until = np.maximum((threshold - 1) * both // 100 - here, 1)
        watched = np.maximum(sightings.since + limit.window_days - 1 - today, 1)
        until = np.where(state == UNKNOWN, watched, until)
    # Gone, but days of it still count: until at the earliest none does.
    if limit.shape in (LimitShape.CONSECUTIVE, LimitShape.BAN):
        ends = last_days(sightings.may_be, sightings.keys) + limit.gap_days + 1 - today
        until = np.where(stays, until, np.maximum(ends, 1))
    elif limit.shape is not LimitShape.SHARE:
        until = np.where(stays, until, np.maximum(most, 1))
    until = np.where((state == APPROACHING) | (state == OVER), 1, until)
    due = today + until
    if limit.shape is LimitShape.CALENDAR_YEAR:
        due = np.minimum(due, new_year(today, years=1))
    return np.where(most > 0, due, NEVER)
