"""How an alert is put into words: names, one-line texts, dates.

Crawled text passes through :func:`one_line` or :func:`plain_text` before it stands
in a header, a title or a text mail: without control characters and without the
bidirectional overrides that can make a line read as something else.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from babel import Locale

from data.models import Development
from data.queries.alert_facts import AlertFacts
from data.words import ChangeKind, ChangeStatus, Direction, LimitPer, LimitShape
from webapp.language import ENGLISH, gettext, speaking
from webapp.wording.clockwords import over_in_short
from webapp.wording.filters import country_name, day, days_away, number, plural
from webapp.wording.labels import label, phrase

__all__ = [
    "count_of",
    "country_name",
    "day",
    "days_away",
    "label",
    "language_name",
    "limits_of",
    "one_line",
    "phrase",
    "plain_text",
    "reason",
    "source_of",
    "what",
    "when",
]

_STRICTER = {
    Direction.TIGHTENING: " (stricter)",
    Direction.LOOSENING: " (easier)",
    Direction.NEUTRAL: "",
}
#: Said wherever a change is told that no authority has published yet.
UNCONFIRMED = "Only the trade press reports it so far; no authority's text is known here."
#: Of the categories Cc (all but line breaks) and Cs; lines and paragraphs (Zl, Zp) go with the next.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
#: Letters of a word that is left out whole.
_WORD = 24
_BIDI = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def language_name(tag: str) -> str:
    """English name of a language by its tag (``pt-BR``); ``a language not told`` for ``und``."""
    code = tag.replace("_", "-").split("-")[0].lower()
    name = Locale("en").languages.get(code) if code not in ("", "und") else None
    return str(name) if name else "a language not told"


def one_line(text: str, limit: int = 200) -> str:
    """Crawled text as one harmless line of at most ``limit`` characters, cut between words."""
    line = " ".join(plain_text(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    if line[limit - 1] != " ":
        # A word longer than this, or of a script without spaces, is cut where it is.
        words = cut.rpartition(" ")[0]
        cut = words if words and len(cut) - len(words) <= _WORD else cut
    return cut.rstrip() + "…"


def plain_text(text: str) -> str:
    """Crawled text without control characters and bidirectional overrides; line breaks stay."""
    return _CONTROL.sub(" ", _BIDI.sub("", text.replace("\r\n", "\n")))


class Act(Protocol):
    """What can be said of a change in a few words: an alert's facts, or a development."""

    @property
    def kind(self) -> str:
        """A word of :class:`data.words.ChangeKind`."""

    @property
    def status(self) -> str:
        """A word of :class:`data.words.ChangeStatus`."""


def what(facts: Act) -> str:
    """What happens, in a few words: ``new rule, adopted``."""
    if isinstance(facts, AlertFacts) and facts.clock is not None:
        return over_in_short(facts.clock.limit, facts.live_sims)
    kind, status = ChangeKind(facts.kind), ChangeStatus(facts.status)
    if kind is ChangeKind.CONSULTATION:
        if status is ChangeStatus.CONSULTATION:
            return gettext("consultation open")
        return gettext("consultation")
    if kind is ChangeKind.NONE and status is ChangeStatus.NONE:
        return gettext("no change")
    named = gettext("rule") if kind is ChangeKind.NONE else phrase(kind)
    return named if status is ChangeStatus.NONE else f"{named}, {phrase(status)}"


def reason(development: Development, fleet: str, live_sims: int, foreign_sims: int) -> str:
    """Why an alert fired, in one sentence; it is stored, so in English."""
    with speaking(ENGLISH):
        return _reason(development, fleet, live_sims, foreign_sims)


def _reason(development: Development, fleet: str, live_sims: int, foreign_sims: int) -> str:
    place, topic = country_name(development.jurisdiction), phrase(development.topic)
    roaming = f", {number(foreign_sims)} of them roaming" if foreign_sims else ""
    doubt = "" if development.confirmed else " " + UNCONFIRMED
    return (
        f"{place}: {what(development)} on {topic}{_STRICTER[Direction(development.direction)]}; "
        f"{one_line(fleet, 80)} has {count_of(live_sims, 'live SIM')} there{roaming}.{doubt}"
    )


def source_of(development: Development) -> str:
    """Who says so, in a few words."""
    return "an authority" if development.confirmed else "only the trade press"


def when(facts: AlertFacts) -> str:
    """The date that matters most, in a few words; empty when the text names none."""
    open_for_comment = facts.status in (ChangeStatus.CONSULTATION, ChangeStatus.PROPOSED)
    if facts.deadline_on and (open_for_comment or not facts.effective_on):
        return f"deadline {day(facts.deadline_on)}"
    return f"effective {day(facts.effective_on)}" if facts.effective_on else ""


def limit(values: Mapping[str, Any]) -> str:
    """A limit in a few words: ``90 consecutive days per IMEI``, ``120 days within 365``, ``ban``."""
    shape, days = LimitShape(values["shape"]), values.get("days")
    if shape is LimitShape.BAN:
        return gettext("ban")
    text = gettext("a share") if shape is LimitShape.SHARE else gettext("a number of days")
    if days:
        text = _counted(shape, days, values.get("window_days"))
    per = values.get("per", LimitPer.SIM)
    if per == LimitPer.SIM:
        return text
    return gettext("%(limit)s per %(thing)s", limit=text, thing=str(per).upper())


def _counted(shape: LimitShape, days: int, window: int | None) -> str:
    if shape is LimitShape.CUMULATIVE and window:
        return gettext("%(days)s days within %(window)s", days=days, window=window)
    text = {
        LimitShape.CONSECUTIVE: gettext("%(days)s consecutive days"),
        LimitShape.CUMULATIVE: gettext("%(days)s days in all"),
        LimitShape.CALENDAR_YEAR: gettext("%(days)s days in a calendar year"),
        LimitShape.SHARE: gettext("a share of %(days)s days"),
    }[shape]
    return text % {"days": days}


def limits_of(limits: Iterable[Mapping[str, Any]]) -> str:
    """All limits of a change, in English, the same however they are ordered; empty when there is none."""
    with speaking(ENGLISH):
        return ", ".join(sorted({limit(values) for values in limits}))


def count_of(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 live SIM``, ``12,345 live SIMs``."""
    return f"{number(count)} {plural(count, one, many)}"
