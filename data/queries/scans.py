"""Scanned documents that nobody has read yet."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from data.models import Attachment, Document, Snapshot, Source

#: The problem of a file that is pictures of pages.
SCAN = "scan"


def waiting_scans(session: Session) -> list[tuple[Snapshot, str]]:
    """Newest snapshots that are scans or have a scanned file, with their source's language."""
    later = Snapshot.__table__.alias("later")  # type: ignore[attr-defined]  # a table class
    is_newest = ~(
        select(later.c.id)
        .where(later.c.document_id == col(Snapshot.document_id), later.c.seq > col(Snapshot.seq))
        .exists()
    )
    scanned = select(Attachment.snapshot_id).where(Attachment.problem == SCAN)
    return list(
        session.exec(
            select(Snapshot, Source.language)
            .join(Document, col(Document.id) == Snapshot.document_id)
            .join(Source, col(Source.id) == Document.source_id)
            .where(
                Snapshot.read_by != "",
                col(Snapshot.removed_at).is_(None),
                or_(col(Snapshot.problem) == SCAN, col(Snapshot.id).in_(scanned)),
                is_newest,
            )
            .order_by(col(Snapshot.id))
        )
    )
