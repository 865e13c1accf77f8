"""Sign-ins between the way to the issuer and the way back. The caller commits.

Each has its own row, so that several tabs do not disturb one another; a row is used once, and only by
the browser in which the sign-in began, so that nobody is signed in as somebody else by a link.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from data.models import SignInRequest
from data.queries.identities import take_request
from data.sealing import SIGN_ON, SealError, seal, unseal

#: How long somebody may take at the issuer.
PATIENCE = timedelta(minutes=10)
#: So many bytes of a target are kept, as JSON: anybody can begin a sign-in, and must not fill the store.
_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What one sign-in is recognised by when it comes back."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A sign-in that came back."""

    secrets: Secrets
    target: str
    """A path of ours to which the person wanted to go."""


def new_secrets() -> Secrets:
    """For one sign-in: nobody can guess them. The verifier has 64 characters (RFC 7636: 43 to 128)."""
    return Secrets(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
    )


def new_browser() -> str:
    """The secret by which a browser is recognised that begins a sign-in."""
    return secrets.token_urlsafe(24)


def begin(
    session: Session, made: Secrets, *, browser: str, target: str, key: str, now: datetime
) -> None:
    """Note that this browser is on its way; too long a target becomes the overview."""
    short = len(json.dumps(target)) <= _LONGEST
    kept = {
        "nonce": made.nonce,
        "verifier": made.verifier,
        "target": target if short else "/",
    }
    session.add(
        SignInRequest(
            digest=_digest(made.state),
            browser=_digest(browser),
            sealed=seal(kept, key, SIGN_ON),
            expires_at=now + PATIENCE,
        )
    )


def come_back(
    session: Session, state: str, *, browser: str, key: str, now: datetime
) -> Waiting | None:
    """Use up a sign-in of this browser; None when there is none of this state, or none any more."""
    sealed = take_request(session, _digest(state), _digest(browser), now=now)
    if sealed is None:
        return None
    try:
        kept = unseal(sealed, key, SIGN_ON)
    except SealError:  # the secret key was changed meanwhile
        return None
    return Waiting(
        secrets=Secrets(state=state, nonce=kept["nonce"], verifier=kept["verifier"]),
        target=kept["target"],
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
