"""What the counting of clocks reads and writes: limits, rows near one, quiet rows, days, the mark."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, exists, func, insert, literal, update
from sqlmodel import Session, col, select

from data.models import (
    Clock,
    ClockDay,
    ClockKind,
    ClockLimit,
    ClockMark,
    Development,
    DevelopmentMember,
    Document,
    Presence,
    QuietClock,
    RuleChange,
    RuleProposal,
    Sim,
    Source,
)
from data.words import ChangeKind, ProposalState

#: Fleet, limit, technology, and how many of each.
_Counts = tuple[int, int, str, dict[str, int]]
_STATES = ("fine", "approaching", "over", "unknown")
#: (limit, SIM, key) → (state, since)
Standing = Mapping[tuple[int, int, str], tuple[str, date]]


def sync_limits(session: Session, limits: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Write the limits that run (columns of :class:`ClockLimit`); key → number.

    What no longer runs is kept, switched off, with its rows and those of today's day gone.
    """
    known = {limit.key: limit for limit in session.exec(select(ClockLimit))}
    for values in limits:
        limit = known.pop(values["key"], None) or ClockLimit(**values)
        for name, value in values.items():
            setattr(limit, name, value)
        limit.counted = limit.counted and limit.runs
        limit.runs = True
        session.add(limit)
    ended = [limit for limit in known.values() if limit.runs]
    for limit in ended:
        limit.runs = False
    numbers = [limit.id for limit in ended]
    session.exec(delete(Clock).where(col(Clock.limit_id).in_(numbers)))
    session.exec(delete(QuietClock).where(col(QuietClock.limit_id).in_(numbers)))
    session.flush()
    return {
        key: number
        for key, number in session.exec(select(ClockLimit.key, ClockLimit.id))
        if number is not None
    }


@dataclass(frozen=True, kw_only=True)
class LimitsSaid:
    """A development with one of its rule changes of the same status."""

    development: Development
    change: RuleChange
    document: Document
    source: Source


