"""A fleet's live SIMs where a development applies: the counting of :mod:`analysis.impact`, on the store."""

from datetime import datetime

from sqlmodel import Session

from analysis.impact import ImpactValues as Exposure
from analysis.impact import assess
from data.models import Development
from data.queries.fleet import live_groups

__all__ = ["Exposure", "exposure_of"]


def exposure_of(
    session: Session, development: Development, fleet_id: int, *, now: datetime, live_days: int
) -> Exposure:
    """Count the fleet's live SIMs in the countries that the development touches."""
    groups = live_groups(session, fleet_id, now=now, live_days=live_days)
    return assess(development.countries, groups, on=now.date())
