"""A year of watching 400 sources on a virtual clock: ``python -m tests.simulation.year``.

Sites die, move, are blocked, run empty, break their certificates, go quiet, flap and come
back; our own connection drops. The table says how soon each is noticed, against the time
that is promised, how soon its trouble closes after recovery, and the false alarms.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_high

from crawler.silence import allowance
from data.models import Trouble
from data.words import OUTAGE
from tests.simulation.processes import YEAR
from tests.simulation.watch import OURS, Watch
from tests.simulation.world import START, WORDS, Event, Site, draw_outages, draw_sites

#: Promised: a day between two looks, a quarter of an hour for the second try, the worker's tick.
PROMISE = timedelta(hours=25)
#: Promised for our own connection: as long as the window in which hosts are compared, twice.
OUTAGE_PROMISE = timedelta(minutes=40)
#: After a trouble is over, this long one of its kind may still be explained by it; with the hold.
_AFTER = timedelta(days=6)
#: One that is up and down by turns is caught when a look falls on a time when it is down.
FLAP_PROMISE = timedelta(days=3)


_PROMISES = {"goes quiet": None, "flaps": FLAP_PROMISE, "our outage": OUTAGE_PROMISE}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One kind of event: how it was noticed and closed."""

    what: str
    events: int
    missed: int
    noticed: list[timedelta]
    promise: timedelta | None
    closed: list[timedelta]
    troubles: int

    @property
    def late(self) -> int:
        """How many were noticed later than promised."""
        return sum(one > self.promise for one in self.noticed) if self.promise else 0


def simulate(*, sources: int, days: int, seed: int) -> Watch:
    """Watch so many sources for so many days."""
    watch = Watch(
        sites=draw_sites(sources, days=days, seed=seed), outages=draw_outages(days=days, seed=seed)
    )
    watch.run(days)
    return watch


def lines(watch: Watch, *, days: int) -> list[Line]:
    """What became of each kind of event."""
    pairs: dict[str, list[tuple[Event, list[Trouble]]]] = defaultdict(list)
    for site in watch.sites:
        for event in site.events:
            if event.what == "goes quiet" and not _told_by(watch, site, days=days):
                continue  # its allowance reaches beyond the simulated time
            pairs[event.what].append((event, _explained(watch, site.source.id, event)))
    for event in watch.outages:
        pairs["our outage"].append((event, _explained(watch, OURS, event)))
    return [_line(what, pairs[what]) for what in (*WORDS, "our outage") if what in pairs]


def false_alarms(watch: Watch) -> Counter[str]:
    """Troubles that nothing explains, by kind."""
    found: Counter[str] = Counter()
    for site in watch.sites:
        mine = [one for one in watch.troubles if one.source_id == site.source.id]
        for trouble in mine:
            if not any(_explains(event, trouble) for event in site.events):
                found[trouble.kind] += 1
    ours = [one for one in watch.troubles if one.source_id == OURS]
    found[OUTAGE] += sum(not any(_explains(one, t) for one in watch.outages) for t in ours)
    return +found


def blamed_in_outages(watch: Watch) -> int:
    """Troubles of sources that opened while our own connection was down, and nothing else was."""
    return sum(
        outage.start <= trouble.opened_at < outage.end
        and trouble.source_id == site.source.id
        and not any(_explains(event, trouble) for event in site.events)
        for outage in watch.outages
        for site in watch.sites
        for trouble in watch.troubles
    )


def _told_by(watch: Watch, site: Site, *, days: int) -> bool:
    """Whether a source that went quiet was to be noticed within the simulated time."""
    known = watch.past[site.source.id]
    allowed = allowance(list(known), max_silence_days=site.publisher.max_silence_days).days
    due = max(known) + timedelta(days=allowed + 1)
    return due < (START + timedelta(days=days) - PROMISE).date()


def _explained(watch: Watch, name: str, event: Event) -> list[Trouble]:
    """The troubles that tell of the event; one that was open before it tells of it as well."""
    mine = [one for one in watch.troubles if one.source_id == name]
    known = [
        one
        for one in mine
        if one.opened_at < event.start
        and (one.closed_at is None or one.closed_at > event.start)
        and one.kind in WORDS.get(event.what, ())
    ]
    return [*known, *(one for one in mine if _explains(event, one))]


def _explains(event: Event, trouble: Trouble) -> bool:
    silent = trouble.kind == "silent"
    if silent != (event.what == "goes quiet"):
        return False
    return event.start <= trouble.opened_at < event.end + _AFTER


def _line(what: str, pairs: Sequence[tuple[Event, list[Trouble]]]) -> Line:
    seen = [(event, found) for event, found in pairs if found]
    return Line(
        what=what,
        events=len(pairs),
        missed=len(pairs) - len(seen),
        noticed=[max(found[0].opened_at - event.start, timedelta()) for event, found in seen],
        promise=_PROMISES.get(what, PROMISE),
        closed=[
            found[-1].closed_at - event.end
            for event, found in seen
            if found[-1].closed_at is not None
        ],
        troubles=sum(len(found) for _, found in seen),
    )


def show(watch: Watch, *, days: int) -> bool:
    """Print the table; whether every promise was kept."""
    kept = True
    print(f"{len(watch.sites)} sources, {days} days, {watch.attempts:,} attempts")
    print(f"{'event':12}{'times':>6}{'missed':>7}{'noticed: median':>17}{'worst':>9}{'promised':>10}"
          f"{'late':>5}{'closed: median':>16}{'worst':>9}{'alerts':>7}")  # fmt: skip
    for line in lines(watch, days=days):
        print(f"{line.what:12}{line.events:6}{line.missed:7}{_mid(line.noticed):>17}"
              f"{_worst(line.noticed):>9}{_time(line.promise):>10}{line.late:5}"
              f"{_mid(line.closed):>16}{_worst(line.closed):>9}{line.troubles:7}")  # fmt: skip
        kept = kept and not line.late and not line.missed
    source_years = len(watch.sites) * days / YEAR
    alarms = false_alarms(watch)
    print(f"false alarms per 100 source-years ({source_years:.0f} watched):")
    for kind in ("silent", "failing", "blocked", "tls", "empty", "moved", OUTAGE):
        print(f"  {kind:8} {100 * alarms[kind] / source_years:.2f}  ({alarms[kind]})")
    blamed = blamed_in_outages(watch)
    print(f"sources blamed while our own connection was down: {blamed}")
    return kept and not blamed and 100 * alarms["silent"] / source_years <= 1


def _mid(times: Sequence[timedelta]) -> str:
    return _time(median_high(times)) if times else "-"


def _worst(times: Sequence[timedelta]) -> str:
    return _time(max(times)) if times else "-"


def _time(value: timedelta | None) -> str:
    if value is None:
        return "own past"
    hours = value.total_seconds() / 3600
    return (
        f"{hours * 60:.0f} min"
        if hours < 2
        else f"{hours:.1f} h"
        if hours < 72
        else f"{hours / 24:.0f} d"
    )


def main() -> int:
    """Simulate and print; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.year")
    parser.add_argument("--sources", type=int, default=400)
    parser.add_argument("--days", type=int, default=YEAR)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    watch = simulate(sources=options.sources, days=options.days, seed=options.seed)
    return 0 if show(watch, days=options.days) else 1


if __name__ == "__main__":
    sys.exit(main())
