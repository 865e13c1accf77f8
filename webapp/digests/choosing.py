"""When somebody wants their digests: what is entered is checked."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from data.civil import offered_zones
from data.errors import RoamwatchError
from data.models import User


class RhythmError(RoamwatchError):
    """What was entered is no use; ``field`` names the entry, the message says what to do."""

    code = "rhythm"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The entries as they were typed."""

    time_zone: str
    hour: str
    """Empty: the installation's."""
    weekday: str
    month_day: str
    working_days: Collection[str]


@cache
def grouped_zones() -> dict[str, list[tuple[str, str]]]:
    """Part of the world → its time zones, each with its IANA name and how people write it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in offered_zones():
        region, _, place = name.partition("/")
        shown = (place or name).replace("_", " ").replace("/", ", ")
        groups.setdefault(region if place else "Everywhere", []).append((name, shown))
    return groups


def choose(user: User, chosen: Chosen) -> None:
    """Give a person this rhythm; nothing is changed when one entry is no use.

    Raises :class:`RhythmError`. The caller commits.
    """
    if chosen.time_zone not in (*offered_zones(), user.time_zone):
        raise RhythmError("time_zone", "choose a time zone of the list")
    hour = _within("hour", chosen.hour, 0, 23) if chosen.hour else None
    weekday = _within("weekday", chosen.weekday, 0, 6)
    month_day = _within("month_day", chosen.month_day, 1, 31)
    days = {_within("working_days", one, 0, 6) for one in chosen.working_days}
    if not days:
        raise RhythmError("working_days", "choose at least one day, or no digest could ever come")
    user.time_zone, user.digest_hour = chosen.time_zone, hour
    user.digest_weekday, user.digest_month_day = weekday, month_day
    user.working_days = sorted(days)


def _within(field: str, typed: str, least: int, most: int) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 2):
        raise RhythmError(field, f"choose a number from {least} to {most}")
    if not least <= int(typed) <= most:
        raise RhythmError(field, f"choose a number from {least} to {most}")
    return int(typed)
