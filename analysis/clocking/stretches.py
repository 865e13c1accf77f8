"""Stretches of days of many keys in columns: merging, filling gaps, counting. Pure; numpy.

The same decisions as in :mod:`analysis.clocks`, for all keys at once. Days are proleptic
Gregorian ordinals; keys are 0 to n - 1; every column is sorted by key, then by first day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: More than any day has as its ordinal: puts key and day into one number.
_ROOM = np.int64(1 << 22)
_NEVER = np.int64(1 << 21)


@dataclass(frozen=True)
class Stretches:
    """Stretches of days, apart and in order within each key; both ends included."""

    key: Ints
    first: Ints
    last: Ints

    def only(self, rows: Flags) -> "Stretches":
        """These rows of them."""
        return Stretches(self.key[rows], self.first[rows], self.last[rows])

    def before(self, day: int) -> "Stretches":
        """What of them lies up to and on ``day``."""
        kept = self.only(self.first <= day)
        return Stretches(kept.key, kept.first, np.minimum(kept.last, day))


def in_order(key: Ints, first: Ints) -> Ints:
    """The order of rows by key, then first day."""
    return np.argsort(key * _ROOM + first, kind="stable")


def starts_of(rows: Stretches) -> Ints:
    """Where, in sorted rows, a stretch begins that neither overlaps nor touches an earlier row."""
    if not len(rows.key):
        return np.zeros(0, np.int64)
    reach = np.maximum.accumulate(rows.key * _ROOM + rows.last)
    apart = np.ones(len(rows.key), np.bool_)
    apart[1:] = rows.key[1:] * _ROOM + rows.first[1:] > reach[:-1] + 1
    return np.flatnonzero(apart).astype(np.int64)


def merged(rows: Stretches) -> Stretches:
    """Sorted rows; those that overlap or touch become one."""
    starts = starts_of(rows)
    if len(starts) == len(rows.key):
        return rows
    return Stretches(rows.key[starts], rows.first[starts], np.maximum.reduceat(rows.last, starts))


def possible(rows: Stretches, here: Flags, today: int) -> Stretches:
    """Stretches in which each key may have been here (:func:`analysis.clocks.possible_days`).

    ``rows`` are all sightings up to ``today``, sorted; ``here`` says which are in the country.
    """
    if not len(rows.key):
        return rows
    starts = starts_of(rows)
    key = rows.key[starts]
    begin = rows.first[starts]
    end = np.maximum.reduceat(rows.last, starts)
    begins_here = np.minimum.reduceat(np.where(here, rows.first, _NEVER), starts) == begin
    ends_here = np.maximum.reduceat(np.where(here, rows.last, -1), starts) == end
    follows = key[1:] == key[:-1]
    gap = follows & (ends_here[:-1] | begins_here[1:])
    last_of_key = np.append(~follows, True)
    tail = last_of_key & ends_here & (end < today)
    seen = rows.only(here)
    every = Stretches(
        np.concatenate([seen.key, key[:-1][gap], key[tail]]),
        np.concatenate([seen.first, end[:-1][gap] + 1, end[tail] + 1]),
        np.concatenate([seen.last, begin[1:][gap] - 1, np.full(int(tail.sum()), today, np.int64)]),
    )
    order = in_order(every.key, every.first)
    return merged(Stretches(every.key[order], every.first[order], every.last[order]))


def days_within(stretches: Stretches, keys: int, first: Ints | int, last: Ints | int) -> Ints:
    """Per key, how many days of its stretches lie from ``first`` to ``last`` (of each, or of all)."""
    low = first if isinstance(first, int) else first[stretches.key]
    high = last if isinstance(last, int) else last[stretches.key]
    days = np.minimum(stretches.last, high) - np.maximum(stretches.first, low) + 1
    counts = np.bincount(stretches.key, np.maximum(days, 0), minlength=keys)
    return counts.astype(np.int64)


def last_days(stretches: Stretches, keys: int) -> Ints:
    """Per key, the last day of its last stretch; -1 without any."""
    found = np.full(keys, -1, np.int64)
    found[stretches.key] = stretches.last  # sorted: the last one of each key stays
    return found


def first_days(stretches: Stretches, keys: int) -> Ints:
    """Per key, the first day of its first stretch; a day that never comes without any."""
    found = np.full(keys, _NEVER, np.int64)
    found[stretches.key[::-1]] = stretches.first[::-1]
    return found


def last_runs(stretches: Stretches, keys: int, gap: int) -> Ints:
    """Per key, the days of its last run: stretches with no more than ``gap`` days between them."""
    if not len(stretches.key):
        return np.zeros(keys, np.int64)
    breaks = np.ones(len(stretches.key), np.bool_)
    breaks[1:] = (stretches.key[1:] != stretches.key[:-1]) | (
        stretches.first[1:] - stretches.last[:-1] - 1 > gap
    )
    run = np.cumsum(breaks) - 1
    totals = np.bincount(run, stretches.last - stretches.first + 1).astype(np.int64)
    found = np.zeros(keys, np.int64)
    found[stretches.key] = totals[run]
    return found
