"""Fleets that grow where a rule applies: from which step on an alert is told again."""

from datetime import datetime

from sqlmodel import Session, col, select

from analysis.impact import assess
from data.models import Alert, Development
from data.queries.fleet import live_groups
from data.settings import Settings
from data.words import ChangeKind
from webapp.wording.filters import number


def grew(told: int, live: int, *, percent: int, least: int) -> bool:
    """Whether live SIMs grew past the step since they were told last. Pure.

    Both must hold: so many percent more, and so many SIMs more.
    """
    return live - told >= max(least, 1) and (live - told) * 100 >= told * percent


def growth_note(told: int, live: int, settings: Settings) -> str:
    """The growth in one sentence; empty when it is not past the step."""
    step = {"percent": settings.growth_percent, "least": settings.growth_sims}
    return f"Live SIMs: {number(told)} → {number(live)}." if grew(told, live, **step) else ""


def grown_alerts(session: Session, *, settings: Settings, now: datetime) -> list[int]:
    """Alerts of developments whose fleet has grown past the step where they apply."""
    rows = session.exec(
        select(Alert, Development)
        .join(Development, col(Development.id) == Alert.development_id)
        .where(Development.kind != ChangeKind.NONE.value)
        .order_by(col(Alert.id))
    ).all()
    found, groups = [], {}
    for alert, development in rows:
        fleet = alert.fleet_id
        if fleet not in groups:
            groups[fleet] = live_groups(session, fleet, now=now, live_days=settings.live_days)
        exposure = assess(development.countries, groups[fleet], on=now.date())
        if growth_note(alert.live_sims, exposure.live_sims, settings):
            found.append(alert.id or 0)
    return found
