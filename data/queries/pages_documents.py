"""Documents as the pages list and show them: filters, search, versions with their snapshots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.models import Analysis, Document, Evidence, Finding, RuleChange, Snapshot, Source, Version
from data.search.index import matches
from data.search.words import asked
from data.words import ChangeKind

#: Documents with a phrase that a list shows; behind them it says that there are more.
MOST_FOUND = 1_000


@dataclass(frozen=True, kw_only=True)
class DocumentFilter:
    """What the list shows; an empty word means any."""

    text: str = ""
    """Words and quoted phrases of the title or the newest text (:mod:`data.search`)."""
    country: str = ""
    source: str = ""
    show: str = ""
    """``changes``: those with a rule change; ``unread``: those that we could not read."""


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """One line of the list."""

    document: Document
    source: Source
    language: str
    versions: int
    changes: int
    problem: str


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version without its text, with the snapshot it was read from."""

    id: int
    seq: int
    cause: str
    created_at: datetime
    fetched_at: datetime
    extractor: str
    language: str
    problem: str
    sha256: str
    size: int
    media_type: str
    snapshot_id: int
    removed_at: datetime | None
    """When retention took the raw bytes."""
    length: int
    failure: str | None
    """Machine word with which the newest analyser failed on the text; empty or None if it did not."""


def list_documents(
    session: Session,
    chosen: DocumentFilter,
    *,
    limit: int,
    offset: int = 0,
    found: Sequence[int] | None = None,
) -> list[DocumentRow]:
    """Documents that match, the newest publication first. Three statements.

    What is on the page is settled by numbers alone, so that a page far back reads no rows before it.
    ``found``: what :func:`find_phrase` gave, if it was asked.
    """
    newest = (col(Document.listed_on).desc(), col(Document.id).desc())
    chosen_ids: Any = _numbers(session, chosen).limit(limit).offset(offset)
    if found is not None:
        chosen_ids = found[offset : min(offset + limit, MOST_FOUND)]
    rows = session.exec(
        select(Document, Source)
        .join(Source, col(Source.id) == Document.source_id)
        .where(col(Document.id).in_(chosen_ids))
        .order_by(*newest)
    ).all()
    return _rows(session, rows)


def find_phrase(session: Session, chosen: DocumentFilter) -> Sequence[int] | None:
    """The numbers of the documents that match, in the order of the list, if a phrase is asked for.

    A phrase is looked for in each text that has its words, which is not to be done twice: for a
    page, and to count; nor for more than a reader turns the pages of. More than :data:`MOST_FOUND`
    numbers: there are others. None: no phrase is asked for.
    """
    if not asked(chosen.text).phrases:
        return None
    some = _numbers(session, chosen).limit(MOST_FOUND + 1)
    return [number for number in session.exec(some) if number is not None]


def _numbers(session: Session, chosen: DocumentFilter) -> SelectOfScalar[int | None]:
    return (
        select(col(Document.id))
        .where(*_conditions(session.get_bind().dialect.name, chosen))
        .order_by(col(Document.listed_on).desc(), col(Document.id).desc())
    )


def _rows(session: Session, rows: Sequence[tuple[Document, Source]]) -> list[DocumentRow]:
    numbers = [document.id for document, _ in rows if document.id is not None]
    versions = _latest_versions(session, numbers)
    changes = changes_per_document(session, numbers)
    return [
        DocumentRow(
            document=document,
            source=source,
            language=versions.get(document.id or 0, ("und", "", 0))[0],
            problem=versions.get(document.id or 0, ("und", "", 0))[1],
            versions=versions.get(document.id or 0, ("und", "", 0))[2],
            changes=changes.get(document.id or 0, 0),
        )
        for document, source in rows
    ]


def documents_below(
    session: Session, chosen: DocumentFilter, *, below: int | None, limit: int
) -> list[DocumentRow]:
    """Documents that match, those that came last first; ``below`` goes on under a number."""
    statement = (
        select(Document, Source)
        .join(Source, col(Source.id) == Document.source_id)
        .where(*_conditions(session.get_bind().dialect.name, chosen))
    )
    if below is not None:
        statement = statement.where(col(Document.id) < below)
    rows = session.exec(statement.order_by(col(Document.id).desc()).limit(limit)).all()
    return _rows(session, rows)


def beginnings(session: Session, document_ids: Sequence[int], *, length: int) -> dict[int, str]:
    """Document → the first ``length`` letters of its newest text."""
    newest = (
        select(func.max(Version.id))
        .where(col(Version.document_id).in_(document_ids))
        .group_by(col(Version.document_id))
    )
    return dict(
        session.exec(
            select(Version.document_id, func.substr(Version.text, 1, length)).where(
                col(Version.id).in_(newest)
            )
        ).all()
    )


