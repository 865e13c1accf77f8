"""Documents and snapshots as the crawler asks for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import func, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.models import Document, Snapshot, Source, Version
from data.words import VersionCause

#: Databases take only so many values in one statement.
_CHUNK = 500

#: What a column of a new document holds unless it is said.
#: The day by which it is listed is the table's own to reckon.
_DEFAULTS = {
    name: field.get_default(call_default_factory=True)
    for name, field in Document.model_fields.items()
    if name not in ("id", "listed_on") and not field.is_required()
}

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class VersionMark:
    """What tells one version of a document from another."""

    snapshot_id: int | None
    """Of whose bytes it is."""
    text_sha256: str
    sections: list[dict[str, Any]]


def documents_by_url(session: Session, urls: Iterable[str]) -> dict[str, Document]:
    """The documents that we hold of ``urls``, for reading."""
    return {
        document.url: document
        for chunk in _chunks(sorted(set(urls)))
        for document in session.exec(select(Document).where(col(Document.url).in_(chunk)))
    }


def lock_documents(session: Session, urls: Iterable[str]) -> dict[str, Document]:
    """As :func:`documents_by_url`, locked until the end of the transaction.

    Always in the order of their ids, so that two writers cannot wait for each other.
    (SQLite has one writer at a time anyway.)
    """
    return {
        document.url: document
        for document in session.exec(
            select(Document)
            .where(col(Document.url).in_(sorted(set(urls))))
            .order_by(col(Document.id))
            .with_for_update()
        )
    }


def add_documents(session: Session, rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Add those whose addresses nobody else has added meanwhile; the addresses added.

    ``rows`` are values by column; columns left out have the table's defaults. Lock the known
    documents first, as :func:`lock_documents` does, and read back afterwards.
    """
    # Plain rows: a list of a hundred entries needs no hundred objects.
    rows = sorted(({**_DEFAULTS, **row} for row in rows), key=lambda row: row["url"])
    if not rows:
        return set()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = Document.__table__  # type: ignore[attr-defined]  # a table class
    statement = insert(table).on_conflict_do_nothing(index_elements=[table.c.url])
    return set(session.exec(statement.returning(table.c.url), params=rows).scalars())


def due_documents(
    session: Session, source_id: str, *, now: datetime, limit: int
) -> Sequence[Document]:
    """Documents of a source that want another look, the longest overdue first."""
    return session.exec(
        select(Document)
        .where(Document.source_id == source_id, col(Document.next_check_at) <= now)
        .order_by(col(Document.next_check_at), col(Document.id))
        .limit(limit)
    ).all()


def sources_with_due(session: Session, source_ids: Sequence[str], *, now: datetime) -> set[str]:
    """Which of these sources have documents that want another look."""
    return set(
        session.exec(
            select(Document.source_id)
            .where(col(Document.source_id).in_(source_ids), col(Document.next_check_at) <= now)
            .distinct()
        )
    )


def documents_of(session: Session, source_id: str) -> Sequence[Document]:
    """Every document that a source showed us first."""
    return session.exec(
        select(Document).where(Document.source_id == source_id).order_by(col(Document.id))
    ).all()


def newest_published(
    session: Session, source_ids: Iterable[str], *, up_to: date, limit: int
) -> dict[str, list[date]]:
    """Source → days of its newest publications, newest first; announced future days do not count."""
    place = (
        func.row_number()
        .over(partition_by=Document.source_id, order_by=col(Document.published_on).desc())
        .label("place")
    )
    ranked = (
        select(col(Document.source_id), col(Document.published_on), place)
        .where(col(Document.source_id).in_(list(source_ids)), col(Document.published_on) <= up_to)
        .subquery()
    )
    found: dict[str, list[date]] = {}
    for source_id, day in session.exec(
        select(ranked.c.source_id, ranked.c.published_on)
        .where(ranked.c.place <= limit)
        .order_by(ranked.c.source_id, ranked.c.place)
    ):
        found.setdefault(source_id, []).append(day)
    return found


def publication_days(session: Session, source_id: str, *, up_to: date, limit: int) -> list[date]:
    """Days of a source's newest ``limit`` publications; without a date, the day we found it."""
    rows = session.exec(
        select(col(Document.published_on), col(Document.first_seen_at))
        .where(Document.source_id == source_id)
        .order_by(func.coalesce(Document.published_on, func.date(Document.first_seen_at)).desc())
        .limit(limit)
    )
    days = (published or seen.date() for published, seen in rows)
    return [day for day in days if day <= up_to]


