"""What a digest covers, and the compare-and-set by which one follows another."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.models import Alert, AuditEntry, Development, Digest, Source, User
from data.queries.shell import in_trouble
from data.words import AlertState


def mail_readers(session: Session) -> Sequence[User]:
    """Active people who want mail, in the order of their numbers."""
    return session.exec(
        select(User).where(col(User.active), col(User.wants_mail)).order_by(col(User.id))
    ).all()


def digest_readers(session: Session) -> Sequence[User]:
    """Active people, in the order of their numbers."""
    return session.exec(select(User).where(col(User.active)).order_by(col(User.id))).all()


def last_covered(
    session: Session, period: str, *, user_id: int | None = None
) -> dict[int, datetime]:
    """Person → up to where their digests of a period reach; who has none yet is left out."""
    statement = (
        select(Digest.user_id, func.max(Digest.covers_to))
        .where(Digest.period == period)
        .group_by(col(Digest.user_id))
    )
    if user_id is not None:
        statement = statement.where(Digest.user_id == user_id)
    return dict(session.exec(statement).all())


def add_digest(session: Session, digest: Digest) -> int | None:
    """Store it and return its number; None when one that begins there is stored already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = Digest.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    result = session.exec(
        insert(table)
        .values(digest.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["user_id", "period", "covers_from"])
        .returning(table.c.id)
    ).one_or_none()
    return None if result is None else int(result[0])


def raised_between(
    session: Session, start: datetime, end: datetime, *, quiet: bool = False
) -> list[int]:
    """Alerts raised after ``start``, up to and at ``end``: the loudest first.

    What came up under a silence counts as raised when it is told, and not at all while the silence
    keeps it; ``quiet``: that too. What was raised before somebody silenced it is told.
    """
    told = select(AuditEntry.alert_id).where(
        AuditEntry.action == "told", col(AuditEntry.at) > start, col(AuditEntry.at) <= end
    )
    raised = col(Alert.created_at).between(start, end) & (col(Alert.created_at) > start)
    statement = (
        select(Alert.id)
        .where(raised | col(Alert.id).in_(told), *_not_kept_back(quiet=quiet))
        .order_by(col(Alert.severity_score).desc(), col(Alert.id))
    )
    return [number for number in session.exec(statement) if number is not None]


def moved_between(
    session: Session, start: datetime, end: datetime, *, quiet: bool = False
) -> list[tuple[int, str]]:
    """Alerts raised before, whose development moved within: number and what moved, oldest first.

    ``quiet`` as in :func:`raised_between`.
    """
    rows = session.exec(
        select(AuditEntry.alert_id, AuditEntry.note)
        .join(Alert, col(Alert.id) == AuditEntry.alert_id)
        .where(
            AuditEntry.action == "moved",
            col(AuditEntry.at) > start,
            col(AuditEntry.at) <= end,
            col(Alert.created_at) <= start,
            *_not_kept_back(quiet=quiet),
        )
        .order_by(col(AuditEntry.id))
    )
    moves: dict[int, list[str]] = {}
    for alert_id, note in rows:
        moves.setdefault(alert_id or 0, []).append(note)
    return [(alert_id, " ".join(notes)) for alert_id, notes in moves.items()]


def _not_kept_back(*, quiet: bool) -> list[ColumnElement[bool]]:
    """What no silence keeps back: of a silenced alert the news from before."""
    return [] if quiet else [col(Alert.silence_id).is_(None) | ~col(Alert.untold)]


def alerts_with_dates(session: Session, *, first: date, last: date) -> list[int]:
    """Alerts not dismissed, whose rule takes effect or whose term ends within these days."""
    effective, deadline = col(Development.effective_on), col(Development.deadline_on)
    statement = (
        select(Alert.id)
        .join(Development, col(Development.id) == Alert.development_id)
        .where(
            Alert.state != AlertState.DISMISSED.value,
            col(Alert.silence_id).is_(None),
            or_(effective.between(first, last), deadline.between(first, last)),
        )
        .order_by(col(Alert.id))
    )
    return [number for number in session.exec(statement) if number is not None]


def troubled_sources(session: Session) -> Sequence[Source]:
    """Every enabled source that we cannot rely on now, by country."""
    return session.exec(
        select(Source).where(in_trouble()).order_by(col(Source.country), col(Source.id))
    ).all()
