"""The first page: how things stand, what needs doing, what is new."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from data.queries.alerts import (
    AlertFilter,
    count_alerts_by,
    list_alerts,
    open_alerts_by_country,
)
from data.queries.changes import ChangeFilter, days_ahead, list_changes, sample_developments
from data.queries.exposure import LiveCount, live_by_country
from data.queries.watching import source_counts, sources_in_trouble
from data.words import AlertState
from webapp.context import current
from webapp.pages import db, now, today

blueprint = Blueprint("overview", __name__)

_OPEN = AlertFilter(state=AlertState.OPEN.value)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One country of the exposure table; ``share`` is 0 to 100, of the largest."""

    country: str
    sims: int
    share: float
    open_alerts: int


def bars(live: list[LiveCount], open_alerts: dict[str, int], *, most: int) -> list[Bar]:
    """The countries with most live SIMs, and those with open alerts, most SIMs first."""
    top = max((item.sims for item in live), default=0)
    shown = live[:most] + [item for item in live[most:] if open_alerts.get(item.value)]
    return [
        Bar(
            country=item.value,
            sims=item.sims,
            share=round(100 * item.sims / top, 1),
            open_alerts=open_alerts.get(item.value, 0),
        )
        for item in shown
    ]


@blueprint.get("/")
def index() -> str:
    """The overview."""
    session = db()
    live = live_by_country(session, now=now(), live_days=current().settings.live_days)
    by_severity = count_alerts_by(session, "severity", _OPEN)
    changes = list_changes(session, ChangeFilter(), limit=6)
    deadlines = days_ahead(session, today=today(), limit=5)
    shown = {row.id or 0 for row in changes} | {item.development.id or 0 for item in deadlines}
    return render_template(
        "overview/index.html",
        open_total=sum(by_severity.values()),
        by_severity=by_severity,
        alerts=list_alerts(session, _OPEN, limit=6),
        live_total=sum(item.sims for item in live),
        live_countries=sum(1 for item in live if item.value),
        bars=bars(live, open_alerts_by_country(session), most=8),
        sources=source_counts(session),
        trouble=sources_in_trouble(session, limit=5),
        changes=changes,
        deadlines=deadlines,
        samples=sample_developments(session, sorted(shown)),
    )
