"""The days ahead of alerts as a calendar (RFC 5545): when a rule takes effect, until when to act."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from data.queries.alert_facts import AlertFacts
from data.words import ChangeKind
from webapp.alerts import wording
from webapp.feeds.json_feed import content_of, id_of

#: What has happened stays in a calendar for a while.
BACK = timedelta(days=90)
_NAMES = {"effective": "takes effect", "deadline": "deadline"}


def calendar_of(alerts: list[AlertFacts], *, base_url: str, today: date) -> bytes:
    """All days from :data:`BACK` before ``today`` on, the earliest first."""
    calendar = Calendar()
    calendar.add("prodid", "-//Roamwatch//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Roamwatch: days ahead")
    calendar.add("refresh-interval", timedelta(hours=4), {"value": "DURATION"})
    found = [
        (day, what, facts) for facts in alerts for what, day in _days(facts) if day >= today - BACK
    ]
    for day, what, facts in sorted(found, key=lambda one: (one[0], one[2].alert_id, one[1])):
        calendar.add_component(_event(day, what, facts, base_url))
    whole: bytes = calendar.to_ical()
    return whole


def _days(facts: AlertFacts) -> Iterator[tuple[str, date]]:
    if facts.kind == ChangeKind.NONE.value:
        return
    if facts.effective_on:
        yield "effective", facts.effective_on
    if facts.deadline_on:
        yield "deadline", facts.deadline_on


def _event(day: date, what: str, facts: AlertFacts, base_url: str) -> Event:
    """An all-day event that takes no time of anybody; its UID stays when the day moves."""
    event = Event()
    place = wording.country_name(facts.jurisdiction)
    values: dict[str, Any] = {
        "uid": f"{id_of(facts)}:{what}@{urlsplit(base_url).hostname or 'roamwatch'}",
        "summary": f"{place}, {wording.label(facts.topic)}: {_NAMES[what]}",
        "dtstart": day,
        "dtend": day + timedelta(days=1),
        "dtstamp": facts.updated_at,
        "last-modified": facts.updated_at,
        "url": f"{base_url}/alerts/{facts.alert_id}",
        "description": content_of(facts),
        "categories": [wording.label(facts.topic), facts.severity],
        "transp": "TRANSPARENT",
    }
    for name, value in values.items():
        event.add(name, value)
    return event
