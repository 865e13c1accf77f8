"""Sources: the health board, and one source with its log."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Source
from data.queries.troubles import open_outage, troubled_since
from data.queries.watching import (
    SourceFilter,
    board,
    count_sources_by,
    documents_per_source,
    source_counts,
)
from data.words import Health, Role, SourceKind
from webapp.auth import requires
from webapp.context import current
from webapp.language import gettext
from webapp.listing import (
    FilterGroup,
    chosen_filter,
    country_arg,
    country_filter,
    filter_group,
    page_of,
    since_arg,
    word_arg,
)
from webapp.pages import db, lately, now
from webapp.sourcepages import source_html
from webapp.work.requests import RefusedError, ask_crawl

blueprint = Blueprint("sources", __name__, url_prefix="/sources")

PAGE_SIZE = 50
#: What the board may be narrowed to.
_HEALTH = ("trouble", *Health)


@blueprint.get("")
def index() -> str:
    """The board, the worst first, a page of it."""
    session = db()
    chosen = SourceFilter(
        health=word_arg("health", _HEALTH),
        kind=word_arg("kind", tuple(SourceKind)),
        country=country_arg(),
        since=since_arg(),
    )
    by_country = count_sources_by(session, "country", chosen)
    total = by_country.get(chosen.country, 0) if chosen.country else sum(by_country.values())
    page = page_of(total, size=PAGE_SIZE)
    sources = board(session, chosen, limit=PAGE_SIZE, offset=page.offset)
    return render_template(
        "sources/index.html",
        sources=sources,
        since=troubled_since(session, sources),
        outage=open_outage(session),
        counts=source_counts(session),
        documents=documents_per_source(session, [source.id for source in sources]),
        page=page,
        chosen=chosen,
        filters=_filters(chosen, by_country),
    )


def _filters(chosen: SourceFilter, by_country: dict[str, int]) -> list[FilterGroup]:
    fell = [chosen_filter("Fell", "since", _since(chosen.since))] if chosen.since else []
    return [
        *fell,
        filter_group(
            "Health",
            "health",
            _HEALTH,
            chosen=chosen.health,
            counts=count_sources_by(db(), "health", chosen),
            labels={"trouble": "In trouble"},
        ),
        filter_group(
            "Kind",
            "kind",
            tuple(SourceKind),
            chosen=chosen.kind,
            counts=count_sources_by(db(), "kind", chosen),
        ),
        country_filter(by_country, chosen=chosen.country),
    ]


def _since(moment: datetime) -> str:
    return gettext("In trouble since %(moment)s or later", moment=lately(moment))


@blueprint.post("/<source_id>/crawl")
@requires(Role.OFFICER)
def crawl(source_id: str) -> Response:
    """Have it read now."""
    with writing(current().engine) as session:
        source = session.get(Source, source_id) or abort(404)
        try:
            job = ask_crawl(session, source, by=current_user, now=now())
        except RefusedError as exc:
            flash(f"Not now: {exc}.", "warning")
            return redirect(url_for("sources.show", source_id=source_id), 303)
    return redirect(url_for("work.show", job_id=job.id), 303)


@blueprint.get("/<source_id>")
def show(source_id: str) -> str:
    """One source: its state, its reason, its troubles, every attempt, and what it brought."""
    return source_html(source_id)
