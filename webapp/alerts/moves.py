"""What of a development moved, and how loudly that may be told. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from data.models import Development
from data.words import SEVERITY_ORDER, Severity
from webapp.alerts import wording

#: Published longer ago than this when it came to light: not news that wakes anybody.
BACKLOG_AFTER = timedelta(days=90)


def what_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What of a development moved, in plain sentences; empty when nothing that readers see did."""
    said = []
    if before.get("status") != after.get("status"):
        words = [wording.phrase(word) if word else "unknown" for word in _both(before, after)]
        said.append(f"Status: {words[0]} → {words[1]}.")
    for key, name in (("effective_on", "Takes effect"), ("deadline_on", "Deadline")):
        old, new = before.get(key), after.get(key)
        if old != new:
            said.append(f"{name}: {_day(old)} → {_day(new)}.")
    return " ".join(said)


def seen_of(development: Development) -> dict[str, Any]:
    """What an alert keeps of what it said of a development."""
    effective, deadline = development.effective_on, development.deadline_on
    return {
        "status": development.status,
        "effective_on": effective.isoformat() if effective else None,
        "deadline_on": deadline.isoformat() if deadline else None,
    }


def is_backlog(published_on: date | None, detected_at: datetime, now: datetime) -> bool:
    """Whether it came to light long after it was published (or detected, if that is all we know)."""
    return now.date() - (published_on or detected_at.date()) > BACKLOG_AFTER


def is_instant(severity: str, *, backlog: bool, least: Severity) -> bool:
    """Whether an alert is mailed at once: loud enough, and no backlog."""
    loud = SEVERITY_ORDER.index(Severity(severity)) <= SEVERITY_ORDER.index(least)
    return loud and not backlog


def _both(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    return str(before.get("status") or ""), str(after.get("status") or "")


def _day(value: str | None) -> str:
    return wording.day(date.fromisoformat(value)) if value else "not told"
