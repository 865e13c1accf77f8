"""The state of a source: set before it is asked, and settled after its documents are recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from crawler.errors import NETWORK
from crawler.items import ListedLink, SourceResult, SourceTask
from crawler.schedule import next_source_check, observed_rhythm
from crawler.tally import SourceTally
from crawler.verdicts import judge_source, plain
from data.models import Document, Fetch, Source
from data.queries.documents import documents_of, due_documents, newest_published
from data.queries.sources import last_starts

#: Documents that are looked at again in one crawl of their source; the rest waits for the next.
_MAX_DUE = 200
_RHYTHM_WINDOW = 20


def begin(
    session: Session,
    source: Source,
    *,
    now: datetime,
    every_document: bool = False,
    has_due: bool = True,
) -> SourceTask:
    """Note the attempt and make the spider's task.

    ``has_due``: whether any of its documents may want another look; if not, none is sought.

    The next check is set before the source is asked, as if this attempt failed: a worker
    that dies on a source does not come back to it at once.
    """
    source.last_attempt_at = now
    source.next_check_at = next_source_check(
        now=now, key=source.id, rhythm_days=source.rhythm_days, failures=source.failures + 1
    )
    due: Sequence[Document] = ()
    if every_document:
        due = documents_of(session, source.id)
    elif has_due:
        due = due_documents(session, source.id, now=now, limit=_MAX_DUE)
    return make_task(source, due=tuple(_link(document) for document in due))


def make_task(
    source: Source, *, due: tuple[ListedLink, ...] = (), fresh: bool = False
) -> SourceTask:
    """A source's facts as the spider wants them; ``fresh`` leaves out what allows a 304."""
    return SourceTask(
        id=source.id,
        kind=source.kind,
        url=source.url,
        country=source.country,
        language=source.language,
        min_items=source.min_items,
        title=source.title,
        options=source.options,
        etag="" if fresh else source.etag,
        last_modified="" if fresh else source.last_modified,
        since=source.last_success_at and source.last_success_at.astimezone(UTC).date(),
        # A watched page is its source: asking for the one is asking for the other.
        due=tuple(link for link in due if link.url != source.url),
    )


def _link(document: Document) -> ListedLink:
    return ListedLink(
        url=document.url,
        title=document.title,
        published_on=document.published_on,
        fetch_url=document.fetch_url,
    )


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A source, how reading it ended, and what became of its documents."""

    source: Source
    result: SourceResult
    tally: SourceTally


def settle(
    session: Session, endings: Sequence[Ending], *, started_at: datetime, now: datetime
) -> dict[str, Fetch]:
    """Write how reading the sources ended: their states, their health, and the log of the attempts.

    A fault of the network may be our own: it is judged by :func:`crawler.concluding.conclude`.
    """
    ids = [ending.source.id for ending in endings]
    today = now.astimezone(UTC).date()
    published = newest_published(session, ids, up_to=today, limit=_RHYTHM_WINDOW)
    starts = last_starts(session, ids)
    return {
        ending.source.id: _settle(
            session,
            ending,
            published=published.get(ending.source.id, []),
            started_at=_free_start(starts.get(ending.source.id), started_at),
            now=now,
        )
        for ending in endings
    }


def _settle(
    session: Session,
    ending: Ending,
    *,
    published: Sequence[date],
    started_at: datetime,
    now: datetime,
) -> Fetch:
    source, result = ending.source, ending.result
    if ending.tally.new_documents or ending.tally.changed_documents:
        source.last_new_at = now
    note_attempt(source, result, now=now)
    today = now.astimezone(UTC).date()
    days = [*published, *(day for day in result.days if day <= today)]
    if result.error not in NETWORK:
        judge_source(
            session,
            source,
            error=result.error,
            message=result.message,
            move=result.move,
            days=days,
            now=now,
        )
    plan_next(source, result, days=days, now=now)
    fetch = _fetch(result, ending.tally, started_at=started_at, now=now)
    session.add(fetch)
    return fetch


def note_attempt(source: Source, result: SourceResult, *, now: datetime) -> None:
    """Take over what the attempt itself says; needs no session."""
    if result.outcome == "failed":
        source.failures += 1
    else:
        source.failures = 0
        source.last_success_at = now
    if result.outcome == "ok":
        # Only now: had we died before, the server would answer 304 to what we never stored.
        source.etag, source.last_modified = result.etag, result.last_modified
    source.last_result_at, source.last_error = now, result.error
    today = now.astimezone(UTC).date()
    listed = [day for day in (*result.days, source.newest_on) if day and day <= today]
    source.newest_on = max(listed, default=None)


def plan_next(source: Source, result: SourceResult, *, days: Sequence[date], now: datetime) -> None:
    """Set when the source is due again; ``days`` are those of its newest publications."""
    observed = observed_rhythm(sorted(set(days))[-_RHYTHM_WINDOW:])
    rhythm = source.rhythm_days if observed is None else min(source.rhythm_days, observed)
    source.next_check_at = next_source_check(
        now=now,
        key=source.id,
        rhythm_days=0.0 if result.left else rhythm,
        failures=source.failures,
        retry_after=result.retry_after,
        max_age=result.max_age,
    )


def _free_start(latest: datetime | None, started_at: datetime) -> datetime:
    """Attempts are told apart by their start, even when a clock stands still."""
    if latest is None or latest < started_at:
        return started_at
    return latest + timedelta(microseconds=1)


def _fetch(
    result: SourceResult, tally: SourceTally, *, started_at: datetime, now: datetime
) -> Fetch:
    partial = result.outcome != "failed" and tally.failed_documents > 0
    return Fetch(
        source_id=result.source_id,
        started_at=started_at,
        finished_at=now,
        outcome="partial" if partial else result.outcome,
        http_status=result.http_status,
        error=result.error,
        message=plain(result.message),
        items=result.items,
        new_documents=tally.new_documents,
        failed_documents=tally.failed_documents,
        bytes=result.bytes + tally.bytes,
    )
