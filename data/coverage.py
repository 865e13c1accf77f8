"""The coverage statement as programs get it: one object for the command and the API."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from data.queries.coverage import STALE, CoverageStatement, WatchedBy


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class CountryCoverage(_Plain):
    """Who watches a country with live SIMs, when it was last verified, and what nobody would see."""

    country: str
    live_sims: int
    verified_at: datetime | None
    blind_spots: tuple[str, ...]
    """Machine words, see :func:`data.queries.coverage.blind_spots`."""
    sources: tuple[WatchedBy, ...]


class CoverageReport(_Plain):
    """The statement for every country with live SIMs, most SIMs first."""

    countries: tuple[CountryCoverage, ...]
    watched: int
    """How many have no blind spot."""
    blind: int


def build_report(statements: Sequence[CoverageStatement]) -> CoverageReport:
    """The object that the command prints and the API answers with. Pure."""
    countries = tuple(CountryCoverage.model_validate(one) for one in statements)
    blind = sum(bool(one.blind_spots) for one in countries)
    return CoverageReport(countries=countries, watched=len(countries) - blind, blind=blind)


def verified_lately(report: CoverageReport, *, now: datetime) -> tuple[CountryCoverage, ...]:
    """The countries whose newest good read is no older than :data:`STALE`. Pure."""
    return tuple(
        one
        for one in report.countries
        if one.verified_at is not None and now - one.verified_at <= STALE
    )
