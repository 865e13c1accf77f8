"""People who sign in, and their one-time links. What may be done with them is decided in the web app."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, text, update
from sqlmodel import Session, col, select

from data.models import AuditEntry, LoginToken, Token, User
from data.words import Role

#: The act in the trail by which somebody has another address; its detail says which was and became.
ADDRESS_CHANGED = "address_changed"


def user_by_email(session: Session, email: str) -> User | None:
    """The person with this address; letter case and spaces around it play no part."""
    return session.exec(select(User).where(User.email == email.strip().lower())).one_or_none()


def users_by_email(session: Session, emails: Iterable[str]) -> dict[str, User]:
    """:func:`user_by_email` for many: each address as it was given, if somebody has it."""
    wanted = {email: email.strip().lower() for email in emails}
    found = session.exec(select(User).where(col(User.email).in_(set(wanted.values()))))
    people = {user.email: user for user in found}
    return {given: people[email] for given, email in wanted.items() if email in people}


def everybody(session: Session) -> Sequence[User]:
    """All people, in the order of their addresses."""
    return session.exec(select(User).order_by(col(User.email))).all()


def nobody_yet(session: Session) -> bool:
    """Whether there is no account at all."""
    return session.exec(select(User.id).limit(1)).first() is None


def hold_people(session: Session) -> None:
    """Let nobody else add or change a person until this transaction ends.

    On SQLite a writing session holds up all others anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text('LOCK TABLE "user" IN SHARE ROW EXCLUSIVE MODE'))


def active_admins(session: Session) -> int:
    """How many people may still administer."""
    return session.exec(
        select(func.count()).where(User.role == Role.ADMIN.value, col(User.active))
    ).one()


def take_login_token(session: Session, digest: str, *, now: datetime) -> User | None:
    """Use up a one-time link: of two who come at the same moment, one gets in.

    None when the link is unknown, used, expired, or its owner is no longer active.
    """
    used = session.exec(
        update(LoginToken)
        .where(
            col(LoginToken.digest) == digest,
            col(LoginToken.used_at).is_(None),
            col(LoginToken.expires_at) > now,
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:
        return None
    return session.exec(
        select(User)
        .join(LoginToken, col(LoginToken.user_id) == User.id)
        .where(LoginToken.digest == digest, col(User.active))
    ).one_or_none()


def login_token_is_good(session: Session, digest: str, *, now: datetime) -> bool:
    """Whether the link would let somebody in now; does not use it up."""
    found = session.exec(
        select(LoginToken.digest)
        .join(User, col(User.id) == LoginToken.user_id)
        .where(
            LoginToken.digest == digest,
            col(LoginToken.used_at).is_(None),
            LoginToken.expires_at > now,
            col(User.active),
        )
    )
    return found.first() is not None


def tokens_of(session: Session, user_id: int) -> Sequence[Token]:
    """A person's machine tokens, newest first; the revoked ones stay listed."""
    return session.exec(
        select(Token).where(Token.user_id == user_id).order_by(col(Token.id).desc())
    ).all()


def address_since(session: Session, email: str, entry_id: int) -> str:
    """The address that a person has now who had ``email`` at that entry of the trail."""
    changes = session.exec(
        select(AuditEntry)
        .where(AuditEntry.action == ADDRESS_CHANGED, col(AuditEntry.id) > entry_id)
        .order_by(col(AuditEntry.id))
    )
    for change in changes:
        if change.detail["was"] == email:
            email = str(change.detail["became"])
    return email
