"""The first administrator: made by whoever holds the setup link that a terminal of this machine printed.

Whoever can read that terminal, or run ``roamwatch init``, has the machine anyway. The link is signed,
not stored, and void as soon as anybody has an account: no form is ever open to the network.
"""

import hmac
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from data.errors import RoamwatchError
from data.models import User
from data.queries.people import hold_people, nobody_yet
from data.queries.setup import begin_steps
from data.sealing import FOUNDING, sign
from data.words import Role
from webapp.accounts.people import add_person

#: How long a setup link works.
LASTS = timedelta(hours=24)
#: Who acts by such a link, in the trail.
SETUP_LINK = "setup link"


class FoundingError(RoamwatchError):
    """The setup link is void: its time is over, it is none, or somebody has an account already."""

    code = "founding"


def setup_link(*, base_url: str, key: str, now: datetime) -> str:
    """The address under which the first administrator is made."""
    until = int((now + LASTS).timestamp())
    return f"{base_url}/setup/{_token(until, key)}"


def opens(session: Session, token: str, *, key: str, now: datetime) -> bool:
    """Whether the end of a setup link would make the first administrator now."""
    seconds, _, _ = token.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 12):
        return False
    if not hmac.compare_digest(token.encode(), _token(int(seconds), key).encode()):
        return False
    return datetime.fromtimestamp(int(seconds), UTC) > now and nobody_yet(session)


def found(
    session: Session, token: str, *, email: str, name: str, password: str, key: str, now: datetime
) -> User:
    """Make the first administrator; of two who try at the same moment, one. The caller commits.

    Raises :class:`FoundingError`, or :class:`webapp.accounts.passwords.AccountError`
    at ``email`` or ``password``.
    """
    hold_people(session)
    if not opens(session, token, key=key, now=now):
        raise FoundingError("this setup link no longer works")
    user = add_person(
        session,
        email=email,
        name=name,
        role=Role.ADMIN,
        password=password,
        actor=SETUP_LINK,
        now=now,
    )
    begin_steps(session)
    return user


def _token(until: int, key: str) -> str:
    return f"{until}.{sign(str(until), key, FOUNDING)}"
