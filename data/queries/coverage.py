"""Who watches a country, and when it was last verified that nothing new came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from data.countries import WORLD, members
from data.models import Source
from data.words import Health


@dataclass(frozen=True, kw_only=True)
class CountryWatch:
    """How well one country is watched."""

    country: str
    sources: int
    """Enabled sources of the country, or of a group that it belongs to."""
    healthy: int
    verified_at: datetime | None
    """The newest good read by a source that is healthy now; None: we cannot vouch for silence."""


def coverage_of(session: Session, countries: Iterable[str], *, on: date) -> dict[str, CountryWatch]:
    """The watch over each of these countries. Pages of the whole world (``INT``) do not count:

    they say little of one country's law.
    """
    wanted = sorted(set(countries))
    by_country: dict[str, list[Source]] = {country: [] for country in wanted}
    for source in session.exec(select(Source).where(col(Source.enabled), Source.country != WORLD)):
        for country in members(source.country, on) & by_country.keys():
            by_country[country].append(source)
    return {country: _watch(country, sources) for country, sources in by_country.items()}


def _watch(country: str, sources: list[Source]) -> CountryWatch:
    healthy = [source for source in sources if source.health == Health.HEALTHY]
    reads = [source.last_success_at for source in healthy if source.last_success_at is not None]
    return CountryWatch(
        country=country,
        sources=len(sources),
        healthy=len(healthy),
        verified_at=max(reads, default=None),
    )