def latest_snapshots(session: Session, document_ids: Iterable[int]) -> dict[int, Snapshot]:
    """Document → its newest snapshot."""
    found: dict[int, Snapshot] = {}
    for chunk in _chunks(sorted(set(document_ids))):
        newest = (
            select(Snapshot.document_id, func.max(Snapshot.seq).label("seq"))
            .where(col(Snapshot.document_id).in_(chunk))
            .group_by(col(Snapshot.document_id))
            .subquery()
        )
        rows = session.exec(
            select(Snapshot).join(
                newest,
                (col(Snapshot.document_id) == newest.c.document_id)
                & (col(Snapshot.seq) == newest.c.seq),
            )
        )
        found.update((snapshot.document_id, snapshot) for snapshot in rows)
    return found


def unread_snapshots(session: Session, *, limit: int) -> list[int]:
    """Ids of snapshots that no extractor has read, oldest first."""
    statement = (
        select(col(Snapshot.id))
        .where(Snapshot.read_by == "")
        .order_by(col(Snapshot.id))
        .limit(limit)
    )
    return _ids(session.exec(statement))


def outdated_snapshots(session: Session, *, extractor: str, limit: int) -> list[int]:
    """Ids of the newest snapshot of each document, where another extractor than this read it.

    Older snapshots keep the reading that they had: what a version says must not change
    its place in the history.
    """
    later = Snapshot.__table__.alias("later")  # type: ignore[attr-defined]  # a table class
    is_newest = ~(
        select(later.c.id)
        .where(later.c.document_id == col(Snapshot.document_id), later.c.seq > col(Snapshot.seq))
        .exists()
    )
    statement = (
        select(col(Snapshot.id))
        .where(Snapshot.read_by != "", Snapshot.read_by != extractor, is_newest)
        .order_by(col(Snapshot.id))
        .limit(limit)
    )
    return _ids(session.exec(statement))


def snapshots_in_context(
    session: Session, ids: Iterable[int], *, lock: bool = False
) -> list[tuple[Snapshot, Document, Source]]:
    """Snapshots with their document and source, in the order of their ids.

    With ``lock`` they are ours until the end of the transaction.
    """
    statement = (
        select(Snapshot, Document, Source)
        .join(Document, col(Document.id) == col(Snapshot.document_id))
        .join(Source, col(Source.id) == col(Document.source_id))
        .where(col(Snapshot.id).in_(list(ids)))
        .order_by(col(Snapshot.id))
    )
    if lock:
        statement = statement.with_for_update(of=Snapshot)
    return list(session.exec(statement))


def ids_before(session: Session, snapshots: Iterable[Snapshot]) -> list[int]:
    """Ids of the snapshots right before these, each in its own document."""
    pairs = [(one.document_id, one.seq - 1) for one in snapshots if one.seq > 1]
    if not pairs:
        return []
    statement = select(col(Snapshot.id)).where(
        tuple_(col(Snapshot.document_id), col(Snapshot.seq)).in_(pairs)
    )
    return _ids(session.exec(statement))


def newest_versions(session: Session, document_ids: Iterable[int]) -> dict[int, VersionMark]:
    """Document → what tells its newest version from another."""
    newest = (
        select(func.max(Version.id))
        .where(col(Version.document_id).in_(list(document_ids)))
        .group_by(col(Version.document_id))
    )
    rows = session.exec(
        select(
            Version.document_id, Version.snapshot_id, Version.text_sha256, Version.sections
        ).where(col(Version.id).in_(newest))
    )
    return {
        number: VersionMark(
            snapshot_id=snapshot_id, text_sha256=text_sha256, sections=list(sections)
        )
        for number, snapshot_id, text_sha256, sections in rows
    }


def newest_texts(session: Session, document_id: int, *, limit: int) -> list[tuple[str, datetime]]:
    """Hash and time of a document's newest versions, oldest first; our own edits do not count."""
    rows = session.exec(
        select(Version.text_sha256, Version.created_at)
        .where(Version.document_id == document_id, Version.cause != VersionCause.RE_EXTRACTED)
        .order_by(col(Version.id).desc())
        .limit(limit)
    )
    return list(rows)[::-1]


def flapping_documents(session: Session) -> list[tuple[Document, Version]]:
    """Documents that go to and fro and whose newest version is held back, with that version; locked."""
    newest = select(func.max(Version.id)).group_by(col(Version.document_id))
    statement = (
        select(Document, Version)
        .join(Version, col(Version.document_id) == Document.id)
        .where(
            col(Document.flapping_since).is_not(None),
            Version.cause == VersionCause.FLAPPING,
            col(Version.id).in_(newest),
        )
        .order_by(col(Document.id))
        .with_for_update(of=Document)
    )
    return list(session.exec(statement))


def _chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _ids(rows: Iterable[int | None]) -> list[int]:
    return [number for number in rows if number is not None]