def count_documents(session: Session, chosen: DocumentFilter) -> int:
    """How many documents match."""
    return session.exec(
        select(func.count())
        .select_from(Document)
        .where(*_conditions(session.get_bind().dialect.name, chosen))
    ).one()


def document_countries(session: Session) -> Sequence[str]:
    """Countries of the sources that brought documents."""
    return session.exec(
        select(Source.country)
        .where(exists().where(col(Document.source_id) == col(Source.id)))
        .distinct()
    ).all()


def changes_per_document(session: Session, document_ids: Sequence[int]) -> dict[int, int]:
    """How many changes each document reports, over all its versions; a group's act counts once."""
    where = case(
        (col(RuleChange.via_group) != "", col(RuleChange.via_group)), else_=RuleChange.country
    )
    changed = func.count((col(RuleChange.topic) + "/" + where).distinct())
    return dict(
        session.exec(
            select(RuleChange.document_id, changed)
            .where(
                col(RuleChange.document_id).in_(document_ids),
                RuleChange.kind != ChangeKind.NONE.value,
            )
            .group_by(col(RuleChange.document_id))
        ).all()
    )


def versions_of(session: Session, document_id: int) -> list[VersionRow]:
    """A document's versions, newest first, without their texts."""
    rows = session.execute(
        select(  # type: ignore[call-overload]  # more columns than SQLModel's overloads know
            Version.id,
            Snapshot.seq,
            Version.cause,
            Version.created_at,
            Snapshot.fetched_at,
            Version.extractor,
            Version.language,
            Version.problem,
            Snapshot.sha256,
            Snapshot.size,
            Snapshot.media_type,
            Snapshot.removed_at,
            Snapshot.id.label("snapshot_id"),  # type: ignore[union-attr]
            func.length(Version.text).label("length"),
            _failure().label("failure"),
        )
        .join(Snapshot, col(Snapshot.id) == Version.snapshot_id)
        .where(Version.document_id == document_id)
        .order_by(col(Version.id).desc())
    )
    return [VersionRow(**row) for row in rows.mappings()]


def _failure() -> ScalarSelect[str]:
    return (
        select(Analysis.error)
        .where(col(Analysis.version_id) == col(Version.id))
        .order_by(col(Analysis.id).desc())
        .limit(1)
        .scalar_subquery()
    )


def marks_of(session: Session, version_id: int) -> tuple[Sequence[Finding], Sequence[Evidence]]:
    """What the analysis marked in a version: the newest analyser's findings, and the evidence."""
    newest = (
        select(Finding.analyser)
        .where(Finding.version_id == version_id)
        .order_by(col(Finding.id).desc())
        .limit(1)
    )
    findings = session.exec(
        select(Finding).where(
            Finding.version_id == version_id, Finding.analyser == newest.scalar_subquery()
        )
    ).all()
    evidence = session.exec(select(Evidence).where(Evidence.version_id == version_id)).all()
    return findings, evidence


def changes_of_document(session: Session, document_id: int) -> Sequence[RuleChange]:
    """The rule changes that a document reports, the newest first."""
    return session.exec(
        select(RuleChange)
        .where(RuleChange.document_id == document_id)
        .order_by(col(RuleChange.detected_at).desc(), col(RuleChange.id))
    ).all()


def _latest_versions(
    session: Session, document_ids: Sequence[int]
) -> dict[int, tuple[str, str, int]]:
    """Document → language and problem of its newest version, and how many there are."""
    rows = session.exec(
        select(Version.document_id, Version.language, Version.problem)
        .where(col(Version.document_id).in_(document_ids))
        .order_by(col(Version.id))
    )
    found: dict[int, tuple[str, str, int]] = {}
    for number, language, problem in rows:
        found[number] = (language, problem, found.get(number, ("", "", 0))[2] + 1)
    return found


def _conditions(dialect: str, chosen: DocumentFilter) -> list[ColumnElement[bool]]:
    conditions: list[Any] = []
    if chosen.text:
        conditions.append(matches(dialect, asked(chosen.text)))
    if chosen.country:
        here = select(Source.id).where(Source.country == chosen.country)
        conditions.append(col(Document.source_id).in_(here))
    if chosen.source:
        conditions.append(Document.source_id == chosen.source)
    if chosen.show == "changes":
        conditions.append(
            col(Document.id).in_(
                select(RuleChange.document_id).where(RuleChange.kind != ChangeKind.NONE.value)
            )
        )
    elif chosen.show == "unread":
        conditions.append(Document.error != "")
    return conditions


def version_by_id(session: Session, version_id: int) -> Version:
    """One version with its text; the number must be one that a row names."""
    return session.exec(select(Version).where(Version.id == version_id)).one()
