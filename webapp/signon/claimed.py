"""What an issuer says of a person, read from the claims of its tokens. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.settings import Settings
from data.words import Role
from webapp.accounts.passwords import AccountError, checked_address
from webapp.auth import may
from webapp.signon.refusals import SignOnError

#: OpenID Connect Core 1.0, 2: a subject has at most so many characters.
_SUBJECT = 255
#: How issuers say that an address is verified: some write it as a word.
_YES = (True, "true")


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """Somebody at the issuer."""

    issuer: str
    subject: str
    email: str
    """In small letters; empty when none was told that can be one."""
    email_verified: bool
    hosted: str
    """Google's word for the organisation whose account it is: its main domain; empty: a private account."""
    name: str
    role: Role | None
    """What the role's claim gives; None when it gives none, or no claim decides."""


def joined(token: Mapping[str, Any], userinfo: Mapping[str, Any]) -> dict[str, Any]:
    """What an ID token and the userinfo endpoint say together; the token counts where both speak.

    That an address is verified, only that one can say which names the address.
    """
    both = {**userinfo, **token}
    names = token if "email" in token else userinfo
    if "email_verified" in names:
        both["email_verified"] = names["email_verified"]
    elif both.get("email_verified") in _YES and _address(token) != _address(userinfo):
        del both["email_verified"]
    return both


def read_claims(claims: Mapping[str, Any], settings: Settings) -> Claimed:
    """The person of whom checked claims speak. Raises :class:`SignOnError`."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _SUBJECT or "\0" in subject:
        raise SignOnError("untrusted", "the subject is no word of 1 to 255 characters")
    name, hosted = claims.get("name"), claims.get("hd")
    # Some issuers say nothing, and are believed where the operator says so.
    said = claims.get("email_verified")
    verified = said in _YES or (said is None and settings.oidc_trust_email)
    return Claimed(
        issuer=settings.oidc_issuer,
        subject=subject,
        email=_address(claims),
        email_verified=verified,
        hosted=hosted.lower() if isinstance(hosted, str) else "",
        name="".join(filter(str.isprintable, name))[:100] if isinstance(name, str) else "",
        role=role_of(claims, settings.oidc_role_claim, settings.oidc_roles),
    )


def _address(claims: Mapping[str, Any]) -> str:
    """The address as accounts keep it; empty when there is none that an account could have."""
    email = claims.get("email")
    try:
        return checked_address(email) if isinstance(email, str) else ""
    except AccountError:
        return ""


def role_of(
    claims: Mapping[str, Any], claim: str, roles: Mapping[Role, tuple[str, ...]]
) -> Role | None:
    """The highest role that the values of a claim give; None without one."""
    values = set(_values(claims, claim)) if claim else set()
    given = [role for role, words in roles.items() if values.intersection(words)]
    return next((role for role in given if all(may(role, other) for other in given)), None)


def _values(claims: Mapping[str, Any], claim: str) -> list[str]:
    """Texts of a claim, which may be one or a list; ``a.b`` is also ``b`` within ``a``."""
    found: Any = claims.get(claim)
    if found is None and "." in claim:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    listed = found if isinstance(found, list) else [found]
    return [value for value in listed if isinstance(value, str)]
