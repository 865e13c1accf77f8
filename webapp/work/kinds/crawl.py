"""Reading one source now, whenever it would be due by itself."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import col, func, select

from data.db import reading
from data.models import Document, Job, Source
from data.words import Role
from webapp.work.kind import FailedError, Hands, Kind, Start

if TYPE_CHECKING:
    from crawler.tally import CrawlReport

#: Seconds between two looks whether the worker's own round has let go of the source.
_AGAIN = 1.0


def _run(hands: Hands) -> dict[str, Any]:
    source_id = str(hands.job.params["source_id"])
    report = _read(hands, source_id)
    while report.skipped_sources:
        hands.step(0, 0, "The worker's own round is reading it; it is read once more after that")
        time.sleep(_AGAIN)
        report = _read(hands, source_id)
    if report.failures:
        failure = report.failures[0]
        raise FailedError(
            f"It could not be read: {failure.message or failure.error}. Its page says since when; "
            "the worker goes on trying at its own pace"
        )
    return {
        "new_documents": report.new_documents,
        "changed_documents": report.changed_documents,
        "unchanged": report.unchanged,
        "failed_documents": report.failed_documents,
    }


def _read(hands: Hands, source_id: str) -> "CrawlReport":
    from crawler.errors import UnknownSourceError
    from crawler.runner import crawl_sources

    context = hands.context
    try:
        return hands.wait_for(
            crawl_sources(context.engine, context.settings, [source_id], clock=context.clock),
            lambda: hands.step(0, 0, _seen(hands, source_id)),
        )
    except UnknownSourceError as exc:
        raise FailedError("The catalogue does not know this source any more") from exc


def _seen(hands: Hands, source_id: str) -> str:
    """What it is doing, by what it has written down so far."""
    since = hands.job.started_at or hands.job.asked_at
    with reading(hands.context.engine) as session:
        count = session.exec(
            select(func.count()).where(
                Document.source_id == source_id, col(Document.last_verified_at) >= since
            )
        ).one()
    return f"Reading it: {count:,} publications looked at so far" if count else "Reading its list"


def _title(params: Mapping[str, Any]) -> str:
    return f"Reading “{params.get('title') or params['source_id']}” now"


def _page(job: Job) -> tuple[str, dict[str, Any]]:
    return "sources.show", {"source_id": job.params["source_id"], "job": job.id}


KIND = Kind(
    name="crawl",
    run=_run,
    title=_title,
    unit="source",
    asks=Role.OFFICER,
    page=_page,
    start=lambda params: Start("sources.show", {"source_id": params["source_id"]}, "The source"),
)


def question(source: Source) -> dict[str, Any]:
    """The parameters of a job that reads this source."""
    return {"source_id": source.id, "title": source.title}
