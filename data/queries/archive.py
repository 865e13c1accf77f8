"""Which bytes the archive must hold, which it may forget, and what it can give away."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, union
from sqlmodel import Session, col, select, update

from data.models import Attachment, Document, Finding, RuleChange, Snapshot, Source, Version

_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One answer of the web as we hold it: of a document's page, or of one of its files."""

    source_id: str
    authority: str
    document_url: str
    document_title: str
    seq: int
    file: str
    """Name of the file; empty for the document itself."""
    url: str
    """The address that answered."""
    fetched_at: datetime
    media_type: str
    headers: dict[str, Any]
    sha256: str
    size: int
    removed_at: datetime | None


def held_hashes(session: Session) -> list[str]:
    """Every hash whose bytes must be in the archive."""
    live = union(
        select(col(Snapshot.sha256)).where(col(Snapshot.removed_at).is_(None)),
        select(col(Attachment.sha256)).where(
            col(Attachment.removed_at).is_(None), Attachment.sha256 != ""
        ),
    )
    return sorted(session.execute(live).scalars())


def forgettable_hashes(session: Session, *, older_than: datetime) -> dict[str, int]:
    """Hash → size of bytes that no rule of keeping holds, by age.

    Kept are the newest snapshot of each document with its files, what was not read yet,
    what a finding or a rule change rests on, the snapshot right before such a one and that of the
    version before: the difference between both is evidence, too.
    """
    old = _forgettable(older_than)
    sizes: dict[str, int] = {}
    kept: set[str] = set()
    for is_old, sha256, size in session.execute(select(old, Snapshot.sha256, Snapshot.size).where(
        col(Snapshot.removed_at).is_(None)
    )):  # fmt: skip
        if is_old:
            sizes[sha256] = size
        else:
            kept.add(sha256)
    rows = (
        select(old, Attachment.sha256, Attachment.size)
        .join(Snapshot, col(Snapshot.id) == Attachment.snapshot_id)
        .where(col(Attachment.removed_at).is_(None), Attachment.sha256 != "")
    )
    for is_old, sha256, size in session.execute(rows):
        if is_old:
            sizes[sha256] = size
        else:
            kept.add(sha256)
    return {sha256: size for sha256, size in sorted(sizes.items()) if sha256 not in kept}


def mark_removed(session: Session, hashes: Sequence[str], *, at: datetime | None) -> None:
    """Note that these bytes are gone from the archive (None: that they are there after all)."""
    for start in range(0, len(hashes), _CHUNK):
        some = hashes[start : start + _CHUNK]
        for table in (Snapshot, Attachment):
            session.exec(update(table).where(col(table.sha256).in_(some)).values(removed_at=at))


def removed_since(session: Session, moment: datetime) -> list[str]:
    """Hashes that were marked as removed lately and that no other row holds."""
    gone = union(
        select(col(Snapshot.sha256)).where(col(Snapshot.removed_at) >= moment),
        select(col(Attachment.sha256)).where(col(Attachment.removed_at) >= moment),
    )
    held = set(held_hashes(session))
    return sorted(set(session.execute(gone).scalars()) - held)


def captures(
    session: Session,
    *,
    sources: Sequence[str] = (),
    since: date | None = None,
    snapshots: Collection[int] | None = None,
) -> Iterator[Capture]:
    """All answers that were archived, oldest first: each snapshot, then the files that came with it.

    A file that was unchanged since the snapshot before stands with that one only.
    """
    statement = (
        select(Snapshot, Document, Source)
        .join(Document, col(Document.id) == Snapshot.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .order_by(col(Snapshot.fetched_at), col(Snapshot.id))
    )
    statement = statement.where(*_wanted(sources, since, snapshots))
    told: set[tuple[int, str, datetime]] = set()
    for snapshot, document, source in session.exec(statement):
        facts = {
            "source_id": source.id,
            "authority": source.authority_name,
            "document_url": document.url,
            "document_title": document.title,
            "seq": snapshot.seq,
        }
        yield _capture(snapshot, snapshot.url, "", facts)
        files = select(Attachment).where(
            Attachment.snapshot_id == snapshot.id, Attachment.sha256 != ""
        )
        for one in session.exec(files.order_by(col(Attachment.position))):
            assert one.fetched_at is not None, "written with the hash"
            key = (snapshot.document_id, one.url, one.fetched_at)
            if key not in told:
                told.add(key)
                yield _capture(one, one.final_url, one.name, facts)


def _wanted(
    sources: Sequence[str], since: date | None, snapshots: Collection[int] | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if sources:
        conditions.append(col(Source.id).in_(sources))
    if snapshots is not None:
        conditions.append(col(Snapshot.id).in_(snapshots))
    if since is not None:
        midnight = datetime.combine(since, time(), ZoneInfo("UTC"))
        conditions.append(col(Snapshot.fetched_at) >= midnight)
    return conditions


def _capture(row: Snapshot | Attachment, url: str, file: str, facts: dict[str, Any]) -> Capture:
    assert row.fetched_at is not None, "written with the hash"
    return Capture(
        file=file,
        url=url,
        fetched_at=row.fetched_at,
        media_type=row.media_type,
        headers=row.headers,
        sha256=row.sha256,
        size=row.size,
        removed_at=row.removed_at,
        **facts,
    )


def _forgettable(older_than: datetime) -> ColumnElement[bool]:
    later = Snapshot.__table__.alias("later")  # type: ignore[attr-defined]  # a table class
    follows = exists().where(
        later.c.document_id == col(Snapshot.document_id), later.c.seq > col(Snapshot.seq)
    )
    cited = Snapshot.__table__.alias("cited")  # type: ignore[attr-defined]
    rests = (
        exists()
        .where(
            cited.c.document_id == col(Snapshot.document_id),
            or_(cited.c.seq == col(Snapshot.seq), cited.c.seq == col(Snapshot.seq) + 1),
            col(Version.snapshot_id) == cited.c.id,
            or_(
                col(Version.id).in_(select(RuleChange.version_id)),
                col(Version.id).in_(select(Finding.version_id)),
            ),
        )
        .correlate(Snapshot)
    )
    kept = rests | _is_compared_with()
    return follows & ~kept & (col(Snapshot.read_by) != "") & (col(Snapshot.fetched_at) < older_than)


def _is_compared_with() -> ColumnElement[bool]:
    """Whether the version right after its own is cited: other bytes with the same text lie between."""
    own = Version.__table__.alias("own")  # type: ignore[attr-defined]
    after = Version.__table__.alias("after")  # type: ignore[attr-defined]
    following = (
        select(func.min(after.c.id))
        .where(after.c.document_id == own.c.document_id, after.c.id > own.c.id)
        .scalar_subquery()
    )
    return (
        exists()
        .where(
            own.c.snapshot_id == col(Snapshot.id),
            or_(
                following.in_(select(RuleChange.version_id)),
                following.in_(select(Finding.version_id)),
            ),
        )
        .correlate(Snapshot)
    )
