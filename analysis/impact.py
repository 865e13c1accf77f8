"""Decision: how many live SIMs of a fleet a development touches. Pure; counts, never identifiers."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.countries import expand
from data.queries.fleet import LiveGroup


@dataclass(frozen=True, kw_only=True)
class ImpactValues:
    """A fleet's live SIMs where a development applies."""

    live_sims: int
    foreign_sims: int
    """Of those, how many roam: their home network is of another country, or of none."""
    fleet_live_sims: int
    """Live SIMs of the fleet anywhere."""
    by_country: dict[str, int]
    by_technology: dict[str, int]
    by_home: dict[str, int]
    """The empty key is “not known”: such SIMs count as live, but not as foreign."""


def assess(countries: Iterable[str], groups: Sequence[LiveGroup], *, on: date) -> ImpactValues:
    """Count the live SIMs of ``groups`` that are in ``countries``.

    Groups of countries among them stand for their members on the day ``on``. SIMs whose
    country is not known are touched by nothing.
    """
    places = expand(countries, on)
    here = [group for group in groups if group.visited in places]
    return ImpactValues(
        live_sims=sum(group.sims for group in here),
        foreign_sims=sum(group.sims for group in here if group.foreign),
        fleet_live_sims=sum(group.sims for group in groups),
        by_country=_tally(here, lambda group: group.visited),
        by_technology=_tally(here, lambda group: group.technology),
        by_home=_tally(here, lambda group: group.home),
    )


def _tally(groups: Iterable[LiveGroup], word: Callable[[LiveGroup], str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for group in groups:
        counts[word(group)] += group.sims
    return dict(counts)
