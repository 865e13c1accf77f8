"""Rule changes, whether they touch the fleet or not: the list, and one with its publications."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from data.countries import expand
from data.models import Development
from data.queries.alert_page import evidence_of, publications
from data.queries.changes import (
    ChangeFilter,
    alerts_of,
    change_countries,
    count_changes,
    count_changes_by,
    list_changes,
    sample_developments,
)
from data.queries.exposure_history import live_on
from data.queries.pages_documents import version_by_id
from data.words import ChangeKind, ChangeStatus, Direction, Topic
from webapp.feedback.pages import said_of, sorted_of
from webapp.listing import (
    FilterGroup,
    chosen_filter,
    country_arg,
    country_filter,
    days_arg,
    filter_group,
    page_of,
    since_arg,
    word_arg,
)
from webapp.pages import db, lately, today, zone
from webapp.reading import dated, evidence_passages
from webapp.wording.filters import day, span

blueprint = Blueprint("changes", __name__, url_prefix="/changes")

PAGE_SIZE = 50
_FILTERS = (
    ("Topic", "topic", tuple(Topic)),
    ("Status", "status", tuple(ChangeStatus)),
    ("Direction", "direction", tuple(Direction)),
)


@blueprint.get("")
def index() -> str:
    """The list, filtered by plain links."""
    session = db()
    chosen = ChangeFilter(
        **{name: word_arg(name, words) for _, name, words in _FILTERS},
        country=country_arg(),
        days=days_arg(),
        since=since_arg(),
    )
    page = page_of(count_changes(session, chosen), size=PAGE_SIZE)
    groups = [
        filter_group(
            title,
            name,
            words,
            chosen=getattr(chosen, name),
            counts=count_changes_by(session, name, chosen),
        )
        for title, name, words in _FILTERS
    ]
    changes = list_changes(session, chosen, limit=PAGE_SIZE, offset=page.offset)
    numbers = [change.id for change in changes if change.id is not None]
    return render_template(
        "changes/index.html",
        changes=changes,
        samples=sample_developments(session, numbers),
        alerts=alerts_of(session, numbers),
        page=page,
        chosen=chosen,
        filters=[
            *_narrowed(chosen),
            *groups,
            country_filter(change_countries(session), chosen=chosen.country),
        ],
    )


def _narrowed(chosen: ChangeFilter) -> list[FilterGroup]:
    """What a link from the overview has chosen."""
    groups = []
    if chosen.since:
        groups.append(chosen_filter("Found", "since", f"Since {lately(chosen.since)}"))
    if chosen.days:
        first, last = chosen.days
        shown = day(first) if first == last else span(first, last)
        groups.append(chosen_filter("Days", "days", shown))
    return groups


@blueprint.get("/<id:development_id>")
def show(development_id: int) -> str | Response:
    """One development: its dates, the newest publication's evidence, and all its publications."""
    session = db()
    development = session.get(Development, development_id)
    reports = publications(session, development_id) if development else []
    if development is None or not (reports or development.joined_id):
        abort(404)
    if not reports:
        # Its last publication was put into another one by hand.
        return redirect(url_for("changes.show", development_id=development.joined_id))
    alive = [item for item in reports if item.change.kind != ChangeKind.NONE]
    latest = (alive or reports)[-1]
    return render_template(
        "changes/show.html",
        development=development,
        publications=reports,
        latest=latest,
        dates=dated(latest.change, development, zone()),
        version=(version := version_by_id(session, latest.change.version_id)),
        passages=evidence_passages(version, evidence_of(session, latest.change.id or 0)),
        alert=alerts_of(session, [development_id]).get(development_id),
        announced=(announced := latest.change.published_on or latest.change.detected_at.date()),
        live_then=live_on(session, announced, countries=expand(development.countries, today())),
        said=said_of(session, development),
        moved=sorted_of(session, development_id),
    )
