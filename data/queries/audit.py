"""The audit trail as administrators read it: newest first, by what was acted on."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from data.models import AuditEntry


def list_entries(
    session: Session, *, kind: str = "", common: bool = False, limit: int, offset: int = 0
) -> Sequence[AuditEntry]:
    """Acts, the newest first; ``kind`` is the word before the colon of their subject.

    ``common``: many acts are of this kind, so that going back through the trail finds them sooner
    than gathering and sorting all of them does.
    """
    return session.exec(
        select(AuditEntry)
        .where(*_of(kind, by_index=not common))
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()


def count_by_kind(session: Session) -> dict[str, int]:
    """Kind of subject → how many acts; acts on nothing in particular stand under the empty word."""
    subject = col(AuditEntry.subject)
    place = func.instr if session.get_bind().dialect.name == "sqlite" else func.strpos
    kind = func.substr(subject, 1, place(subject, ":") - 1)
    known = case((subject.contains(":"), kind), else_=subject)
    counts: dict[str, int] = dict(session.exec(select(known, func.count()).group_by(known)).all())
    return counts


def _of(kind: str, *, by_index: bool) -> list[ColumnElement[bool]]:
    if not kind:
        return []
    # A range and no LIKE: the index of subjects is used on both stores, and no sign is special.
    subject = col(AuditEntry.subject) if by_index else func.coalesce(AuditEntry.subject, "")
    return [subject >= f"{kind}:", subject < f"{kind};"]
