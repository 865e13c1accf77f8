"""The clocks as pages, programs and commands show them: counts per limit, and single SIMs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func
from sqlmodel import Session, col, select

from data.counting import NO_DAY
from data.models import Clock, ClockDay, ClockLimit, ClockMark, Fleet, Sim, SimCount
from data.queries.clocks_work import mark
from data.words import CAN_CONNECT

#: What is counted of a fleet against a limit (columns of :class:`data.models.ClockDay`).
COUNTS = ("fine", "approaching", "over", "unknown", "perhaps_over", "in_7", "in_30", "in_90")
#: States of single SIMs that are kept, the most urgent first.
LISTED = ("over", "approaching", "unknown")
#: The columns of the index of the list that come after the state; all from the highest down.
_LIST_ORDER = ("observed", "possible", "fleet_id", "id")
_STATUS = ("in_force", "unclear", "adopted", "proposed")


@dataclass(frozen=True, kw_only=True)
class LimitCounts:
    """One limit, and how SIMs stand against it."""

    limit: ClockLimit
    counts: dict[str, int]
    """By the words of :data:`COUNTS`."""


class LimitOutline(NamedTuple):
    """Of a limit only what lists and orders it: there may be a thousand."""

    id: int
    key: str
    status: str
    consumer: bool
    country: str
    counted: bool
    """Whether it was ever counted."""


@dataclass(frozen=True, kw_only=True)
class OutlinedCounts:
    """:class:`LimitCounts` before the limit itself is read (:func:`with_limits`)."""

    limit: LimitOutline
    counts: dict[str, int]

    @property
    def counted(self) -> int:
        """How many SIMs (devices, IMSIs) it counts."""
        return sum(self.counts[word] for word in ("fine", "approaching", "over", "unknown"))

    @property
    def shown(self) -> bool:
        """Whether it counts any, or is being counted for the first time."""
        return bool(self.counted) or not self.limit.counted


@dataclass(frozen=True, kw_only=True)
class ClockFilter:
    """Which rows are listed; an empty word or 0 means any."""

    limit_id: int
    state: str = ""
    fleet_id: int = 0


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    """One SIM near or over a limit."""

    clock: Clock
    sim: Sim
    fleet: Fleet


def counted_on(session: Session) -> date | None:
    """The day as of which clocks stand; None when they were never counted."""
    known = mark(session)
    return None if known is None else known.day


def outlined_counts(
    session: Session,
    *,
    day: date | None,
    fleet_id: int = 0,
    countries: Iterable[str] = (),
) -> list[OutlinedCounts]:
    """Every limit that runs with its counts of a day: binding ones first, then by most over.

    ``countries`` (and groups) and ``fleet_id`` narrow it; :func:`with_limits` reads the limits themselves.
    """
    statement = _outlines(countries)
    conditions = [col(ClockDay.day) == day]
    if fleet_id:
        conditions.append(col(ClockDay.fleet_id) == fleet_id)
    counts = dict(_summed(session, col(ClockDay.limit_id), conditions))
    nothing = dict.fromkeys(COUNTS, 0)
    found = [
        OutlinedCounts(limit=limit, counts=counts.get(limit.id, nothing))
        for limit in map(LimitOutline._make, session.execute(statement))
    ]
    return sorted(found, key=_urgency)


def _outlines(countries: Iterable[str]) -> Select[Any]:
    columns = [getattr(ClockLimit, name) for name in LimitOutline._fields]
    statement: Select[Any] = select(*columns).where(ClockLimit.runs)
    wanted = list(countries)
    return statement.where(col(ClockLimit.country).in_(wanted)) if wanted else statement


def counts_of(session: Session, limit: ClockLimit, fleet_id: int) -> dict[str, int]:
    """How a fleet (0: all) stands against one limit, as last counted; zeros when it does not count."""
    conditions = [col(ClockDay.day) == counted_on(session), col(ClockDay.limit_id) == limit.id]
    if fleet_id:
        conditions.append(col(ClockDay.fleet_id) == fleet_id)
    found = dict(_summed(session, col(ClockDay.limit_id), conditions))
    return found.get(limit.id) or dict.fromkeys(COUNTS, 0)


def _summed(
    session: Session, column: Any, conditions: Sequence[ColumnElement[bool]]
) -> list[tuple[Any, dict[str, int]]]:
    """Per value of a column of the days' rows: the sums of its counts."""
    sums: list[Any] = [func.sum(getattr(ClockDay, word)) for word in COUNTS]
    rows = session.execute(
        select(column, *sums).where(*conditions).group_by(column).order_by(column.desc())
    )
    return [(value, dict(zip(COUNTS, map(int, counts), strict=True))) for value, *counts in rows]


def touched_limits(
    session: Session, *, countries: Iterable[str] = (), limit: int = 10
) -> list[LimitCounts]:
    """Limits that bind today and count SIMs of ours, the most urgent first."""
    return with_limits(session, sorted(_touched(session, countries), key=_urgency)[:limit])


def pressing_limits(session: Session, *, limit: int) -> list[LimitCounts]:
    """Limits that bind today with SIMs near or over them: the most that break them soon first.

    Those written for people's phones are left out: nobody is alerted of them.
    """
    rows = [
        row
        for row in sorted(_touched(session), key=_urgency)
        if not row.limit.consumer and (row.counts["approaching"] or row.counts["over"])
    ]
    return with_limits(session, sorted(rows, key=_pressure)[:limit])


