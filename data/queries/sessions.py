"""Where people are signed in. The caller commits, but for :func:`note_seen`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from data.db import write_if_free
from data.models import User, UserSession


def session_with_user(session: Session, digest: str) -> tuple[UserSession, User] | None:
    """The session behind a cookie, and whose it is; None when it has ended."""
    return session.exec(
        select(UserSession, User)
        .join(User, col(User.id) == UserSession.user_id)
        .where(UserSession.digest == digest)
    ).one_or_none()


def sessions_of(session: Session, user_id: int) -> Sequence[UserSession]:
    """Where somebody is signed in, the last seen first."""
    return session.exec(
        select(UserSession)
        .where(UserSession.user_id == user_id)
        .order_by(col(UserSession.seen_at).desc(), col(UserSession.id).desc())
    ).all()


def end_session(session: Session, digest: str) -> None:
    """End one session, as signing out does."""
    session.exec(delete(UserSession).where(col(UserSession.digest) == digest))


def end_own(session: Session, user_id: int, session_id: int) -> bool:
    """End one of somebody's sessions by its number; False when it is not theirs."""
    gone = session.exec(
        delete(UserSession).where(
            col(UserSession.id) == session_id, col(UserSession.user_id) == user_id
        )
    )
    return gone.rowcount == 1


def end_others(session: Session, user_id: int, *, keep: str = "") -> int:
    """End all sessions of somebody but the one with the digest ``keep``; how many."""
    return session.exec(
        delete(UserSession).where(
            col(UserSession.user_id) == user_id, col(UserSession.digest) != keep
        )
    ).rowcount


def note_seen(engine: Engine, session_id: int, *, now: datetime) -> None:
    """Write down that a session is in use, unless the store is busy: then its next page is."""
    write_if_free(
        engine, update(UserSession).where(col(UserSession.id) == session_id).values(seen_at=now)
    )


def forget_unseen(session: Session, *, before: datetime) -> int:
    """Housekeeping: forget sessions whose cookies have long ended; how many."""
    return session.exec(delete(UserSession).where(col(UserSession.seen_at) < before)).rowcount
