"""Codes asked after the password: the step used last, and recovery codes. The caller commits."""

from collections.abc import Iterable

from sqlalchemy import delete, update
from sqlmodel import Session, col

from data.models import RecoveryCode, User


def take_step(session: Session, user_id: int, step: int) -> bool:
    """Use up a time step; False when it, or a later one, was used: of two at once, one gets in."""
    used = session.exec(
        update(User)
        .where(col(User.id) == user_id, col(User.totp_step) < step)
        .values(totp_step=step)
    )
    return used.rowcount == 1


def take_code(session: Session, user_id: int, digest: str) -> bool:
    """Use up a recovery code; False when it is none of theirs, or was used."""
    used = session.exec(
        delete(RecoveryCode).where(
            col(RecoveryCode.user_id) == user_id, col(RecoveryCode.digest) == digest
        )
    )
    return used.rowcount == 1


def keep_codes(session: Session, user_id: int, digests: Iterable[str]) -> None:
    """These are the recovery codes from now on."""
    forget_codes(session, user_id)
    session.add_all([RecoveryCode(user_id=user_id, digest=digest) for digest in digests])
    session.flush()


def forget_codes(session: Session, user_id: int) -> None:
    """There are none any more."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
