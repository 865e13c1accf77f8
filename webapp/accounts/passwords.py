"""Accounts, free of any request: passwords (argon2id), one-time links, making a person."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session

from data.errors import RoamwatchError
from data.models import LoginToken, User
from data.queries.channels import mail_channel
from data.queries.people import take_login_token, user_by_email
from data.words import Role

#: OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
#: Several sign-ins at once stay within the web process's memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
MIN_PASSWORD = 12
MAX_PASSWORD = 200
LINK_HOURS = (0.25, 24.0)


class AccountError(RoamwatchError):
    """An account cannot be made or changed like this; ``field`` names the input at fault."""

    code = "account"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def hash_password(password: str) -> str:
    """The argon2id hash to keep; raises :class:`AccountError` when the password is too short or long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise AccountError(
            "password",
            f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters; make a sentence",
        )
    return _HASHER.hash(password)


@cache
def _nobody() -> str:
    """Checked when the address is unknown, so that the answer takes as long."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def check_password(session: Session, email: str, password: str) -> User | None:
    """The active person with this address and password; None says nothing about which was wrong."""
    user = user_by_email(session, email)
    stored = user.password_hash if user is not None and user.password_hash else _nobody()
    try:
        _HASHER.verify(stored, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError):
        return None
    return user if user is not None and user.active and user.password_hash else None


#: Signs that a mail server takes in quotes only, if at all.
_QUOTED = set('()<>[]:;,\\"')


def checked_address(email: str) -> str:
    """The address as it is kept. Raises :class:`AccountError` when it is none."""
    address = email.strip().lower()
    local, at, host = address.partition("@")
    printable = address.isprintable() and not any(c.isspace() for c in address)
    plain = local.isascii() and not set(local) & _QUOTED
    if not (local and at and host and printable and plain) or "@" in host or len(address) > 254:
        raise AccountError("email", f"“{email[:300]}” is not an e-mail address")
    return address


def create_user(
    session: Session,
    *,
    email: str,
    name: str = "",
    role: Role,
    password: str | None = None,
    now: datetime,
) -> User:
    """Add a person; without a password they come in by one-time links only."""
    address = checked_address(email)
    if user_by_email(session, address) is not None:
        raise AccountError("email", f"{address} has an account already")
    user = User(
        email=address,
        name=name.strip()[:100] or address.partition("@")[0],
        role=role.value,
        password_hash=hash_password(password) if password is not None else "",
        created_at=now,
    )
    session.add(user)
    session.flush()
    mail_channel(session, user, now=now)
    return user


def issue_login_link(
    session: Session, user: User, *, base_url: str, now: datetime, hours: float = 24
) -> str:
    """The address of a one-time sign-in link, good for ``hours`` (a quarter to 24)."""
    if not LINK_HOURS[0] <= hours <= LINK_HOURS[1]:
        raise AccountError("hours", "a sign-in link lives for 0.25 to 24 hours")
    secret = secrets.token_urlsafe(32)
    session.add(
        LoginToken(
            digest=link_digest(secret),
            user_id=user.id or 0,
            expires_at=now + timedelta(hours=hours),
        )
    )
    session.flush()
    return f"{base_url.rstrip('/')}/login/link/{secret}"


def link_digest(secret: str) -> str:
    """What the store keeps of a link: SHA-256 of its random part."""
    return hashlib.sha256(secret.encode()).hexdigest()


def redeem_login_link(session: Session, secret: str, *, now: datetime) -> User | None:
    """Use the link up and say whose it was; None when it is void."""
    return take_login_token(session, link_digest(secret), now=now)


def change_password(session: Session, user_id: int, *, old: str, new: str) -> User:
    """Set a new password; a person who has one must give the old one.

    Raises :class:`AccountError` at the field ``old`` or ``password``.
    """
    user = session.get_one(User, user_id)
    prove(user, old, field="old")
    user.password_hash = hash_password(new)
    session.add(user)
    session.flush()
    return user


def prove(user: User, password: str, *, field: str) -> None:
    """Nothing happens when this is the person's password, or they have none.

    Raises :class:`AccountError` at that field.
    """
    if not user.password_hash:
        return
    try:
        _HASHER.verify(user.password_hash, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError) as exc:
        raise AccountError(field, "this is not your present password") from exc
