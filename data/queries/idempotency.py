"""Requests that were done under a key of their program. The caller commits."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from data.models import DoneRequest

#: How long a key is remembered: longer than any sensible program tries again.
KEPT = timedelta(days=2)


def done_request(session: Session, token_id: int, key: str) -> DoneRequest | None:
    """What was done under this key of this token."""
    return session.exec(
        select(DoneRequest).where(DoneRequest.token_id == token_id, DoneRequest.key == key)
    ).one_or_none()


def forget_done(session: Session, *, now: datetime) -> int:
    """Housekeeping: forget keys that nobody will send again; how many."""
    return session.exec(delete(DoneRequest).where(col(DoneRequest.done_at) < now - KEPT)).rowcount
