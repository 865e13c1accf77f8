"""How an alert is put into words: names, one-line texts, dates. Pure; English.

Crawled text passes through :func:`one_line` or :func:`plain_text` before it stands
in a header, a title or a text mail: without control characters and without the
bidirectional overrides that can make a line read as something else.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from babel import Locale

from data.models import Development
from data.queries.alert_facts import AlertFacts
from data.words import ChangeKind, ChangeStatus, Direction, LimitPer, LimitShape
from webapp.clockwords import over_in_short
from webapp.wording import country_name, day, days_away, label, number, plural

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
_BIDI = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def phrase(word: str) -> str:
    """A stored word as it stands inside a sentence: ``permanent roaming``, ``IMEI registration``."""
    text = "under consultation" if word == ChangeStatus.CONSULTATION else label(word)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def language_name(tag: str) -> str:
    """English name of a language by its tag (``pt-BR``); ``a language not told`` for ``und``."""
    code = tag.replace("_", "-").split("-")[0].lower()
    name = Locale("en").languages.get(code) if code not in ("", "und") else None
    return str(name) if name else "a language not told"


def one_line(text: str, limit: int = 200) -> str:
    """Crawled text as one harmless line of at most ``limit`` characters."""
    line = " ".join(plain_text(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def plain_text(text: str) -> str:
    """Crawled text without control characters and bidirectional overrides; line breaks stay."""
    text = _BIDI.sub("", text.replace("\r\n", "\n"))
    return "".join(
        " " if ch != "\n" and unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp") else ch
        for ch in text
    )


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
        return "consultation open" if status is ChangeStatus.CONSULTATION else "consultation"
    if kind is ChangeKind.NONE and status is ChangeStatus.NONE:
        return "no change"
    named = "rule" if kind is ChangeKind.NONE else phrase(kind)
    return named if status is ChangeStatus.NONE else f"{named}, {phrase(status)}"


def reason(development: Development, fleet: str, live_sims: int, foreign_sims: int) -> str:
    """Why an alert fired, in one sentence."""
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
        return "ban"
    text = "a share" if shape is LimitShape.SHARE else "a number of days"
    if days:
        window = values.get("window_days")
        text = {
            LimitShape.CONSECUTIVE: f"{days} consecutive days",
            LimitShape.CUMULATIVE: f"{days} days" + (f" within {window}" if window else " in all"),
            LimitShape.CALENDAR_YEAR: f"{days} days in a calendar year",
            LimitShape.SHARE: f"a share of {days} days",
        }[shape]
    per = values.get("per", LimitPer.SIM)
    return text if per == LimitPer.SIM else f"{text} per {str(per).upper()}"


def limits_of(limits: Iterable[Mapping[str, Any]]) -> str:
    """All limits of a change, the same however they are ordered; empty when there is none."""
    return ", ".join(sorted({limit(values) for values in limits}))


def count_of(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 live SIM``, ``12,345 live SIMs``."""
    return f"{number(count)} {plural(count, one, many)}"
