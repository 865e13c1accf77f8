"""Sessions of people: opened by a sign-in, listed, ended. The cookie holds a secret, the store its digest."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from data.audit import record
from data.models import UserSession
from data.queries.identities import forget_requests
from data.queries.sessions import end_others, end_own, forget_unseen
from data.queries.tries import forget_old_tries

#: Longer than any cookie lives, and than tries to sign in count.
OLD = timedelta(days=1)


def session_digest(secret: str) -> str:
    """What the store keeps of a cookie's secret: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_session(session: Session, user_id: int, *, device: str, now: datetime) -> str:
    """A new session's secret. The caller commits."""
    secret = secrets.token_urlsafe(24)
    session.add(
        UserSession(
            digest=session_digest(secret),
            user_id=user_id,
            device=device,
            created_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return secret


def end_one(session: Session, user_id: int, session_id: int, *, actor: str, now: datetime) -> bool:
    """Somebody ends one of their own sessions; False when it is none of theirs. The caller commits."""
    if not end_own(session, user_id, session_id):
        return False
    _record(session, user_id, 1, actor=actor, now=now)
    return True


def end_all_others(session: Session, user_id: int, *, keep: str, actor: str, now: datetime) -> int:
    """Somebody ends all but the session whose secret is ``keep``; how many. The caller commits."""
    count = end_others(session, user_id, keep=session_digest(keep))
    if count:
        _record(session, user_id, count, actor=actor, now=now)
    return count


def forget_sessions(session: Session, *, now: datetime) -> None:
    """Housekeeping: forget sessions that nobody can come back to, tries of long ago, and sign-ins
    at the issuer that took too long."""
    forget_unseen(session, before=now - OLD)
    forget_old_tries(session, before=now - OLD)
    forget_requests(session, before=now)


def _record(session: Session, user_id: int, count: int, *, actor: str, now: datetime) -> None:
    record(
        session,
        actor=actor,
        action="sessions_ended",
        subject=f"person:{user_id}",
        note=actor,
        detail={"sessions": count},
        now=now,
    )
