"""The audit trail as administrators read it: newest first, by what was acted on."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from data.models import AuditEntry


def list_entries(
    session: Session, *, kind: str = "", limit: int, offset: int = 0
) -> Sequence[AuditEntry]:
    """Acts, the newest first; ``kind`` is the word before the colon of their subject."""
    return session.exec(
        select(AuditEntry)
        .where(*_of(kind))
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()


def count_by_kind(session: Session) -> dict[str, int]:
    """Kind of subject → how many acts; acts on nothing in particular stand under the empty word."""
    counts: dict[str, int] = {}
    rows = session.exec(select(AuditEntry.subject, func.count()).group_by(col(AuditEntry.subject)))
    for subject, count in rows:
        kind = subject.partition(":")[0]
        counts[kind] = counts.get(kind, 0) + count
    return counts


def _of(kind: str) -> list[ColumnElement[bool]]:
    # A range and no LIKE: the index of subjects is used on both stores, and no sign is special.
    subject = col(AuditEntry.subject)
    return [subject >= f"{kind}:", subject < f"{kind};"] if kind else []
