"""What if this were the rule: a limit that nobody has made, counted over the SIMs in its country."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from sqlmodel import Session

from analysis.clocking.columns import count_batch, today_at
from analysis.clocking.counting import APPROACHING, FINE, NEVER, OVER, UNKNOWN
from analysis.clocking.limits import RuleLimit
from analysis.clocking.loading import Ties, load_batch, ties
from analysis.clocking.sources import places
from data.queries.supposed import count_ever_in, sims_ever_in
from data.words import LimitPer

#: SIMs counted for one answer: a page must not wait for a million of them.
MOST = 50_000


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """Where the SIMs (or devices, or IMSIs) would stand."""

    sims: int
    """SIMs that were ever seen in the country."""
    counted: int
    """How many of them were looked at, at most :data:`MOST`."""
    fine: int
    approaching: int
    over: int
    unknown: int
    over_by_then: int | None
    """Those that are over on the day it takes effect if they stay; None: no day is given."""
    by_technology: tuple[tuple[str, int], ...]
    """Of those over, or over by then: how many of each technology, most first."""

    @property
    def keys(self) -> int:
        """How many were counted in all."""
        return self.fine + self.approaching + self.over + self.unknown


def suppose(
    session: Session, limit: RuleLimit, *, effective: date | None, now: datetime, most: int = MOST
) -> Supposed:
    """Count a supposed limit over the SIMs that were ever in its country."""
    today = today_at(now, limit.country)
    members = places((limit.country,), on=today)
    sims = sims_ever_in(session, sorted(members), most=most)
    total = len(sims) if len(sims) < most else count_ever_in(session, sorted(members))
    connection = session.connection()
    tied = Ties() if limit.per is LimitPer.SIM else ties(connection, {limit.per})
    numbers = np.array([number for number, _ in sims], np.int64)
    ((_, counted),) = count_batch(
        load_batch(connection, numbers, tied),
        [limit],
        members=members,
        homes=places(limit.homes, on=today),
        today=today,
    )
    state, crosses = counted.clocks.state, counted.clocks.crosses
    then = effective.toordinal() if effective else None
    hit = state == OVER
    if then is not None:
        hit = hit | ((crosses != NEVER) & (crosses <= then) & (state != UNKNOWN))
    technology = dict(sims)
    words: dict[str, int] = {}
    for number in counted.sim[hit].tolist():
        words[technology[number]] = words.get(technology[number], 0) + 1
    return Supposed(
        sims=total,
        counted=len(sims),
        fine=int((state == FINE).sum()),
        approaching=int((state == APPROACHING).sum()),
        over=int((state == OVER).sum()),
        unknown=int((state == UNKNOWN).sum()),
        over_by_then=None if then is None else int(hit.sum()),
        by_technology=tuple(sorted(words.items(), key=lambda item: (-item[1], item[0]))),
    )
