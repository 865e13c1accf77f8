"""Made-up histories of many keys, as strategies and as columns; shared by the tests of counting."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from analysis.clocking.counting import Sightings
from analysis.clocking.stretches import Stretches, in_order
from analysis.clocks import DayLimit, Stay
from data.words import LimitShape
from tests.analysis.clock_days import AWAY, HERE, HOME, TODAY


@st.composite
def histories(draw: st.DrawFn, *, least: int = 1) -> list[Stay]:
    """Up to eight stretches of one key in three countries over some 500 days, in any order."""
    found = []
    for _ in range(draw(st.integers(least, 8))):
        begin = TODAY - timedelta(days=draw(st.integers(-5, 500)))
        end = begin + timedelta(days=draw(st.integers(0, 60)))
        country = draw(st.sampled_from([HERE, HERE, AWAY, HOME]))
        found.append(Stay(country=country, first=begin, last=end))
    return found


LIMITS = st.one_of(
    st.builds(
        DayLimit,
        shape=st.just(LimitShape.CONSECUTIVE),
        days=st.integers(1, 120),
        gap_days=st.integers(0, 7),
    ),
    st.builds(
        DayLimit,
        shape=st.just(LimitShape.CUMULATIVE),
        days=st.integers(1, 120),
        window_days=st.integers(1, 240),
    ),
    st.builds(DayLimit, shape=st.just(LimitShape.CALENDAR_YEAR), days=st.integers(1, 400)),
    st.builds(
        DayLimit,
        shape=st.just(LimitShape.SHARE),
        days=st.sampled_from([None, 10, 50, 80, 100]),
        window_days=st.integers(1, 200),
    ),
    st.just(DayLimit(shape=LimitShape.BAN)),
)


def columns(fleet: Sequence[Sequence[Stay]], today: date) -> Sightings:
    """The stays of every key in columns; key ``n`` is ``fleet[n]``."""
    rows = [
        (key, stay.first.toordinal(), stay.last.toordinal(), stay.country)
        for key, stays in enumerate(fleet)
        for stay in stays
    ]
    key, first, last = (np.array([row[n] for row in rows], np.int64) for n in range(3))
    place = np.array([row[3] for row in rows])
    order = in_order(key, first)
    return Sightings.of(
        Stretches(key[order], first[order], last[order]),
        place[order] == HERE,
        place[order] == HOME,
        keys=len(fleet),
        today=today.toordinal(),
    )
