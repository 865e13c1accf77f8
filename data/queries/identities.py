"""Who people are at an issuer of sign-ins, and sign-ins that are under way there. The caller commits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from data.models import Identity, SignInRequest, User
from data.words import Role


def user_of_identity(session: Session, issuer: str, subject: str) -> User | None:
    """Whose identity it is; None when nobody has come with it."""
    return session.exec(
        select(User)
        .join(Identity, col(Identity.user_id) == User.id)
        .where(Identity.issuer == issuer, Identity.subject == subject)
    ).one_or_none()


def has_identity(session: Session, user_id: int, issuer: str) -> bool:
    """Whether somebody signs in by this issuer."""
    found = session.exec(
        select(Identity.subject).where(Identity.user_id == user_id, Identity.issuer == issuer)
    )
    return found.first() is not None


def with_identity(session: Session, issuer: str, user_ids: Iterable[int]) -> set[int]:
    """Who of these people signs in by this issuer."""
    return set(
        session.exec(
            select(Identity.user_id).where(
                Identity.issuer == issuer, col(Identity.user_id).in_(set(user_ids))
            )
        )
    )


def admin_signs_in_by(session: Session, issuer: str) -> bool:
    """Whether an active administrator has signed in by this issuer."""
    found = session.exec(
        select(User.id)
        .join(Identity, col(Identity.user_id) == User.id)
        .where(Identity.issuer == issuer, User.role == Role.ADMIN.value, col(User.active))
        .limit(1)
    )
    return found.first() is not None


def forget_identities(session: Session, user_id: int) -> int:
    """Somebody signs in by no issuer any more; how many it were."""
    gone = session.exec(delete(Identity).where(col(Identity.user_id) == user_id))
    return gone.rowcount


def take_request(session: Session, digest: str, browser: str, *, now: datetime) -> str | None:
    """Use up a sign-in that began in this browser: what was sealed; of two who come at once, one gets it.

    None when there is none, it was used, its time is over, or another browser began it.
    """
    row = session.execute(
        delete(SignInRequest)
        .where(col(SignInRequest.digest) == digest, col(SignInRequest.browser) == browser)
        .returning(col(SignInRequest.sealed), col(SignInRequest.expires_at))
    ).one_or_none()
    return row.sealed if row is not None and row.expires_at > now else None


def forget_requests(session: Session, *, before: datetime) -> int:
    """Housekeeping: forget sign-ins that never came back; how many."""
    gone = session.exec(delete(SignInRequest).where(col(SignInRequest.expires_at) < before))
    return gone.rowcount
