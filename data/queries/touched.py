"""The live SIMs that a change touches, one by one, and how each stands against its limits.

Read in pieces by the index of places, so that a million of them need the memory of a thousand.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from data.models import Clock, QuietClock, Sim
from data.queries.exposure import live_condition

#: SIMs that are read at once.
PIECE = 1000
#: The worst first.
_PRESSING = ("over", "unknown", "approaching")


class TouchedSim(NamedTuple):
    """A SIM's row as read, and its most pressing clock of those that were asked for."""

    sim: Any
    clock: Clock | None
    within: int | None
    """The limit that it is far from, of which no days are kept; None where there is none."""


def touched_sims(
    session: Session,
    fleet_id: int,
    places: Collection[str],
    limits: Sequence[int],
    *,
    now: datetime,
    live_days: int,
) -> Iterator[TouchedSim]:
    """A fleet's live SIMs in these countries: by country, then in the order of their numbers."""
    live = live_condition(now=now, live_days=live_days)
    rows = select(  # type: ignore[call-overload]  # SQLModel types up to four columns
        Sim.id, Sim.iccid, Sim.state, Sim.technology, Sim.home_country, Sim.visited_country,
        Sim.last_seen_at,
    ).where(Sim.fleet_id == fleet_id, live).order_by(col(Sim.id)).limit(PIECE)  # fmt: skip
    for place in sorted(places):
        last = 0
        while found := session.exec(
            rows.where(Sim.visited_country == place, col(Sim.id) > last)
        ).all():
            last = found[-1].id
            yield from _with_clocks(session, found, limits)


def _with_clocks(
    session: Session, sims: Sequence[Any], limits: Sequence[int]
) -> Iterator[TouchedSim]:
    numbers = [sim.id for sim in sims]
    clocks: dict[int, Clock] = {}
    within: dict[int, int] = {}
    if limits:
        for clock in session.exec(_of(Clock, numbers, limits)):
            if _rank(clock) < _rank(clocks.get(clock.sim_id)):
                clocks[clock.sim_id] = clock
        for quiet in session.exec(_of(QuietClock, numbers, limits)):
            if quiet.known:
                within.setdefault(quiet.sim_id, quiet.limit_id)
    for sim in sims:
        clock = clocks.get(sim.id)
        yield TouchedSim(sim, clock, None if clock else within.get(sim.id))
    session.expunge_all()


def _of(table: Any, sims: Sequence[int], limits: Sequence[int]) -> Any:
    return select(table).where(table.sim_id.in_(sims), table.limit_id.in_(limits))


def _rank(clock: Clock | None) -> tuple[int, int, int]:
    """Where it stands by urgency; None is the least of all."""
    if clock is None:
        return len(_PRESSING), 0, 0
    return _PRESSING.index(clock.state), -clock.observed, -clock.possible
