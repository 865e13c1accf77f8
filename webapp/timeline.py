"""The days ahead as a picture: marks over an axis of days, so placed that none hides another.

Places along the axis are percent of the width, sizes are pixels: a mark is as large on a phone as
on a wide screen, and whether two would touch is judged for the phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.queries.days_ahead import Deadline
from webapp.language import gettext
from webapp.wording.filters import country_name, day, days_away, label
from webapp.wording.moments import month

#: How far the picture looks.
AHEAD = timedelta(days=90)
#: More marks than these are one for each day, with how many it stands for.
_SINGLE = 40
#: The axis from its first to its last day, in percent of the picture.
_LEFT, _WIDE = 6.0, 88.0
#: The width for which marks must not touch: a phone of 360 pixels without its margins.
_PHONE = 304
#: Of a mark: its height, the room between two rows, and what a letter and both ends take.
HEIGHT, _ROW, _LETTER, _ENDS = 24, 28, 8, 14
#: A month's name is left out when it would stand in today's.
_CLEAR_OF_TODAY = 14


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark: one day of one change, or several of one day."""

    x: float
    y: int
    width: int
    text: str
    """The country's code; how many, if it stands for several."""
    what: str
    """``effective``, ``deadline``, or ``several`` for both."""
    said: str
    day: date
    development_id: int | None = None
    """None: it stands for several."""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The whole picture; ``axis`` is how far down the line of days runs."""

    marks: tuple[Mark, ...]
    months: tuple[tuple[float, str], ...]
    axis: int
    counts: dict[str, int]
    """``effective`` and ``deadline`` → how many."""

    @property
    def height(self) -> int:
        """With the names of the months below the axis."""
        return self.axis + 24


def timeline(
    items: Sequence[Deadline], counts: Mapping[tuple[date, str], int], *, today: date
) -> Timeline:
    """Draw the days from today on. ``items`` may be the first few; ``counts`` are of all."""
    total = sum(counts.values())
    if total <= _SINGLE:
        marks = [_single(item, today) for item in items if item.day <= today + AHEAD]
    else:
        marks = [_several(at, counts, today) for at in sorted({at for at, _ in counts})]
    rows = _rows(marks)
    axis = (max(rows, default=0) + 1) * _ROW
    return Timeline(
        marks=tuple(
            # The lowest row is the nearest to the axis.
            _placed(mark, axis - (row + 1) * _ROW)
            for mark, row in zip(marks, rows, strict=True)
        ),
        months=_months(today),
        axis=axis,
        counts={
            what: sum(count for (_, word), count in counts.items() if word == what)
            for what in ("effective", "deadline")
        },
    )


def _across(at: date, today: date) -> float:
    return round(_LEFT + _WIDE * (at - today) / AHEAD, 2)


def _width(text: str) -> int:
    return len(text) * _LETTER + _ENDS


def _single(item: Deadline, today: date) -> Mark:
    development = item.development
    does = gettext("takes effect") if item.what == "effective" else gettext("deadline")
    return Mark(
        x=_across(item.day, today),
        y=0,
        width=_width(development.jurisdiction),
        text=development.jurisdiction,
        what=item.what,
        said=f"{day(item.day)}, {days_away(item.day, today)}: "
        f"{country_name(development.jurisdiction)}, {label(development.topic)}, {does}",
        day=item.day,
        development_id=development.id,
    )


def _several(at: date, counts: Mapping[tuple[date, str], int], today: date) -> Mark:
    effective, deadline = counts.get((at, "effective"), 0), counts.get((at, "deadline"), 0)
    text = str(effective + deadline)
    parts = []
    if effective:
        parts.append(gettext("%(effective)s taking effect", effective=effective))
    if deadline:
        parts.append(gettext("%(deadline)s with a deadline", deadline=deadline))
    return Mark(
        x=_across(at, today),
        y=0,
        width=_width(text),
        text=text,
        what="several" if len(parts) > 1 else "effective" if effective else "deadline",
        said=f"{day(at)}, {days_away(at, today)}: {', '.join(parts)}",
        day=at,
    )


def _rows(marks: Sequence[Mark]) -> list[int]:
    """Each mark's row, counted from the axis: the first in which it touches nobody on a phone."""
    ends: list[float] = []
    rows = []
    for mark in marks:
        middle, half = mark.x / 100 * _PHONE, mark.width / 2
        row = next((n for n, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[row : row + 1] = [middle + half + 2]
        rows.append(row)
    return rows


def _placed(mark: Mark, y: int) -> Mark:
    return Mark(**{**vars(mark), "y": y})


def _months(today: date) -> tuple[tuple[float, str], ...]:
    """Where today stands, and the first of each month."""
    found = [(_across(today, today), gettext("Today"))]
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    while first <= today + AHEAD:
        if (first - today).days >= _CLEAR_OF_TODAY:
            found.append((_across(first, today), month(first, year=first.month == 1)))
        first = (first + timedelta(days=32)).replace(day=1)
    return tuple(found)
