"""Decision: whether a stay of so many days keeps within a limit. Pure; counted as the clocks count."""

from collections.abc import Iterable
from datetime import date, timedelta

from analysis.clocking.limits import RuleLimit
from analysis.clocks import ClockState, Stay, read_clock
from analysis.shipping.types import Limit
from data.countries import expand
from data.words import LimitPer, LimitShape

#: The stay is laid so that it ends with a year: a limit per calendar year meets it at its longest.
_LAST = date(2025, 12, 31)
_FOR_GOOD = 3660


def limits_of_stay(
    limits: Iterable[RuleLimit], country: str, *, home: str, days: int | None, on: date
) -> tuple[Limit, ...]:
    """What the stay means to each limit that is not only for consumers or for other homes."""
    return tuple(
        limit_of_stay(limit, country, home=home, days=days)
        for limit in limits
        if not limit.consumer and _binds(limit, home, on)
    )


def limit_of_stay(limit: RuleLimit, country: str, *, home: str, days: int | None) -> Limit:
    """What a stay of ``days`` in a row (None: for good) means to one limit."""
    breaks = first_day_over(limit, country)
    stay = days if days is not None else _FOR_GOOD
    allowed: bool | None = breaks is None or stay < breaks
    if limit.homes and not home:
        allowed = None
    return Limit(
        topic=limit.topic,
        place=limit.country,
        words=words_of(limit),
        days=limit.days,
        allowed=allowed,
        because=_because(limit, days, breaks, allowed),
        breaks_on_day=breaks,
        binding=limit.binding,
        rule_ids=tuple(ground.ref for ground in limit.grounds),
    )


def first_day_over(limit: RuleLimit, country: str) -> int | None:
    """On which day of a stay without a pause the limit breaks; None: never.

    A share is looked at when its window is full.
    """
    if limit.shape is LimitShape.BAN:
        return 1
    if limit.shape is LimitShape.SHARE:
        return limit.counted.window_days
    day = limit.counted.allowed + 1
    return day if _over(limit, country, day) else None


def _over(limit: RuleLimit, country: str, days: int) -> bool:
    """By the clock itself: a calendar year's limit of 366 days, say, never breaks."""
    stay = Stay(country=country, first=_LAST - timedelta(days=days - 1), last=_LAST)
    clock = read_clock([stay], country, limit.counted, today=_LAST)
    return clock.state is ClockState.OVER


def _binds(limit: RuleLimit, home: str, on: date) -> bool:
    """A limit for SIMs of some homes binds them only; an unknown home may be one of them."""
    return not limit.homes or not home or home in expand(limit.homes, on)


def _because(limit: RuleLimit, days: int | None, breaks: int | None, allowed: bool | None) -> str:
    stay = "A stay for good" if days is None else f"{days} days in a row"
    if allowed is None:
        return f"It binds SIMs of {', '.join(limit.homes)} only, and the home network is not told."
    if allowed:
        return f"{stay} keeps within it." if days is None else f"{stay} keep within it."
    counted = "" if limit.stated else " Its source does not say how days are counted."
    verb = "breaks" if days is None else "break"
    when = "from the first day" if breaks == 1 else f"on day {breaks}"
    return f"{stay} {verb} it {when}.{counted}"


def words_of(limit: RuleLimit) -> str:
    """The limit in plain words."""
    per = "" if limit.per is LimitPer.SIM else f", per {limit.per.value.upper()}"
    days = limit.days
    text = {
        LimitShape.BAN: "no stay at all",
        LimitShape.CONSECUTIVE: f"{days} days in a row",
        LimitShape.CUMULATIVE: f"{days} days within {limit.window_days}",
        LimitShape.CALENDAR_YEAR: f"{days} days in a calendar year",
        LimitShape.SHARE: f"{days or 50} % of the days within {limit.window_days}",
    }[limit.shape]
    homes = f", for SIMs of {', '.join(limit.homes)}" if limit.homes else ""
    return text + per + homes
