"""What is done with accounts, each act with its line in the audit trail. The caller commits."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from data.audit import record
from data.models import User
from data.queries.identities import forget_identities
from data.queries.people import active_admins
from data.queries.sessions import end_others
from data.words import Role
from webapp.accounts.lockout import forgive
from webapp.accounts.passwords import change_password, create_user, hash_password, issue_login_link
from webapp.accounts.resetting import BY_HAND, password_mark, reset_link

#: Who acts at the command line, in the trail.
COMMAND_LINE = "command line"


def add_person(
    session: Session,
    *,
    email: str,
    name: str = "",
    role: Role,
    password: str | None = None,
    actor: str,
    now: datetime,
) -> User:
    """Add somebody; without a password they come in by links only.

    Raises :class:`webapp.accounts.passwords.AccountError`.
    """
    user = create_user(session, email=email, name=name, role=role, password=password, now=now)
    _record(session, user, "added", {"role": user.role}, actor=actor, now=now)
    return user


def link_for(
    session: Session, user: User, *, base_url: str, hours: float = 24, actor: str, now: datetime
) -> str:
    """A one-time sign-in link for somebody. Raises :class:`webapp.accounts.passwords.AccountError`."""
    link = issue_login_link(session, user, base_url=base_url, now=now, hours=hours)
    _record(session, user, "link_made", {}, actor=actor, now=now)
    return link


def change_person(
    session: Session, user: User, *, role: Role, active: bool, actor: str, now: datetime
) -> bool:
    """Give somebody a role, let them in or out; False when nobody would be left to administer."""
    loses = user.role == Role.ADMIN and user.active and not (role is Role.ADMIN and active)
    if loses and active_admins(session) == 1:
        return False
    was = {"role": user.role, "active": user.active}
    user.role, user.active = role.value, active
    session.add(user)
    if not active:
        end_others(session, user.id or 0)
    became = {"role": user.role, "active": active}
    _record(session, user, "changed", {"was": was, "became": became}, actor=actor, now=now)
    return True


def release_identity(session: Session, user: User, *, actor: str, now: datetime) -> bool:
    """Forget who somebody is at the sign-in service, and end all their sessions; False when nobody knew.

    At the next sign-in they are found by their address again.
    """
    if not forget_identities(session, user.id or 0):
        return False
    end_others(session, user.id or 0)
    _record(session, user, "released", {}, actor=actor, now=now)
    return True


def set_password(
    session: Session, user_id: int, *, old: str, new: str, keep: str, now: datetime
) -> User:
    """Somebody sets their own password; all their sessions end but that with the digest ``keep``.

    Raises :class:`webapp.accounts.passwords.AccountError`.
    """
    user = change_password(session, user_id, old=old, new=new)
    end_others(session, user_id, keep=keep)
    _record(session, user, "password_set", {}, actor=user.email, now=now)
    return user


def reset_password(session: Session, user: User, *, new: str, now: datetime) -> None:
    """Somebody sets a new password by a link: all sessions end, and wrong tries of before are forgotten.

    Raises :class:`webapp.accounts.passwords.AccountError`.
    """
    user.password_hash = hash_password(new)
    session.add(user)
    end_others(session, user.id or 0)
    forgive(session, user.email, now=now)
    _record(session, user, "password_set", {"by": "link"}, actor=user.email, now=now)


def password_link_for(
    session: Session, user: User, *, base_url: str, key: str, actor: str, now: datetime
) -> str:
    """A link to set a new password, for an administrator to hand over; good for 24 hours."""
    _record(session, user, "password_link_made", {}, actor=actor, now=now)
    mark, until = password_mark(user), now + BY_HAND
    return reset_link(user.id or 0, mark, until=until, key=key, base_url=base_url)


def _record(
    session: Session, user: User, action: str, detail: dict[str, Any], *, actor: str, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"person:{user.id}",
        note=user.email,
        detail=detail,
        now=now,
    )
