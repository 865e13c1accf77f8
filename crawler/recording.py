"""Documents and snapshots: from items to rows. Idempotent; the caller owns the transaction.

Raw bytes are in the archive before these rows are written, so that a row never points at
nothing. A snapshot is written only when its bytes, or those of one of the document's files,
differ from the latest ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from sqlmodel import Session

from crawler.attachment_recording import (
    ATTACHMENT_UNREAD,
    State,
    is_missing,
    merged,
    note_attempt,
    same_bytes,
)
from crawler.extract.clean import clean_line
from crawler.items import FailedDocument, FetchedDocument, ListedDocuments, UnchangedDocument
from crawler.problems import sentence
from crawler.schedule import next_document_check, next_document_retry
from crawler.tally import SourceTally
from data.models import Attachment, Document, Snapshot
from data.queries.attachments import attachments_of
from data.queries.documents import add_documents, latest_snapshots, lock_documents

DocumentItem = FetchedDocument | UnchangedDocument | FailedDocument
_MAX_TITLE = 500
_MAX_MESSAGE = 500
#: What a snapshot says of the page itself.
_PAGE_FACTS = {"document_id", "sha256", "size", "url", "media_type", "headers"}


@dataclass(frozen=True, kw_only=True)
class Archived:
    """A document's item; of a fetched one, the hash under which the archive holds its body."""

    item: DocumentItem
    sha256: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    """Of each of its files that came, by address, the same."""


def record_listed(session: Session, listed: ListedDocuments) -> SourceTally:
    """Write down what a list names, as due at once; how many of them nobody knew before."""
    rows = [
        {
            "url": link.url,
            "fetch_url": link.fetch_url,
            "source_id": listed.source_id,
            "title": _title(link.title),
            "published_on": link.published_on,
            "first_seen_at": listed.listed_at,
            "next_check_at": listed.listed_at,
        }
        for link in listed.links
    ]
    return SourceTally(new_documents=len(add_documents(session, rows)))


def record_documents(session: Session, batch: Sequence[Archived]) -> dict[str, SourceTally]:
    """Write what the items say; what that was, per source."""
    tallies = {one.item.source_id: SourceTally() for one in batch}
    documents = _documents(session, batch, tallies)
    latest = latest_snapshots(session, (_id(document) for document in documents.values()))
    files = attachments_of(session, (one.id or 0 for one in latest.values()))
    before = {number: State(one, files.get(one.id or 0, [])) for number, one in latest.items()}
    for one in batch:
        tally = tallies[one.item.source_id]
        tally.recorded += 1
        document = documents.get(one.item.url)
        if document is not None:
            _record(session, one, document, before, tally)
    return tallies


def _documents(
    session: Session, batch: Sequence[Archived], tallies: Mapping[str, SourceTally]
) -> dict[str, Document]:
    """The batch's documents by address, locked; those that are new are added and counted."""
    urls = [one.item.url for one in batch]
    documents = lock_documents(session, urls)
    new = {
        one.item.url: one.item
        for one in reversed(batch)
        if one.item.url not in documents and not isinstance(one.item, UnchangedDocument)
    }
    if not new:
        return documents
    # Another worker may be adding the same ones: then they are his, and counted there.
    for url in add_documents(session, [_new_document(item) for item in new.values()]):
        tallies[new[url].source_id].new_documents += 1
    return lock_documents(session, urls)


def _new_document(item: FetchedDocument | FailedDocument) -> dict[str, Any]:
    return {
        "url": item.url,
        "fetch_url": item.fetch_url,
        "source_id": item.source_id,
        "title": _title(item.title),
        "published_on": item.published_on,
        "first_seen_at": item.fetched_at,
    }