def _touched(session: Session, countries: Iterable[str] = ()) -> list[OutlinedCounts]:
    """Each limit that binds and counts SIMs."""
    statement = _outlines(countries).where(col(ClockLimit.status).in_(_STATUS[:2]))
    on = [col(ClockDay.day) == select(col(ClockMark.day)).limit(1).scalar_subquery()]
    counts = dict(_summed(session, col(ClockDay.limit_id), on))
    limits = map(LimitOutline._make, session.execute(statement))
    rows = [OutlinedCounts(limit=one, counts=counts[one.id]) for one in limits if one.id in counts]
    return [row for row in rows if row.counted]


def with_limits(session: Session, rows: Sequence[OutlinedCounts]) -> list[LimitCounts]:
    """The same in their order, with the limits themselves; one question."""
    numbers = [row.limit.id for row in rows]
    limits = session.exec(select(ClockLimit).where(col(ClockLimit.id).in_(numbers)))
    known = {limit.id: limit for limit in limits}
    return [LimitCounts(limit=known[row.limit.id], counts=row.counts) for row in rows]


def _pressure(row: OutlinedCounts) -> tuple[int, ...]:
    return tuple(-row.counts[word] for word in ("in_7", "approaching", "in_30", "over"))


def _urgency(row: OutlinedCounts) -> tuple[object, ...]:
    binds = row.limit.status in ("in_force", "unclear")
    counts = row.counts
    return (
        not (binds and row.counted),
        row.limit.consumer,
        -counts["over"],
        -counts["approaching"],
        -row.counted,
        _STATUS.index(row.limit.status),
        row.limit.key,
    )


def days_of(
    session: Session, limit_id: int, *, fleet_id: int = 0, limit: int = 30
) -> list[tuple[date, dict[str, int]]]:
    """How many SIMs stood how on the last days that were counted, newest first."""
    conditions = [col(ClockDay.limit_id) == limit_id]
    if fleet_id:
        conditions.append(col(ClockDay.fleet_id) == fleet_id)
    found: list[tuple[date, dict[str, int]]] = _summed(session, col(ClockDay.day), conditions)
    return found[:limit]


def count_clocks(session: Session, limit_id: int, *, fleet_id: int = 0) -> dict[str, int]:
    """How many rows are listed in each state."""
    conditions = _conditions(ClockFilter(limit_id=limit_id, fleet_id=fleet_id))
    return dict(
        session.exec(
            select(Clock.state, func.count()).where(*conditions).group_by(Clock.state)
        ).all()
    )


def list_clocks(
    session: Session, chosen: ClockFilter, *, limit: int | None = None, offset: int = 0
) -> Iterator[ClockRow]:
    """Rows that match: the most urgent state first, in it the most days first."""
    before: dict[str, int] = {}
    if offset and not chosen.state:
        before = count_clocks(session, chosen.limit_id, fleet_id=chosen.fleet_id)
    for state in [chosen.state] if chosen.state else LISTED:
        if limit == 0:
            return
        rows = 0
        for row in _of_state(session, replace(chosen, state=state), limit, offset):
            rows += 1
            yield row
        if limit is not None:
            limit -= rows
        offset = max(0, offset - before.get(state, 0))


def _of_state(
    session: Session, chosen: ClockFilter, limit: int | None, offset: int
) -> Iterator[ClockRow]:
    """In the order of the index, which also counts off the pages before: none is sorted or looked up."""
    order = [col(getattr(Clock, name)).desc() for name in _LIST_ORDER]
    wanted = _conditions(chosen)
    if limit is not None:
        page = select(Clock.id).where(*wanted).order_by(*order).limit(limit).offset(offset)
        wanted = [col(Clock.id).in_(page)]
    statement = (
        select(Clock, Sim, Fleet)
        .join(Sim, col(Sim.id) == Clock.sim_id)
        .join(Fleet, col(Fleet.id) == Clock.fleet_id)
        .where(*wanted)
        .order_by(*order)
        .execution_options(yield_per=1000)
    )
    for clock, sim, fleet in session.exec(statement):
        yield ClockRow(clock=clock, sim=sim, fleet=fleet)


def _conditions(chosen: ClockFilter) -> list[ColumnElement[bool]]:
    conditions = [col(Clock.limit_id) == chosen.limit_id]
    if chosen.state:
        conditions.append(col(Clock.state) == chosen.state)
    if chosen.fleet_id:
        conditions.append(col(Clock.fleet_id) == chosen.fleet_id)
    return conditions


def never_seen(session: Session, *, fleet_id: int = 0) -> int:
    """SIMs that may connect and were never seen: no clock runs for them.

    By the counts, fleet by fleet: to look for SIMs without any sighting takes too long for a page.
    """
    fleets = [fleet_id] if fleet_id else select(Fleet.id)
    statement = select(func.sum(SimCount.sims)).where(
        col(SimCount.fleet_id).in_(fleets),
        SimCount.seen_on == NO_DAY,
        col(SimCount.state).in_([state.value for state in CAN_CONNECT]),
    )
    return int(session.exec(statement).one() or 0)
