"""Who watches a country, and when it was last verified that nothing new came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from data.countries import WORLD, members
from data.models import Source
from data.queries.exposure import live_by_country
from data.words import VOUCHING, Certainty, SourceRole

#: Longer without a good read than this, and silence says nothing any more.
STALE = timedelta(days=3)
#: A source's health, and when it was last read well.
_Read = tuple[str, datetime | None]
_RULE_MAKERS = ("telecom_regulator", "ministry")


@dataclass(frozen=True, kw_only=True)
class CountryWatch:
    """How well one country is watched."""

    country: str
    sources: int
    """Enabled sources of the country, or of a group that it belongs to."""
    healthy: int
    """How many are read well, at the catalogue's address or where it moved to."""
    verified_at: datetime | None
    """The newest good read by a source that is read well now; None: we cannot vouch for silence."""


def coverage_of(session: Session, countries: Iterable[str], *, on: date) -> dict[str, CountryWatch]:
    """The watch over each of these countries. Pages of the whole world (``INT``) do not count:

    they say little of one country's law.
    """
    wanted = sorted(set(countries))
    by_country: dict[str, list[_Read]] = {country: [] for country in wanted}
    rows = session.exec(
        select(Source.country, Source.health, Source.last_success_at).where(
            col(Source.enabled), Source.country != WORLD
        )
    )
    for place, health, last in rows:
        for country in members(place, on) & by_country.keys():
            by_country[country].append((health, last))
    return {country: _watch(country, sources) for country, sources in by_country.items()}


def _watch(country: str, sources: Sequence[_Read]) -> CountryWatch:
    healthy = [last for health, last in sources if health in VOUCHING]
    reads = [last for last in healthy if last is not None]
    return CountryWatch(
        country=country,
        sources=len(sources),
        healthy=len(healthy),
        verified_at=max(reads, default=None),
    )


class _Watching(NamedTuple):
    """Of a source what tells how well it watches; there are hundreds."""

    id: str
    country: str
    authority: str
    authority_kind: str
    role: str
    certainty: str
    health: str
    last_success_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WatchedBy:
    """One source that watches a country, itself or through a group."""

    id: str
    authority: str
    authority_kind: str
    via_group: str
    """The group (``EU`` …) whose source it is, empty for the country's own."""
    role: str
    certainty: str
    health: str
    last_success_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CoverageStatement:
    """What can be said of one country with live SIMs: who watches it, and what nobody would see."""

    country: str
    live_sims: int
    sources: tuple[WatchedBy, ...]
    verified_at: datetime | None
    """The newest good read by a primary source that is read well now."""
    blind_spots: tuple[str, ...]
    """Machine words, see :func:`blind_spots`; empty when the country is watched well."""


def coverage_statements(
    session: Session, *, now: datetime, live_days: int
) -> list[CoverageStatement]:
    """A statement for each country with live SIMs, most SIMs first; unknown places are left out."""
    live = {
        count.value: count.sims
        for count in live_by_country(session, now=now, live_days=live_days)
        if count.value
    }
    watching: dict[str, list[WatchedBy]] = {country: [] for country in live}
    for row in session.execute(
        select(*(getattr(Source, name) for name in _Watching._fields))
        .where(col(Source.enabled), Source.country != WORLD)
        .order_by(col(Source.country), col(Source.id))
    ):
        source = _Watching._make(row)
        for country in members(source.country, now.date()) & live.keys():
            watching[country].append(_watched_by(source, country))
    return [_statement(country, live[country], watching[country], now) for country in live]


def blind_spots(sources: Iterable[WatchedBy], *, now: datetime) -> tuple[str, ...]:
    """Why silence in a country proves nothing. Only primary sources count.

    ``no_source``; ``only_group`` (sources of a group, none of its own); ``no_rule_maker``
    (no telecom regulator or ministry among its own); ``never_read``; ``only_inferred``
    (never read, and nobody ever saw one of their addresses answer); ``none_healthy`` (read
    once, none is read well now); ``not_verified`` (no good read within :data:`STALE`).
    """
    primary = [source for source in sources if source.role == SourceRole.PRIMARY]
    if not primary:
        return ("no_source",)
    found = []
    own = [source for source in primary if not source.via_group]
    if not own:
        found.append("only_group")
    elif not any(source.authority_kind in _RULE_MAKERS for source in own):
        found.append("no_rule_maker")
    verified = _verified_at(primary)
    if all(source.last_success_at is None for source in primary):
        found.append("never_read")
        if all(source.certainty == Certainty.INFERRED for source in primary):
            found.append("only_inferred")
    elif verified is None:
        found.append("none_healthy")
    elif now - verified > STALE:
        found.append("not_verified")
    return tuple(found)


def _watched_by(source: _Watching, country: str) -> WatchedBy:
    return WatchedBy(
        id=source.id,
        authority=source.authority,
        authority_kind=source.authority_kind,
        via_group="" if source.country == country else source.country,
        role=source.role,
        certainty=source.certainty,
        health=source.health,
        last_success_at=source.last_success_at,
    )


def _statement(
    country: str, sims: int, sources: list[WatchedBy], now: datetime
) -> CoverageStatement:
    return CoverageStatement(
        country=country,
        live_sims=sims,
        sources=tuple(sources),
        verified_at=_verified_at(sources),
        blind_spots=blind_spots(sources, now=now),
    )


def _verified_at(sources: Iterable[WatchedBy]) -> datetime | None:
    reads = [
        source.last_success_at
        for source in sources
        if source.health in VOUCHING
        and source.role == SourceRole.PRIMARY
        and source.last_success_at is not None
    ]
    return max(reads, default=None)
