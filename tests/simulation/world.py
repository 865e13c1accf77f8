"""The simulated regulators: what befalls each of them, and how it answers at a moment."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from crawler.items import SourceResult
from crawler.moves import Move
from data.models import Source
from tests.simulation.processes import YEAR, Publisher, draw_publisher, publication_days

START = datetime(2026, 1, 1, tzinfo=UTC)
#: Years of publishing before the simulated one; an index shows the newest twenty entries.
BEFORE, SHOWN = 4, 20
#: What may befall a source → the error of its answers; none for what is no error.
ERRORS = {
    "dies": ("dns", "connection", "timeout", "http_404", "http_500", "not_a_feed"),
    "blocked": ("challenge", "http_403"),
    "runs empty": ("empty_feed",),
    "breaks TLS": ("tls",),
    "flaps": ("http_500", "timeout"),
    "moves": (),
    "goes quiet": (),
}
#: Words of health under which each is noticed.
WORDS = {
    "dies": {"failing"},
    "blocked": {"blocked"},
    "runs empty": {"empty"},
    "breaks TLS": {"tls"},
    "flaps": {"failing"},
    "moves": {"moved"},
    "goes quiet": {"silent"},
}
#: Of a hundred attempts, how many meet a fault that is gone at the next one.
_HICCUPS = 0.4


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that befalls a source, from one moment to another."""

    what: str
    start: datetime
    end: datetime
    error: str = ""


@dataclass(kw_only=True)
class Site:
    """A regulator's site: its row in our store, what it publishes, what befalls it."""

    source: Source
    publisher: Publisher
    days: list[date]
    events: list[Event]
    rng: random.Random
    last_shown: date | None = field(default=None)

    def event(self, at: datetime) -> Event | None:
        """What befalls it at a moment."""
        return next((one for one in self.events if one.start <= at < one.end), None)

    def answer(self, at: datetime, *, offline: bool) -> SourceResult:
        """How it answers, or how our own broken connection does in its place."""
        error, move = self._state(at)
        if offline:
            error = self.rng.choice(("dns", "dns", "connection", "timeout"))
        if error:
            message = f"simulated {error}"
            return SourceResult(
                source_id=self.source.id, outcome="failed", error=error, message=message
            )
        days = tuple(reversed(self.published(at)[-SHOWN:]))
        return SourceResult(source_id=self.source.id, outcome="ok", days=days, move=move)

    def published(self, at: datetime) -> list[date]:
        """Days of what it has published by a moment, oldest first."""
        quiet = next((one for one in self.events if one.what == "goes quiet"), None)
        today = at.date()
        return [
            day
            for day in self.days
            if day < today
            and not (quiet and quiet.start.date() <= day < min(quiet.end.date(), today))
        ]

    def _state(self, at: datetime) -> tuple[str, Move | None]:
        event = self.event(at)
        if event is None or event.what == "goes quiet":
            hiccup = self.rng.random() * 100 < _HICCUPS
            return ("timeout" if hiccup else "", None)
        if event.what == "moves":
            return "", Move(to=f"https://new.{self.source.id}.example/feed", permanent=True)
        if event.what == "flaps":
            up = int((at - event.start) / timedelta(hours=7)) % 2
            return ("" if up else event.error, None)
        return event.error, None


def draw_sites(count: int, *, days: int, seed: int) -> list[Site]:
    """So many sites; six in ten meet with something within ``days`` of watching."""
    return [_draw_site(number, days, seed) for number in range(count)]


def draw_outages(*, days: int, seed: int) -> list[Event]:
    """When our own connection is down: about eight times a year, for 40 minutes to 12 hours."""
    rng = random.Random(f"{seed}:outages")
    count = max(1, round(8 * days / YEAR))
    slots = [days * (place + rng.uniform(0.1, 0.7)) / count for place in range(count)]
    starts = [START + timedelta(days=slot) for slot in slots]
    return [
        Event(what="outage", start=at, end=at + timedelta(minutes=rng.uniform(40, 720)))
        for at in starts
    ]


def _draw_site(number: int, days: int, seed: int) -> Site:
    rng = random.Random(f"{seed}:{number}")
    publisher = draw_publisher(rng)
    first = START.date() - timedelta(days=BEFORE * YEAR)
    numbers = publication_days(publisher, rng, days=BEFORE * YEAR + days)
    source = Source(
        id=f"s{number:03}",
        authority="A",
        authority_name="Authority",
        authority_kind="telecom_regulator",
        country="DE",
        title=f"News {number}",
        kind="feed",
        url=f"https://s{number:03}.example/feed",
        language="en",
        rhythm_days=publisher.rhythm_days,
        max_silence_days=publisher.max_silence_days,
    )
    return Site(
        source=source,
        publisher=publisher,
        days=[first + timedelta(days=n) for n in numbers],
        events=[_draw_event(rng, days)] if rng.random() < 0.6 else [],
        rng=rng,
    )


def _draw_event(rng: random.Random, days: int) -> Event:
    what = rng.choice(list(ERRORS))
    start = START + timedelta(days=rng.uniform(0.08, 0.35) * days, hours=rng.uniform(0, 24))
    length = rng.uniform(0.03, 0.2) * days
    if what == "goes quiet":
        length = days  # until the end: how long it takes to notice is the question
    elif what == "flaps":
        length = 5.0
    end = start + timedelta(days=length)
    return Event(what=what, start=start, end=end, error=rng.choice(ERRORS[what] or ("",)))
