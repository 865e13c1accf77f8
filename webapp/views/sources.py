"""Sources: the health board, and one source with its log."""

from flask import Blueprint, abort, render_template

from data.models import Source
from data.queries.pages_documents import DocumentFilter, list_documents
from data.queries.troubles import open_outage, troubled_since, troubles_of
from data.queries.watching import (
    SourceFilter,
    board,
    count_sources_by,
    documents_per_source,
    fetch_log,
    source_counts,
)
from data.words import TROUBLE, Health, SourceKind
from webapp.listing import country_arg, country_filter, filter_group, word_arg
from webapp.pages import db

blueprint = Blueprint("sources", __name__, url_prefix="/sources")


@blueprint.get("")
def index() -> str:
    """The board, the worst first."""
    session = db()
    words = ("trouble", *Health)
    chosen = SourceFilter(
        health=word_arg("health", words),
        kind=word_arg("kind", tuple(SourceKind)),
        country=country_arg(),
    )
    sources = board(session, chosen)
    by_health = count_sources_by(session, "health", chosen)
    by_health["trouble"] = sum(by_health.get(word.value, 0) for word in TROUBLE)
    return render_template(
        "sources/index.html",
        sources=sources,
        since=troubled_since(session, sources),
        outage=open_outage(session),
        counts=source_counts(session),
        documents=documents_per_source(session),
        chosen=chosen,
        filters=[
            filter_group(
                "Health",
                "health",
                words,
                chosen=chosen.health,
                counts=by_health,
                labels={"trouble": "In trouble"},
            ),
            filter_group(
                "Kind",
                "kind",
                tuple(SourceKind),
                chosen=chosen.kind,
                counts=count_sources_by(session, "kind", chosen),
            ),
            country_filter(count_sources_by(session, "country", chosen), chosen=chosen.country),
        ],
    )


@blueprint.get("/<source_id>")
def show(source_id: str) -> str:
    """One source: its state, its reason, its troubles, every attempt, and what it brought."""
    session = db()
    source = session.get(Source, source_id)
    if source is None:
        abort(404)
    return render_template(
        "sources/show.html",
        source=source,
        troubles=troubles_of(session, source_id, limit=20),
        fetches=fetch_log(session, source_id, limit=30),
        documents=list_documents(session, DocumentFilter(source=source_id), limit=15),
        total=documents_per_source(session).get(source_id, 0),
    )