def changes_with_limits(session: Session) -> list[LimitsSaid]:
    """Developments with the newest publication of their status today that names limits.

    Not those on which an officer has decided: what was accepted stands in the ledger as the
    officer wrote it, what was rejected binds nobody.
    """
    decided = exists().where(
        col(RuleProposal.development_id) == col(Development.id),
        col(RuleProposal.moved_at) == col(Development.moved_at),
        col(RuleProposal.state).in_([ProposalState.ACCEPTED, ProposalState.REJECTED]),
    )
    rows = session.exec(
        select(Development, RuleChange, Document, Source)
        .join(DevelopmentMember, col(DevelopmentMember.development_id) == Development.id)
        .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
        .join(Document, col(Document.id) == RuleChange.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .where(
            Development.kind != ChangeKind.NONE.value,
            col(RuleChange.status) == col(Development.status),
            ~decided,
        )
        .order_by(col(RuleChange.detected_at), col(RuleChange.id))
    )
    found = {
        (development.id, change.country): LimitsSaid(
            development=development, change=change, document=document, source=source
        )
        for development, change, document, source in rows
        if change.limits
    }
    return list(found.values())


def standing_of(session: Session, sims: Collection[int]) -> Standing:
    """How the rows of these SIMs stood, and since when."""
    columns = (Clock.limit_id, Clock.sim_id, Clock.key, Clock.state, Clock.since)
    found = session.connection().execute(
        select(*columns).where(among(session, col(Clock.sim_id), sims))  # type: ignore[call-overload]  # SQLModel types up to four
    )
    return {(limit, sim, key): (state, since) for limit, sim, key, state, since in found}


def replace_clocks(
    session: Session,
    sims: Collection[int],
    clocks: Sequence[Mapping[str, Any]],
    quiet: Sequence[Mapping[str, Any]],
) -> None:
    """Put these rows in the place of all rows of these SIMs."""
    connection = session.connection()
    for table in (Clock, QuietClock):
        connection.execute(delete(table).where(among(session, col(table.sim_id), sims)))
    if clocks:
        connection.execute(insert(Clock), list(clocks))
    if quiet:
        connection.execute(insert(QuietClock), list(quiet))


def among(session: Session, column: Any, sims: Collection[int]) -> Any:
    """The condition that a number is one of many: an array in one parameter, on either store."""
    numbers = [int(one) for one in sims]
    if session.get_bind().dialect.name == "postgresql":
        return column == func.any(numbers)
    return column.in_(select(func.json_each(json.dumps(numbers)).table_valued("value").c.value))


def write_days(session: Session, *, day: date) -> None:
    """Count every fleet against every limit into the day's rows, in place of those that are there.

    A day ahead is counted from ``day`` on: ``in_7`` are those that break the limit on one of
    the next seven days and are not over today.
    """
    days: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    kinds: dict[tuple[int, int, str], Counter[str]] = defaultdict(Counter)
    then = _days_then(session, day)
    for fleet_id, limit_id, technology, values in (
        *_near(session, day),
        *_quiet(session, day, then),
    ):
        kinds[limit_id, fleet_id, technology].update(values)
        values.pop("over_then", 0)
        days[fleet_id, limit_id].update(values)
    session.exec(delete(ClockDay).where(col(ClockDay.day) == day))
    session.add_all(
        ClockDay(day=day, fleet_id=fleet_id, limit_id=limit_id, **values)
        for (fleet_id, limit_id), values in sorted(days.items())
    )
    session.exec(delete(ClockKind))
    session.add_all(
        ClockKind(
            limit_id=limit_id,
            fleet_id=fleet_id,
            technology=technology,
            counted=sum(values[word] for word in _STATES),
            **{word: values[word] for word in ("approaching", "over", "over_then")},
        )
        for (limit_id, fleet_id, technology), values in sorted(kinds.items())
    )
    session.exec(update(ClockLimit).where(col(ClockLimit.runs)).values(counted=True))


def _days_then(session: Session, day: date) -> dict[int, date]:
    """Limits that take effect after ``day``, with their day."""
    rows = session.exec(select(ClockLimit).where(col(ClockLimit.effective_on) > day))
    return {limit.id or 0: limit.effective_on for limit in rows if limit.effective_on is not None}


def _near(session: Session, day: date) -> list[_Counts]:
    allowed = func.coalesce(
        col(ClockLimit.days), case((col(ClockLimit.shape) == "share", 50), else_=0)
    )
    approaching = col(Clock.state) == "approaching"
    doubtful = approaching & (col(Clock.possible) > allowed)
    columns = {name: col(Clock.state) == name for name in ("approaching", "over", "unknown")}
    columns["perhaps_over"] = doubtful
    columns |= {
        f"in_{days}": approaching & ~doubtful & (col(Clock.crosses_on) <= day + timedelta(days))
        for days in (7, 30, 90)
    }
    soon = approaching & (col(Clock.crosses_on) <= func.coalesce(ClockLimit.effective_on, day))
    columns["over_then"] = (col(Clock.state) == "over") | soon
    groups = (col(Clock.fleet_id), col(Clock.limit_id), col(Sim.technology))
    statement = (
        select(*groups, *_sums(columns))
        .join(ClockLimit, col(ClockLimit.id) == Clock.limit_id)
        .join(Sim, col(Sim.id) == Clock.sim_id)
        .group_by(*groups)
    )
    return _named(session.connection().execute(statement), columns)


def _quiet(session: Session, day: date, then: Mapping[int, date]) -> list[_Counts]:
    today, crosses = day.toordinal(), col(QuietClock.crosses)
    known = col(QuietClock.known)
    columns = {"fine": known, "unknown": ~known}
    columns |= {f"in_{days}": known & crosses.between(today, today + days) for days in (7, 30, 90)}
    reach = {limit: at.toordinal() for limit, at in then.items()}
    last = case(reach, value=col(QuietClock.limit_id), else_=0) if reach else literal(0)
    columns["over_then"] = known & crosses.between(today, last)
    groups = (col(QuietClock.fleet_id), col(QuietClock.limit_id), col(Sim.technology))
    statement = (
        select(*groups, *_sums(columns))
        .join(Sim, col(Sim.id) == QuietClock.sim_id)
        .group_by(*groups)
    )
    return _named(session.connection().execute(statement), columns)


def _sums(conditions: Mapping[str, Any]) -> list[Any]:
    """How many rows meet each condition."""
    return [func.sum(case((condition, 1), else_=0)) for condition in conditions.values()]


def _named(rows: Iterable[Any], names: Iterable[str]) -> list[_Counts]:
    wanted = list(names)
    return [
        (fleet, limit, technology, dict(zip(wanted, map(int, found), strict=True)))
        for fleet, limit, technology, *found in rows
    ]


def last_presence(session: Session) -> int:
    """The number of the newest stretch of sightings; 0 without any."""
    return session.exec(select(func.max(Presence.id))).one() or 0


def mark(session: Session) -> ClockMark | None:
    """How far the clocks have been counted; None before the first time."""
    return session.exec(select(ClockMark)).first()


def set_mark(
    session: Session,
    *,
    day: date,
    presence_id: int,
    limits: str,
    counted_all_on: date,
    now: datetime,
) -> None:
    """Write down how far the clocks have been counted."""
    found = mark(session)
    new = ClockMark(
        id=found.id if found else None,
        day=day,
        presence_id=presence_id,
        limits=limits,
        counted_all_on=counted_all_on,
        finished_at=now,
    )
    session.merge(new)
