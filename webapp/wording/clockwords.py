"""Limits and clocks in plain words, in the reader's language."""

from typing import Any, Protocol

from data.models import Clock, ClockLimit
from data.words import LimitPer, LimitShape
from webapp.language import gettext, ngettext
from webapp.wording.filters import country_name, day, number

#: What is counted, in the words of a page.
THINGS = {
    LimitPer.SIM: ("%(n)s SIM", "%(n)s SIMs"),
    LimitPer.IMSI: ("%(n)s IMSI", "%(n)s IMSIs"),
    LimitPer.IMEI: ("%(n)s device", "%(n)s devices"),
}
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
    words = [_allowed(limit), gettext(_PER[LimitPer(limit.per)])]
    if limit.homes:
        homes = gettext(" and ").join(map(country_name, limit.homes))
        words.append(gettext("for SIMs of %(homes)s only", homes=homes))
    return ", ".join(words)


def _allowed(limit: ClockLimit) -> str:
    shape, days = LimitShape(limit.shape), limit.days
    if shape is LimitShape.BAN:
        return gettext("not a day allowed")
    if shape is LimitShape.SHARE:
        return gettext(
            "up to %(share)s %% of the days here or at home within any %(window)s",
            share=_HALF if days is None else days,
            window=limit.window_days,
        )
    text = ngettext("%(n)s day", "%(n)s days", days or 0, n=days)
    if shape is LimitShape.CUMULATIVE:
        return gettext("%(days)s within any %(window)s", days=text, window=limit.window_days)
    if shape is LimitShape.CALENDAR_YEAR:
        return gettext("%(days)s in a calendar year", days=text)
    said = gettext("%(days)s in a row", days=text)
    if limit.gap_days:
        said += gettext(" (up to %(gap)s away do not break it)", gap=limit.gap_days)
    return said


def limit_doubt(limit: ClockLimit) -> str:
    """What of the way of counting is our assumption; empty when the source says it."""
    if limit.stated:
        return ""
    if limit.shape == LimitShape.CUMULATIVE:
        return gettext("The source does not say within which time; we count over a year.")
    return gettext("The source does not say how days are counted; we count them in a row.")


def limit_status(limit: ClockLimit) -> str:
    """Whether it binds, in a few words: “In force”, “From 1 Jan 2027”."""
    if limit.status == "adopted":
        if limit.effective_on:
            return gettext("From %(day)s", day=day(limit.effective_on))
        return gettext("Adopted, not yet in force")
    return gettext(_STATUS[limit.status])


def things(limit: ClockLimit, count: int) -> str:
    """A count of what the limit counts: “312 devices”."""
    return ngettext(*THINGS[LimitPer(limit.per)], count, n=number(count))


def over_in_short(limit: ClockLimit, over: int) -> str:
    """What an alert of a clock is about: “312 devices over 90 days within any 120”."""
    return gettext(
        "%(devices)s over %(allowed)s", devices=things(limit, over), allowed=_allowed(limit)
    )


def over_sentence(row: Counts) -> str:
    """How a limit stands: “312 devices are over 90 days within any 120 in Türkiye; 41 more in 7 days”."""
    limit, counts = row.limit, row.counts
    over, soon = counts["over"], counts["in_7"]
    values = {
        "devices": things(limit, over),
        "allowed": _allowed(limit),
        "country": country_name(limit.country),
    }
    said = ngettext(
        "%(devices)s is over %(allowed)s in %(country)s",
        "%(devices)s are over %(allowed)s in %(country)s",
        over,
        **values,
    )
    if limit.shape == LimitShape.BAN:
        said = ngettext(
            "%(devices)s is in %(country)s, where none may be",
            "%(devices)s are in %(country)s, where none may be",
            over,
            **values,
        )
    if soon:
        said += gettext("; %(soon)s more within 7 days if they stay", soon=number(soon))
    return said


def days_range(clock: Clock) -> str:
    """Days counted, as a range where sightings leave a doubt: “77”, “3 to 77”."""
    if clock.observed == clock.possible:
        return number(clock.observed)
    return gettext(
        "%(least)s to %(most)s", least=number(clock.observed), most=number(clock.possible)
    )


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
