"""Limits and clocks in plain words. Pure; English."""

from typing import Any, Protocol

from data.models import Clock, ClockLimit
from data.words import LimitPer, LimitShape
from webapp.wording import country_name, day, number, plural

#: What is counted, in the words of a page.
THINGS = {LimitPer.SIM: "SIM", LimitPer.IMSI: "IMSI", LimitPer.IMEI: "device"}
_PER = {LimitPer.SIM: "per SIM", LimitPer.IMSI: "per IMSI", LimitPer.IMEI: "per device (IMEI)"}
_STATUS = {
    "in_force": "In force",
    "unclear": "Unclear whether in force",
    "proposed": "Proposed",
}
_HALF = 50


class Counts(Protocol):
    """A limit with how many SIMs stand how (:class:`data.queries.pages_clocks.LimitCounts`)."""

    @property
    def limit(self) -> ClockLimit: ...
    @property
    def counts(self) -> dict[str, int]: ...


def limit_sentence(limit: ClockLimit) -> str:
    """What is allowed: “90 days within any 120, per device (IMEI), for SIMs of Chile only”."""
    words = [_allowed(limit), _PER[LimitPer(limit.per)]]
    if limit.homes:
        words.append(f"for SIMs of {' and '.join(map(country_name, limit.homes))} only")
    return ", ".join(words)


def _allowed(limit: ClockLimit) -> str:
    shape, days = LimitShape(limit.shape), limit.days
    if shape is LimitShape.BAN:
        return "not a day allowed"
    if shape is LimitShape.SHARE:
        share = _HALF if days is None else days
        return f"up to {share} % of the days here or at home within any {limit.window_days}"
    text = f"{days} {plural(days or 0, 'day')}"
    if shape is LimitShape.CUMULATIVE:
        return f"{text} within any {limit.window_days}"
    if shape is LimitShape.CALENDAR_YEAR:
        return f"{text} in a calendar year"
    gap = f" (up to {limit.gap_days} away do not break it)" if limit.gap_days else ""
    return f"{text} in a row{gap}"


def limit_doubt(limit: ClockLimit) -> str:
    """What of the way of counting is our assumption; empty when the source says it."""
    if limit.stated:
        return ""
    if limit.shape == LimitShape.CUMULATIVE:
        return "Window not stated by the source; counted over a year."
    return "Shape not stated by the source; counted as consecutive."


def limit_status(limit: ClockLimit) -> str:
    """Whether it binds, in a few words: “In force”, “From 1 Jan 2027”."""
    if limit.status == "adopted":
        return (
            f"From {day(limit.effective_on)}" if limit.effective_on else "Adopted, not yet in force"
        )
    return _STATUS[limit.status]


def things(limit: ClockLimit, count: int) -> str:
    """A count of what the limit counts: “312 devices”."""
    return f"{number(count)} {plural(count, THINGS[LimitPer(limit.per)])}"


def over_in_short(limit: ClockLimit, over: int) -> str:
    """What an alert of a clock is about: “312 devices over 90 days within any 120”."""
    return f"{things(limit, over)} over {_allowed(limit)}"


def over_sentence(row: Counts) -> str:
    """How a limit stands: “312 devices are over 90 days within any 120 in Türkiye; 41 more in 7 days”."""
    limit, counts = row.limit, row.counts
    over, soon = counts["over"], counts["in_7"]
    verb = "is" if over == 1 else "are"
    said = f"{things(limit, over)} {verb} over {_allowed(limit)} in {country_name(limit.country)}"
    if limit.shape == LimitShape.BAN:
        said = f"{things(limit, over)} {verb} in {country_name(limit.country)}, where none may be"
    return said + (f"; {number(soon)} more within 7 days if they stay" if soon else "")


def days_range(clock: Clock) -> str:
    """Days counted, as a range where sightings leave a doubt: “77”, “3 to 77”."""
    if clock.observed == clock.possible:
        return number(clock.observed)
    return f"{number(clock.observed)} to {number(clock.possible)}"


def limit_json(limit: ClockLimit) -> dict[str, Any]:
    """A limit for programs."""
    return {
        "key": limit.key,
        "country": limit.country,
        "topic": limit.topic,
        "status": limit.status,
        "effective_on": limit.effective_on.isoformat() if limit.effective_on else None,
        "shape": limit.shape,
        "days": limit.days,
        "window_days": limit.window_days,
        "gap_days": limit.gap_days,
        "per": limit.per,
        "homes": limit.homes,
        "stated": limit.stated,
        "counted": limit.counted,
        "consumer": limit.consumer,
        "warn_at": limit.warn_at,
        "words": limit_sentence(limit),
        "sources": limit.grounds,
    }
