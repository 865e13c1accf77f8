"""The rule ledger for pages, programs and commands: as of a day, and as known at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session

from analysis.ledger import Standing, standings
from data import countries
from data.errors import RoamwatchError
from data.ledger import Entry
from data.queries.ledger import entries_known
from data.queries.pages_countries import groups_of
from data.rules import rule_facts
from data.words import Topic

Ledger = dict[str, dict[Topic, Standing]]


class DayError(RoamwatchError):
    """A day in an address or on the command line is none; the message says how to write it."""

    code = "day"


class PlaceError(RoamwatchError):
    """A code is no country and no group."""

    code = "place"


@dataclass(frozen=True, kw_only=True)
class When:
    """Which day's rules are asked for, and as they were known when."""

    on: date
    known: date
    """By the end of this day, in UTC."""
    today: date

    @property
    def is_now(self) -> bool:
        """Whether it is simply the rule today."""
        return self.on == self.today and self.known >= self.today

    @property
    def moment(self) -> datetime:
        """The last moment that counts as known."""
        return datetime.combine(self.known, time.max, tzinfo=UTC)


def when(on: str, known: str, *, today: date) -> When:
    """From the words of an address; empty ones mean today. Raises :class:`DayError`."""
    return When(
        on=_day(on, "on", today), known=min(_day(known, "known", today), today), today=today
    )


def _day(text: str, name: str, today: date) -> date:
    if not text.strip():
        return today
    try:
        return date.fromisoformat(text.strip())
    except ValueError as exc:
        raise DayError(f"“{name}” must be a day such as 2026-03-01") from exc


def place(code: str) -> str:
    """The code of a country or group, in capitals. Raises :class:`PlaceError`."""
    found = code.strip().upper()
    if countries.is_country(found) or countries.is_group(found):
        return found
    raise PlaceError(f"{code} is no country or group; use ISO 3166-1 alpha-2 such as TR, or EU")


def with_groups(code: str, *, on: date) -> list[str]:
    """A place, and the groups to which it belongs on a day: their rules bind it too."""
    return [code, *groups_of(code, today=on)] if countries.is_country(code) else [code]


def ledger(session: Session, asked: When, *, places: Collection[str] = ()) -> Ledger:
    """How countries stand, from what the store held at the moment asked for. One statement."""
    return standings(entries_known(session, at=asked.moment, countries=places), on=asked.on)


def shipped(asked: When, *, places: Collection[str] = ()) -> Ledger:
    """The same from the files alone, where there is no store."""
    facts = (fact for fact in rule_facts() if not places or fact.country in places)
    return standings((Entry(fact=fact) for fact in facts), on=asked.on)


def ledger_json(known: Ledger) -> dict[str, dict[str, Any]]:
    """Code → topic → stance and facts, for programs."""
    return {
        code: {topic.value: _standing_json(standing) for topic, standing in topics.items()}
        for code, topics in sorted(known.items())
    }


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {
        "stance": standing.stance.value,
        "disputed": standing.disputed,
        "facts": [_entry_json(entry) for entry in (standing.head, *standing.others)],
        "ahead": [_entry_json(entry) for entry in standing.ahead],
        "earlier": [_entry_json(entry) for entry in standing.earlier],
        "overruled": [_entry_json(entry) for entry in standing.overruled],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    known_from, known_until = (
        None if moment is None else moment.isoformat()
        for moment in (entry.known_from, entry.known_until)
    )
    return {
        **entry.fact.model_dump(mode="json", exclude={"country", "topic"}),
        "recorded_by": entry.recorded_by,
        "note": entry.note,
        "evidence": entry.evidence or None,
        "known_from": known_from,
        "known_until": known_until,
    }
