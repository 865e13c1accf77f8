"""The first page: how things stand, what needs doing, what is new."""

from flask import Blueprint, render_template

from analysis.ledger import standings
from data import countries
from data.queries.alerts import (
    AlertFilter,
    count_alerts_by,
    list_alerts,
    open_alerts_by_country,
)
from data.queries.changes import ChangeFilter, days_ahead, list_changes, sample_developments
from data.queries.exposure import live_by_country
from data.queries.ledger import entries_known
from data.queries.troubles import open_outage, troubled_since
from data.queries.watching import source_counts, sources_in_trouble
from data.words import Topic
from webapp.context import current
from webapp.listing import Choice, here, word_arg
from webapp.pages import db, now, today
from webapp.reading import bars
from webapp.wording import label
from webapp.worldmap.drawing import Picture, draw
from webapp.worldmap.shapes import world

blueprint = Blueprint("overview", __name__)

_OPEN = AlertFilter(state="waiting")


@blueprint.get("/")
def index() -> str:
    """The overview."""
    session = db()
    live = live_by_country(session, now=now(), live_days=current().settings.live_days)
    by_severity = count_alerts_by(session, "severity", _OPEN)
    changes = list_changes(session, ChangeFilter(), limit=6)
    deadlines = days_ahead(session, today=today(), limit=5)
    trouble = sources_in_trouble(session, limit=5)
    topic = Topic(word_arg("topic", [topic.value for topic in Topic]) or Topic.ROAMING)
    shown = {row.id or 0 for row in changes} | {item.development.id or 0 for item in deadlines}
    return render_template(
        "overview/index.html",
        open_total=sum(by_severity.values()),
        by_severity=by_severity,
        alerts=list_alerts(session, _OPEN, limit=6),
        live_total=sum(item.sims for item in live),
        live_countries=sum(1 for item in live if item.value),
        topic=topic,
        topics=_topics(topic),
        picture=_picture(topic, {item.value: item.sims for item in live}),
        bars=bars({item.value: item.sims for item in live})[:10],
        open_by_country=open_alerts_by_country(session),
        sources=source_counts(session),
        trouble=trouble,
        since=troubled_since(session, trouble),
        outage=open_outage(session),
        changes=changes,
        deadlines=deadlines,
        samples=sample_developments(session, sorted(shown)),
    )


def _topics(chosen: Topic) -> list[Choice]:
    """A link for each topic that the map can show."""
    return [
        Choice(text=label(topic), href=here(topic=topic.value), active=topic is chosen)
        for topic in Topic
    ]


def _picture(topic: Topic, live: dict[str, int]) -> Picture:
    """The world by the ledger of today; a country without a rule of its own goes with the EU's."""
    known = standings(entries_known(db(), at=now(), topic=topic.value), on=today())
    union = dict.fromkeys(countries.members("EU", today()), "EU")
    return draw(world(), topic, known, live, union)
