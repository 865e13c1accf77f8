"""What of a development moved, and how loudly that may be told. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from data.models import Development, RuleChange
from data.words import SEVERITY_ORDER, ChangeStatus, Severity
from webapp.alerts import wording

#: Published longer ago than this when it came to light: not news that wakes anybody.
BACKLOG_AFTER = timedelta(days=90)


def what_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What of a development moved, in plain sentences; empty when nothing that readers see did.

    A term for comments ends with its consultation: that it is gone then is not said.
    """
    further = before.get("status") != after.get("status")
    said = [
        f"{name}: {tell(before.get(key))} → {tell(after.get(key))}."
        for key, name, tell in _SEEN
        if before.get(key, after.get(key)) != after.get(key)
        and not (key == "deadline_on" and further and after.get(key) is None)
    ]
    return " ".join(said)


def seen_of(development: Development, limits: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What an alert keeps of what it said of a development."""
    effective, deadline = development.effective_on, development.deadline_on
    return {
        "status": development.status,
        "direction": development.direction,
        "effective_on": effective.isoformat() if effective else None,
        "deadline_on": deadline.isoformat() if deadline else None,
        "limits": wording.limits_of(limits),
        "source": wording.source_of(development),
    }


def is_backlog(day: date | None, detected_at: datetime, now: datetime) -> bool:
    """Whether it came to light long after its day (or its detection, if that is all we know)."""
    return now.date() - (day or detected_at.date()) > BACKLOG_AFTER


def news_of(change: RuleChange) -> date | None:
    """The day that tells how old a change is: its publication, or the newest day an undated text names."""
    named = [day for day in (change.effective_on, change.deadline_on, change.decided_on) if day]
    return change.published_on or max(named, default=None)


def is_instant(severity: str, *, backlog: bool, least: Severity) -> bool:
    """Whether an alert is mailed at once: loud enough, and no backlog."""
    loud = SEVERITY_ORDER.index(Severity(severity)) <= SEVERITY_ORDER.index(least)
    return loud and not backlog


def _word(value: str | None) -> str:
    if value == ChangeStatus.NONE:
        return "no change"
    return wording.phrase(value) if value else "not told"


def _day(value: str | None) -> str:
    return wording.day(date.fromisoformat(value)) if value else "not told"


def _text(value: str | None) -> str:
    return value or "not told"


_SEEN: tuple[tuple[str, str, Callable[[str | None], str]], ...] = (
    ("status", "Status", _word),
    ("direction", "Direction", _word),
    ("effective_on", "Takes effect", _day),
    ("deadline_on", "Deadline", _day),
    ("limits", "Limit", _text),
    ("source", "Source", _text),
)
