"""How an alert is put into words: names, one-line texts, dates. Pure; English.

Crawled text passes through :func:`one_line` or :func:`plain_text` before it stands
in a header, a title or a text mail: without control characters and without the
bidirectional overrides that can make a line read as something else.
"""

import re
import unicodedata
from datetime import date
from functools import cache

from babel import Locale

from data.queries.alert_facts import AlertFacts
from data.words import ChangeKind, ChangeStatus, Direction, Topic

TOPICS = {
    Topic.ROAMING: "permanent roaming",
    Topic.IMEI: "IMEI registration",
    Topic.DATA_LOCALISATION: "data localisation",
    Topic.SIM_REGISTRATION: "SIM registration",
    Topic.NUMBERING: "numbering",
    Topic.TYPE_APPROVAL: "type approval",
    Topic.ESIM: "eSIM",
}
GROUPS = {
    "EU": "European Union",
    "EEA": "European Economic Area",
    "GCC": "Gulf Cooperation Council",
    "ECOWAS": "ECOWAS (West Africa)",
    "EAEU": "Eurasian Economic Union",
    "MERCOSUR": "Mercosur",
    "SADC": "SADC (Southern Africa)",
    "EACO": "EACO (East Africa)",
    "ASEAN": "ASEAN",
    "INT": "International",
}
KINDS = {
    ChangeKind.NEW_RULE: "new rule",
    ChangeKind.AMENDMENT: "amendment",
    ChangeKind.REPEAL: "repeal",
    ChangeKind.EXTENSION: "extension",
    ChangeKind.CONSULTATION: "consultation",
    ChangeKind.ENFORCEMENT: "enforcement",
    ChangeKind.GUIDANCE: "guidance",
    ChangeKind.NONE: "mention",
}
STATUSES = {
    ChangeStatus.IN_FORCE: "in force",
    ChangeStatus.ADOPTED: "adopted",
    ChangeStatus.PROPOSED: "proposed",
    ChangeStatus.CONSULTATION: "under consultation",
    ChangeStatus.NONE: "status unknown",
}
DIRECTIONS = {
    Direction.TIGHTENING: "stricter for roaming fleets",
    Direction.LOOSENING: "easier for roaming fleets",
    Direction.NEUTRAL: "neither stricter nor easier",
}
_BIDI = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@cache
def country_name(code: str) -> str:
    """English name of an ISO 3166-1 alpha-2 code or of a group; the code itself when unknown."""
    name = GROUPS.get(code) or Locale("en").territories.get(code)
    return str(name) if name else code


def topic_name(topic: str) -> str:
    """A topic as people say it."""
    return TOPICS[Topic(topic)]


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


def day(value: date) -> str:
    """A date that nobody can misread: ``1 March 2027``."""
    return f"{value.day} {value:%B %Y}"


def days_away(value: date, today: date) -> str:
    """How far off a date is: ``in 12 days``, ``today``, ``3 days ago``."""
    days = (value - today).days
    if days == 0:
        return "today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago"


def what(facts: AlertFacts) -> str:
    """What happens, in a few words: ``new rule, adopted``."""
    kind, status = ChangeKind(facts.kind), ChangeStatus(facts.status)
    if kind is ChangeKind.CONSULTATION and status is ChangeStatus.CONSULTATION:
        return "consultation open"
    if status is ChangeStatus.NONE:
        return KINDS[kind]
    return f"{KINDS[kind]}, {STATUSES[status]}"


def when(facts: AlertFacts) -> str:
    """The date that matters most, in a few words; empty when the text names none."""
    if facts.effective_on and facts.status != ChangeStatus.CONSULTATION:
        return f"effective {day(facts.effective_on)}"
    if facts.deadline_on:
        return f"deadline {day(facts.deadline_on)}"
    return f"effective {day(facts.effective_on)}" if facts.effective_on else ""


def count_of(number: int, singular: str, plural: str = "") -> str:
    """``1 live SIM``, ``12,345 live SIMs``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
