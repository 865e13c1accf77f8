"""One-time codes of an authenticator app (RFC 6238), asked after the password, and recovery codes.

The shared secret is sealed at rest, recovery codes are kept as digests. A code's time step is
kept when it is used, and only later ones are taken: nobody uses a code that somebody has seen.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from markupsafe import Markup
from sqlmodel import Session

from data.audit import record
from data.models import User
from data.queries.recovery import forget_codes, keep_codes, take_code, take_step
from data.sealing import SECOND_FACTOR, SealError, seal, unseal
from webapp.language import gettext

ISSUER = "Roamwatch"
#: Seconds for which one code stands, and by how many steps a clock may be off.
STEP, SLACK = 30, 1
RECOVERY_CODES = 10


def offer(user_id: int, *, key: str) -> str:
    """A new secret, sealed for this person: a page carries it until the first code proves it."""
    return seal({"secret": pyotp.random_base32(), "user": str(user_id)}, key, SECOND_FACTOR)


def opened(sealed: str, user_id: int, *, key: str) -> str:
    """The secret of an offer or of a person, in Base32; empty when it was not sealed for them by us."""
    try:
        words = unseal(sealed, key, SECOND_FACTOR)
    except (SealError, ValueError):
        return ""
    return words["secret"] if words.get("user") == str(user_id) else ""


def picture(secret: str, email: str) -> Markup:
    """The QR code that an authenticator app scans, as SVG without style or script."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    code = segno.make(uri, error="m", micro=False)
    return Markup(code.svg_inline(scale=4, light="#fff", title=gettext("QR code")))  # noqa: S704  # our own


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step for which a code stands now, or None. Pure."""
    digits = "".join(code.split())
    if not (len(digits) == 6 and digits.isascii() and digits.isdecimal()):
        return None
    present, found = int(now.timestamp()) // STEP, None
    for step in range(present - SLACK, present + SLACK + 1):
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), digits):
            found = step
    return found


def turn_on(
    session: Session, user: User, sealed: str, code: str, *, key: str, now: datetime
) -> list[str]:
    """Ask for codes from now on, if this one proves the secret: the recovery codes, shown once; else none.

    The caller commits.
    """
    secret = opened(sealed, user.id or 0, key=key)
    step = step_of(secret, code, now=now) if secret else None
    if step is None:
        return []
    user.totp_sealed, user.totp_step = sealed, step
    session.add(user)
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    keep_codes(session, user.id or 0, map(_digest, codes))
    _record(session, user, "codes_on", actor=user.email, now=now)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def turn_off(session: Session, user: User, *, actor: str, now: datetime) -> None:
    """Ask for no codes any more. The caller commits."""
    user.totp_sealed = ""
    session.add(user)
    forget_codes(session, user.id or 0)
    _record(session, user, "codes_off", actor=actor, now=now)


def takes(session: Session, user: User, code: str, *, key: str, now: datetime) -> bool:
    """Whether this is a code that was not used yet, or a recovery code; it is used up. The caller commits."""
    number = user.id or 0
    secret = opened(user.totp_sealed, number, key=key)
    step = step_of(secret, code, now=now) if secret else None
    if step is not None:
        return take_step(session, number, step)
    if take_code(session, number, _digest(code)):
        _record(session, user, "recovery_code_used", actor=user.email, now=now)
        return True
    return False


def _digest(code: str) -> str:
    plain = "".join(ch for ch in code.lower() if ch.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _record(session: Session, user: User, action: str, *, actor: str, now: datetime) -> None:
    record(
        session, actor=actor, action=action, subject=f"person:{user.id}", note=user.email, now=now
    )
