"""A fleet's live SIMs where a development applies. Counts only."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.models import Development
from data.queries.alerts_work import LiveGroup, live_groups, touched


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """A fleet's live SIMs where a development applies."""

    live_sims: int
    foreign_sims: int
    fleet_live_sims: int
    by_country: dict[str, int]
    by_technology: dict[str, int]
    by_home: dict[str, int]


def exposure_of(
    session: Session, development: Development, fleet_id: int, *, now: datetime, live_days: int
) -> Exposure:
    """Count the fleet's live SIMs in the countries that the development touches."""
    groups = live_groups(session, fleet_id, now=now, live_days=live_days)
    places = touched(development.countries, {group.visited for group in groups}, now=now)
    here = [group for group in groups if group.visited in places]
    return Exposure(
        live_sims=sum(group.sims for group in here),
        foreign_sims=sum(group.sims for group in here if group.home not in ("", group.visited)),
        fleet_live_sims=sum(group.sims for group in groups),
        by_country=_tally(here, "visited"),
        by_technology=_tally(here, "technology"),
        by_home=_tally(here, "home"),
    )


def _tally(groups: list[LiveGroup], name: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for group in groups:
        counts[getattr(group, name)] = counts.get(getattr(group, name), 0) + group.sims
    return counts
