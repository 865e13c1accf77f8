"""Decision: when a person's digests end, by their own clock and on their working days. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.models import User
from data.words import Pace

#: The longest that one digest of a pace usually covers.
LENGTH = {
    Pace.DAILY: timedelta(days=1),
    Pace.WEEKLY: timedelta(days=7),
    Pace.MONTHLY: timedelta(days=31),
}
_DAY = timedelta(days=1)
#: On such a day clocks went forward or back.
_SHIFT = timedelta(hours=1)
_EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When somebody wants their digests."""

    zone: ZoneInfo
    hour: int
    """Of the day, by the clocks of ``zone``."""
    weekday: int = 0
    """Of weekly ones: 0 is Monday."""
    month_day: int = 1
    """Of monthly ones: 1 to 31; a shorter month ends on its last day."""
    working_days: frozenset[int] = _EVERY_DAY
    """Weekdays on which digests come; what is due on another comes on the next of these."""


def rhythm_of(user: User, *, hour: int) -> Rhythm:
    """A person's own; ``hour`` is the installation's, for who has chosen none."""
    return Rhythm(
        zone=ZoneInfo(user.time_zone),
        hour=hour if user.digest_hour is None else user.digest_hour,
        weekday=user.digest_weekday,
        month_day=user.digest_month_day,
        working_days=frozenset(user.working_days) or _EVERY_DAY,
    )


def last_end(pace: Pace, now: datetime, rhythm: Rhythm) -> datetime:
    """The last moment (UTC) up to ``now`` at which a digest of this pace ended.

    An hour that clocks skip ends when they have gone forward; one that comes twice, the first time.
    """
    return next(end for end in _ends(pace, now, rhythm, step=-_DAY) if end <= now)


def next_end(pace: Pace, now: datetime, rhythm: Rhythm) -> datetime:
    """The first moment (UTC) after ``now`` at which a digest of this pace ends."""
    return next(end for end in _ends(pace, now, rhythm, step=_DAY) if end > now)


def is_late(pace: Pace, start: datetime, end: datetime, rhythm: Rhythm) -> bool:
    """Whether a digest of that span stands for more than one: some in between were not made."""
    if end - start <= LENGTH[pace] + _SHIFT:
        return False
    return last_end(pace, end - timedelta(microseconds=1), rhythm) > start


def _ends(pace: Pace, now: datetime, rhythm: Rhythm, *, step: timedelta) -> Iterator[datetime]:
    day = now.astimezone(rhythm.zone).date()
    while True:
        if _ends_on(pace, day, rhythm):
            moment = datetime.combine(day, time(rhythm.hour), rhythm.zone)
            yield moment.astimezone(UTC)
        day += step


def _ends_on(pace: Pace, day: date, rhythm: Rhythm) -> bool:
    """Whether it is this day's turn, or that of the days before it on which nobody works."""
    if day.weekday() not in rhythm.working_days:
        return False
    while not _is_turn(pace, day, rhythm):
        day -= _DAY
        if day.weekday() in rhythm.working_days:
            return False
    return True


def _is_turn(pace: Pace, day: date, rhythm: Rhythm) -> bool:
    if pace is Pace.WEEKLY:
        return day.weekday() == rhythm.weekday
    if pace is Pace.MONTHLY:
        is_last = (day + _DAY).day == 1
        return day.day == rhythm.month_day or (is_last and day.day < rhythm.month_day)
    return True
