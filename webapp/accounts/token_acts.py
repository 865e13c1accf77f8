"""Tokens are made and voided, each act with its line in the audit trail. The caller commits."""

from datetime import datetime

from sqlmodel import Session

from data.audit import record
from data.models import Token, User
from data.queries.tokens import issue_token, revoke_token, token_with_user


def make_token(
    session: Session,
    owner: User,
    *,
    name: str,
    scope: str,
    expires_at: datetime | None,
    now: datetime,
) -> tuple[Token, str]:
    """A token of somebody's own, with its secret, which cannot be had again.

    ``name`` and ``scope`` are as :mod:`webapp.accounts.token_forms` checked them.
    """
    secret = issue_token(
        session, owner.id or 0, name=name, scope=scope, expires_at=expires_at, now=now
    )
    made = token_with_user(session, secret)
    assert made is not None, "it was stored a moment ago"
    _record(session, made[0], "created", actor=owner.email, now=now)
    return made[0], secret


def void_token(session: Session, token_id: int, *, actor: str, now: datetime) -> bool:
    """Void a token from now on; False when there is none or it was void already."""
    if not revoke_token(session, token_id, now=now):
        return False
    _record(session, session.get_one(Token, token_id), "revoked", actor=actor, now=now)
    return True


def _record(session: Session, token: Token, action: str, *, actor: str, now: datetime) -> None:
    ends = token.expires_at.date().isoformat() if token.expires_at else None
    record(
        session,
        actor=actor,
        action=action,
        subject=f"token:{token.id}",
        note=token.name,
        detail={"scope": token.scope, "ends": ends, "owner": token.user_id},
        now=now,
    )
