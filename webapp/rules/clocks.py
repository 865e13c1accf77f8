"""The job ``tick_clocks``, and the clocks as programs and commands get them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from data.db import reading, writing
from data.models import ClockMark
from data.queries.clocks_work import last_presence, mark
from data.queries.leases import claim, release
from data.queries.order import hold_order
from data.queries.pages_clocks import counted_on, never_seen, outlined_counts, with_limits
from webapp.alerts.clock_alerts import due_clock_alerts, tell_crossing, untold_crossings
from webapp.alerts.raising import Told
from webapp.context import Context
from webapp.wording.clockwords import limit_json

#: New sightings and limits within a day are taken in at most so often.
PAUSE = timedelta(hours=1)
_LEASE = "clocks:tick"


@dataclass(frozen=True, kw_only=True)
class ClocksTicked:
    """What one run of the job did."""

    counted: int = 0
    """SIMs whose clocks were counted."""
    raised: int = 0
    moved: int = 0
    mails: int = 0


def is_due(known: ClockMark | None, *, presence_id: int, limits: str, now: datetime) -> bool:
    """Whether clocks are to be counted: once a day, and after new sightings or other limits. Pure.

    ``limits`` is their fingerprint today.
    """
    if known is None or known.day < now.date():
        return True
    news = presence_id > known.presence_id or limits != known.limits
    return news and now - known.finished_at >= PAUSE


def tick_clocks(context: Context, *, at_once: bool = False) -> ClocksTicked:
    """Count the clocks if it is time (or ``at_once``) and nobody else is at it."""
    from analysis.clocking.sources import limits_now
    from analysis.clocking.tick import tick

    now = context.clock()
    with reading(context.engine) as session:
        due = is_due(
            mark(session),
            presence_id=last_presence(session),
            limits=limits_now(session, now=now),
            now=now,
        )
        untold = untold_crossings(session)
    if not (due or at_once):
        # A worker that was killed between the count and its alerts must not cost a day.
        return _sum(_tell(context, untold), counted=0)
    if not _claim(context):
        return ClocksTicked()
    try:
        done = tick(
            context.engine,
            now=now,
            go_on=lambda: not context.stop.is_set() and _claim(context),
        )
    finally:
        with writing(context.engine) as session:
            release(session, [_LEASE], owner=context.owner)
    with reading(context.engine) as session:
        wanted = due_clock_alerts(session)
    return _sum(_tell(context, wanted), counted=done.sims)


def _sum(told: Sequence[Told], *, counted: int) -> ClocksTicked:
    return ClocksTicked(
        counted=counted,
        raised=sum(one.raised for one in told),
        moved=sum(one.moved for one in told),
        mails=sum(one.mails for one in told),
    )


def _tell(context: Context, wanted: Sequence[tuple[int, int]]) -> list[Told]:
    """Raise the alerts that these (limit, fleet) want, and bring those up that are there."""
    told = []
    for limit_id, fleet_id in wanted:
        try:
            with writing(context.engine) as session:
                hold_order(session, alone=False)
                told.append(
                    tell_crossing(
                        session,
                        limit_id,
                        fleet_id,
                        settings=context.settings,
                        now=context.clock(),
                    )
                )
        except IntegrityError:
            continue  # another worker raised it at the same moment: the unique key chose
    return told


def _claim(context: Context) -> bool:
    """Take the claim, or make it last longer."""
    with writing(context.engine) as session:
        return bool(
            claim(
                session,
                [_LEASE],
                owner=context.owner,
                now=context.clock(),
                seconds=context.settings.lease_seconds,
            )
        )


def clocks_report(
    session: Session, *, fleet_id: int = 0, countries: Collection[str] = ()
) -> dict[str, Any]:
    """Every limit with its counts, as one JSON object: counts alone, never an identifier."""
    day = counted_on(session)
    rows = outlined_counts(session, day=day, fleet_id=fleet_id, countries=countries)
    return {
        "counted_on": day.isoformat() if day else None,
        "never_seen": never_seen(session, fleet_id=fleet_id),
        "limits": [
            limit_json(row.limit) | {"counts": row.counts} for row in with_limits(session, rows)
        ],
    }
