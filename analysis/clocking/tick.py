"""Counting the clocks of the store: all of them, or those that can have changed since the last time.

Batch by batch, each in a transaction of its own, so that nobody waits long for the store and a
crash loses one batch. The mark is written last: until then the next run begins where this one
began. What is recounted on a usual day: SIMs with a new stretch of sightings, SIMs near or over
a limit, and quiet ones whose day has come; a stretch that only grows changes nothing before
that day. All is counted when the limits change, and once a week whatever happens.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Engine

from analysis.clocking.columns import Batch, Counted, count_batch, split
from analysis.clocking.counting import NEVER, STATES, UNKNOWN
from analysis.clocking.limits import RuleLimit
from analysis.clocking.loading import Ties, load_batch, ties
from analysis.clocking.sources import as_row, fingerprint, limits_at_hand, places
from analysis.clocking.stretches import Ints
from data.civil import civil_day
from data.db import reading, writing
from data.queries.clock_rows import all_sims, sims_to_count
from data.queries.clocks_work import (
    Standing,
    last_presence,
    mark,
    replace_clocks,
    set_mark,
    standing_of,
    sync_limits,
    write_days,
)

#: SIMs counted at a time: some 200 MB.
BATCH = 50_000
#: After so many days everything is counted again, whatever was missed.
ANEW = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What one run of the clocks did."""

    limits: int = 0
    sims: int = 0
    """SIMs counted again."""
    near: int = 0
    """Rows now near or over a limit among them."""
    everything: bool = False


@dataclass(frozen=True)
class _Plan:
    """What is to be counted, and how far that reaches."""

    numbers: Ints
    tied: Ties
    presence_id: int
    everything: bool
    fingerprint: str


def tick(
    engine: Engine,
    *,
    now: datetime,
    everything: bool = False,
    go_on: Callable[[], bool] = lambda: True,
    size: int = BATCH,
) -> Ticked:
    """Bring the clocks up to ``now``. ``go_on`` is asked before each batch; False breaks off."""
    day = now.date()
    with writing(engine) as session:
        limits = limits_at_hand(session, now=now)
        numbers = sync_limits(session, [as_row(limit) for limit in limits])
    plan = _plan(engine, limits, day, everything)
    near = 0
    for batch in split(plan.numbers, plan.tied.groups, size):
        if not go_on():
            return Ticked(limits=len(limits))
        near += _count(engine, batch, plan.tied, limits, numbers, now)
    with writing(engine) as session:
        known = mark(session)
        write_days(session, day=day)
        set_mark(
            session,
            day=day,
            presence_id=plan.presence_id,
            limits=plan.fingerprint,
            counted_all_on=day if plan.everything or known is None else known.counted_all_on,
            now=now,
        )
    return Ticked(limits=len(limits), sims=len(plan.numbers), near=near, everything=plan.everything)


def _plan(engine: Engine, limits: list[RuleLimit], day: date, everything: bool) -> _Plan:
    said = fingerprint(limits, on=day)
    with reading(engine) as session:
        connection = session.connection()
        known = mark(session)
        presence_id = last_presence(session)
        tied = ties(connection, {limit.per for limit in limits})
        anew = (
            everything
            or known is None
            or known.limits != said
            or day - known.counted_all_on >= ANEW
        )
        if anew or known is None:
            numbers = all_sims(connection)
            return _Plan(numbers, tied, presence_id, True, said)
        # Tomorrow has begun in the east.
        ahead = day.toordinal() + 1
        wanted = sims_to_count(connection, after=known.presence_id, today=ahead)
    chosen = set(wanted.tolist())
    groups = [group for group in tied.groups if not chosen.isdisjoint(group)]
    numbers = np.unique(np.append(wanted, [one for group in groups for one in group]))
    return _Plan(numbers.astype(np.int64), Ties(groups, tied.blurred), presence_id, False, said)


def _count(
    engine: Engine,
    sims: Ints,
    tied: Ties,
    limits: list[RuleLimit],
    numbers: dict[str, int],
    now: datetime,
) -> int:
    """Count one batch and write it; how many rows are near or over."""
    with reading(engine) as session:
        batch = load_batch(session.connection(), sims, tied)
        before = standing_of(session, sims.tolist())
    clocks: list[dict[str, Any]] = []
    quiet: list[dict[str, Any]] = []
    for limit, counted in _counted(batch, limits, now):
        clocks += _rows(numbers[limit.key], counted, before, civil_day(now, limit.country))
        quiet += _quiet_rows(numbers[limit.key], counted)
    with writing(engine) as session:
        replace_clocks(session, sims.tolist(), clocks, quiet)
    return len(clocks)


def _counted(
    batch: Batch, limits: list[RuleLimit], now: datetime
) -> Iterator[tuple[RuleLimit, Counted]]:
    def same(limit: RuleLimit) -> tuple[str, str, tuple[str, ...]]:
        return limit.country, limit.per.value, limit.homes

    for (country, _, homes), group in groupby(sorted(limits, key=same), key=same):
        today = civil_day(now, country)
        yield from count_batch(
            batch,
            list(group),
            members=places((country,), on=today),
            homes=places(homes, on=today),
            today=today,
        )


def _rows(
    limit_id: int, counted: Counted, before: Standing, today: date
) -> Iterator[dict[str, Any]]:
    """Columns of :class:`data.models.Clock` for what is worth showing."""
    clocks = counted.clocks
    for row in np.flatnonzero(counted.worth_showing).tolist():
        sim, number = int(counted.sim[row]), int(counted.key[row])
        key = f"{number:015d}" if number else ""
        state = STATES[clocks.state[row]].value
        was, since = before.get((limit_id, sim, key), ("", today))
        crosses = int(clocks.crosses[row])
        yield {
            "limit_id": limit_id,
            "fleet_id": int(counted.fleet[row]),
            "sim_id": sim,
            "key": key,
            "state": state,
            "observed": int(clocks.observed[row]),
            "possible": int(clocks.possible[row]),
            "crosses_on": None if crosses == NEVER else date.fromordinal(crosses),
            "since": since if was == state else today,
        }


def _quiet_rows(limit_id: int, counted: Counted) -> Iterator[dict[str, Any]]:
    """Columns of :class:`data.models.QuietClock` for the rest that is still counted."""
    clocks = counted.clocks
    rows = np.flatnonzero(~counted.worth_showing & (clocks.due != NEVER))
    columns = (
        counted.fleet[rows],
        counted.sim[rows],
        clocks.state[rows] != UNKNOWN,
        clocks.due[rows],
        clocks.crosses[rows],
    )
    for fleet, sim, known, due, crosses in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        yield {
            "limit_id": limit_id,
            "fleet_id": fleet,
            "sim_id": sim,
            "known": known,
            "due": due,
            "crosses": crosses,
        }
