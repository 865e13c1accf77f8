"""Acts on alerts in words, for mails and pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.models import AuditEntry
from data.queries.alert_desk import WorkFacts
from webapp.alerts.states import plain
from webapp.language import gettext
from webapp.wording.filters import day, label

_BY_SOMEBODY = {
    "acknowledged": "{actor} acknowledged it",
    "assigned": "{actor} gave it to you",
    "commented": "{actor} commented",
    "dismissed": "{actor} dismissed it",
    "reopened": "{actor} re-opened it",
    "resolved": "{actor} resolved it",
    "scheduled": "{actor} set the day by which it is due",
    "snoozed": "{actor} snoozed it",
    "started": "{actor} started work on it",
}
_BY_ITSELF = {
    "escalated": "Nobody has taken this alert",
    "reopened": "It is open again",
    "told": "A silence has ended",
    "woken": "It is back from its snooze",
}
_LINES = {
    "linked": "Link attached",
    "scheduled": "Due day",
    "silenced": "Quiet",
    "started": "In progress",
    "told": "Told",
    "unlinked": "Link removed",
    "unsilenced": "No longer quiet",
    "woken": "Back from its snooze",
}


def act_sentence(action: str, actor: str) -> str:
    """What happened to an alert, as a sentence without its full stop."""
    if action in _BY_ITSELF and (actor == "roamwatch" or action not in _BY_SOMEBODY):
        return _BY_ITSELF[action]
    return _BY_SOMEBODY.get(action, f"{label(action)} by {{actor}}").format(actor=actor)


def work_json(work: WorkFacts) -> dict[str, Any]:
    """What people did with an alert, as other programs read it; days as ``2026-12-01``."""
    return {
        "version": work.version,
        "assignee": work.assignee or None,
        "due_on": plain(work.due_on),
        "snoozed_until": plain(work.snoozed_until),
        "silenced_until": plain(work.silenced_until),
        "escalated": work.escalated,
        "watchers": work.watchers,
        "comments": work.comments,
        "links": [{"title": title, "url": url} for title, url in work.links],
    }


def trail_line(entry: AuditEntry, people: Mapping[int, str]) -> str:
    """What a line of the trail is called; ``people``: number → name."""
    changed: Mapping[str, Any] = entry.detail.get("changed", {})
    if entry.action == "assigned":
        number = changed.get("assignee_id", (None, None))[1]
        if not number:
            return gettext("Given to nobody")
        return gettext("Given to %(name)s", name=people.get(number) or gettext("somebody"))
    if entry.action == "scheduled":
        return _with_day(gettext("Due %(day)s"), changed.get("due_on"), gettext("No due day"))
    if entry.action == "snoozed":
        until = changed.get("snoozed_until")
        return _with_day(gettext("Snoozed until %(day)s"), until, gettext("Snoozed"))
    return gettext(_LINES[entry.action]) if entry.action in _LINES else label(entry.action)


def _with_day(words: str, change: Any, otherwise: str) -> str:
    if not change or not change[1]:
        return otherwise
    return words % {"day": day(date.fromisoformat(change[1]))}
