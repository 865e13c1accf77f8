"""What officers said, and the rows that it is about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from data.models import (
    Apart,
    Development,
    DevelopmentMember,
    Document,
    Feedback,
    Regrouping,
    RuleChange,
    Source,
    Version,
)
from data.words import ChangeKind


@dataclass(frozen=True, kw_only=True)
class Said:
    """One word with the document that it is about."""

    feedback: Feedback
    document_id: int
    document_title: str
    undone: bool


def hold_text(session: Session, version_id: int) -> list[int]:
    """The versions of a version's snapshot, oldest first, locked until the transaction ends.

    Whoever records or corrects a reading of this text meanwhile waits.
    """
    snapshot = select(Version.snapshot_id).where(Version.id == version_id).scalar_subquery()
    statement = select(Version.id).where(Version.snapshot_id == snapshot).order_by(col(Version.id))
    return [number for number in session.exec(statement.with_for_update()) if number is not None]


def feedback_of(session: Session, versions: Collection[int]) -> Sequence[Feedback]:
    """All that was said of these versions, oldest first, undone or not."""
    return session.exec(
        select(Feedback).where(col(Feedback.version_id).in_(versions)).order_by(col(Feedback.id))
    ).all()


def feedback_of_texts(session: Session, versions: Collection[int]) -> Sequence[Feedback]:
    """All that was said of the texts of these versions: of any version of their snapshots."""
    snapshots = select(Version.snapshot_id).where(col(Version.id).in_(versions))
    same = select(Version.id).where(col(Version.snapshot_id).in_(snapshots))
    return session.exec(
        select(Feedback).where(col(Feedback.version_id).in_(same)).order_by(col(Feedback.id))
    ).all()


def rows_of(
    session: Session, versions: Collection[int], jurisdiction: str, topic: str
) -> Sequence[RuleChange]:
    """The rule changes of one finding: a country's, or those of a group's members."""
    return session.exec(
        select(RuleChange)
        .where(
            col(RuleChange.version_id).in_(versions),
            RuleChange.topic == topic,
            or_(
                col(RuleChange.via_group) == jurisdiction,
                (col(RuleChange.via_group) == "") & (col(RuleChange.country) == jurisdiction),
            ),
        )
        .order_by(col(RuleChange.id))
    ).all()


def changes_on(
    session: Session, versions: Collection[int], countries: Collection[str], topic: str
) -> Sequence[RuleChange]:
    """The changes on a topic that these versions tell of these countries."""
    return session.exec(
        select(RuleChange).where(
            col(RuleChange.version_id).in_(versions),
            col(RuleChange.country).in_(countries),
            RuleChange.topic == topic,
            RuleChange.kind != ChangeKind.NONE.value,
        )
    ).all()


def said_of_development(session: Session, development: Development) -> Sequence[Feedback]:
    """All that was said of the findings that make up a development, oldest first."""
    members = (
        select(RuleChange.version_id)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == col(RuleChange.id))
        .where(DevelopmentMember.development_id == development.id)
    )
    snapshots = select(Version.snapshot_id).where(col(Version.id).in_(members))
    texts = select(Version.id).where(col(Version.snapshot_id).in_(snapshots))
    said = session.exec(
        select(Feedback).where(col(Feedback.version_id).in_(texts)).order_by(col(Feedback.id))
    ).all()
    here = (development.jurisdiction, development.topic)
    undone = {one.id: one for one in said}
    return [
        one
        for one in said
        for spoken in [undone.get(one.undoes, one) if one.undoes else one]
        if here
        in (
            (spoken.jurisdiction, spoken.topic),
            (spoken.right.get("jurisdiction"), spoken.right.get("topic")),
        )
    ]


def developments_of(session: Session, changes: Collection[int]) -> Sequence[Development]:
    """The developments to which these rule changes belong."""
    return session.exec(
        select(Development)
        .where(
            col(Development.id).in_(
                select(DevelopmentMember.development_id).where(
                    col(DevelopmentMember.rule_change_id).in_(changes)
                )
            )
        )
        .order_by(col(Development.id))
    ).all()


def development_of(session: Session, change_id: int) -> Development | None:
    """The development to which a rule change belongs."""
    return session.exec(
        select(Development)
        .join(DevelopmentMember, col(DevelopmentMember.development_id) == col(Development.id))
        .where(DevelopmentMember.rule_change_id == change_id)
    ).first()


def all_said(session: Session, *, limit: int, offset: int = 0) -> list[Said]:
    """Everything that officers said, the newest first; undoings stand with what they undo."""
    undoing = aliased(Feedback)
    rows = session.exec(
        select(Feedback, Document.id, Document.title, undoing.id)
        .join(Version, col(Version.id) == Feedback.version_id)
        .join(Document, col(Document.id) == Version.document_id)
        .outerjoin(undoing, col(undoing.undoes) == col(Feedback.id))
        .where(col(Feedback.undoes).is_(None))
        .order_by(col(Feedback.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        Said(feedback=feedback, document_id=number or 0, document_title=title, undone=bool(undone))
        for feedback, number, title, undone in rows
    ]


def count_said(session: Session) -> int:
    """How many words :func:`all_said` would give without a limit."""
    statement = select(func.count()).select_from(Feedback).where(col(Feedback.undoes).is_(None))
    return session.exec(statement).one()


def kept_apart(session: Session, document_id: int) -> set[int]:
    """Documents that never belong to one development with this one."""
    pairs = session.exec(
        select(Apart.document_a, Apart.document_b).where(
            or_(col(Apart.document_a) == document_id, col(Apart.document_b) == document_id)
        )
    )
    return {first if second == document_id else second for first, second in pairs}


def regroupings_of(session: Session, development_id: int) -> Sequence[tuple[Regrouping, str]]:
    """What was sorted into a development or out of it by hand, with the document's title."""
    return session.exec(
        select(Regrouping, Document.title)
        .join(Document, col(Document.id) == Regrouping.document_id)
        .where(
            or_(
                col(Regrouping.from_development_id) == development_id,
                col(Regrouping.to_development_id) == development_id,
            )
        )
        .order_by(col(Regrouping.id))
    ).all()


def source_of(session: Session, document_id: int) -> Source:
    """The source that showed a document first."""
    return session.exec(
        select(Source)
        .join(Document, col(Document.source_id) == col(Source.id))
        .where(Document.id == document_id)
    ).one()
