"""A batch of SIMs with their sightings in columns, and its clocks against one limit. Pure; numpy.

Text becomes numbers, so that a batch is a few arrays: countries as :func:`packed`, IMSI and
IMEI as themselves (at most 15 digits), days as ordinals of the civil day of the country.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import numpy as np

from analysis.clocking.counting import (
    APPROACHING,
    OVER,
    UNKNOWN,
    Clocks,
    Sightings,
    count_clocks,
)
from analysis.clocking.limits import RuleLimit
from analysis.clocking.stretches import Flags, Ints, Stretches, in_order
from data.civil import zone_of
from data.fleet.mcc import SHARED, home_of
from data.words import LimitPer

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


def packed(country: str) -> int:
    """A country's code as one number; 0 for no country, 901 for shared codes."""
    if country == SHARED:
        return int(SHARED)
    return ord(country[0]) * 128 + ord(country[1]) if len(country) == 2 else 0


def unpacked(number: int) -> str:
    """The code that :func:`packed` made into a number."""
    if number == int(SHARED):
        return SHARED
    return chr(number // 128) + chr(number % 128) if number else ""


@dataclass(frozen=True)
class Sims:
    """The SIMs of a batch."""

    number: Ints
    """As in the store, ascending."""
    fleet: Ints
    connects: Flags
    """Whether it may connect: nothing else has a clock."""
    home: Ints
    """Packed; for sightings without an IMSI."""


@dataclass(frozen=True)
class Batch:
    """Sightings of some SIMs, one row for each stretch. ``sim`` is the place in ``sims``."""

    sims: Sims
    sim: Ints
    place: Ints
    home: Ints
    imsi: Ints
    """0 where it is not known; ``imei`` likewise."""
    imei: Ints
    first: Ints
    last: Ints
    _keyed: dict[LimitPer, tuple[Ints, Ints]] = field(default_factory=dict, repr=False)

    def keyed(self, per: LimitPer) -> tuple[Ints, Ints]:
        """The distinct keys, and for each row which of them is its; below 0 where it is not known.

        What has no IMSI or IMEI is counted by its SIM: ``-1 - sim``.
        """
        if per not in self._keyed:
            named = {LimitPer.IMSI: self.imsi, LimitPer.IMEI: self.imei}.get(per)
            key = self.sim if named is None else np.where(named > 0, named, -1 - self.sim)
            distinct, row = np.unique(key, return_inverse=True)
            self._keyed[per] = (distinct, row.astype(np.int64))
        return self._keyed[per]


@dataclass(frozen=True)
class Counted:
    """The clocks of a batch against one limit: one row for each key that was ever there."""

    sim: Ints
    """Number of the SIM in the store; for an IMSI or IMEI the one in which it was seen last."""
    fleet: Ints
    key: Ints
    """The IMSI or IMEI, 0 for a SIM or where it is not known."""
    clocks: Clocks
    worth_showing: Flags
    """Near or over; or unknown, though the SIM's own days are near or over."""


def count_batch(
    batch: Batch,
    limits: Collection[RuleLimit],
    *,
    members: Collection[str],
    homes: Collection[str],
    today: date,
) -> Iterator[tuple[RuleLimit, Counted]]:
    """Count limits that share country, key and homes; these are given as plain countries."""
    some = next(iter(limits))
    here, at_home = _where(batch, members, homes)
    keys, row = batch.keyed(some.per)
    there = np.zeros(len(keys), np.bool_)
    there[row[here]] = True
    carrier = _carriers(batch, row, len(keys))
    there &= batch.sims.connects[carrier]
    chosen = np.flatnonzero(there)
    number = np.cumsum(there) - 1
    rows = np.flatnonzero(there[row])
    key = number[row[rows]]
    order = in_order(key, batch.first[rows])
    rows, key = rows[order], key[order]
    sightings = Sightings.of(
        Stretches(key, batch.first[rows], batch.last[rows]),
        here[rows],
        at_home[rows],
        keys=len(chosen),
        today=today.toordinal(),
    )
    for limit in limits:
        yield limit, _counted(batch, limit, keys[chosen], carrier[chosen], sightings)


def _where(batch: Batch, members: Collection[str], homes: Collection[str]) -> tuple[Flags, Flags]:
    """Which rows are a foreign SIM in the country; which are a SIM at home.

    A SIM whose home is not known is taken as foreign, unless a limit names its homes.
    """
    home_here = batch.home == batch.place
    here = np.isin(batch.place, [packed(one) for one in members]) & ~home_here
    if homes:
        here &= np.isin(batch.home, [packed(one) for one in homes])
    return here, home_here & (batch.place > 0)


def _carriers(batch: Batch, row: Ints, keys: int) -> Ints:
    """For each key the SIM in which it was seen last."""
    order = np.lexsort((batch.sim, batch.last, row))
    carrier = np.zeros(keys, np.int64)
    carrier[row[order]] = batch.sim[order]
    return carrier


def _counted(
    batch: Batch, limit: RuleLimit, keys: Ints, carrier: Ints, sightings: Sightings
) -> Counted:
    clocks = count_clocks(sightings, limit.counted, warn_at=limit.warn_at)
    near = np.isin(clocks.state, (APPROACHING, OVER))
    nameless = keys < 0
    clocks.state[nameless] = UNKNOWN
    return Counted(
        sim=batch.sims.number[carrier],
        fleet=batch.sims.fleet[carrier],
        key=np.where(nameless | (limit.per is LimitPer.SIM), 0, keys),
        clocks=clocks,
        worth_showing=near,
    )


def civil_days(moments: Ints, places: Ints) -> Ints:
    """Seconds since 1970 as the ordinal of the civil day at each place (:mod:`data.civil`)."""
    days = np.zeros(len(moments), np.int64)
    for place in np.unique(places):
        rows = np.flatnonzero(places == place)
        midnights, base = _midnights(unpacked(int(place)), _span(moments[rows]))
        days[rows] = base + np.searchsorted(midnights, moments[rows], side="right") - 1
    return days


def _span(moments: Ints) -> tuple[int, int]:
    """First and last year that the moments touch, so that a table of midnights is used again."""
    first, last = (int(one) // _DAY + _EPOCH for one in (moments.min(), moments.max()))
    return date.fromordinal(first - 2).year, date.fromordinal(last + 2).year


@cache
def _midnights(country: str, years: tuple[int, int]) -> tuple[Ints, int]:
    """When each civil day of these years begins there, in seconds; and the first day's ordinal."""
    zone = zone_of(country)
    day, end = date(years[0], 1, 1), date(years[1] + 1, 1, 1)
    base = day.toordinal()
    found = []
    while day < end:
        found.append(int(datetime.combine(day, time(), zone).timestamp()))
        day += timedelta(days=1)
    return np.array(found, np.int64), base


def homes_of(mcc: Ints, places: Ints, otherwise: Ints) -> Ints:
    """The home of each sighting by its IMSI's network code, packed; ``otherwise`` without an IMSI."""
    pair = mcc * (1 << 16) + places
    distinct, row = np.unique(pair, return_inverse=True)
    homes = np.array(
        [
            packed(home_of(f"{int(one) >> 16:03d}", visited=unpacked(int(one) & 0xFFFF)))
            for one in distinct
        ],
        np.int64,
    )
    return np.where(mcc > 0, homes[row], otherwise) if len(distinct) else otherwise


def split(numbers: Ints, together: Collection[Collection[int]], size: int) -> Iterator[Ints]:
    """Batches of about ``size`` SIMs; those that share a device or an IMSI stay in one batch."""
    bound = np.array(sorted({one for group in together for one in group}), np.int64)
    waiting: list[int] = []
    for group in together:
        waiting += group
        if len(waiting) >= size:
            yield np.array(waiting, np.int64)
            waiting = []
    free = np.setdiff1d(numbers, bound, assume_unique=True)
    head = size - len(waiting)
    if waiting:
        yield np.concatenate([np.array(waiting, np.int64), free[:head]])
        free = free[head:]
    for start in range(0, len(free), size):
        yield free[start : start + size]
