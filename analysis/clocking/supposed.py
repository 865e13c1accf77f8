"""What if this were the rule: a limit that nobody has made, counted over the SIMs in its country."""

from collections import Counter
from collections.abc import Callable, Mapping, Sized
from datetime import date, datetime

import numpy as np
from sqlmodel import Session

from analysis.clocking.columns import Counted, count_batch, split
from analysis.clocking.counting import APPROACHING, FINE, NEVER, OVER, UNKNOWN
from analysis.clocking.limits import RuleLimit
from analysis.clocking.loading import Ties, load_batch, ties
from analysis.clocking.sources import places
from analysis.clocking.standing import Supposed
from analysis.clocking.stretches import Flags
from data.civil import civil_day
from data.queries.supposed import sims_ever_in, technologies
from data.words import LimitPer

#: SIMs counted at a time: some 100 MB.
BATCH = 50_000


def suppose(
    session: Session,
    limit: RuleLimit,
    *,
    effective: date | None,
    now: datetime,
    size: int = BATCH,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Supposed:
    """Count a supposed limit over all SIMs that were ever in its country, ``size`` at a time.

    ``step`` hears after each batch how many SIMs are counted, and of how many.
    """
    today = civil_day(now, limit.country)
    members = places((limit.country,), on=today)
    there = sims_ever_in(session, sorted(members))
    tied, sims = _tied(session, limit, there)
    states: Counter[int] = Counter()
    hit: Counter[str] = Counter()
    seen = 0
    step(seen, len(sims))
    for batch in split(np.array(sorted(sims), np.int64), tied.groups, size):
        ((_, counted),) = count_batch(
            load_batch(session.connection(), batch, tied),
            [limit],
            members=members,
            homes=places(limit.homes, on=today),
            today=today,
        )
        states.update(counted.clocks.state.tolist())
        hit.update(sims[number] for number in counted.sim[_hit(counted, effective)].tolist())
        seen += len(batch)
        step(seen, len(sims))
    return _supposed(there, states, hit, effective)


def _supposed(
    there: Sized, states: Counter[int], hit: Counter[str], effective: date | None
) -> Supposed:
    return Supposed(
        sims=len(there),
        fine=states[FINE],
        approaching=states[APPROACHING],
        over=states[OVER],
        unknown=states[UNKNOWN],
        over_by_then=None if effective is None else hit.total(),
        by_technology=tuple(sorted(hit.items(), key=lambda item: (-item[1], item[0]))),
    )


def _tied(
    session: Session, limit: RuleLimit, there: Mapping[int, str]
) -> tuple[Ties, Mapping[int, str]]:
    """What holds these SIMs together, also with others that were never there; and all of them.

    SIMs that the one who asks may not see are left out.
    """
    if limit.per is LimitPer.SIM:
        return Ties(), there
    tied = ties(session.connection(), {limit.per})
    groups = [group for group in tied.groups if not there.keys().isdisjoint(group)]
    sims = {**there, **technologies(session, {one for group in groups for one in group})}
    return Ties([[one for one in group if one in sims] for group in groups], tied.blurred), sims


def _hit(counted: Counted, effective: date | None) -> Flags:
    """Which are over, or over on that day if they stay."""
    state, crosses = counted.clocks.state, counted.clocks.crosses
    over: Flags = np.equal(state, OVER)
    if effective is None:
        return over
    soon: Flags = (crosses != NEVER) & (crosses <= effective.toordinal()) & (state != UNKNOWN)
    return over | soon
