"""Watching the simulated sites on a virtual clock with the crawler's own decisions.

Rows are real, in memory: what :func:`crawler.source_recording.settle` and
:func:`crawler.concluding.conclude` decide is decided by the same functions here; only the
reading of a source's past and the writing of rows are left out, which would take an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from crawler.concluding import weigh
from crawler.connection import Connection
from crawler.errors import NETWORK
from crawler.silence import LEAST_DAYS, Allowance, allowance
from crawler.source_recording import note_attempt, plan_next
from crawler.troubles import Step, comes_back, decide
from crawler.verdicts import note_verdict
from data.models import Trouble
from data.words import OUTAGE
from tests.simulation.world import START, Event, Site

#: How often the worker looks for what is due.
TICK = timedelta(minutes=10)
OURS = "connection"


@dataclass(kw_only=True)
class Watch:
    """The worker and its store."""

    sites: Sequence[Site]
    outages: Sequence[Event]
    troubles: list[Trouble] = field(default_factory=list)
    open: dict[str, Trouble] = field(default_factory=dict)
    past: dict[str, set[date]] = field(default_factory=dict)
    attempts: int = 0

    def run(self, days: int) -> None:
        """Watch for so many days."""
        now, end = START, START + timedelta(days=days)
        rows = [site.source for site in self.sites]
        while now < end:
            due = [
                site
                for site in self.sites
                if site.source.next_check_at is None or site.source.next_check_at <= now
            ]
            if due:
                self._crawl(due, now)
            soonest = min((row.next_check_at for row in rows if row.next_check_at), default=end)
            ticks = max(1, -(-(soonest - now) // TICK))
            now += ticks * TICK

    def _crawl(self, due: Sequence[Site], now: datetime) -> None:
        offline = any(one.start <= now < one.end for one in self.outages)
        for site in due:
            self._read(site, now, offline=offline)
        rows = [site.source for site in self.sites]
        read = {site.source.id for site in due}
        state, blamed = weigh(rows, read, broken=OURS in self.open, now=now)
        for source in blamed:
            note_verdict(
                source, error=source.last_error, message="simulated", move=None, newest=None,
                allowed=Allowance(days=source.max_silence_days, longest=0, gaps=0), now=now,
            )  # fmt: skip
        self._follow_connection(state, now)
        for row in [*blamed, *(site.source for site in due)]:
            self._follow(row.id, row.health, row.health_reason, now)

    def _read(self, site: Site, now: datetime, *, offline: bool) -> None:
        self.attempts += 1
        source, result = site.source, site.answer(now, offline=offline)
        source.last_attempt_at = now
        note_attempt(source, result, now=now)
        known = self.past.setdefault(source.id, set())
        known.update(result.days)
        if result.error not in NETWORK:
            today = now.astimezone(UTC).date()
            newest, bound = source.newest_on, source.max_silence_days
            allowed = Allowance(days=bound, longest=0, gaps=0)
            if newest is not None and (today - newest).days > min(LEAST_DAYS, bound):
                allowed = allowance(list(known), max_silence_days=bound)
            note_verdict(
                source, error=result.error, message=result.message, move=result.move,
                newest=newest, allowed=allowed, now=now,
            )  # fmt: skip
        plan_next(source, result, days=result.days, now=now)

    def _follow_connection(self, state: Connection, now: datetime) -> None:
        broken = state is Connection.BROKEN
        if broken and OURS not in self.open:
            self._open(OURS, OUTAGE, now)
        if not broken and OURS in self.open:
            self._close(OURS, now)

    def _follow(self, name: str, health: str, reason: str, now: datetime) -> None:
        trouble = self.open.get(name)
        step = decide(health, enabled=True, open_kind=trouble.kind if trouble else "")
        if step in (Step.CLOSE, Step.REPLACE):
            self._close(name, now)
        if trouble is not None and step is Step.FOLLOW:
            trouble.kind, trouble.reason = health, reason
        if step in (Step.OPEN, Step.REPLACE):
            self._open(name, health, now)

    def _open(self, name: str, kind: str, now: datetime) -> None:
        before = next((one for one in reversed(self.troubles) if one.source_id == name), None)
        if before is not None and comes_back(
            kind, closed_kind=before.kind, closed_at=before.closed_at, now=now
        ):
            before.closed_at, before.kind = None, kind
            before.falls += 1
            self.open[name] = before
            return
        trouble = Trouble(source_id=name, kind=kind, reason="", opened_at=now, open_as=name)
        self.troubles.append(trouble)
        self.open[name] = trouble

    def _close(self, name: str, now: datetime) -> None:
        self.open.pop(name).closed_at = now
