"""Countries: the matrix of countries and topics, and one country with all we know of it."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from data import countries
from data.queries.alerts import AlertFilter, list_alerts, open_alerts_by_country
from data.queries.changes import alerts_of, sample_developments
from data.queries.coverage import CountryWatch, coverage_of
from data.queries.exposure import live_by_country, live_by_home, live_by_technology
from data.queries.exposure_history import live_history
from data.queries.pages_clocks import touched_limits
from data.queries.pages_countries import (
    changes_by_country_and_topic,
    developments_of,
    groups_of,
    source_countries,
    sources_watching,
)
from data.queries.pages_documents import DocumentFilter, list_documents
from data.words import Topic
from webapp.charts import HISTORY, Chart, history_chart
from webapp.context import current
from webapp.listing import page_rows, show_filter, word_arg
from webapp.pages import db, now, today
from webapp.wording.filters import country_name

blueprint = Blueprint("countries", __name__, url_prefix="/countries")

PAGE_SIZE = 100
_KINDS = {"live": "With live SIMs", "changes": "With changes", "blind": "No healthy source"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One country of the matrix."""

    code: str
    sims: int
    open_alerts: int
    topics: dict[str, int]
    watch: CountryWatch

    @property
    def blind(self) -> bool:
        """Live SIMs, and no source in good health watches: silence here means nothing."""
        return bool(self.sims) and not self.watch.healthy


@blueprint.get("")
def index() -> str:
    """The matrix, a page of it; ``show`` narrows it to where we have SIMs, changes, or blind spots."""
    rows = _rows()
    kinds = {
        "live": [row for row in rows if row.sims],
        "changes": [row for row in rows if row.topics],
        "blind": [row for row in rows if row.blind],
    }
    chosen = word_arg("show", kinds)
    page, shown = page_rows(kinds.get(chosen, rows), size=PAGE_SIZE)
    return render_template(
        "countries/index.html",
        rows=shown,
        page=page,
        everything=rows,
        kinds=kinds,
        topics=list(Topic),
        filters=[show_filter({name: len(found) for name, found in kinds.items()}, _KINDS)],
    )


@blueprint.get("/<code>")
def show(code: str) -> str:
    """One country or group."""
    code = code.upper()
    if not (countries.is_country(code) or countries.is_group(code)):
        abort(404)
    session, days = db(), current().settings.live_days
    groups = groups_of(code, today=today())
    members = sorted(countries.members(code, today())) if code != countries.WORLD else []
    changes = developments_of(session, code, limit=30)
    numbers = [row.id for row in changes if row.id is not None]
    return render_template(
        "countries/show.html",
        code=code,
        groups=groups,
        members=members if countries.is_group(code) else [],
        technologies=live_by_technology(session, now=now(), live_days=days, country=code),
        homes=live_by_home(session, now=now(), live_days=days, country=code),
        chart=_chart(code, members),
        alerts=list_alerts(session, AlertFilter(country=code, work="all"), limit=20),
        changes=changes,
        change_alerts=alerts_of(session, numbers),
        samples=sample_developments(session, numbers),
        sources=sources_watching(session, {code, *groups}),
        watch=coverage_of(session, [code], on=today())[code],
        limits=touched_limits(session, countries=[code, *groups]),
        documents=list_documents(session, DocumentFilter(country=code), limit=10),
    )


def _chart(code: str, members: list[str]) -> Chart | None:
    until = today()
    days = live_history(db(), since=until - HISTORY, until=until, countries=members or [code])
    return history_chart(days, until=until)


def _rows() -> list[Row]:
    session = db()
    live = {
        item.value: item.sims
        for item in live_by_country(session, now=now(), live_days=current().settings.live_days)
    }
    topics = changes_by_country_and_topic(session)
    alerts = open_alerts_by_country(session)
    codes = {code for code in live if countries.is_country(code)} | topics.keys()
    codes |= {code for code in source_countries(session) if countries.is_country(code)}
    watch = coverage_of(session, codes, on=today())
    rows = [
        Row(
            code=code,
            sims=live.get(code, 0),
            open_alerts=alerts.get(code, 0),
            topics=topics.get(code, {}),
            watch=watch[code],
        )
        for code in codes
    ]
    return sorted(rows, key=lambda row: (-row.sims, country_name(row.code)))
