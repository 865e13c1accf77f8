"""Lines over days as SVG paths: attributes only, no script, no inline style. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.queries.exposure_history import LiveDay

#: How far back charts of exposure go.
HISTORY = timedelta(days=365)
WIDTH, HEIGHT = 600, 120
#: Room above the highest point, so that a line at the top is drawn whole.
_MARGIN = 4


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A step line in a field of ``width`` × ``height`` units, from zero to ``top``."""

    line: str
    area: str
    first: LiveDay
    last: LiveDay
    top: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def change(self) -> int:
        """How many more at the end than at the beginning."""
        return self.last.live - self.first.live


def history_chart(days: Sequence[LiveDay], *, until: date) -> Chart | None:
    """Draw counts of days, oldest first, up to ``until``; None while there are not two days to compare.

    Between two counts the earlier one holds, so the line goes in steps.
    """
    if len(days) < 2:
        return None
    first, last = days[0], days[-1]
    span = max((max(until, last.day) - first.day).days, 1)
    top = max(one.live for one in days)
    points = [(_across(one.day, first.day, span), _up(one.live, top)) for one in days]
    steps = [f"M{points[0][0]} {points[0][1]}"]
    steps += [f"H{x}V{y}" for x, y in points[1:]]
    line = "".join(steps) + f"H{WIDTH}"
    return Chart(
        line=line, area=f"{line}V{HEIGHT}H{points[0][0]}Z", first=first, last=last, top=top
    )


def _across(day: date, first: date, span: int) -> float:
    return round(WIDTH * (day - first).days / span, 1)


def _up(live: int, top: int) -> float:
    return round(HEIGHT - (HEIGHT - _MARGIN) * live / (top or 1), 1)
