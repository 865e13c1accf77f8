"""How long a source may be quiet before its silence means something. Pure.

The rule, for the days on which a source published within three years before its newest
publication: it may be quiet for ``4 + 40 / n`` times its longest gap, where ``n`` is how
many gaps were seen. The catalogue's bound (``max_silence_days``) is what is believed
beforehand: until 30 gaps over two years were seen (every season twice), less than it
never counts as silence; and more than five times as much always does, unless the source
came back from such a pause before. Under a fortnight is nobody's silence.

Why a multiple of the longest gap: gaps of regulators are bursty and seasonal, so that a
law fitted to the usual ones says little of the longest. If the next gap is as likely as
any other to be the longest of all, it is so with chance ``1 / (n + 1)``; that it is four
times as long as any before is rare even where large gaps are common. How rare is counted
by ``python -m tests.simulation.silence``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

#: What is further back says little of today's rhythm.
WINDOW = timedelta(days=3 * 365)
#: As much of the past as allows less than the catalogue's bound.
_PROVEN_GAPS, _PROVEN_SPAN = 30, 2 * 365
_FACTOR, _FEW = 4.0, 40.0
_MOST = 5.0
_SURVIVED = 1.25
#: Under this, nobody's silence means anything: holidays.
LEAST_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How long a source may be quiet, and what that is drawn from."""

    days: int
    longest: int
    """Its longest gap within the window, in days; 0 when there was none."""
    gaps: int

    @property
    def because(self) -> str:
        """The ground, as the end of a sentence."""
        if not self.gaps:
            return f"the catalogue expects news within {self.days} days"
        return (
            f"its longest pause in {self.gaps} was {self.longest} days, and {self.days} are allowed"
        )


def allowance(published: Sequence[date], *, max_silence_days: int) -> Allowance:
    """How many days without news a source may have after the newest of ``published``."""
    days = sorted(set(published))
    recent = [day for day in days if day >= days[-1] - WINDOW]
    gaps = [(later - earlier).days for earlier, later in pairwise(recent)]
    if not gaps:
        return Allowance(days=max_silence_days, longest=0, gaps=0)
    longest = max(gaps)
    own = (_FACTOR + _FEW / len(gaps)) * longest
    span = (recent[-1] - recent[0]).days
    if len(gaps) < _PROVEN_GAPS or span < _PROVEN_SPAN:
        own = max(own, max_silence_days)
    own = min(own, max(_MOST * max_silence_days, _SURVIVED * longest))
    return Allowance(days=max(LEAST_DAYS, int(own)), longest=longest, gaps=len(gaps))