def _record(
    session: Session,
    one: Archived,
    document: Document,
    before: dict[int, State],
    tally: SourceTally,
) -> None:
    item = one.item
    if isinstance(item, FailedDocument):
        tally.failed_documents += 1
        _mark_failed(document, item)
        return
    state = before.get(_id(document))
    if isinstance(item, FetchedDocument):
        tally.bytes += len(item.body)
        _take_facts(document, item)
    files = merged(item.attachments, one.files, state.files if state else ())
    tally.bytes += sum(each.size for each in files if each.url in one.files)
    sha256 = one.sha256 or (state.snapshot.sha256 if state else "")
    if state is not None and state.snapshot.sha256 == sha256 and same_bytes(files, state.files):
        tally.unchanged += 1
        note_attempt(files, state.files)
    elif isinstance(item, FetchedDocument) or state is not None:
        tally.changed_documents += state is not None
        state = _next_state(session, document, item, sha256, files, state)
        before[_id(document)] = state
    _mark_verified(document, state, now=item.fetched_at)


def _next_state(
    session: Session,
    document: Document,
    item: FetchedDocument | UnchangedDocument,
    sha256: str,
    files: Sequence[Attachment],
    state: State | None,
) -> State:
    """Write the next snapshot with its files: other bytes of the page, or of one of them."""
    seq = state.snapshot.seq + 1 if state else 1
    if isinstance(item, FetchedDocument):
        snapshot = _snapshot(document, item, sha256, seq=seq)
    else:
        assert state is not None, "a page that is as it was has been fetched before"
        facts = state.snapshot.model_dump(include=_PAGE_FACTS)
        snapshot = Snapshot(seq=seq, fetched_at=item.fetched_at, **facts)
    session.add(snapshot)
    if files:
        session.flush()
        for each in files:
            each.snapshot_id = snapshot.id or 0
        session.add_all(files)
    return State(snapshot, files)


def _take_facts(document: Document, item: FetchedDocument) -> None:
    document.etag = item.headers.get("etag", "")
    document.last_modified = item.headers.get("last-modified", "")
    document.fetch_url = item.fetch_url
    title = _title(item.title) or document.title
    document.indexed = document.indexed and title == document.title
    document.title = title
    document.published_on = document.published_on or item.published_on


def _snapshot(document: Document, item: FetchedDocument, sha256: str, *, seq: int) -> Snapshot:
    return Snapshot(
        document_id=_id(document),
        seq=seq,
        sha256=sha256,
        size=len(item.body),
        url=item.final_url,
        fetched_at=item.fetched_at,
        media_type=item.media_type,
        headers=dict(item.headers),
    )


def _mark_verified(document: Document, state: State | None, *, now: datetime) -> None:
    """We have what is published. What keeps us from understanding it stays marked."""
    snapshot = state.snapshot if state else None
    document.last_verified_at = now
    document.failures = 0
    document.error = snapshot.problem if snapshot else ""
    if state and not document.error and any(is_missing(one) for one in state.files):
        document.error = ATTACHMENT_UNREAD
    document.error_message = sentence(document.error)
    document.next_check_at = next_document_check(
        now=now, changed_at=_changed_at(document, snapshot)
    )


def _mark_failed(document: Document, item: FailedDocument) -> None:
    document.failures += 1
    document.error = item.error
    document.error_message = clean_line(item.message)[:_MAX_MESSAGE]
    document.next_check_at = next_document_retry(
        now=item.fetched_at, failures=document.failures, retry_after=item.retry_after
    )


def _changed_at(document: Document, snapshot: Snapshot | None) -> datetime:
    """Its publication, or the moment at which we saw it change: whichever is later."""
    if document.published_on is None:
        published = document.first_seen_at
    else:
        published = datetime.combine(document.published_on, time(), UTC)
    if snapshot is None or snapshot.seq == 1:
        return published
    return max(published, snapshot.fetched_at)


def _title(text: str) -> str:
    return clean_line(text)[:_MAX_TITLE]


def _id(document: Document) -> int:
    assert document.id is not None, "flushed before"
    return document.id
