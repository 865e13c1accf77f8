"""The first page: how things stand, what needs doing, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_login import current_user

from analysis.ledger import standings
from data import countries
from data.queries.alerts import (
    AlertFilter,
    count_alerts_by,
    list_alerts,
    open_alerts_by_country,
)
from data.queries.changes import ChangeFilter, list_changes, sample_developments
from data.queries.days_ahead import Deadline, count_days, days_ahead
from data.queries.exposure import live_by_country
from data.queries.ledger import entries_known
from data.queries.pages_clocks import pressing_limits
from data.queries.troubles import open_outage, troubled_since
from data.queries.visits import begin_visit, news_since
from data.queries.watching import source_counts, sources_in_trouble
from data.words import Topic
from webapp.context import current
from webapp.listing import Choice, days_words, here, since_words, word_arg
from webapp.pages import db, now, today
from webapp.reading import bars
from webapp.timeline import AHEAD, Timeline, timeline
from webapp.wording.filters import label
from webapp.worldmap.drawing import Picture, draw
from webapp.worldmap.shapes import world

blueprint = Blueprint("overview", __name__)

_OPEN = AlertFilter(state="waiting")
#: Days ahead that are listed; the picture shows every one.
_LISTED = 41


@dataclass(frozen=True, kw_only=True)
class DaysAhead:
    """The next 90 days: a picture, the first rows of its list, and the next day after them."""

    picture: Timeline
    rows: Sequence[Deadline]
    total: int
    words: str
    """The span of days for an address."""
    later: Deadline | None


@blueprint.get("/")
def index() -> str:
    """The overview."""
    session = db()
    live = live_by_country(session, now=now(), live_days=current().settings.live_days)
    by_severity = count_alerts_by(session, "severity", _OPEN)
    changes = list_changes(session, ChangeFilter(), limit=6)
    days = _days()
    trouble = sources_in_trouble(session, limit=5)
    topic = Topic(word_arg("topic", [topic.value for topic in Topic]) or Topic.ROAMING)
    visit = begin_visit(session, current().engine, current_user.id, now=now())
    shown = {row.id or 0 for row in changes} | {item.development.id or 0 for item in days.rows}
    return render_template(
        "overview/index.html",
        visit=visit,
        news=news_since(session, visit) if visit else None,
        since_words=since_words,
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
        days=days,
        clocks=pressing_limits(session, limit=4),
        samples=sample_developments(session, sorted(shown)),
    )


def _days() -> DaysAhead:
    first, last = today(), today() + AHEAD
    items = days_ahead(db(), today=first, limit=_LISTED)
    counts = count_days(db(), first=first, last=last)
    return DaysAhead(
        picture=timeline(items, counts, today=first),
        rows=[item for item in items if item.day <= last],
        total=sum(counts.values()),
        words=days_words(first, last),
        later=next((item for item in items if item.day > last), None),
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
