"""A new password for who forgot the old one: by a link that is signed, not stored.

The signature covers the address and the present password hash, so the link is void as soon as a
password is set, with whichever link, and nothing in the store or in a backup opens an account.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from data.models import Delivery, User
from data.queries.people import user_by_email
from data.sealing import RESETTING, sign
from data.words import ChannelKind
from webapp.accounts.lockout import reset_key, take_try

#: How long a link works that was asked for by mail, and one that an administrator hands over.
BY_MAIL, BY_HAND = timedelta(hours=1), timedelta(hours=24)


def password_mark(user: User) -> str:
    """Changes with the address and with the password."""
    return hashlib.sha256(f"{user.email}:{user.password_hash}".encode()).hexdigest()


def reset_token(user_id: int, mark: str, *, until: datetime, key: str) -> str:
    """The end of the link: who, until when (in seconds of Unix time), and a signature."""
    words = f"{user_id}.{int(until.timestamp())}"
    return f"{words}.{sign(f'{words}.{mark}', key, RESETTING)}"


def reset_link(user_id: int, mark: str, *, until: datetime, key: str, base_url: str) -> str:
    """The whole address."""
    return f"{base_url}/login/reset/{reset_token(user_id, mark, until=until, key=key)}"


def open_reset(session: Session, token: str, *, key: str, now: datetime) -> User | None:
    """Whose password may be set with it now; None when it is void. Holds the person until the commit."""
    number, _, rest = token.partition(".")
    seconds, _, _ = rest.partition(".")
    if not all(
        part.isascii() and part.isdecimal() and len(part) < 12 for part in (number, seconds)
    ):
        return None
    until = datetime.fromtimestamp(int(seconds), UTC)
    if int(number) >= 2**31 or until <= now:
        return None
    user = session.get(User, int(number), with_for_update=True)
    if user is None or not user.active:
        return None
    right = reset_token(int(number), password_mark(user), until=until, key=key)
    return user if hmac.compare_digest(token.encode(), right.encode()) else None


def ask_for_link(session: Session, email: str, *, now: datetime) -> bool:
    """Queue the mail, if somebody has this address and did not ask too often; whether it was.

    Writes in either case, so that the time it takes says little of who has an account. The caller commits.
    """
    if take_try(session, reset_key(email), now=now) is not None:
        return False
    user = user_by_email(session, email)
    if user is None or not user.active:
        return False
    session.add(
        Delivery(
            key=f"password:{user.id}:{now:%Y%m%dT%H%M%S}:{secrets.token_hex(4)}",
            channel=ChannelKind.MAIL.value,
            recipient=user.email,
            about_user_id=user.id,
            created_at=now,
            next_attempt_at=now,
        )
    )
    return True
