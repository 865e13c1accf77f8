"""Machines' tokens: made once, shown once, kept only as SHA-256."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from data.db import write_if_free
from data.models import Token, User

#: So that a leaked token is recognised for what it is (by people and by secret scanners).
PREFIX = "rw_"


def digest_of(secret: str) -> str:
    """What the store keeps of a token: SHA-256, hexadecimal. The token is random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(
    session: Session,
    user_id: int,
    *,
    name: str,
    scope: str = "read",
    expires_at: datetime | None = None,
    now: datetime,
) -> str:
    """Make a token for a user's machine; returns the secret, which cannot be had again.

    ``scope``: words of :class:`data.words.Scope` with blanks between them.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    session.add(
        Token(
            digest=digest_of(secret),
            user_id=user_id,
            name=name,
            scope=scope,
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return secret


def mark_use(engine: Engine, token_id: int, *, now: datetime) -> bool:
    """Write down when a token was last used, unless the store is busy: then its next use is.

    A program that reads must not wait for the one writer that SQLite has.
    """
    statement = update(Token).where(col(Token.id) == token_id).values(last_used_at=now)
    return write_if_free(engine, statement)


def token_with_user(session: Session, secret: str) -> tuple[Token, User] | None:
    """The token (revoked or not) and its owner; None when we never made it."""
    return session.exec(
        select(Token, User)
        .join(User, col(User.id) == Token.user_id)
        .where(Token.digest == digest_of(secret))
    ).one_or_none()


def revoke_token(session: Session, token_id: int, *, now: datetime) -> bool:
    """Void a token from now on; False when there is none or it was void already."""
    token = session.get(Token, token_id)
    if token is None or token.revoked_at is not None:
        return False
    token.revoked_at = now
    session.add(token)
    return True


def tokens_below(
    session: Session, *, below: int | None, limit: int
) -> Sequence[tuple[Token, User]]:
    """Everybody's tokens with their owners, newest first; ``below`` goes on under a number."""
    statement = select(Token, User).join(User, col(User.id) == Token.user_id)
    if below is not None:
        statement = statement.where(col(Token.id) < below)
    return session.exec(statement.order_by(col(Token.id).desc()).limit(limit)).all()
