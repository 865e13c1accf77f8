"""Versions that wait to be read, and what the analysis must know of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func
from sqlmodel import Session, col, select

from data.models import Analysis, Document, RuleChange, Source, Version
from data.words import SourceKind, VersionCause


@dataclass(frozen=True, kw_only=True)
class VersionPayload:
    """One version as plain, picklable values."""

    version_id: int
    document_id: int
    title: str
    text: str
    sections: tuple[tuple[int, int, int], ...]
    """``(start, end, page)`` of the blocks that have a page number."""
    files: tuple[tuple[int, int, str, bool], ...] = ()
    """``(start, end, name, ocr)`` of each attached file's text."""
    ocr: bool = False
    """The document's own text was read from pictures of pages."""
    language: str
    """The version's own language, else the source's; empty when neither is known."""
    country: str
    published_on: date | None
    cause: VersionCause
    watched_page: bool
    """The source is one page that changes, not a stream of publications."""
    previous_text: str | None
    """Text of the document's version before this one that was not held back; None for the first."""
    read_before: bool
    """An older analyser has read this version: what a new one sees is not news."""


def pending_versions(session: Session, *, analyser: str, limit: int) -> list[int]:
    """Ids of versions that ``analyser`` has not read, oldest first; none that is held back.

    Of a document with several versions that an older analyser has read already, only
    the newest is read again.
    """
    statement = select(Version.id).where(_is_pending(analyser)).order_by(col(Version.id))
    return [found for found in session.exec(statement.limit(limit)) if found is not None]


def count_pending(session: Session, *, analyser: str) -> int:
    """How many versions :func:`pending_versions` would give without a limit."""
    return session.exec(
        select(func.count()).select_from(Version).where(_is_pending(analyser))
    ).one()


def failed_readings(session: Session, *, analyser: str, limit: int) -> list[tuple[int, str]]:
    """Documents whose newest version ``analyser`` failed on, with its machine word; newest first."""
    newest = select(func.max(Version.id)).group_by(col(Version.document_id))
    rows = session.exec(
        select(Version.document_id, Analysis.error)
        .join(Analysis, col(Analysis.version_id) == Version.id)
        .where(Analysis.analyser == analyser, Analysis.error != "", col(Version.id).in_(newest))
        .order_by(col(Version.id).desc())
        .limit(limit)
    )
    return list(rows)


def _is_pending(analyser: str) -> ColumnElement[bool]:
    # Two indexes laid side by side: asking for each version by itself takes twice as long.
    mine = select(col(Analysis.version_id)).where(col(Analysis.analyser) == analyser)
    unread = col(Version.id).in_(select(col(Version.id)).except_(mine))
    read = exists().where(col(Analysis.version_id) == col(Version.id))
    later = Version.__table__.alias("later")  # type: ignore[attr-defined]
    newest = ~exists().where(
        later.c.document_id == col(Version.document_id), later.c.id > col(Version.id)
    )
    held_back = col(Version.cause) == VersionCause.FLAPPING
    return unread & ~held_back & (~read | newest)


def load_version(session: Session, version_id: int) -> VersionPayload | None:
    """Everything that the analysis must know of a version; None when it is gone."""
    row = session.exec(
        select(Version, Document, Source)
        .join(Document, col(Document.id) == col(Version.document_id))
        .join(Source, col(Source.id) == col(Document.source_id))
        .where(Version.id == version_id)
    ).first()
    if row is None:
        return None
    version, document, source = row
    return VersionPayload(
        version_id=version_id,
        document_id=version.document_id,
        title=version.title or document.title,
        text=version.text,
        sections=tuple(
            (block["start"], block["end"], block["page"])
            for block in version.sections
            if block.get("page")
        ),
        files=tuple(
            (one["start"], one["end"], one["name"], one["ocr"]) for one in version.attachments
        ),
        ocr=version.ocr,
        language=_known(version.language) or _known(source.language),
        country=source.country,
        published_on=document.published_on,
        cause=VersionCause(version.cause),
        watched_page=source.kind == SourceKind.PAGE,
        previous_text=_previous_text(session, version),
        read_before=_was_read(session, version_id),
    )


def _known(language: str) -> str:
    return "" if language == "und" else language


def _previous_text(session: Session, version: Version) -> str | None:
    return session.exec(
        select(Version.text)
        .where(
            Version.document_id == version.document_id,
            col(Version.id) < version.id,
            Version.cause != VersionCause.FLAPPING,
        )
        .order_by(col(Version.id).desc())
        .limit(1)
    ).first()


def _was_read(session: Session, version_id: int) -> bool:
    return (
        session.exec(
            select(Analysis.id)
            .where(Analysis.version_id == version_id, Analysis.error == "")
            .limit(1)
        ).first()
        is not None
    )


def changes_of_version(session: Session, version_id: int) -> Sequence[RuleChange]:
    """The rule changes recorded for a version, in order of country and topic."""
    return session.exec(
        select(RuleChange)
        .where(RuleChange.version_id == version_id)
        .order_by(col(RuleChange.country), col(RuleChange.topic))
    ).all()
