"""Files of documents: what the crawler holds of them, what the reader needs, what pages show."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Attachment, Document, Snapshot

#: Databases take only so many values in one statement.
_CHUNK = 500


def held_attachments(session: Session, urls: Iterable[str]) -> dict[str, list[Attachment]]:
    """Document's address → the files of its newest snapshot, in the order of the page."""
    wanted = sorted(set(urls))
    found: dict[str, list[Attachment]] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        newest = (
            select(Snapshot.document_id, func.max(Snapshot.seq).label("seq"))
            .join(Document, col(Document.id) == Snapshot.document_id)
            .where(col(Document.url).in_(chunk))
            .group_by(col(Snapshot.document_id))
            .subquery()
        )
        rows = session.exec(
            select(Document.url, Attachment)
            .join(Snapshot, col(Snapshot.id) == Attachment.snapshot_id)
            .join(Document, col(Document.id) == Snapshot.document_id)
            .join(
                newest,
                (newest.c.document_id == Snapshot.document_id) & (newest.c.seq == Snapshot.seq),
            )
            .order_by(col(Attachment.snapshot_id), col(Attachment.position))
        )
        for url, one in rows:
            found.setdefault(url, []).append(one)
    return found


def attachments_of(session: Session, snapshot_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Snapshot → its files, in the order of the page."""
    found: dict[int, list[Attachment]] = {}
    for one in session.exec(
        select(Attachment)
        .where(col(Attachment.snapshot_id).in_(sorted(set(snapshot_ids))))
        .order_by(col(Attachment.snapshot_id), col(Attachment.position))
    ):
        found.setdefault(one.snapshot_id, []).append(one)
    return found


def readable_before(session: Session, one_id: int) -> Attachment | None:
    """The newest earlier bytes of the same file that could be read; None if there are none."""
    one = session.get(Attachment, one_id)
    snapshot = session.get(Snapshot, one.snapshot_id) if one else None
    if one is None or snapshot is None:
        return None
    return session.exec(
        select(Attachment)
        .join(Snapshot, col(Snapshot.id) == Attachment.snapshot_id)
        .where(
            Snapshot.document_id == snapshot.document_id,
            Snapshot.seq < snapshot.seq,
            Snapshot.read_by != "",
            Attachment.url == one.url,
            Attachment.sha256 != "",
            Attachment.problem == "",
            col(Attachment.removed_at).is_(None),
        )
        .order_by(col(Snapshot.seq).desc())
        .limit(1)
    ).first()


def snapshot_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The document's snapshot right before this one."""
    return session.exec(
        select(Snapshot).where(
            Snapshot.document_id == snapshot.document_id, Snapshot.seq == snapshot.seq - 1
        )
    ).first()


def files_shown(session: Session, document_id: int, snapshot_id: int | None) -> list[Attachment]:
    """A document's files as they were with one snapshot, or as they are now (None)."""
    newest = (
        select(Snapshot.id)
        .where(Snapshot.document_id == document_id)
        .order_by(col(Snapshot.seq).desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = newest if snapshot_id is None else snapshot_id
    return list(
        session.exec(
            select(Attachment)
            .where(Attachment.snapshot_id == wanted)
            .order_by(col(Attachment.position))
        )
    )
